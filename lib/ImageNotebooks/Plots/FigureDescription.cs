using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ImageNotebooks;

/// <summary>What a figure shows, in words: for those who have it read out, and for those who see that there is none.</summary>
internal static partial class FigureDescription
{
    private const int Named = 8;

    /// <summary>The heading, what each kind of trace says, the axes, and what a slider changes.</summary>
    public static string Of(IReadOnlyList<Trace> traces, PlotlyProperties layout)
    {
        var shown = traces.Where(trace => trace.Find("visible") is not { ValueKind: JsonValueKind.False }).ToArray();
        string?[] sentences =
        [
            Plain(layout.Find("title.text") ?? layout.Find("title")),
            .. shown.GroupBy(trace => trace.Type == "scatter" ? Plain(trace.Find("mode")) ?? "lines" : trace.Type).Select(kind => Words(kind.Key, [.. kind])),
            Axes(layout),
            Slider(layout),
        ];
        return string.Join(". ", sentences.Where(sentence => sentence is { Length: > 0 }).Select(sentence => sentence!.TrimEnd('.'))) + ".";
    }

    private static string? Words(string? kind, Trace[] traces) => kind switch
    {
        "text" => null,
        "image" => Counted(traces.Length, "picture") + Listed(traces.Select(Name)),
        "markers" => Counted(traces.Length, "set") + " of points" + Listed(traces.Select(trace => $"{Name(trace) ?? "unnamed"} ({Count(trace, "y")})")),
        "bar" => string.Join("; ", traces.Take(Named).Select(Bars)),
        "histogram" => Counted(traces.Length, "histogram") + Listed(traces.Select(Name)),
        "heatmap" => string.Join("; ", traces.Select(Table)),
        _ when kind?.Contains("lines", StringComparison.Ordinal) == true => Counted(traces.Length, "line") + Listed(traces.Select(Line)),
        _ => Counted(traces.Length, kind ?? "trace") + Listed(traces.Select(Name)),
    };

    private static string Line(Trace trace)
    {
        double? End(bool backwards) => Values(trace, "y", backwards).FirstOrDefault(value => value is not null);
        return (Name(trace) ?? "unnamed") + (End(backwards: false) is { } first && End(backwards: true) is { } last ? $" from {Number(first)} to {Number(last)}" : " empty");
    }

    private static string Bars(Trace trace)
    {
        var (names, values) = (trace.Find("x"), Values(trace, "y"));
        var bars = values.Select((value, i) => $"{Plain(names is { ValueKind: JsonValueKind.Array } all && i < all.GetArrayLength() ? all[i] : null)} {(value is { } number ? Number(number) : "nothing")}");
        return $"bars{(Name(trace) is { } name ? " " + name : "")}{Listed(bars)}";
    }

    private static string Table(Trace trace)
    {
        var rows = Items(trace.Find("z")).ToArray();
        var cells = rows.SelectMany(row => Items(row)).Where(cell => cell.ValueKind == JsonValueKind.Number).Select(cell => cell.GetDouble()).ToArray();
        return cells.Length == 0 ? "an empty table" : $"a table of {rows.Length} rows and {Items(rows[0]).Count()} columns, from {Number(cells.Min())} to {Number(cells.Max())}";
    }

    private static string? Axes(PlotlyProperties layout)
    {
        var titles = new[] { "x", "y" }.Select(axis => (axis, title: Plain(layout.Find($"{axis}axis.title.text")))).Where(entry => entry.title is { Length: > 0 });
        return string.Join(", ", titles.Select(entry => $"{entry.axis}: {entry.title}"));
    }

    private static string? Slider(PlotlyProperties layout) => string.Join("; ", Items(layout.Find("sliders")).Select(slider =>
        $"a slider changes {Plain(Property(Property(slider, "currentvalue"), "prefix"))?.TrimEnd(' ', ':') ?? "the chart"}{Listed(Items(Property(slider, "steps")).Select(step => Plain(Property(step, "label"))))}"));

    // A figure may hold whatever Plotly takes, and what is not understood here is passed over.
    private static JsonElement? Property(JsonElement? parent, string name) => parent is { ValueKind: JsonValueKind.Object } given && given.TryGetProperty(name, out var value) ? value : null;

    private static IEnumerable<JsonElement> Items(JsonElement? list) => list is { ValueKind: JsonValueKind.Array } given ? given.EnumerateArray() : Enumerable.Empty<JsonElement>();

    private static int Count(Trace trace, string path) => trace.Find(path) is { ValueKind: JsonValueKind.Array } values ? values.GetArrayLength() : 0;

    /// <summary>A trace's numbers, null for a gap, read where they lie: a chart may have a million, of which two are said.</summary>
    private static IEnumerable<double?> Values(Trace trace, string path, bool backwards = false)
    {
        var count = Count(trace, path);
        for (var i = 0; i < count; i++)
            yield return trace.Find(path)!.Value[backwards ? count - 1 - i : i] is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;
    }

    private static string? Name(Trace trace) => Plain(trace.Find("name"));

    private static string Counted(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";

    /// <summary>A colon and as many words as somebody listens to; nothing where there are none.</summary>
    private static string Listed(IEnumerable<string?> words)
    {
        var all = words.Where(word => word is { Length: > 0 }).ToArray();
        return all.Length == 0 ? "" : ": " + string.Join(", ", all.Take(Named)) + (all.Length > Named ? $" and {all.Length - Named} more" : "");
    }

    private static string Number(double value) => value.ToString(Math.Abs(value) switch { >= 1000 => "#,0", 0 or >= 0.001 => "0.###", _ => "0.#e0" }, CultureInfo.InvariantCulture);

    /// <summary>Words or a number without Plotly's tags.</summary>
    private static string? Plain(JsonElement? text) => text is { ValueKind: JsonValueKind.String or JsonValueKind.Number } given
        ? WebUtility.HtmlDecode(Spaces().Replace(Tag().Replace(given.ToString(), " "), " ")).Trim() : null;

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();
}

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
        var shown = traces.Where(trace => trace.Find<bool?>("visible") != false).ToArray();
        string?[] sentences =
        [
            Plain(layout.Find<string>("title.text")),
            .. shown.GroupBy(trace => trace.Type == "scatter" ? trace.Find<string>("mode") ?? "lines" : trace.Type).Select(kind => Words(kind.Key, [.. kind])),
            Axes(layout),
            Slider(layout),
        ];
        return string.Join(". ", sentences.Where(sentence => sentence is { Length: > 0 }).Select(sentence => sentence!.TrimEnd('.'))) + ".";
    }

    private static string? Words(string? kind, Trace[] traces) => kind switch
    {
        "text" => null,
        "image" => Counted(traces.Length, "picture") + Listed(traces.Select(Name)),
        "markers" => Counted(traces.Length, "set") + " of points" + Listed(traces.Select(trace => $"{Name(trace) ?? "unnamed"} ({Values(trace, "y").Length})")),
        "bar" => string.Join("; ", traces.Take(Named).Select(Bars)),
        "histogram" => Counted(traces.Length, "histogram") + Listed(traces.Select(Name)),
        "heatmap" => string.Join("; ", traces.Select(Table)),
        _ when kind?.Contains("lines", StringComparison.Ordinal) == true => Counted(traces.Length, "line") + Listed(traces.Select(Line)),
        _ => Counted(traces.Length, kind ?? "trace") + Listed(traces.Select(Name)),
    };

    private static string Line(Trace trace)
    {
        var values = Values(trace, "y").OfType<double>().ToArray();
        return values.Length == 0 ? $"{Name(trace) ?? "unnamed"} empty" : $"{Name(trace) ?? "unnamed"} from {Number(values[0])} to {Number(values[^1])}";
    }

    private static string Bars(Trace trace)
    {
        var (names, values) = (trace.Find<JsonElement?>("x"), Values(trace, "y"));
        var bars = values.Select((value, i) => $"{Plain(names is { ValueKind: JsonValueKind.Array } all && i < all.GetArrayLength() ? all[i].ToString() : "")} {(value is { } number ? Number(number) : "nothing")}");
        return $"bars{(Name(trace) is { } name ? " " + name : "")}{Listed(bars)}";
    }

    private static string Table(Trace trace)
    {
        if (trace.Find<JsonElement?>("z") is not { ValueKind: JsonValueKind.Array } rows || rows.GetArrayLength() == 0) return "an empty table";
        var cells = rows.EnumerateArray().SelectMany(row => row.EnumerateArray()).Where(cell => cell.ValueKind == JsonValueKind.Number).Select(cell => cell.GetDouble()).ToArray();
        return $"a table of {rows.GetArrayLength()} rows and {rows[0].GetArrayLength()} columns" + (cells.Length == 0 ? "" : $", from {Number(cells.Min())} to {Number(cells.Max())}");
    }

    private static string? Axes(PlotlyProperties layout)
    {
        var titles = new[] { "x", "y" }.Select(axis => (axis, title: Plain(layout.Find<string>($"{axis}axis.title.text")))).Where(entry => entry.title is { Length: > 0 });
        return string.Join(", ", titles.Select(entry => $"{entry.axis}: {entry.title}"));
    }

    private static string? Slider(PlotlyProperties layout) => layout.Find<JsonElement?>("sliders") is not { ValueKind: JsonValueKind.Array } sliders ? null
        : string.Join("; ", sliders.EnumerateArray().Select(slider => "a slider changes "
            + Plain(slider.GetProperty("currentvalue").GetProperty("prefix").GetString()!.TrimEnd(' ', ':')) + Listed(slider.GetProperty("steps").EnumerateArray().Select(step => Plain(step.GetProperty("label").GetString())))));

    private static double?[] Values(Trace trace, string path) => trace.Find<JsonElement?>(path) is { ValueKind: JsonValueKind.Array } values
        ? [.. values.EnumerateArray().Select(value => value.ValueKind == JsonValueKind.Number ? value.GetDouble() : (double?)null)] : [];

    private static string? Name(Trace trace) => Plain(trace.Find<string>("name"));

    private static string Counted(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";

    /// <summary>A colon and as many words as somebody listens to; nothing where there are none.</summary>
    private static string Listed(IEnumerable<string?> words)
    {
        var all = words.Where(word => word is { Length: > 0 }).ToArray();
        return all.Length == 0 ? "" : ": " + string.Join(", ", all.Take(Named)) + (all.Length > Named ? $" and {all.Length - Named} more" : "");
    }

    private static string Number(double value) => value.ToString(Math.Abs(value) switch { >= 1000 => "#,0", 0 or >= 0.001 => "0.###", _ => "0.#e0" }, CultureInfo.InvariantCulture);

    /// <summary>Words without Plotly's tags.</summary>
    private static string? Plain(string? text) => text is null ? null : WebUtility.HtmlDecode(Spaces().Replace(Tag().Replace(text, " "), " ")).Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();
}

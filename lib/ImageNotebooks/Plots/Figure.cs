using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace ImageNotebooks;

/// <summary>
/// A Plotly figure as an immutable value: traces, and a layout that each method below gives back changed. A notebook shows it as
/// <c>application/vnd.plotly.v1+json</c> or, without a network, as <c>text/html</c> (see <see cref="Plots.PlotlyJs"/>).
/// </summary>
[TypeFormatterSource(typeof(RichOutputFormatterSource), PreferredMimeTypes = [MimeTypes.Plotly, MimeTypes.Html])]
public sealed class Figure : IRichOutput
{
    private const int DefaultHeight = 400;

    // plotly.js offers to upload a chart unless told not to; what a notebook shows stays where it is.
    private const string Config = """{"responsive":true,"displaylogo":false,"showSendToCloud":false}""";

    private readonly ImmutableArray<Trace> traces;
    private readonly PlotlyProperties layout;
    private string? description;

    /// <summary>A figure of these traces with the common theme.</summary>
    public Figure(params IEnumerable<Trace> traces) : this([.. traces], PlotlyProperties.Empty.With("height", DefaultHeight))
    {
        // Grid lines would shine through cells, which are translucent where values are low.
        if (this.traces.Any(trace => trace.Type == "heatmap"))
            layout = layout.With("yaxis.showgrid", false);
    }

    private Figure(ImmutableArray<Trace> traces, PlotlyProperties layout) => (this.traces, this.layout) = (traces, layout);

    /// <summary>This figure with more traces, drawn over those it has.</summary>
    public Figure Add(params IEnumerable<Trace> more) => new([.. traces, .. more], layout);

    /// <summary>This figure with a heading.</summary>
    public Figure Title(string text) => With("title.text", text);

    /// <summary>This figure with a described x axis.</summary>
    /// <param name="title">What the axis measures, with its unit.</param>
    /// <param name="from">Where the axis begins; from the data when null.</param>
    /// <param name="to">Where it ends; from the data when null.</param>
    /// <param name="log">Whether it is logarithmic (base 10).</param>
    /// <param name="number">Which x axis, counted from 1.</param>
    public Figure XAxis(string? title = null, double? from = null, double? to = null, bool log = false, int number = 1) =>
        Axis("xaxis", title, from, to, log, number);

    /// <summary>This figure with a described y axis; the parameters are those of <see cref="XAxis"/>.</summary>
    /// <param name="title">What the axis measures, with its unit.</param>
    /// <param name="from">Where the axis begins; from the data when null.</param>
    /// <param name="to">Where it ends; from the data when null.</param>
    /// <param name="log">Whether it is logarithmic (base 10).</param>
    /// <param name="number">Which y axis, counted from 1.</param>
    public Figure YAxis(string? title = null, double? from = null, double? to = null, bool log = false, int number = 1) =>
        Axis("yaxis", title, from, to, log, number);

    /// <summary>This figure in a fixed size, in CSS pixels; a width of null follows the page.</summary>
    public Figure Size(int? width = null, int? height = DefaultHeight) => With("width", width).With("height", height);

    /// <summary>This figure with words at a point of the axes.</summary>
    /// <param name="text">The words; Plotly reads a few tags in them, such as <c>&lt;b&gt;</c> and <c>&lt;br&gt;</c>.</param>
    /// <param name="x">On the x axis, a number or a name.</param>
    /// <param name="y">On the y axis, a number or a name.</param>
    /// <param name="arrow">Whether an arrow leads from the words to the point.</param>
    /// <param name="color">A CSS colour; the page's own when null.</param>
    /// <param name="axes">The number of the axes, counted from 1.</param>
    public Figure Annotate(string text, object x, object y, bool arrow = false, string? color = null, int axes = 1) =>
        Annotate([Annotation(text, x, y, axes).With("showarrow", arrow).With("font.color", color)]);

    /// <summary>This figure with a dashed upright line across the whole height of its axes.</summary>
    /// <param name="x">On the x axis.</param>
    /// <param name="label">Words beside its upper end.</param>
    /// <param name="axes">The number of the axes, counted from 1.</param>
    public Figure UprightLine(double x, string? label = null, int axes = 1) => new(traces, layout.Append("shapes",
    [
        PlotlyProperties.Empty.With("type", "line").With("xref", Trace.AxisName("x", axes)).With("yref", Trace.AxisName("y", axes) + " domain")
            .With("x0", x).With("x1", x).With("y0", 0).With("y1", 1)
            .With("line", new { color = Theme.Rule, width = 1, dash = "dash" })
            .With("label", label is null ? null : new { text = label, textposition = "end", textangle = 0, xanchor = "left", yanchor = "top", font = new { size = 11 } }),
    ]));

    /// <summary>This figure with one more property of its layout, by its name in Plotly's reference.</summary>
    /// <param name="path">The property's name, levels joined by dots: <c>yaxis.tickformat</c>.</param>
    /// <param name="value">Anything that System.Text.Json can write; null takes the property away.</param>
    /// <exception cref="ArgumentException">The path is empty or has an empty part.</exception>
    public Figure With(string path, object? value) => new(traces, layout.With(path, value));

    /// <summary>
    /// One figure of several, chosen by a slider below it, which a page needs no kernel for. Axes and size are those of the first; heading and words in the figure
    /// change with it.
    /// </summary>
    /// <param name="label">What the slider changes.</param>
    /// <param name="steps">At least one figure, each with the value that the slider shows for it.</param>
    /// <exception cref="ArgumentException">There are no figures.</exception>
    public static Figure Slider(string label, params IEnumerable<(string Value, Figure Figure)> steps)
    {
        const int room = 80;
        var all = steps.ToArray();
        if (all.Length == 0)
            throw new ArgumentException("A slider needs at least one figure to show.");
        var choices = all.Select((step, i) => new
        {
            label = PlotText.Literal(step.Value),
            method = "update",
            args = new object[]
            {
                new { visible = all.SelectMany((other, j) => other.Figure.traces.Select(_ => i == j)) },
                new Dictionary<string, object?> { ["title.text"] = step.Figure.layout.Find<string>("title.text") ?? "", ["annotations"] = step.Figure.layout.Find<JsonElement?>("annotations") },
            },
        });
        var shown = all.SelectMany((step, i) => step.Figure.traces.Select(trace => trace.With("visible", i == 0)));
        var first = all[0].Figure.layout;
        return new([.. shown], first.With("height", (first.Find<int?>("height") ?? DefaultHeight) + room).With("margin.b", room + 30)
            .With("sliders", new[] { new { active = 0, x = 0.04, len = 0.92, currentvalue = new { prefix = PlotText.Literal(label) + ": " }, pad = new { t = 40, b = 10 }, steps = choices } }));
    }

    /// <summary>The figure as Plotly's JSON: an object with <c>data</c>, <c>layout</c> (whose <c>meta.description</c> is <see cref="Description"/>, unless the figure set <c>meta</c> itself) and <c>config</c>.</summary>
    public string ToJson()
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("data");
            foreach (var trace in traces)
                trace.WriteTo(writer);
            writer.WriteEndArray();
            writer.WritePropertyName("layout");
            // What a figure's own templates read from meta is not ours to replace.
            var described = layout.Find("meta") is null ? layout.With("meta.description", Description) : layout;
            described.WithWhole("template", Theme.Template).WriteTo(writer);
            writer.WritePropertyName("config");
            writer.WriteRawValue(Config);
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(json.ToArray());
    }

    /// <summary>The figure as an HTML fragment that draws itself as soon as the page has plotly.js.</summary>
    public string ToHtml() => FigureHtml.Render(
        ToJson(), Description, heading: layout.Find<string>("title.text"), width: layout.Find<int?>("width"), height: layout.Find<int?>("height"));

    /// <summary>What the figure shows, in words, which a page reads out to those who do not see it: the heading, what the traces say, the axes.</summary>
    public string Description => description ??= FigureDescription.Of(traces, layout);

    /// <summary>The heading and the number of traces.</summary>
    public override string ToString() =>
        $"{layout.Find<string>("title.text") ?? "Figure"} (chart of {traces.Length} trace{(traces.Length == 1 ? "" : "s")})";

    string? IRichOutput.Render(string mimeType) => mimeType switch
    {
        MimeTypes.Plotly => ToJson(),
        MimeTypes.Html => ToHtml(),
        MimeTypes.PlainText => ToString(),
        _ => null,
    };

    internal Figure Annotate(IEnumerable<PlotlyProperties> annotations) => new(traces, layout.Append("annotations", annotations));

    internal static PlotlyProperties Annotation(string text, object x, object y, int axes = 1) => PlotlyProperties.Empty
        .With("text", text).With("x", PlotText.Literal(x)).With("y", PlotText.Literal(y))
        .With("xref", Trace.AxisName("x", axes)).With("yref", Trace.AxisName("y", axes)).With("showarrow", false);

    private Figure Axis(string axis, string? title, double? from, double? to, bool log, int number)
    {
        var name = Trace.AxisName(axis, number);
        var figure = title is null ? this : With($"{name}.title.text", title);
        if (log)
            // Powers of ten: Plotly would write a loss of 1e-6 as 1µ.
            figure = figure.With($"{name}.type", "log").With($"{name}.exponentformat", "power");
        // Plotly takes the ends of a logarithmic axis as exponents, and null where it is to find the end itself.
        if (from is not null || to is not null)
            figure = figure.With($"{name}.range", new[] { log && from is { } f ? Math.Log10(f) : from, log && to is { } t ? Math.Log10(t) : to });
        return figure;
    }
}

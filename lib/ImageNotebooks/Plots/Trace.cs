using System.Text.Json;

namespace ImageNotebooks;

/// <summary>
/// One set of data in a <see cref="Figure"/> and how it is drawn: a Plotly trace as an immutable value. The common kinds have
/// a factory each, which take names and categories as they are to be read; <see cref="Of"/> and <see cref="With"/> reach everything else in Plotly's reference
/// (https://plotly.com/javascript/reference/), and give Plotly texts with its few tags.
/// </summary>
public sealed class Trace
{
    private readonly PlotlyProperties properties;

    private Trace(PlotlyProperties properties) => this.properties = properties;

    /// <summary>A trace of any type that Plotly knows, to be filled by <see cref="With"/>.</summary>
    /// <param name="type">Plotly's name of the type, such as <c>violin</c>.</param>
    public static Trace Of(string type) => new(PlotlyProperties.Empty.With("type", type));

    /// <summary>Points joined by a line.</summary>
    /// <param name="x">One value a point: numbers, dates or names.</param>
    /// <param name="y">One value a point; NaN leaves a gap.</param>
    /// <param name="name">What the legend and the hover call it.</param>
    /// <param name="color">A CSS colour; the theme's next colour when null.</param>
    /// <param name="markers">Whether each point is marked as well.</param>
    /// <exception cref="ArgumentException">x and y differ in length.</exception>
    public static Trace Lines<TX, TY>(
        IEnumerable<TX> x, IEnumerable<TY> y, string? name = null, string? color = null, bool markers = false) =>
        Points("scatter", x, y, name).With("mode", markers ? "lines+markers" : "lines").With("line.color", color);

    /// <summary>Points alone.</summary>
    /// <param name="x">One value a point: numbers, dates or names.</param>
    /// <param name="y">One value a point.</param>
    /// <param name="name">What the legend and the hover call it.</param>
    /// <param name="color">A CSS colour; the theme's next colour when null.</param>
    /// <exception cref="ArgumentException">x and y differ in length.</exception>
    public static Trace Markers<TX, TY>(IEnumerable<TX> x, IEnumerable<TY> y, string? name = null, string? color = null) =>
        Points("scatter", x, y, name).With("mode", "markers").With("marker.color", color);

    /// <summary>Words at points, without hover.</summary>
    /// <param name="x">One value a word: numbers, dates or names.</param>
    /// <param name="y">One value a word.</param>
    /// <param name="text">The words.</param>
    /// <param name="color">A CSS colour; the page's own when null.</param>
    /// <exception cref="ArgumentException">x and y differ in length.</exception>
    public static Trace Text<TX, TY>(IEnumerable<TX> x, IEnumerable<TY> y, IEnumerable<string> text, string? color = null) =>
        Points("scatter", x, y, name: null).With("mode", "text").With("text", text).With("textfont.color", color)
            .With("hoverinfo", "skip").With("showlegend", false);

    /// <summary>One bar for each value.</summary>
    /// <param name="x">Where the bars stand: names or numbers.</param>
    /// <param name="y">How high they are.</param>
    /// <param name="name">What the legend and the hover call it.</param>
    /// <param name="color">A CSS colour; the theme's next colour when null.</param>
    /// <exception cref="ArgumentException">x and y differ in length.</exception>
    public static Trace Bars<TX, TY>(IEnumerable<TX> x, IEnumerable<TY> y, string? name = null, string? color = null) =>
        Points("bar", x, y, name).With("marker.color", color);

    /// <summary>How often values fall into bins of equal width.</summary>
    /// <param name="values">The values to count.</param>
    /// <param name="name">What the legend and the hover call it.</param>
    /// <param name="maxBins">At most so many bins; Plotly chooses when null.</param>
    /// <param name="color">A CSS colour; the theme's next colour when null.</param>
    public static Trace Histogram<T>(IEnumerable<T> values, string? name = null, int? maxBins = null, string? color = null) =>
        Of("histogram").With("x", Literal([.. values])).With("name", Literal(name)).With("nbinsx", maxBins).With("marker.color", color);

    /// <summary>A matrix as coloured cells.</summary>
    /// <param name="z">[rows, columns]; NaN leaves a cell empty. Row 0 is at the bottom unless the y axis is reversed.</param>
    /// <param name="columns">A name or number for each column.</param>
    /// <param name="rows">A name or number for each row.</param>
    /// <param name="colorTitle">What the colour bar measures.</param>
    /// <exception cref="ArgumentException">There are not as many names as columns or rows.</exception>
    public static Trace Heatmap<T>(
        T[,] z, IReadOnlyCollection<string>? columns = null, IReadOnlyCollection<string>? rows = null, string? colorTitle = null)
    {
        if (columns is not null && columns.Count != z.GetLength(1))
            throw new ArgumentException($"The heat map has {z.GetLength(1)} columns and {columns.Count} names for them.");
        if (rows is not null && rows.Count != z.GetLength(0))
            throw new ArgumentException($"The heat map has {z.GetLength(0)} rows and {rows.Count} names for them.");
        return Of("heatmap").With("z", Jagged(z)).With("x", columns?.Select(PlotText.Literal)).With("y", rows?.Select(PlotText.Literal)).With("colorbar.title.text", colorTitle);
    }

    /// <summary>A picture; its pixels stay sharp when they are enlarged.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="left">Where its left edge lies on the x axis.</param>
    /// <param name="top">Where its top edge lies on the y axis, which points down.</param>
    /// <param name="pixelSize">How long a pixel is on both axes.</param>
    public static Trace Image(Picture picture, double left = 0, double top = 0, double pixelSize = 1) =>
        Of("image").With("source", picture.ToDataUri()).With("zsmooth", false)
            .With("x0", left + pixelSize / 2).With("dx", pixelSize).With("y0", top + pixelSize / 2).With("dy", pixelSize);

    /// <summary>This trace with one more property of Plotly's reference.</summary>
    /// <param name="path">The property's name, levels joined by dots: <c>marker.size</c>.</param>
    /// <param name="value">Anything that System.Text.Json can write; null takes the property away.</param>
    /// <exception cref="ArgumentException">The path is empty or has an empty part.</exception>
    public Trace With(string path, object? value) => new(properties.With(path, value));

    /// <summary>What the hover says, in Plotly's template language: <c>epoch %{x}: %{y:.4f}</c>.</summary>
    public Trace Hover(string template) => With("hovertemplate", template + "<extra></extra>");

    /// <summary>This trace drawn on the figure's axes with this number, which starts at 1.</summary>
    public Trace OnAxes(int number) => With("xaxis", AxisName("x", number)).With("yaxis", AxisName("y", number));

    /// <summary>The matrix as rows, which is how JSON holds it.</summary>
    internal static T[][] Jagged<T>(T[,] matrix) =>
        [.. Enumerable.Range(0, matrix.GetLength(0)).Select(
            row => Enumerable.Range(0, matrix.GetLength(1)).Select(column => matrix[row, column]).ToArray())];

    /// <summary>Plotly's name of an axis: the first bears no number.</summary>
    internal static string AxisName(string axis, int number) => number switch
    {
        < 1 => throw new ArgumentOutOfRangeException(nameof(number), number, "Axes are counted from 1."),
        1 => axis,
        _ => axis + number,
    };

    private static string? Literal(string? name) => name is null ? null : PlotText.Literal(name);

    private static object Literal<T>(T[] values) => values is string[] words ? Array.ConvertAll(words, PlotText.Literal) : values;

    internal string? Type => properties.Find<string>("type");

    internal JsonElement? Find(string path) => properties.Find(path);

    internal void WriteTo(Utf8JsonWriter writer) => properties.WriteTo(writer);

    private static Trace Points<TX, TY>(string type, IEnumerable<TX> x, IEnumerable<TY> y, string? name)
    {
        var (xs, ys) = (x.ToArray(), y.ToArray());
        if (xs.Length != ys.Length)
            throw new ArgumentException($"The trace '{name ?? type}' has {xs.Length} x values and {ys.Length} y values; give one of each for every point.");
        return Of(type).With("x", Literal(xs)).With("y", Literal(ys)).With("name", Literal(name));
    }
}

using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ImageNotebooks.Host;

/// <summary>A chart of an executed notebook as an SVG picture.</summary>
/// <param name="Title">The chart's title; empty where it has none.</param>
/// <param name="Svg">The picture.</param>
public sealed record ChartPicture(string Title, string Svg);

/// <summary>
/// A page on which a browser turns the charts of an executed notebook into SVG and leaves them as text, so that a browser's
/// <c>--dump-dom</c> is all that is needed to have them as files.
/// </summary>
public static partial class ChartPage
{
    private const string Plotly = "application/vnd.plotly.v1+json";

    /// <summary>The charts that an executed notebook shows, as Plotly figures.</summary>
    /// <param name="notebook">An executed notebook.</param>
    public static IReadOnlyList<JsonObject> ChartsOf(Notebook notebook) =>
    [
        .. notebook.Cells.Where(cell => cell.Kind == CellKind.Code).SelectMany(cell => cell.Outputs)
            .Select(output => (output as JsonObject)?["data"]?[Plotly]).OfType<JsonObject>(),
    ];

    /// <summary>The charts, except those that hold pictures.</summary>
    /// <param name="notebook">An executed notebook.</param>
    public static IReadOnlyList<JsonObject> FiguresOf(Notebook notebook) => [.. ChartsOf(notebook).Where(figure => !HoldsPictures(figure))];

    /// <summary>The page that draws these figures.</summary>
    /// <exception cref="NotebookException">plotly.js is not there.</exception>
    public static string Render(IReadOnlyList<JsonObject> figures)
    {
        var plotly = NotebookLocator.FindPlotly() ?? throw new NotebookException("plotly.js is missing, so no chart can be drawn; run `npm ci --prefix environment`.");
        var json = new JsonArray([.. figures.Select(figure => figure.DeepClone())]).ToJsonString();
        return $$"""
            <!DOCTYPE html><meta charset="utf-8"><body><script src="{{new Uri(plotly).AbsoluteUri}}"></script>
            <script>
            (async figures => {
              for (const figure of figures) {
                const layout = { ...figure.layout, paper_bgcolor: "white", plot_bgcolor: "white", font: { family: "sans-serif", ...figure.layout?.font } };
                const size = { width: layout.width ?? 900, height: layout.height ?? 400 };
                const svg = await Plotly.toImage({ data: figure.data, layout: { ...layout, ...size } }, { format: "svg", ...size });
                const place = document.createElement("pre");
                place.title = layout.title?.text ?? "";
                place.textContent = decodeURIComponent(svg.substring(svg.indexOf(",") + 1));
                document.body.append(place);
              }
            })({{json.Replace("</", "<\\/", StringComparison.Ordinal)}});
            </script></body>
            """;
    }

    /// <summary>Reads what a browser has made of the page.</summary>
    /// <param name="dom">The page after its scripts have run, as HTML.</param>
    public static IReadOnlyList<ChartPicture> Parse(string dom) =>
        [.. Drawn().Matches(dom).Select(match => new ChartPicture(WebUtility.HtmlDecode(match.Groups["title"].Value), WebUtility.HtmlDecode(match.Groups["svg"].Value)))];

    private static bool HoldsPictures(JsonObject figure) =>
        figure["data"] is JsonArray traces && traces.Any(trace => trace?["type"]?.GetValue<string>() == "image");

    [GeneratedRegex("""<pre title="(?<title>[^"]*)">(?<svg>.*?)</pre>""", RegexOptions.Singleline)]
    private static partial Regex Drawn();
}

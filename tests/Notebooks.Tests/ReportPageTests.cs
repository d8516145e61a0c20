using System.Text.Json.Nodes;
using ImageNotebooks.Host;

namespace Notebooks.Tests;

/// <summary>That the tests of reports see a chart that is not drawn.</summary>
public sealed class ReportPageTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("report-page-");

    [ChromiumTheory]
    [InlineData("""[{"type":"scatter","x":[1,2],"y":[3,4]}]""")]
    [InlineData("""[{"type":"scatter","mode":"text","x":[1],"y":[1],"text":["word"]},{"type":"bar","x":[2],"y":[2]},{"type":"histogram","x":[1,1,2]}]""")]
    [InlineData("""[{"type":"heatmap","z":[[1,2],[3,4]]}]""")]
    [InlineData("""[{"type":"scatter","y":[1,2],"visible":"legendonly"},{"type":"scatter","y":[1,2]}]""")]
    public async Task A_drawn_chart_is_seen(string traces) => Assert.Empty(await UndrawnAsync(traces, TimeSpan.FromSeconds(60)));

    [ChromiumTheory]
    [InlineData("[]", "chart 2 (Odd) has no data")]
    [InlineData("""[{"type":"scatter","x":[],"y":[]}]""", "chart 2 (Odd) has no data")]
    [InlineData("""[{"type":"scatter","x":[1,2],"y":[null,null]}]""", "chart 2 (Odd) shows 0 of 1 traces")]
    [InlineData("""[{"type":"scatter","x":[1,2],"y":[1,2]},{"type":"scatter","x":[1,2],"y":[null,null]}]""", "chart 2 (Odd) shows 1 of 2 traces")]
    [InlineData("""[{"type":"image","source":"data:image/png;base64,AAAA"}]""", "chart 2 (Odd) shows 0 of 1 traces")]
    public async Task A_chart_that_shows_less_than_it_should_is_named(string traces, string sentence) =>
        Assert.Equal([sentence], await UndrawnAsync(traces, TimeSpan.FromSeconds(2)));

    [ChromiumFact]
    public async Task Every_formula_of_the_notebooks_is_set()
    {
        var cells = Directory.EnumerateFiles(Repository.PathOf("notebooks"), "*.ipynb", SearchOption.TopDirectoryOnly)
            .Concat(Directory.EnumerateFiles(Repository.PathOf("notebooks", "course"), "*.ipynb")).Order(StringComparer.Ordinal)
            .SelectMany(path => Notebook.Read(path).Cells).Where(cell => cell.Kind == CellKind.Markdown && cell.Source.Contains('$', StringComparison.Ordinal)).ToList();
        var notebook = Notebook.Parse("""{"nbformat":4,"nbformat_minor":5,"metadata":{},"cells":[]}""", "formulas");
        foreach (var cell in cells) notebook.Insert(notebook.Cells.Count, NotebookCell.Markdown(cell.Source));
        var report = Path.Combine(folder.FullName, "report.html");
        HtmlReport.Write(notebook, report, report);
        await using var page = await ReportPage.OpenAsync(report);
        var asWritten = await page.Page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('.math > code')].map(code => code.textContent)");
        Assert.Empty(asWritten);
        Assert.InRange(await page.Page.Locator(".math > .katex, .math > .katex-display").CountAsync(), 80, 1000);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private async Task<IReadOnlyList<string>> UndrawnAsync(string traces, TimeSpan patience)
    {
        var notebook = new JsonObject
        {
            ["nbformat"] = 4,
            ["nbformat_minor"] = 4,
            ["metadata"] = new JsonObject(),
            ["cells"] = new JsonArray(Cell("""[{"type":"scatter","y":[1,2]}]"""), Cell(traces)),
        };
        var report = Path.Combine(folder.FullName, "report.html");
        HtmlReport.Write(Notebook.Parse(notebook.ToJsonString(), "odd"), report, report);
        await using var page = await ReportPage.OpenAsync(report);
        return await page.UndrawnAsync(patience);
    }

    private static JsonObject Cell(string traces) => new()
    {
        ["cell_type"] = "code",
        ["metadata"] = new JsonObject(),
        ["source"] = "1",
        ["outputs"] = new JsonArray(new JsonObject
        {
            ["output_type"] = "display_data",
            ["data"] = new JsonObject { ["application/vnd.plotly.v1+json"] = JsonNode.Parse($$$"""{"data":{{{traces}}},"layout":{"title":{"text":"Odd"} } }""") },
        }),
    };
}

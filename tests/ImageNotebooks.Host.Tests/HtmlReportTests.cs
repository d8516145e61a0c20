using System.Text.Json;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using static ImageNotebooks.Host.Tests.TemporaryFolder;

namespace ImageNotebooks.Host.Tests;

public sealed class HtmlReportTests : IDisposable
{
    private const string Dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private IDocument Render(params JsonObject[] cells) => Render(Notebook.Parse(Json(cells).ToJsonString(), "x"));

    private IDocument Render(Notebook notebook) => new HtmlParser().ParseDocument(HtmlReport.Render(notebook, _folder["study.ipynb"]));

    private static JsonObject WithOutput(JsonObject output)
    {
        var cell = Code("1");
        cell["outputs"] = new JsonArray(output);
        return cell;
    }

    private static JsonObject WithData(params (string MimeType, string Content)[] data) => WithOutput(new JsonObject
    {
        ["output_type"] = "display_data",
        ["data"] = new MimeBundle([.. data.Select(item => new KeyValuePair<string, string>(item.MimeType, item.Content))]).ToJson(),
        ["metadata"] = new JsonObject(),
    });

    private static IElement Outputs(IDocument page) => page.QuerySelector(".outputs")!;

    [Fact]
    public void TheFirstHeadingIsTheTitleAndTheOthersAreTheContents()
    {
        var page = Render(Markdown("# A *small* study\n\nProse with a table:\n\n| a | b |\n|---|---|\n| 1 | 2 |"), Markdown("## Data\n### Shape"), Markdown("## Data"));
        Assert.Equal("A small study", page.Title);
        Assert.Equal(["A small study"], page.QuerySelectorAll("h1").Select(heading => heading.TextContent));
        Assert.Equal(["#data", "#shape", "#data-2"], page.QuerySelectorAll("nav a").Select(link => link.GetAttribute("href")));
        Assert.All(page.QuerySelectorAll("nav a"), link => Assert.NotNull(page.QuerySelector("section " + link.GetAttribute("href"))));
        Assert.Equal("2", page.QuerySelectorAll("section.prose td")[1].TextContent);
    }

    [Fact]
    public void ANotebookWithoutATitleIsCalledByItsFile() => Assert.Equal("study", Render(Code("1")).Title);

    [Fact]
    public void ThePageAsksTheNetworkForNothing()
    {
        var page = Render(Markdown("[a link](https://example.org)"), WithData(("application/vnd.plotly.v1+json", "{}")));
        Assert.Empty(page.QuerySelectorAll("script[src], link, iframe, img:not([src^='data:'])"));
        Assert.DoesNotContain("@import", page.QuerySelector("style")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", page.QuerySelector("style")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void CodeIsColouredAndCollapsible()
    {
        var page = Render(Code("#r \"x.dll\"\n// why\nvar n = Compute(\"<b>\", 1.5);"), Code("#load \"start.csx\"\nusing System;"));
        var details = page.QuerySelectorAll("section.code > details");
        Assert.True(details[0].HasAttribute("open"));
        Assert.False(details[1].HasAttribute("open"));
        var code = details[0].QuerySelector("code")!;
        Assert.Equal("#r \"x.dll\"\n// why\nvar n = Compute(\"<b>\", 1.5);", code.TextContent);
        Assert.Equal(
            ["d:#r \"x.dll\"\n", "c:// why", "k:var", "f:Compute", "s:\"<b>\"", "n:1.5"],
            code.QuerySelectorAll("span").Select(span => $"{span.ClassName}:{span.TextContent}"));
    }

    [Fact]
    public void ACellThatWasLeftOutIsFoldedAndSaysSo()
    {
        var cell = Code("Fit(resnet)", "model:resnet");
        cell["metadata"]!["lab"] = new JsonObject { ["leftOut"] = "left out: --models cnn" };
        cell["outputs"] = new JsonArray(new JsonObject { ["output_type"] = "display_data", ["data"] = new JsonObject { ["text/plain"] = "left out: --models cnn" } });
        var section = Render(cell).QuerySelector("section.code")!;
        Assert.False(section.QuerySelector("details")!.HasAttribute("open"));
        Assert.Equal("left out: --models cnn", section.QuerySelector("summary em")!.TextContent);
        Assert.Null(section.QuerySelector(".outputs"));
    }

    [Theory]
    [InlineData("var s = $\"{a} b\"; // end")]
    [InlineData("var s = \"\"\"\n  raw \"text\"\n  \"\"\";\n")]
    [InlineData("int x = ; broken {{ 'a \"open")]
    [InlineData("/* open")]
    [InlineData("")]
    public void ColouringNeverChangesTheCode(string code) =>
        Assert.Equal(code, new HtmlParser().ParseDocument($"<pre><code>{CSharpHighlighter.ToHtml(code)}</code></pre>").QuerySelector("code")!.TextContent);

    [Theory]
    [InlineData("""{"layout":{"title":{"text":"T"},"meta":{"description":"a \"line\" from 1 to 2"}}}""", "a \"line\" from 1 to 2")]
    [InlineData("""{"layout":{"title":{"text":"T"},"meta":["x"]}}""", "T")]
    [InlineData("""{"layout":{"title":"T"}}""", "Chart")]
    public void AChartIsReadOutAsItDescribesItself(string figure, string label) =>
        Assert.Equal(("img", label), Render(WithData(("application/vnd.plotly.v1+json", figure))).QuerySelector(".chart") is { } chart ? (chart.GetAttribute("role"), chart.GetAttribute("aria-label")) : default);

    [Fact]
    public void AChartIsDataAndPlotlyIsThereOnce()
    {
        const string figure = """{"data":[{"name":"</script><b>"}],"layout":{}}""";
        var page = Render(WithData(("text/html", "<p>fallback</p>"), ("application/vnd.plotly.v1+json", figure)), WithData(("application/vnd.plotly.v1+json", figure)));
        var charts = page.QuerySelectorAll(".chart > script[type='application/json']");
        Assert.Equal(2, charts.Length);
        Assert.Equal("</script><b>", JsonDocument.Parse(charts[0].TextContent).RootElement.GetProperty("data")[0].GetProperty("name").GetString());
        Assert.Null(page.QuerySelector(".html"));
        var libraries = page.QuerySelectorAll("body > script").Count(script => script.TextContent.Length > 1_000_000);
        Assert.Equal(NotebookLocator.FindPlotly() is null ? 0 : 1, libraries);
    }

    [Fact]
    public void APageWithoutChartsDoesNotCarryPlotly() => Assert.InRange(HtmlReport.Render(Notebook.Parse(Json(Code("1")).ToJsonString(), "x"), "x").Length, 1, 100_000);

    [Theory]
    [InlineData("text/html", ".html > b", "text/plain")]
    [InlineData("image/svg+xml", ".picture > svg", "image/png")]
    [InlineData("image/png", ".picture > img[src^='data:image/png;base64,iVBOR']", "text/markdown")]
    [InlineData("text/markdown", ".prose em", "text/plain")]
    [InlineData("text/plain", "pre.value", "application/x-unknown")]
    public void TheRichestFormIsShown(string mimeType, string selector, string poorer)
    {
        var contents = new Dictionary<string, string>
        {
            ["text/html"] = "<b>x</b>",
            ["image/svg+xml"] = "<svg></svg>",
            ["image/png"] = Dot,
            ["text/markdown"] = "*x*",
            ["text/plain"] = "x",
            ["application/x-unknown"] = "?",
        };
        var outputs = Outputs(Render(WithData((poorer, contents[poorer]), (mimeType, contents[mimeType]))));
        Assert.NotNull(outputs.QuerySelector(selector));
        Assert.Single(outputs.Children);
    }

    [Fact]
    public void ConsoleTextKeepsItsColoursAndIsEncoded()
    {
        var cell = WithOutput(new JsonObject { ["output_type"] = "stream", ["name"] = "stderr", ["text"] = "<b> \u001b[1;31mred\u001b[0m \u001b[38;5;1mx\u001b[2Ky" });
        var pre = Outputs(Render(cell)).QuerySelector("pre.stream.stderr")!;
        Assert.Equal("<b> red xy", pre.TextContent);
        Assert.Equal("ansi-1 ansi-bold", pre.QuerySelector("span")!.ClassName);
    }

    [Fact]
    public void AnErrorShowsItsMessageAndItsTrace()
    {
        var error = new CellError("System.Exception", "it <broke>", ["System.Exception: it <broke>", "  in cell 1, line 2"]);
        var shown = Outputs(Render(WithOutput(error.ToJson()))).QuerySelector(".error")!;
        Assert.Equal("System.Exception: it <broke>", shown.QuerySelector("p")!.TextContent);
        Assert.Contains("in cell 1, line 2", shown.QuerySelector("pre")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void PicturesOfTheProseArePartOfThePage()
    {
        File.WriteAllBytes(_folder["dot file.png"], Convert.FromBase64String(Dot));
        var attached = Markdown("![a](attachment:dot.png) ![b](dot%20file.png)");
        attached["attachments"] = new JsonObject { ["dot.png"] = new JsonObject { ["image/png"] = Dot } };
        Assert.All(Render(attached).QuerySelectorAll("img"), image => Assert.Equal("data:image/png;base64," + Dot, image.GetAttribute("src")));
    }

    [Theory]
    [InlineData("of $a < b$ and", "span.math:not(.display)", "a < b")]
    [InlineData("$$\\frac{1}{N}$$", "span.math.display", "\\frac{1}{N}")]
    [InlineData("$$\n\\sqrt{x}\n$$", "div.math.display", "\\sqrt{x}")]
    public void AFormulaIsItsLatexAndKaTeXIsThereOnce(string markdown, string selector, string tex)
    {
        var page = Render(Markdown(markdown), Markdown(markdown));
        Assert.Equal([tex, tex], page.QuerySelectorAll(selector + " > code").Select(code => code.TextContent));
        var there = NotebookLocator.FindPackageFile("katex/dist/katex.min.js") is not null;
        Assert.Equal(there ? 1 : 0, page.QuerySelectorAll("body > script").Count(script => script.TextContent.Contains("ParseError", StringComparison.Ordinal)));
        var styles = page.QuerySelector("style")!.TextContent;
        Assert.Equal(there, styles.Contains("KaTeX_Main;", StringComparison.Ordinal));
        Assert.DoesNotContain("url(fonts/", styles, StringComparison.Ordinal);
    }

    [Fact]
    public void HtmlOfACellIsNoFormula()
    {
        var page = Render(WithData(("text/html", "<table class=\"math\"><td>x</td></table>")));
        Assert.Null(page.QuerySelector(".math[data-tex]"));
        Assert.DoesNotContain("KaTeX", page.QuerySelector("style")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnExecutedNotebookShowsItsRun()
    {
        var options = new RunOptions
        {
            NotebookPath = _folder.Notebook("01-study.ipynb", Markdown("# Study"), Code("int Epochs = 1;", "parameters"), Code("Epochs / (Epochs - 2)")),
            OutputPath = _folder["out/01-study.ipynb"],
            Parameters = new Dictionary<string, string> { ["Epochs"] = "2" },
        };
        await new NotebookRunner(options).RunAsync();
        var page = new HtmlParser().ParseDocument(File.ReadAllText(options.ReportPath));

        Assert.Equal(["Epochs", "2"], page.QuerySelectorAll(".parameters tr > *").Select(cell => cell.TextContent));
        Assert.Contains("failed", page.QuerySelector("header dl")!.TextContent, StringComparison.Ordinal);
        Assert.StartsWith("Cell 3, line 1 failed", page.QuerySelector(".failure")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("set for this run", page.QuerySelector("#cell-2 em")!.TextContent);
        Assert.Matches(@"^\d+\.\d+ s$", page.QuerySelector("#cell-3 time")!.TextContent);
    }
}

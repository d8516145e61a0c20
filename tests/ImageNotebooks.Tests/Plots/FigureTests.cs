using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;

namespace ImageNotebooks.Tests;

public class FigureTests
{
    [Fact]
    public void TracesAndLayoutBecomePlotlysJson()
    {
        var json = Json(new Figure(Trace.Lines([1, 2], [0.5, double.NaN], "a", "red", markers: true))
            .Title("T").XAxis("epoch", from: 1).YAxis("loss", from: 0.01, to: 100, log: true).Size(300, 200));

        Assert.Equal("""{"line":{"color":"red"},"mode":"lines+markers","name":"a","type":"scatter","x":[1,2],"y":[0.5,null]}""", Plain(json["data"]![0]!));
        Assert.Equal("T", (string)json["layout"]!["title"]!["text"]!);
        Assert.Equal("[1,null]", json["layout"]!["xaxis"]!["range"]!.ToJsonString());
        Assert.Equal("""{"exponentformat":"power","range":[-2,2],"title":{"text":"loss"},"type":"log"}""", json["layout"]!["yaxis"]!.ToJsonString());
        Assert.Equal((300, 200), ((int)json["layout"]!["width"]!, (int)json["layout"]!["height"]!));
    }

    [Fact]
    public void EachMethodLeavesTheFigureAsItWas()
    {
        var figure = new Figure(Trace.Bars(["a"], [1]));
        var before = figure.ToJson();
        figure.Title("x").Add(Trace.Of("pie")).Annotate("here", 1, 2).UprightLine(3).With("bargap", 0);
        Assert.Equal(before, figure.ToJson());
    }

    [Fact]
    public void LaterValuesChangeTheirPartAlone()
    {
        var layout = Json(new Figure().With("yaxis", new { autorange = "reversed", title = new { text = "old" } })
            .With("yaxis.title.text", "new").With("legend.x", 1).With("legend", null))["layout"]!;
        Assert.Equal("""{"autorange":"reversed","title":{"text":"new"}}""", layout["yaxis"]!.ToJsonString());
        Assert.Null(layout["legend"]);
    }

    [Fact]
    public void NamesThatBeginAlikeStayApart() => Assert.Equal(
        """{"type":"x","xaxis":{"a":1,"b":2},"xaxis-odd":4,"xaxis2":{"a":3}}""",
        Json(new Figure(Trace.Of("x").With("xaxis.a", 1).With("xaxis2.a", 3).With("xaxis-odd", 4).With("xaxis.b", 2)))["data"]![0]!.ToJsonString());

    [Fact]
    public void AnnotationsAndLinesFollowEachOther()
    {
        var layout = Json(new Figure().Annotate("one", 1, 2).Annotate("two", "cat", 3, arrow: true, axes: 2).UprightLine(10.5, "phase"))["layout"]!;
        Assert.Equal(["one", "two"], layout["annotations"]!.AsArray().Select(annotation => (string)annotation!["text"]!));
        Assert.Equal("x2", (string)layout["annotations"]![1]!["xref"]!);
        Assert.Equal("y domain", (string)layout["shapes"]![0]!["yref"]!);
    }

    [Fact]
    public void EveryFigureWearsTheThemeAndNeverOffersAnUpload()
    {
        var json = Json(new Figure());
        Assert.Equal("rgba(0,0,0,0)", (string)json["layout"]!["template"]!["layout"]!["paper_bgcolor"]!);
        Assert.False((bool)json["config"]!["showSendToCloud"]!);
    }

    [Fact]
    public void HeatMapsTakeFloatsAndLeaveGaps()
    {
        var trace = Json(new Figure(Trace.Heatmap(new[,] { { 0.1f, float.PositiveInfinity } }, ["a", "b"], ["r"], "share")))["data"]![0]!;
        Assert.Equal("[[0.1,null]]", trace["z"]!.ToJsonString());
        Assert.Equal("share", (string)trace["colorbar"]!["title"]!["text"]!);
    }

    [Fact]
    public void HtmlCannotBreakOutOfItsScript()
    {
        var html = new Figure(Trace.Lines([1], [2], "</script><b>")).Title("\"<i>").ToHtml();
        Assert.Equal(1, html.Split("</script>").Length - 1);
        Assert.Contains("aria-label=\"&quot;. 1 line", html);
    }

    [Fact]
    public void HtmlIsTheSameEachTimeAndSaysWhatAPageWithoutPlotlyLacks()
    {
        var figure = new Figure(Trace.Lines([1], [2])).Title("Loss");
        Assert.Equal(figure.ToHtml(), figure.ToHtml());
        Assert.Contains(">Loss: this chart is drawn by plotly.js, which this page does not have.", figure.ToHtml());
    }

    [Fact]
    public void MistakesAreNamed()
    {
        Assert.Contains("'t' has 2 x values and 1 y values", Assert.Throws<ArgumentException>(() => Trace.Lines([1, 2], [1], "t")).Message);
        Assert.Contains("2 columns and 1 names", Assert.Throws<ArgumentException>(() => Trace.Heatmap(new int[1, 2], ["a"])).Message);
        Assert.Contains("'a..b'", Assert.Throws<ArgumentException>(() => new Figure().With("a..b", 1)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Figure().XAxis("x", number: 0));
    }

    [Fact]
    public void TheScriptOfPlotlyCannotEndItsElementEarly()
    {
        const string source = "var a='</script><!--';";
        Assert.Equal("var a='<\\/script><\\!--';", new PlotlyLibrary(source).Source);
        var html = new PlotlyLibrary(source).ToHtml();
        Assert.Equal(1, html.Split("</script").Length - 1);
        using var unzipped = new StreamReader(new GZipStream(new MemoryStream(Convert.FromBase64String(html.Split('"')[^2])), CompressionMode.Decompress));
        Assert.Equal(source, unzipped.ReadToEnd());
    }

    [Fact]
    public void ABuildWithoutPlotlySaysWhatToDo()
    {
        var missing = new PlotlyLibrary(null);
        Assert.False(missing.IsEmbedded);
        Assert.Contains("npm ci", missing.ToHtml());
        Assert.Contains("npm ci", Assert.Throws<InvalidOperationException>(() => missing.Source).Message);
    }

    private static string Plain(JsonNode json) => json.ToJsonString(new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    internal static JsonNode Json(Figure figure) => JsonNode.Parse(figure.ToJson())!;
}

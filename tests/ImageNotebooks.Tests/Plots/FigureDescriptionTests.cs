namespace ImageNotebooks.Tests;

/// <summary>What is read out where a figure cannot be seen.</summary>
public class FigureDescriptionTests
{
    private static readonly Picture Grey = new([128], 1, 1, channels: 1);

    [Fact]
    public void Lines_say_where_they_begin_and_end()
    {
        var figure = new Figure(Trace.Lines([1, 2, 3], [2.3, double.NaN, 0.4124], "loss"), Trace.Lines([1], [1234567.0], "count <b>")).Title("Training <b>now</b>").XAxis("epoch").YAxis("loss");
        Assert.Equal("Training now. 2 lines: loss from 2.3 to 0.412, count <b> from 1,234,567 to 1,234,567. x: epoch, y: loss.", figure.Description);
    }

    [Fact]
    public void Bars_tables_points_and_pictures_say_what_they_hold()
    {
        Assert.Equal("bars seen: cat 3, dog 5.", new Figure(Trace.Bars(["cat", "dog"], [3, 5], "seen")).Description);
        Assert.Equal("a table of 2 rows and 3 columns, from 0 to 9.", new Figure(Trace.Heatmap(new double[,] { { 0, 1, 2 }, { double.NaN, 4, 9 } })).Description);
        Assert.Equal("1 set of points: wrong (2).", new Figure(Trace.Markers([1, 2], [3, 4], "wrong")).Description);
        Assert.Equal("Mistakes. 2 pictures: cat, is dog, frog.", Plots.ImageGrid([Grey, Grey], ["cat, is dog", "frog"], title: "Mistakes").Description);
        Assert.Equal("9 pictures: 0, 1, 2, 3, 4, 5, 6, 7 and 1 more.", Plots.ImageGrid(Enumerable.Repeat(Grey, 9), Enumerable.Range(0, 9).Select(i => $"{i}")).Description);
    }

    [Fact]
    public void A_slider_says_what_it_changes_and_what_is_shown_first()
    {
        var figure = Figure.Slider("size", ("1", new Figure(Trace.Lines([1, 2], [0, 1], "small"))), ("2", new Figure(Trace.Lines([1, 2], [0, 2], "large"))));
        Assert.Equal("1 line: small from 0 to 1. a slider changes size: 1, 2.", figure.Description);
    }

    [Fact]
    public void What_only_plotly_understands_is_passed_over()
    {
        var figure = new Figure(
            Trace.Lines([1, 2], [3, 4], "kept").With("visible", "legendonly"), Trace.Of("violin").With("name", 7).With("y", "a name of data"), Trace.Of("heatmap").With("z", new[] { 1, 2 }), Trace.Lines([1], [double.NaN]))
            .With("title", "short").With("sliders", new object[] { 1, new { steps = new object[] { 2, new { label = 3 } } } }).With("xaxis.title.text", new[] { 1 });
        Assert.Equal("short. 2 lines: kept from 3 to 4, unnamed empty. 1 violin: 7. an empty table. a slider changes the chart; a slider changes the chart: 3.", figure.Description);
    }

    [Fact]
    public void A_figures_own_meta_stays()
    {
        var figure = new Figure(Trace.Bars(["x"], [1]));
        Assert.Equal("bars: x 1.", FigureTests.Json(figure)["layout"]!["meta"]!["description"]!.ToString());
        Assert.Equal("""["kept"]""", FigureTests.Json(figure.With("meta", new[] { "kept" }))["layout"]!["meta"]!.ToJsonString());
    }

    [Fact]
    public void A_page_has_it_as_the_figures_label() =>
        Assert.Contains("aria-label=\"a &amp; b. bars: x 1.\"", new Figure(Trace.Bars(["x"], [1])).Title("a & b").ToHtml(), StringComparison.Ordinal);
}

using Newtonsoft.Json.Linq;
using Plotly.NET;

namespace ImageNotebooks.Tests.Interop;

/// <summary>Charts that are handed to Plotly.NET.</summary>
public class GenericChartTests
{
    public static TheoryData<string, Figure> Figures => new()
    {
        { "one trace", Plots.Bars(["cats", "dogs"], new[] { 1.0, 2 }, "Animals", "images") },
        { "several", Plots.Bars(["cats", "dogs"], [KeyValuePair.Create<string, IEnumerable<double>>("train", [1, 2]), new("test", [3, 4.5])], "Animals") },
        { "none", new Figure().Title("empty").UprightLine(1, "here") },
    };

    [Theory]
    [MemberData(nameof(Figures))]
    public void Plotly_NET_writes_the_figure_that_it_was_given(string _, Figure figure)
    {
        var chart = figure.ToGenericChart();
        var (ours, theirs) = (JObject.Parse(figure.ToJson()), JObject.Parse(GenericChart.toFigureJson(chart)));
        theirs["config"] = JObject.FromObject(GenericChart.getConfig(chart));
        foreach (var part in new[] { "data", "layout", "config" }) Assert.True(JToken.DeepEquals(ours[part], theirs[part]), $"{part}: {ours[part]}\n{theirs[part]}");
    }

    [Fact]
    public void Plotly_NET_goes_on_with_it()
    {
        var chart = Chart.withTitle("Changed", null).Invoke(Plots.Bars(["cats"], new[] { 1.0 }).ToGenericChart());
        Assert.Contains("Changed", (string?)JObject.Parse(GenericChart.toFigureJson(chart))["layout"]!["title"]!["text"]);
    }
}

namespace ImageNotebooks;

/// <summary>The charts of the notebooks, one function a picture; each gives a <see cref="Figure"/> that can be changed further.</summary>
public static partial class Plots
{
    private static readonly Lazy<PlotlyLibrary> Library = new(() => new(Resource.FindText("plotly.min.js")));

    /// <summary>The plotly.js of this library; shown once in a notebook, it lets charts be drawn without a network.</summary>
    public static PlotlyLibrary PlotlyJs => Library.Value;

    /// <summary>Values as bars with their numbers written on them.</summary>
    /// <param name="labels">What each bar is.</param>
    /// <param name="values">How high each bar is.</param>
    /// <param name="title">The heading.</param>
    /// <param name="valueTitle">What the values measure, with their unit.</param>
    /// <param name="format">How numbers are written, in d3's notation: <c>.3f</c>, <c>.1%</c>, <c>,d</c>.</param>
    /// <exception cref="ArgumentException">There are not as many labels as values.</exception>
    public static Figure Bars(
        IEnumerable<string> labels, IEnumerable<double> values, string? title = null, string? valueTitle = null, string format = ".3~s") =>
        Bars(labels, [KeyValuePair.Create("", values)], title, valueTitle, format);

    /// <summary>Several series of values as groups of bars, such as published numbers beside measured ones.</summary>
    /// <param name="labels">What each group of bars is.</param>
    /// <param name="series">The name of each series and its values, one for each label.</param>
    /// <param name="title">The heading.</param>
    /// <param name="valueTitle">What the values measure, with their unit.</param>
    /// <param name="format">How numbers are written, in d3's notation: <c>.3f</c>, <c>.1%</c>, <c>,d</c>.</param>
    /// <exception cref="ArgumentException">There are not as many labels as values.</exception>
    public static Figure Bars(
        IEnumerable<string> labels, IEnumerable<KeyValuePair<string, IEnumerable<double>>> series,
        string? title = null, string? valueTitle = null, string format = ".3~s")
    {
        var names = labels.ToArray();
        var groups = series.ToArray();
        var bars = groups.Select(one => Trace.Bars(names, one.Value, one.Key)
            .With("texttemplate", $"%{{y:{format}}}").With("textposition", "auto").With("cliponaxis", false)
            .Hover($"%{{x}}{(one.Key == "" ? "" : ", " + PlotText.Literal(one.Key))}: %{{y:{format}}}"));
        var figure = new Figure(bars).YAxis(valueTitle).With("yaxis.tickformat", format.EndsWith('%') ? ".0%" : null).With("showlegend", groups.Length > 1);
        return title is null ? figure : figure.Title(title);
    }
}

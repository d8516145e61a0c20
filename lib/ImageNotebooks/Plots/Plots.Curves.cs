using static System.FormattableString;

namespace ImageNotebooks;

public static partial class Plots
{
    /// <summary>The ROC curve of every class against the rest, with its area in the legend and the line of a coin. Classes for which it is not defined are left out.</summary>
    /// <param name="ranking">The curves, from <c>result.Ranking()</c>.</param>
    /// <param name="title">The heading.</param>
    public static Figure RocCurves(RankingReport ranking, string title = "ROC curves")
    {
        var traces = ranking.Classes.Index().Where(c => !double.IsNaN(c.Item.Auc)).Select(c => Curve(
            c.Index, c.Item.Roc.FalsePositiveRate, c.Item.Roc.TruePositiveRate, Invariant($"{c.Item.Name} ({c.Item.Auc:0.000})"),
            $"{PlotText.Literal(c.Item.Name)}: %{{y:.1%}} found at %{{x:.1%}} false alarms"));
        return UnitSquare([Diagonal("coin")], [.. traces], Invariant($"{title} (mean AUC {Defined(ranking.MacroAuc)})"), "false positive rate", "true positive rate");
    }

    /// <summary>The precision-recall curve of every class in steps, with its average precision in the legend. Classes without images are left out.</summary>
    /// <param name="ranking">The curves, from <c>result.Ranking()</c>.</param>
    /// <param name="title">The heading.</param>
    public static Figure PrecisionRecallCurves(RankingReport ranking, string title = "Precision and recall")
    {
        var traces = ranking.Classes.Index().Where(c => c.Item.Support > 0).Select(c => Curve(
            c.Index, c.Item.PrecisionRecall.Recall, c.Item.PrecisionRecall.Precision, Invariant($"{c.Item.Name} ({c.Item.AveragePrecision:0.000})"),
            $"{PlotText.Literal(c.Item.Name)}: precision %{{y:.1%}} at recall %{{x:.1%}}")
            .With("line.shape", "hv"));
        return UnitSquare([], [.. traces], Invariant($"{title} (mean average precision {Defined(ranking.MeanAveragePrecision)})"), "recall", "precision");
    }

    /// <summary>
    /// A reliability diagram: how often what was given a probability came true, bin by bin, beside the line on which a calibrated model's bars end; below, how many images each bin has.
    /// </summary>
    /// <param name="calibration">The bins, from <c>result.Calibration()</c>.</param>
    /// <param name="title">The heading.</param>
    public static Figure Reliability(Calibration calibration, string title = "Reliability")
    {
        var bins = calibration.Bins.Where(bin => bin.Count > 0).ToArray();
        var middles = bins.Select(bin => (bin.Lower + bin.Upper) / 2).ToArray();
        var width = 1.0 / calibration.Bins.Count;
        var texts = bins.Select(bin => Invariant(
            $"{bin.Count:#,0} given {bin.Lower:0.00} to {bin.Upper:0.00}, {bin.MeanProbability:0.000} in the mean;<br>{bin.Frequency:0.000} came true")).ToArray();
        return new Figure(
                Trace.Bars(middles, bins.Select(bin => bin.Frequency), "came true", Theme.Qualitative[0]).With("width", width * 0.94).With("customdata", texts).Hover("%{customdata}"),
                Trace.Lines(bins.Select(bin => bin.MeanProbability), bins.Select(bin => bin.MeanProbability), "calibrated", Theme.Wrong, markers: true)
                    .With("hoverinfo", "skip").With("marker.size", 5),
                Trace.Bars(middles, bins.Select(bin => bin.Count), "images", Theme.Qualitative[6]).OnAxes(2)
                    .With("width", width * 0.94).With("showlegend", false).With("customdata", texts).Hover("%{customdata}"))
            .Title(Invariant($"{title} (expected error {calibration.ExpectedError:0.0000})"))
            .XAxis(from: 0, to: 1).YAxis("part that came true", 0, 1).With("yaxis.domain", new[] { 0.3, 1 }).With("xaxis.anchor", "y").With("xaxis.showticklabels", false)
            .XAxis("probability", 0, 1, number: 2).YAxis("images", number: 2).With("yaxis2.domain", new[] { 0, 0.22 })
            .With("xaxis2.anchor", "y2").With("yaxis2.anchor", "x2").With("yaxis2.nticks", 3)
            .With("legend", new { orientation = "v", x = 0.02, xanchor = "left", y = 0.98, yanchor = "top" }).Size(width: 620, height: 520);
    }

    private const int CurvePoints = 400;

    /// <summary>A class's curve. There are more classes than colours that can be told apart, so later ones are dashed.</summary>
    private static Trace Curve(int index, IReadOnlyList<double> x, IReadOnlyList<double> y, string name, string hover)
    {
        string[] dashes = ["solid", "dash", "dot", "dashdot"];
        var (color, round) = (Theme.Qualitative[index % Theme.Qualitative.Length], index / Theme.Qualitative.Length % dashes.Length);
        var kept = Thin(x, y);
        return Trace.Lines(kept.Select(i => x[i]), kept.Select(i => y[i]), name, color).With("line.width", 2).With("line.dash", dashes[round]).Hover(hover);
    }

    /// <summary>The points of a curve that are a pixel or more from the one before: a curve of 100,000 images looks the same with a thousandth of them.</summary>
    private static List<int> Thin(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        List<int> kept = [0];
        for (var i = 1; i < x.Count; i++)
        {
            if (i == x.Count - 1 || Math.Abs(x[i] - x[kept[^1]]) >= 1.0 / CurvePoints || Math.Abs(y[i] - y[kept[^1]]) >= 1.0 / CurvePoints) kept.Add(i);
        }
        return kept;
    }

    private static string Defined(double value) => double.IsNaN(value) ? "not defined" : Invariant($"{value:0.0000}");

    private static Trace Diagonal(string name) =>
        Trace.Lines(new[] { 0.0, 1 }, new[] { 0.0, 1 }, name, Theme.Rule).With("line.dash", "dash").With("line.width", 1).With("hoverinfo", "skip").With("showlegend", false);

    private static Figure UnitSquare(Trace[] under, Trace[] traces, string title, string x, string y)
    {
        // An empty frame would be taken for a broken page; an exception would stop a notebook whose sample happens to be of one class.
        var figure = traces.Length > 0 ? new Figure([.. under, .. traces]) : new Figure(under).Annotate("There is no curve: all images are of one class.", 0.3, 0.7);
        return figure.Title(title).XAxis(x, 0, 1).YAxis(y, 0, 1.005)
            .With("legend", new { orientation = "v", x = 1.02, xanchor = "left", y = 1, yanchor = "top" }).With("showlegend", true)
            .Size(width: 680, height: 500);
    }
}

using static System.FormattableString;

namespace ImageNotebooks;

public static partial class Plots
{
    /// <summary>The loss against the learning rate, smoothed and as it was, with the suggested rate marked.</summary>
    /// <param name="curve">What <see cref="LearningRateFinder.Find"/> gives.</param>
    /// <param name="title">The heading.</param>
    public static Figure LearningRates(LearningRateCurve curve, string title = "Learning rates")
    {
        // The explosion at the end would press the valley flat, so it leaves the frame.
        var low = curve.Smoothed.Min();
        var fall = Math.Max(1e-6, curve.Smoothed.TakeWhile(loss => loss > low).DefaultIfEmpty(low).Max() - low);
        var figure = new Figure(
                Trace.Lines(curve.Rates, curve.Losses, "each step", Theme.Qualitative[6]).With("line.width", 1).With("opacity", 0.5).With("hoverinfo", "skip"),
                Trace.Lines(curve.Rates, curve.Smoothed, "smoothed", Theme.Qualitative[0]).With("line.width", 2).Hover("rate %{x:.2e}: loss %{y:.4f}"))
            .Title(title).XAxis("learning rate", log: true).YAxis("loss", low - 0.4 * fall, low + 1.8 * fall)
            .With("xaxis.tickformat", ".0e").With("xaxis.dtick", 1);
        foreach (var (rate, name, color) in new[] { (curve.Suggestion, "valley", Theme.Wrong), (curve.Steepest, "steepest", Theme.Right) })
        {
            if (double.IsNaN(rate)) continue;
            figure = figure.Add(Trace.Markers([rate], [curve.Smoothed[curve.Rates.ToList().IndexOf(rate)]], Invariant($"{name} {rate:0.0e+0}"), color)
                .With("marker.size", 11).Hover(Invariant($"{name}: {rate:0.00e+0}")));
        }
        return figure;
    }
}

using System.Globalization;

namespace ImageNotebooks;

/// <summary>How the loss went while the learning rate rose from step to step (<see cref="LearningRateFinder"/>), and which rates that speaks for.</summary>
public sealed class LearningRateCurve
{
    /// <summary>How much of the smoothed loss remains when a step is added, fast.ai's 0.98.</summary>
    internal const double Smoothing = 0.98;

    // fast.ai leaves out what comes before anything is learned, and the last steps, on which the loss explodes.
    private const int StepsLeftOutAtEnd = 5, PartLeftOutAtStart = 10;

    /// <summary>Keeps losses beside rates.</summary>
    /// <param name="rates">[n] rising, above 0.</param>
    /// <param name="losses">[n] the loss of each step, before the optimizer took it with that rate.</param>
    /// <exception cref="ArgumentException">There are none, the counts differ, or rates do not rise.</exception>
    public LearningRateCurve(IEnumerable<double> rates, IEnumerable<double> losses)
    {
        (Rates, Losses) = ([.. rates], [.. losses]);
        if (Rates.Count == 0 || Rates.Count != Losses.Count) throw new ArgumentException($"There are {Rates.Count} rates and {Losses.Count} losses; give one of each for every step, and at least one.");
        if (!(Rates[0] > 0) || Rates.Zip(Rates.Skip(1)).Any(pair => !(pair.Second > pair.First))) throw new ArgumentException("The rates must be above 0 and rise from step to step.");
        Smoothed = [.. Smooth(Losses)];
        int[] used = [.. Enumerable.Range(0, Rates.Count).Skip(Rates.Count / PartLeftOutAtStart).SkipLast(StepsLeftOutAtEnd)];
        Suggestion = Valley(used);
        Steepest = Slope(used);
    }

    /// <summary>The learning rate of each step: that of the optimizer's first group of weights.</summary>
    public IReadOnlyList<double> Rates { get; }

    /// <summary>The loss of each step.</summary>
    public IReadOnlyList<double> Losses { get; }

    /// <summary>The losses as an exponential moving average with 0.98, divided by the weight that it has had so far, as fast.ai smooths them.</summary>
    public IReadOnlyList<double> Smoothed { get; }

    /// <summary>
    /// fast.ai's 'valley' rule, a good rate to begin with: the middle of the longest valley, that is, of the longest row of steps, with others between them, on which the smoothed loss gets lower
    /// each time. The loss still falls there, and there is room before it rises. NaN where it never fell.
    /// </summary>
    public double Suggestion { get; }

    /// <summary>
    /// Where the smoothed loss falls fastest over the logarithm of the rate before it is at its lowest: learning is quickest there, and training may be near to diverging; an upper end rather than a
    /// beginning. NaN where the loss never fell.
    /// </summary>
    public double Steepest { get; }

    /// <summary>Both suggestions and what was tried.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"suggested learning rate {Suggestion:0.0e+0} (valley), steepest at {Steepest:0.0e+0}; {Rates.Count} steps from {Rates[0]:0.0e+0} to {Rates[^1]:0.0e+0}");

    /// <summary>Exponential moving averages without the bias of beginning at 0.</summary>
    internal static IEnumerable<double> Smooth(IEnumerable<double> losses)
    {
        var (sum, weight) = (0.0, 0.0);
        foreach (var loss in losses)
        {
            (sum, weight) = (Smoothing * sum + (1 - Smoothing) * loss, Smoothing * weight + (1 - Smoothing));
            yield return sum / weight;
        }
    }

    private double Valley(int[] used)
    {
        // lengths[i]: the longest falling row that ends at step i.
        var lengths = new int[used.Length];
        for (var i = 0; i < used.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (Smoothed[used[i]] < Smoothed[used[j]]) lengths[i] = Math.Max(lengths[i], lengths[j] + 1);
            }
        }
        var longest = lengths.DefaultIfEmpty().Max();
        if (longest == 0) return double.NaN;
        var end = Array.IndexOf(lengths, longest);
        return Rates[used[end - longest / 2]];
    }

    private double Slope(int[] used)
    {
        // What a loss that was already exploding falls back is no learning.
        var slopes = used.TakeWhile(i => i < used.MinBy(at => Smoothed[at])).Select(i => (Step: i, Slope: (Smoothed[i + 1] - Smoothed[i]) / Math.Log(Rates[i + 1] / Rates[i]))).Where(at => at.Slope < 0).ToList();
        return slopes.Count > 0 ? Rates[slopes.MinBy(at => at.Slope).Step] : double.NaN;
    }
}

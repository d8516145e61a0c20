using System.Globalization;

namespace ImageNotebooks;

/// <summary>A measured number and the range in which the true one is to be expected.</summary>
/// <param name="Estimate">The number as measured.</param>
/// <param name="Lower">Where the interval begins.</param>
/// <param name="Upper">Where it ends.</param>
/// <param name="Level">How often such intervals hold the true number: 0.95.</param>
/// <param name="Method">How it was found, in words.</param>
public sealed record Interval(double Estimate, double Lower, double Upper, double Level, string Method)
{
    /// <summary>
    /// Wilson's interval for a proportion, such as an accuracy (Wilson 1927). Unlike the usual estimate plus and minus two standard errors it stays in [0, 1] and holds for few images and for
    /// proportions near 0 and 1.
    /// </summary>
    /// <param name="successes">How many were right, 0 to <paramref name="trials"/>.</param>
    /// <param name="trials">Of how many, at least 1.</param>
    /// <param name="level">How sure, between 0 and 1.</param>
    public static Interval Wilson(long successes, long trials, double level = 0.95)
    {
        RequireLevel(level);
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        double n = trials;
        var (p, z) = (successes / n, NormalDistribution.TwoSidedQuantile(level));
        var middle = (p + z * z / (2 * n)) / (1 + z * z / n);
        var half = z / (1 + z * z / n) * Math.Sqrt(p * (1 - p) / n + z * z / (4 * n * n));
        return new(p, successes == 0 ? 0 : middle - half, successes == trials ? 1 : middle + half, level, "Wilson");
    }

    /// <summary>The numbers in a line.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Estimate:0.0000} ({Level * 100:0.##}% interval {Lower:0.0000} to {Upper:0.0000}; {Method})");

    internal static void RequireLevel(double level)
    {
        if (!(level > 0 && level < 1)) throw new ArgumentOutOfRangeException(nameof(level), level, "The level of an interval lies between 0 and 1, as 0.95 does.");
    }
}

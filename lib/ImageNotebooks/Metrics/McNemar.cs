using System.Globalization;

namespace ImageNotebooks;

/// <summary>
/// McNemar's test (1947) of whether two models that classified the same images err equally often. Only images count that one model has right and the other wrong: below 25 of them the test
/// is the exact binomial one, else chi-square of one degree of freedom with Edwards's correction for continuity.
/// </summary>
/// <param name="First">The name of the first model.</param>
/// <param name="Second">The name of the second model.</param>
/// <param name="OnlyFirstRight">Images that the first has right and the second wrong.</param>
/// <param name="OnlySecondRight">Images that the second has right and the first wrong.</param>
public sealed record McNemar(string First, string Second, long OnlyFirstRight, long OnlySecondRight)
{
    /// <summary>Whether the test is the exact one.</summary>
    public bool Exact => Discordant < 25;

    /// <summary>(|b - c| - 1)² / (b + c), or in the exact test the smaller of both counts.</summary>
    public double Statistic => Exact ? Math.Min(OnlyFirstRight, OnlySecondRight) : Math.Pow(Math.Max(0, Math.Abs((double)OnlyFirstRight - OnlySecondRight) - 1), 2) / Discordant;

    /// <summary>How probable such a difference or a larger one is where both models are equally good, two-sided.</summary>
    public double P => Exact ? Binomial(Math.Min(OnlyFirstRight, OnlySecondRight), Discordant) : NormalDistribution.TwoSidedTail(Math.Sqrt(Statistic));

    private long Discordant => OnlyFirstRight + OnlySecondRight;

    /// <summary>Compares two results on the same images.</summary>
    /// <param name="first">The first model's predictions.</param>
    /// <param name="second">The second model's, in the same order.</param>
    /// <param name="firstName">What to call the first model.</param>
    /// <param name="secondName">What to call the second model.</param>
    /// <exception cref="ArgumentException">The images of both results are not the same.</exception>
    public static McNemar Compare(ClassifierResult first, ClassifierResult second, string firstName = "the first model", string secondName = "the second model")
    {
        if (first.Count != second.Count)
            throw new ArgumentException($"{firstName} classified {first.Count} images and {secondName} {second.Count}; the test needs the same images for both.");
        var (onlyFirst, onlySecond) = (0, 0);
        for (var i = 0; i < first.Count; i++)
        {
            var truth = first.TrueLabels[i];
            if (truth != second.TrueLabels[i])
            {
                throw new ArgumentException($"Image {i} has label {truth} in one result and {second.TrueLabels[i]} in the other; "
                    + "give both the same images in the same order, without shuffling.");
            }
            var (a, b) = (first.PredictedLabels[i] == truth, second.PredictedLabels[i] == truth);
            if (a && !b) onlyFirst++;
            if (b && !a) onlySecond++;
        }
        return new(firstName, secondName, onlyFirst, onlySecond);
    }

    /// <summary>What the test says, in a sentence.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{First} alone is right on {OnlyFirstRight:#,0} images, {Second} alone on {OnlySecondRight:#,0}: {Verdict} (McNemar's {Kind}, {(P < 0.0001 ? "p < 0.0001" : $"p = {P:0.0000}")}).");

    private string Kind => Exact ? "exact test" : string.Create(CultureInfo.InvariantCulture, $"test, chi-square {Statistic:0.00}");

    private string Verdict => P >= 0.05 ? "the difference may be chance"
        : $"{(OnlyFirstRight > OnlySecondRight ? First : Second)} is better, by more than chance explains at the 5% level";

    /// <summary>The two-sided probability of at most k heads in n throws of a fair coin; n is below 25, so that every count is exact.</summary>
    private static double Binomial(long k, long n)
    {
        double ways = 1, sum = 0;
        for (long i = 0; i <= k; i++)
        {
            sum += ways;
            ways = ways * (n - i) / (i + 1);
        }
        return Math.Min(1, 2 * sum / Math.Pow(2, n));
    }
}

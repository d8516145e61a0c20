namespace ImageNotebooks;

/// <summary>
/// The receiver operating characteristic: how many positives a threshold finds against how many negatives it takes for positives, for every threshold
/// (Fawcett 2006, "An introduction to ROC analysis"). The points are those of scikit-learn's <c>roc_curve</c>: corners only.
/// </summary>
public sealed class RocCurve
{
    /// <summary>Draws the curve of scores.</summary>
    /// <param name="positive">[n] the truth.</param>
    /// <param name="scores">[n] finite; high where the truth should be yes. Only their order counts.</param>
    /// <exception cref="ArgumentException">There are none, sizes differ or a score is no number.</exception>
    public RocCurve(ReadOnlySpan<bool> positive, ReadOnlySpan<float> scores) : this(new RankedScores(positive, scores))
    {
    }

    internal RocCurve(RankedScores ranked)
    {
        (Positives, Negatives) = (ranked.Positives, ranked.Negatives);
        var (hits, alarms) = (ranked.TruePositives, ranked.FalsePositives);
        var last = hits.Length - 1;
        int[] corners = [.. Enumerable.Range(0, hits.Length).Where(i =>
            i == 0 || i == last || hits[i + 1] - hits[i] != hits[i] - hits[i - 1] || alarms[i + 1] - alarms[i] != alarms[i] - alarms[i - 1])];
        Thresholds = [double.PositiveInfinity, .. corners.Select(i => ranked.Thresholds[i])];
        TruePositiveRate = [Share(0, Positives), .. corners.Select(i => Share(hits[i], Positives))];
        FalsePositiveRate = [Share(0, Negatives), .. corners.Select(i => Share(alarms[i], Negatives))];

        // Twice the area in squares of one positive by one negative is a whole number, so the area is exact.
        var doubled = (long)alarms[0] * hits[0];
        for (var i = 1; i < hits.Length; i++) doubled += (long)(alarms[i] - alarms[i - 1]) * (hits[i] + hits[i - 1]);
        Auc = doubled / (2.0 * Positives * Negatives);
    }

    /// <summary>How many positives there are.</summary>
    public int Positives { get; }

    /// <summary>How many negatives there are.</summary>
    public int Negatives { get; }

    /// <summary>The threshold of each point, falling from infinity, where nothing is taken for positive.</summary>
    public IReadOnlyList<double> Thresholds { get; }

    /// <summary>Of the negatives, the part whose score is at least the threshold; NaN where there are no negatives.</summary>
    public IReadOnlyList<double> FalsePositiveRate { get; }

    /// <summary>Of the positives, the part whose score is at least the threshold; NaN where there are no positives.</summary>
    public IReadOnlyList<double> TruePositiveRate { get; }

    /// <summary>
    /// The area under the curve: the chance that a positive scores higher than a negative, equal scores counting half. In [0, 1], 0.5 for a coin; NaN where there are no positives or no
    /// negatives, for there is nothing to be told apart.
    /// </summary>
    public double Auc { get; }

    private static double Share(int part, int whole) => whole == 0 ? double.NaN : (double)part / whole;
}

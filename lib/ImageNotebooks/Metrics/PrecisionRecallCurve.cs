namespace ImageNotebooks;

/// <summary>Precision against recall for every threshold, with the points of scikit-learn's <c>precision_recall_curve</c>.</summary>
public sealed class PrecisionRecallCurve
{
    /// <summary>Draws the curve of scores.</summary>
    /// <param name="positive">[n] the truth.</param>
    /// <param name="scores">[n] finite; high where the truth should be yes. Only their order counts.</param>
    /// <exception cref="ArgumentException">There are none, sizes differ or a score is no number.</exception>
    public PrecisionRecallCurve(ReadOnlySpan<bool> positive, ReadOnlySpan<float> scores) : this(new RankedScores(positive, scores))
    {
    }

    internal PrecisionRecallCurve(RankedScores ranked)
    {
        (Positives, Negatives) = (ranked.Positives, ranked.Negatives);
        var count = ranked.Thresholds.Length;
        var (thresholds, precision, recall) = (new double[count], new double[count + 1], new double[count + 1]);
        (precision[count], recall[count]) = (1, Positives == 0 ? double.NaN : 0);
        double area = 0;
        for (var i = 0; i < count; i++)
        {
            var (hits, at) = (ranked.TruePositives[i], count - 1 - i);
            thresholds[at] = ranked.Thresholds[i];
            precision[at] = (double)hits / (hits + ranked.FalsePositives[i]);
            recall[at] = (double)hits / Positives;  // 0 / 0 is NaN
            area += (hits - (i == 0 ? 0 : ranked.TruePositives[i - 1])) * precision[at];
        }
        (Thresholds, Precision, Recall, AveragePrecision) = (thresholds, precision, recall, area / Positives);
    }

    /// <summary>How many positives there are.</summary>
    public int Positives { get; }

    /// <summary>How many negatives there are.</summary>
    public int Negatives { get; }

    /// <summary>The different scores, rising.</summary>
    public IReadOnlyList<double> Thresholds { get; }

    /// <summary>Of the images whose score is at least the threshold, the part that is positive; one more than thresholds: it ends at 1, where nothing is taken.</summary>
    public IReadOnlyList<double> Precision { get; }

    /// <summary>Of the positives, the part whose score is at least the threshold; one more than thresholds: it ends at 0. NaN where there are no positives.</summary>
    public IReadOnlyList<double> Recall { get; }

    /// <summary>
    /// The mean of the precisions, each weighted by the rise of recall that it brings: the area under the steps, without interpolation. NaN where there are no positives; scikit-learn says 0
    /// there, which would pull down a mean over classes for a class that was not tested.
    /// </summary>
    public double AveragePrecision { get; }
}

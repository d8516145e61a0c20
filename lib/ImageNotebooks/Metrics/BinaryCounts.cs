namespace ImageNotebooks;

/// <summary>The four counts of a question with yes and no as its answers: one class against the rest.</summary>
/// <param name="TruePositives">Of the class and predicted so.</param>
/// <param name="FalsePositives">Not of the class and predicted so.</param>
/// <param name="FalseNegatives">Of the class and not predicted so.</param>
/// <param name="TrueNegatives">Not of the class and not predicted so.</param>
public readonly record struct BinaryCounts(long TruePositives, long FalsePositives, long FalseNegatives, long TrueNegatives)
{
    /// <summary>All that were counted.</summary>
    public long Total => TruePositives + FalsePositives + FalseNegatives + TrueNegatives;

    /// <summary>How many are of the class.</summary>
    public long Support => TruePositives + FalseNegatives;

    /// <summary>Of those predicted as the class, the part that is of it; 0 where none was predicted, as in scikit-learn.</summary>
    public double Precision => Ratio(TruePositives, TruePositives + FalsePositives);

    /// <summary>Of those of the class, the part that was predicted so, also called sensitivity; 0 where there are none, as in scikit-learn.</summary>
    public double Recall => Ratio(TruePositives, Support);

    /// <summary>Of those not of the class, the part that was not predicted so; 0 where there are none.</summary>
    public double Specificity => Ratio(TrueNegatives, TrueNegatives + FalsePositives);

    /// <summary>The harmonic mean of precision and recall; 0 where both are 0.</summary>
    public double F1 => Ratio(2 * Precision * Recall, Precision + Recall);

    /// <summary>The part that was predicted rightly.</summary>
    public double Accuracy => Ratio(TruePositives + TrueNegatives, Total);

    /// <summary>Both counts of several questions together.</summary>
    public static BinaryCounts operator +(BinaryCounts a, BinaryCounts b) =>
        new(a.TruePositives + b.TruePositives, a.FalsePositives + b.FalsePositives, a.FalseNegatives + b.FalseNegatives, a.TrueNegatives + b.TrueNegatives);

    /// <summary>scikit-learn's rule for a score without images: 0.</summary>
    internal static double Ratio(double part, double whole) => whole == 0 ? 0 : part / whole;
}

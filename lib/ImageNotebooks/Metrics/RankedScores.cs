namespace ImageNotebooks;

/// <summary>
/// Positives and negatives counted at every threshold: those whose score is at least that high. One sort and one pass over the scores, from which all curves follow.
/// </summary>
internal sealed class RankedScores
{
    /// <summary>Counts the scores of a question that has yes and no as its answers.</summary>
    /// <param name="positive">[n] the truth.</param>
    /// <param name="scores">[n] finite; high where the truth should be yes.</param>
    /// <exception cref="ArgumentException">There are none, sizes differ or a score is no number.</exception>
    public RankedScores(ReadOnlySpan<bool> positive, ReadOnlySpan<float> scores)
    {
        if (positive.Length != scores.Length || scores.Length == 0)
            throw new ArgumentException($"There are {positive.Length} answers and {scores.Length} scores; a curve needs one of each for every image, and at least one image.");
        for (var i = 0; i < scores.Length; i++)
        {
            if (!float.IsFinite(scores[i]))
                throw new ArgumentException(FormattableString.Invariant($"Score {i} is {scores[i]}, which cannot be ranked; look at the model's output for this image first."));
        }
        var (keys, truth) = (scores.ToArray(), positive.ToArray());
        Array.Sort(keys, truth);
        var (thresholds, hits, alarms) = (new List<double>(), new List<int>(), new List<int>());
        var (hit, alarm) = (0, 0);
        for (var i = keys.Length - 1; i >= 0; i--)
        {
            if (truth[i]) hit++;
            else alarm++;
            if (i > 0 && keys[i - 1] == keys[i]) continue;  // A threshold cannot part equal scores.
            thresholds.Add(keys[i]);
            hits.Add(hit);
            alarms.Add(alarm);
        }
        (Thresholds, TruePositives, FalsePositives) = ([.. thresholds], [.. hits], [.. alarms]);
    }

    /// <summary>The different scores, falling.</summary>
    public double[] Thresholds { get; }

    /// <summary>Positives whose score is at least the threshold.</summary>
    public int[] TruePositives { get; }

    /// <summary>Negatives whose score is at least the threshold.</summary>
    public int[] FalsePositives { get; }

    /// <summary>All positives.</summary>
    public int Positives => TruePositives[^1];

    /// <summary>All negatives.</summary>
    public int Negatives => FalsePositives[^1];
}

using System.Globalization;

namespace ImageNotebooks;

/// <summary>Intervals for any metric, from the images that were measured drawn again with replacement (Efron 1979).</summary>
public static class Bootstrap
{
    /// <summary>A percentile interval: a metric is computed for many draws of as many images, and the middle part of what it gave is the interval.</summary>
    /// <param name="count">How many images there are.</param>
    /// <param name="metric">The metric of the images at these positions; a position may come several times. The array is used again, so do not keep it.</param>
    /// <param name="seed">The same seed draws the same images.</param>
    /// <param name="resamples">How many draws; 1,000 are enough for 95%.</param>
    /// <param name="level">How sure, between 0 and 1.</param>
    /// <param name="strata">[count] of each image, in which part it is drawn: its class, say, so that every draw has as many of each. Null: one part.</param>
    /// <param name="groups">[count] of each image, with what it is drawn: the patient, say, for images of one patient are alike. Whole groups are drawn, as many as there are. Null: each alone.</param>
    /// <returns>The interval; draws for which the metric is NaN are left out, and the method's words count them.</returns>
    /// <exception cref="ArgumentException">There are no images, sizes do not fit, or both strata and groups were given.</exception>
    public static Interval Interval(
        int count, Func<int[], double> metric, int seed = 0, int resamples = 1000, double level = 0.95, IEnumerable<int>? strata = null, IEnumerable<string>? groups = null)
    {
        ImageNotebooks.Interval.RequireLevel(level);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 1);
        if (strata is not null && groups is not null) throw new ArgumentException("Draw within strata or by groups, not both: a group may lie in several strata.");
        var parts = strata is null ? null : Members(strata, count, nameof(strata));
        var units = groups is null ? null : Members(groups, count, nameof(groups));

        var random = new Random(seed);
        var estimate = metric([.. Enumerable.Range(0, count)]);
        var drawn = new List<int>(count);
        var alone = units is null ? new int[count] : [];
        var values = new List<double>(resamples);
        for (var r = 0; r < resamples; r++)
        {
            var value = metric(units is null ? DrawAlone(alone, parts, random) : DrawGroups(drawn, units, random));
            if (!double.IsNaN(value)) values.Add(value);
        }
        values.Sort();
        var how = parts is not null ? ", within strata" : units is not null ? string.Create(CultureInfo.InvariantCulture, $" of {units.Length:#,0} groups") : "";
        var undefined = values.Count == resamples ? "" : string.Create(CultureInfo.InvariantCulture, $", {resamples - values.Count:#,0} of them undefined");
        return new(estimate, Percentile(values, (1 - level) / 2), Percentile(values, (1 + level) / 2), level,
            string.Create(CultureInfo.InvariantCulture, $"bootstrap, {resamples:#,0} draws{how}{undefined}"));
    }

    private static int[] DrawAlone(int[] drawn, int[][]? parts, Random random)
    {
        if (parts is null)
        {
            for (var i = 0; i < drawn.Length; i++) drawn[i] = random.Next(drawn.Length);
            return drawn;
        }
        var at = 0;
        foreach (var part in parts)
        {
            for (var i = 0; i < part.Length; i++) drawn[at++] = part[random.Next(part.Length)];
        }
        return drawn;
    }

    private static int[] DrawGroups(List<int> drawn, int[][] units, Random random)
    {
        drawn.Clear();
        for (var i = 0; i < units.Length; i++) drawn.AddRange(units[random.Next(units.Length)]);
        return [.. drawn];
    }

    private static int[][] Members<T>(IEnumerable<T> keys, int count, string what) where T : notnull
    {
        T[] all = [.. keys];
        return all.Length == count
            ? [.. Enumerable.Range(0, count).GroupBy(i => all[i]).Select(group => group.ToArray())]
            : throw new ArgumentException($"There are {count} images and {all.Length} {what}; each image needs one.");
    }

    /// <summary>Between two of the sorted values, in a straight line, as numpy's percentile; NaN where there are none.</summary>
    private static double Percentile(List<double> sorted, double share)
    {
        if (sorted.Count == 0) return double.NaN;
        var place = share * (sorted.Count - 1);
        var below = (int)place;
        return below == sorted.Count - 1 ? sorted[below] : sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]);
    }
}

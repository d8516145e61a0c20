namespace ImageNotebooks;

/// <summary>What stays together when a split is divided.</summary>
public enum DivideBy
{
    /// <summary>Nothing: every image is drawn on its own.</summary>
    Image,

    /// <summary>The share of each class is the same in both parts, to within one image (stratified).</summary>
    Class,

    /// <summary>All images of a group (a patient, for instance) go to the same part, and the share counts groups, as scikit-learn's GroupShuffleSplit has it.</summary>
    Group,
}

/// <summary>Divides splits, balances classes.</summary>
public static class Division
{
    /// <summary>Divides a split in two at random. Both share its images and keep its order.</summary>
    /// <param name="split">The split.</param>
    /// <param name="part">The second part's share, in (0, 1); its count is rounded down, as Keras's <c>validation_split</c> does.</param>
    /// <param name="seed">The same seed divides the same way.</param>
    /// <param name="by">What stays together.</param>
    /// <param name="names">The parts' names.</param>
    /// <exception cref="ArgumentException">A part would be empty, or there are no groups.</exception>
    public static (Split First, Split Second) Divide(this Split split, double part, long seed, DivideBy by = DivideBy.Image, (string First, string Second)? names = null)
    {
        if (part is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(part), part, "The share of the second part lies between 0 and 1.");
        var order = Shuffled.Order(split.Count, seed);
        var second = by switch
        {
            DivideBy.Image => order.TakeLast((int)(part * split.Count)).ToHashSet(),
            DivideBy.Class => Stratified(split.LabelNumbers(), order, part),
            DivideBy.Group => ByGroup(split.Groups ?? throw new ArgumentException($"The images of the split '{split.Name}' have no groups to divide by.", nameof(by)), seed, part),
            _ => throw new ArgumentOutOfRangeException(nameof(by), by, null),
        };
        if (second.Count == 0 || second.Count == split.Count)
            throw new ArgumentException(FormattableString.Invariant($"Of the {split.Count} images of '{split.Name}' a share of {part} leaves one part empty."), nameof(part));
        var (first, last) = names ?? ("train", "validation");
        return (split.Take([.. Enumerable.Range(0, split.Count).Where(i => !second.Contains(i))], first), split.Take([.. second.Order()], last));
    }

    /// <summary>As many images of every class as the rarest has, drawn at random; they keep their order.</summary>
    /// <param name="split">The split.</param>
    /// <param name="seed">The same seed draws the same images.</param>
    public static Split Undersample(this Split split, long seed)
    {
        var labels = split.LabelNumbers();
        var least = labels.CountBy(label => label).Min(pair => pair.Value);
        return split.Take([.. Shuffled.Order(split.Count, seed).GroupBy(i => labels[i]).SelectMany(members => members.Take(least)).Order()]);
    }

    /// <summary>How many images each class has.</summary>
    /// <param name="split">The split.</param>
    /// <param name="classes">How many classes there are.</param>
    public static int[] ClassCounts(this Split split, int classes)
    {
        var counts = new int[classes];
        foreach (var label in split.LabelNumbers()) counts[label]++;
        return counts;
    }

    /// <summary>scikit-learn's <c>class_weight='balanced'</c>: images / (classes x images of the class), 0 for a class without images.</summary>
    /// <param name="split">The split.</param>
    /// <param name="classes">How many classes there are.</param>
    public static double[] BalancedClassWeights(this Split split, int classes) =>
        [.. split.ClassCounts(classes).Select(count => count == 0 ? 0 : (double)split.Count / (classes * (double)count))];

    /// <summary>Each image's weight: that of its class, so that all classes weigh the same in sum.</summary>
    /// <param name="split">The split.</param>
    /// <param name="classes">How many classes there are.</param>
    public static double[] BalancedSampleWeights(this Split split, int classes)
    {
        var weights = split.BalancedClassWeights(classes);
        return [.. split.LabelNumbers().Select(label => weights[label])];
    }

    private static HashSet<int> Stratified(int[] labels, int[] order, double part)
    {
        var classes = order.GroupBy(i => labels[i]).OrderBy(members => members.Key).Select(members => members.ToArray()).ToList();
        var counts = classes.Select(members => (int)(part * members.Length)).ToList();
        // What rounding down leaves goes to the classes that lost most by it.
        var left = (int)(part * labels.Length) - counts.Sum();
        foreach (var c in Enumerable.Range(0, classes.Count).OrderByDescending(c => part * classes[c].Length - counts[c]).Take(left)) counts[c]++;
        return [.. classes.Zip(counts, (members, count) => members.TakeLast(count)).SelectMany(chosen => chosen)];
    }

    private static HashSet<int> ByGroup(IReadOnlyList<string> groups, long seed, double part)
    {
        var names = groups.Distinct().Order(StringComparer.Ordinal).ToList();
        var chosen = Shuffled.Order(names.Count, seed).TakeLast((int)Math.Round(part * names.Count)).Select(i => names[i]).ToHashSet();
        return [.. Enumerable.Range(0, groups.Count).Where(i => chosen.Contains(groups[i]))];
    }
}

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

    /// <summary>How many images each class has. An image with several labels counts for each of them.</summary>
    /// <param name="split">The split.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <exception cref="ArgumentException">Images have several labels, and of other classes; or one has no label.</exception>
    public static int[] ClassCounts(this Split split, int classes)
    {
        if (split.Labels.dim() == 2)
        {
            if (split.Labels.shape[1] != classes) throw new ArgumentException($"The images of the split '{split.Name}' have labels of {split.Labels.shape[1]} classes, not {classes}.", nameof(classes));
            var (labels, counts) = (split.LabelRows(), new int[classes]);
            for (var i = 0; i < labels.Length; i++) counts[i % classes] += labels[i] ? 1 : 0;
            return counts;
        }
        return Counts(split.LabelNumbers(), classes);
    }

    /// <summary>scikit-learn's <c>class_weight='balanced'</c>: images / (classes x images of the class), 0 for a class without images.</summary>
    /// <param name="split">The split.</param>
    /// <param name="classes">How many classes there are.</param>
    public static double[] BalancedClassWeights(this Split split, int classes) =>
        [.. Counts(split.LabelNumbers(), classes).Select(count => count == 0 ? 0 : (double)split.Count / (classes * (double)count))];

    /// <summary>Each image's weight: that of its class, so that all classes weigh the same in sum.</summary>
    /// <param name="split">The split.</param>
    /// <param name="classes">How many classes there are.</param>
    public static double[] BalancedSampleWeights(this Split split, int classes)
    {
        var weights = split.BalancedClassWeights(classes);
        return [.. split.LabelNumbers().Select(label => weights[label])];
    }

    /// <summary>
    /// Each image's weight where images have several labels and only the first of each is looked at, as the VOC study has it: scikit-learn's <c>compute_sample_weight('balanced', first labels)</c>, images /
    /// (classes that come first somewhere x images with that first). The order of classes decides then what an image counts as: a person on a horse is a horse.
    /// <see cref="PositiveWeights"/> treats every label alike.
    /// </summary>
    /// <param name="split">Images with several labels.</param>
    /// <exception cref="ArgumentException">An image has no label.</exception>
    /// <exception cref="InvalidOperationException">Images have one label each.</exception>
    public static double[] BalancedFirstLabelWeights(this Split split)
    {
        var (labels, classes) = (split.LabelRows(), (int)split.Labels.shape[1]);
        int[] first = [.. Enumerable.Range(0, split.Count).Select(i => labels.AsSpan(i * classes, classes).IndexOf(true))];
        var counts = Counts(first, classes);
        var used = counts.Count(count => count > 0);
        return [.. first.Select(label => (double)split.Count / (used * (double)counts[label]))];
    }

    /// <summary>
    /// For each class images that are not of it by images that are, with which <c>Objective.MultiLabel(positiveWeights:)</c> multiplies the loss of the latter: both weigh the same in sum. 1 for a class without images.
    /// </summary>
    /// <param name="split">Images with several labels.</param>
    /// <exception cref="ArgumentException">An image has no label.</exception>
    /// <exception cref="InvalidOperationException">Images have one label each.</exception>
    public static double[] PositiveWeights(this Split split)
    {
        split.LabelRows();
        return [.. split.ClassCounts((int)split.Labels.shape[1]).Select(count => count == 0 ? 1 : (split.Count - count) / (double)count)];
    }

    /// <summary>[N, classes] in one row: whether an image is of a class.</summary>
    private static bool[] LabelRows(this Split split)
    {
        if (split.Labels.dim() != 2) throw new InvalidOperationException($"The images of the split '{split.Name}' have one label each; BalancedClassWeights and BalancedSampleWeights weigh those.");
        var classes = (int)split.Labels.shape[1];
        bool[] labels = [.. split.Labels.data<float>().Select(label => label > 0)];
        for (var i = 0; i < split.Count; i++)
        {
            if (!labels.AsSpan(i * classes, classes).Contains(true))
                throw new ArgumentException($"The image {split.Files?[i] ?? $"{i}"} of the split '{split.Name}' has no label (1 for a class that it shows); leave such images out before counting or weighing.", nameof(split));
        }
        return labels;
    }

    private static int[] Counts(int[] labels, int classes)
    {
        var counts = new int[classes];
        foreach (var label in labels) counts[label]++;
        return counts;
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

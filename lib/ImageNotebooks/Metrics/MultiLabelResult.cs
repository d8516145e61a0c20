using System.Collections.Immutable;
using static System.FormattableString;

namespace ImageNotebooks;

/// <summary>
/// What a model predicted for images that may be of several classes at once, and everything that follows from it. A class is predicted where its probability reaches its threshold.
/// </summary>
[TypeFormatterSource(typeof(RichOutputFormatterSource), PreferredMimeTypes = [MimeTypes.Html])]
public sealed class MultiLabelResult : IRichOutput
{
    /// <summary>Keeps predictions beside the truth.</summary>
    /// <param name="classNames">One name a class.</param>
    /// <param name="truth">[n, classes]: whether the image is of the class.</param>
    /// <param name="probabilities">[n, classes] in [0, 1], each class for itself.</param>
    /// <param name="thresholds">One for all classes or one a class, each in [0, 1]; 0.5 where null.</param>
    /// <param name="argMaxFallback">Whether an image of which no class reaches its threshold is given the most probable one, the first of equals.</param>
    /// <param name="meanLoss">The mean loss over images and classes; null where it was not computed.</param>
    /// <exception cref="ArgumentException">There are no classes or no images, sizes do not fit or a probability is none.</exception>
    public MultiLabelResult(
        IEnumerable<string> classNames, bool[,] truth, float[,] probabilities, IReadOnlyList<double>? thresholds = null, bool argMaxFallback = false, double? meanLoss = null)
    {
        (ClassNames, Truth, Probabilities, ArgMaxFallback, MeanLoss) = ([.. classNames], truth, probabilities, argMaxFallback, meanLoss);
        if (ClassNames.Count == 0 || Count == 0) throw new ArgumentException($"A result needs classes and images; there are {ClassNames.Count} classes and {Count} images.");
        ProbabilityMatrix.RequireSize(truth, "true labels", Count, ClassNames.Count);
        ProbabilityMatrix.Require(probabilities, Count, ClassNames);
        Thresholds = thresholds switch
        {
            null => [.. ClassNames.Select(_ => 0.5)],
            [var one] => [.. ClassNames.Select(_ => one)],
            _ when thresholds.Count == ClassNames.Count => [.. thresholds],
            _ => throw new ArgumentException($"There are {thresholds.Count} thresholds; give one for all {ClassNames.Count} classes or one a class."),
        };
        foreach (var (name, threshold) in ClassNames.Zip(Thresholds))
        {
            if (!(threshold >= 0 && threshold <= 1)) throw new ArgumentException(Invariant($"The threshold of '{name}' is {threshold}; it is compared with probabilities and lies between 0 and 1."));
        }
        Predicted = Decide(probabilities, Thresholds, argMaxFallback);
    }

    /// <summary>Which classes are predicted, of images whose truth need not be known.</summary>
    /// <param name="probabilities">[n, classes] in [0, 1].</param>
    /// <param name="thresholds">One a class, or one for all: from which probability on it is predicted.</param>
    /// <param name="argMaxFallback">Whether an image of which no class reaches its threshold is given the most probable one, the first of equals.</param>
    /// <returns>[n, classes].</returns>
    /// <exception cref="ArgumentException">There are not as many thresholds.</exception>
    public static bool[,] Decide(float[,] probabilities, IReadOnlyList<double> thresholds, bool argMaxFallback = false)
    {
        var (count, classes) = (probabilities.GetLength(0), probabilities.GetLength(1));
        if (thresholds.Count != 1 && thresholds.Count != classes) throw new ArgumentException($"There are {thresholds.Count} thresholds; give one for all {classes} classes or one a class.", nameof(thresholds));
        var predicted = new bool[count, classes];
        for (var i = 0; i < count; i++)
        {
            var (likeliest, any) = (0, false);
            for (var c = 0; c < classes; c++)
            {
                any |= predicted[i, c] = probabilities[i, c] >= thresholds[thresholds.Count == 1 ? 0 : c];
                if (probabilities[i, c] > probabilities[i, likeliest]) likeliest = c;
            }
            if (!any && argMaxFallback) predicted[i, likeliest] = true;
        }
        return predicted;
    }

    /// <summary>How many images there are.</summary>
    public int Count => Truth.GetLength(0);

    /// <summary>One name a class.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>[n, classes]: whether the image is of the class.</summary>
    public bool[,] Truth { get; }

    /// <summary>[n, classes] in [0, 1].</summary>
    public float[,] Probabilities { get; }

    /// <summary>One a class: the probability from which on it is predicted.</summary>
    public IReadOnlyList<double> Thresholds { get; }

    /// <summary>Whether an image without a class above its threshold is given the most probable one.</summary>
    public bool ArgMaxFallback { get; }

    /// <summary>The mean loss over images and classes; null where it was not computed.</summary>
    public double? MeanLoss { get; }

    /// <summary>[n, classes]: whether the class was predicted.</summary>
    public bool[,] Predicted { get; }

    /// <summary>The part of all decisions, one an image and class, that is wrong.</summary>
    public double HammingLoss
    {
        get
        {
            var counts = AllCounts().Aggregate((a, b) => a + b);
            return (double)(counts.FalsePositives + counts.FalseNegatives) / counts.Total;
        }
    }

    /// <summary>The part of all decisions that is right, as Keras's binary accuracy: high wherever classes are rare, even of a model that predicts none.</summary>
    public double BinaryAccuracy => 1 - HammingLoss;

    /// <summary>The part of the images whose every class is right.</summary>
    public double SubsetAccuracy
    {
        get
        {
            var right = 0;
            for (var i = 0; i < Count; i++)
            {
                if (Row(Truth, i).SequenceEqual(Row(Predicted, i))) right++;
            }
            return (double)right / Count;
        }
    }

    /// <summary>The mean average precision over classes of which there are images (mAP); thresholds do not matter.</summary>
    public double MeanAveragePrecision => Ranking().MeanAveragePrecision;

    /// <summary>The right and wrong decisions about one class.</summary>
    /// <param name="c">The class's number.</param>
    public BinaryCounts Counts(int c)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(c);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(c, ClassNames.Count);
        return AllCounts()[c];
    }

    /// <summary>Precision, recall, F1 score and support of every class with their means, as scikit-learn's classification_report has it for several labels.</summary>
    /// <param name="digits">Decimals of the scores.</param>
    public ClassificationReport Report(int digits = 2)
    {
        var counts = AllCounts();
        double precision = 0, recall = 0, f1 = 0;
        for (var i = 0; i < Count; i++)
        {
            var image = Compare(Row(Truth, i), Row(Predicted, i));
            precision += image.Precision;
            recall += image.Recall;
            f1 += image.F1;
        }
        return new(ClassNames, counts, SubsetAccuracy, digits, new("samples avg", precision / Count, recall / Count, f1 / Count, counts.Sum(c => c.Support)));
    }

    /// <summary>The curves and areas of every class, and their means.</summary>
    public RankingReport Ranking() => new(ClassNames, Rank);

    /// <summary>Whether probabilities mean what they say, all classes together: of the classes given 0.7, 70% should be there.</summary>
    /// <param name="bins">How many bins of equal width.</param>
    public Calibration Calibration(int bins = 15)
    {
        float[] probabilities = [.. ProbabilityMatrix.All(Probabilities)];
        for (var i = 0; i < probabilities.Length; i++) probabilities[i] = Math.Min(1, probabilities[i]);
        return new(probabilities, ProbabilityMatrix.All(Truth), bins);
    }

    /// <summary>What is known of every class, in a table.</summary>
    public ScoreTable PerClass()
    {
        var counts = AllCounts();
        return new("Per class", "class", ["threshold", "precision", "recall", "specificity", "F1 score", "AUC", "average precision", "images"], Ranking().Classes.Select((ranking, c) =>
            new ScoreRow(ranking.Name, [Thresholds[c], counts[c].Precision, counts[c].Recall, counts[c].Specificity, counts[c].F1, ranking.Auc, ranking.AveragePrecision, counts[c].Support])));
    }

    /// <summary>
    /// For each class the threshold with the highest F1 score on these images, halfway between the lowest probability that it takes and the next one; the highest of equals, and 0.5 where
    /// no image is of the class. Find them on validation images and judge them on others: <c>test.With(validation.BestThresholds())</c>.
    /// </summary>
    public IReadOnlyList<double> BestThresholds() => [.. ClassNames.Select((_, c) =>
    {
        var ranked = Rank(c);
        if (ranked.Positives == 0) return 0.5;
        double F1(int i) => 2.0 * ranked.TruePositives[i] / (ranked.TruePositives[i] + ranked.FalsePositives[i] + ranked.Positives);
        var best = Enumerable.Range(0, ranked.Thresholds.Length).MaxBy(F1);
        return Math.Min(1, (ranked.Thresholds[best] + (best + 1 < ranked.Thresholds.Length ? ranked.Thresholds[best + 1] : 0)) / 2);
    })];

    /// <summary>The same probabilities with other thresholds.</summary>
    /// <param name="thresholds">One for all classes or one a class.</param>
    /// <param name="argMaxFallback">Whether an image without a class is given the most probable one; as now when null.</param>
    public MultiLabelResult With(IReadOnlyList<double> thresholds, bool? argMaxFallback = null) =>
        new(ClassNames, Truth, Probabilities, thresholds, argMaxFallback ?? ArgMaxFallback, MeanLoss);

    /// <summary>The result of some of the images, without a mean loss.</summary>
    /// <param name="images">Positions in this result; one may come several times.</param>
    public MultiLabelResult Take(IReadOnlyList<int> images) =>
        new(ClassNames, ProbabilityMatrix.Take(Truth, images), ProbabilityMatrix.Take(Probabilities, images), Thresholds, ArgMaxFallback);

    /// <summary>An interval for any metric, from these images drawn again with replacement: <c>result.Bootstrap(r => r.MeanAveragePrecision)</c>.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="seed">The same seed draws the same images.</param>
    /// <param name="resamples">How many draws.</param>
    /// <param name="level">How sure, between 0 and 1.</param>
    /// <param name="stratified">
    /// Whether each draw has as many images of each combination of classes as there are, and so as many of each class: a rare class is never without images. An image whose combination is its
    /// alone is in every draw, so where there are many of them, as of 20 classes, the interval is too narrow.
    /// </param>
    /// <param name="groups">What each image is drawn with; null: each alone.</param>
    /// <exception cref="ArgumentException">Sizes do not fit, or groups were asked for within combinations.</exception>
    public Interval Bootstrap(
        Func<MultiLabelResult, double> metric, int seed = 0, int resamples = 1000, double level = 0.95, bool stratified = false, IEnumerable<string>? groups = null) =>
        ImageNotebooks.Bootstrap.Interval(Count, images => metric(Take(images)), seed, resamples, level, stratified ? Combinations() : null, groups);

    /// <summary>The main numbers in a sentence.</summary>
    public override string ToString() =>
        Invariant($"mean average precision {MeanAveragePrecision:0.0000}, binary accuracy {BinaryAccuracy:0.0000}, all classes right {SubsetAccuracy:0.0000} ({Count:#,0} images)")
        + (MeanLoss is { } loss ? Invariant($", mean loss {loss:0.0000}") : "");

    /// <inheritdoc/>
    public string ToHtml() => $"<p>{HtmlTable.Encode(ToString())}</p>{Report().ToHtml()}";

    private RankedScores Rank(int c) => new(ProbabilityMatrix.Column(Truth, c), ProbabilityMatrix.Column(Probabilities, c));

    private BinaryCounts[] AllCounts()
    {
        var (hits, predicted, support) = (new long[ClassNames.Count], new long[ClassNames.Count], new long[ClassNames.Count]);
        for (var i = 0; i < Count; i++)
        {
            for (var c = 0; c < ClassNames.Count; c++)
            {
                if (Predicted[i, c]) predicted[c]++;
                if (Truth[i, c]) support[c]++;
                if (Predicted[i, c] && Truth[i, c]) hits[c]++;
            }
        }
        return [.. hits.Select((hit, c) => new BinaryCounts(hit, predicted[c] - hit, support[c] - hit, Count - predicted[c] - support[c] + hit))];
    }

    /// <summary>[n] numbers, the same where images are of the same classes.</summary>
    private int[] Combinations()
    {
        var numbers = new Dictionary<string, int>();
        return [.. Enumerable.Range(0, Count).Select(i =>
        {
            var classes = string.Concat(Row(Truth, i).ToArray().Select(isOf => isOf ? '1' : '0'));
            return numbers.TryAdd(classes, numbers.Count) ? numbers.Count - 1 : numbers[classes];
        })];
    }

    private static BinaryCounts Compare(ReadOnlySpan<bool> truth, ReadOnlySpan<bool> predicted)
    {
        long hits = 0, alarms = 0, misses = 0;
        for (var c = 0; c < truth.Length; c++)
        {
            if (truth[c] && predicted[c]) hits++;
            else if (predicted[c]) alarms++;
            else if (truth[c]) misses++;
        }
        return new(hits, alarms, misses, truth.Length - hits - alarms - misses);
    }

    private static ReadOnlySpan<bool> Row(bool[,] matrix, int row) => ProbabilityMatrix.All(matrix).Slice(row * matrix.GetLength(1), matrix.GetLength(1));
}

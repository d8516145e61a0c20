namespace ImageNotebooks;

/// <summary>An image on which a classifier's loss is high.</summary>
/// <param name="Index">Its position in the result.</param>
/// <param name="Loss">The cross-entropy, -ln of <paramref name="TrueProbability"/>; infinite where that was rounded to 0.</param>
/// <param name="True">What the image is.</param>
/// <param name="Predicted">What it was predicted as.</param>
/// <param name="TrueProbability">The probability of what it is.</param>
/// <param name="Confidence">The probability of what it was predicted as.</param>
public sealed record TopLoss(int Index, double Loss, string True, string Predicted, double TrueProbability, double Confidence);

// What follows from the probabilities.
public sealed partial class ClassifierResult
{
    private const string NoProbabilities = "This result has no probabilities, so there is nothing to rank; keep the model's softmax, as Evaluate.Classifier does.";

    /// <summary>Several classifiers that answer together, from their results on the same images: the mean of their probabilities, the most probable class of it, and its mean cross-entropy.</summary>
    /// <param name="results">At least one, with probabilities, of the same images and classes in the same order.</param>
    /// <param name="weights">How much each counts, 0 or more and not all 0; null where all count the same.</param>
    /// <exception cref="ArgumentException">There are none, they are of other images or classes, or weights do not fit.</exception>
    /// <exception cref="InvalidOperationException">One has no probabilities.</exception>
    public static ClassifierResult Ensemble(IReadOnlyList<ClassifierResult> results, IReadOnlyList<double>? weights = null)
    {
        if (results.Count == 0 || results.Any(result => !result.ClassNames.SequenceEqual(results[0].ClassNames) || !result.TrueLabels.SequenceEqual(results[0].TrueLabels)))
            throw new ArgumentException(results.Count == 0 ? "An ensemble needs at least one result." : "The results are of other images or classes; evaluate all models on the same images, in the same order.", nameof(results));
        if (weights is not null && (weights.Count != results.Count || weights.Any(weight => !(weight >= 0 && double.IsFinite(weight))) || weights.Sum() == 0))
            throw new ArgumentException($"{results.Count} results need as many weights, finite, 0 or more and not all 0; given are {string.Join(", ", weights.Select(weight => FormattableString.Invariant($"{weight}")))}.", nameof(weights));
        var (first, total) = (results[0], weights?.Sum() ?? results.Count);
        var mean = new float[first.Count, first.ClassNames.Count];
        var predicted = new int[first.Count];
        var loss = 0.0;
        for (var i = 0; i < first.Count; i++)
        {
            for (var c = 0; c < first.ClassNames.Count; c++)
            {
                mean[i, c] = (float)results.Select((result, r) => (weights?[r] ?? 1) / total * result.Required[i, c]).Sum();
                if (mean[i, c] > mean[i, predicted[i]]) predicted[i] = c;
            }
            loss -= Math.Log(mean[i, first.TrueLabels[i]]);
        }
        return new(first.ClassNames, first.TrueLabels, predicted, mean, loss / first.Count);
    }

    /// <summary>
    /// The part of the images whose true class is among the k most probable, in [0, 1]. Of equally probable classes the one with the lower number comes first, as arg-max has it
    /// (scikit-learn's top_k_accuracy_score takes the higher number).
    /// </summary>
    /// <param name="k">1 to the number of classes.</param>
    /// <exception cref="InvalidOperationException">There are no probabilities.</exception>
    public double TopK(int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, ClassNames.Count);
        var probabilities = Required;
        var found = 0;
        for (var i = 0; i < Count; i++)
        {
            var truth = TrueLabels[i];
            var (own, before) = (probabilities[i, truth], 0);
            for (var c = 0; c < ClassNames.Count; c++)
            {
                if (probabilities[i, c] > own || (probabilities[i, c] == own && c < truth)) before++;
            }
            if (before < k) found++;
        }
        return (double)found / Count;
    }

    /// <summary>The images with the highest loss, the highest first: what to look at for wrong labels and hard cases.</summary>
    /// <param name="k">How many; all of them where there are fewer.</param>
    /// <exception cref="InvalidOperationException">There are no probabilities.</exception>
    public IReadOnlyList<TopLoss> TopLosses(int k)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        var probabilities = Required;
        return [.. Enumerable.Range(0, Count).OrderBy(i => probabilities[i, TrueLabels[i]]).Take(k).Select(i =>
        {
            var (truth, predicted) = (TrueLabels[i], PredictedLabels[i]);
            var own = probabilities[i, truth];
            return new TopLoss(i, -Math.Log(own), ClassNames[truth], ClassNames[predicted], own, probabilities[i, predicted]);
        })];
    }

    /// <summary>The ROC curve of one class against the rest.</summary>
    /// <param name="c">The class's number; 1 is the usual "positive" of two.</param>
    /// <exception cref="InvalidOperationException">There are no probabilities.</exception>
    public RocCurve Roc(int c) => new(Rank(c));

    /// <summary>The precision-recall curve of one class.</summary>
    /// <param name="c">The class's number.</param>
    /// <exception cref="InvalidOperationException">There are no probabilities.</exception>
    public PrecisionRecallCurve PrecisionRecall(int c) => new(Rank(c));

    /// <summary>The curves and areas of every class against the rest, and their means.</summary>
    /// <exception cref="InvalidOperationException">There are no probabilities.</exception>
    public RankingReport Ranking() => new(ClassNames, Rank);

    /// <summary>Whether the classifier is as often right as it is sure: the probability of the predicted class against its being right.</summary>
    /// <param name="bins">How many bins of equal width.</param>
    /// <exception cref="InvalidOperationException">There are no probabilities.</exception>
    public Calibration Calibration(int bins = 15)
    {
        var probabilities = Required;
        var (confidence, right) = (new float[Count], new bool[Count]);
        for (var i = 0; i < Count; i++)
            (confidence[i], right[i]) = (Math.Min(1, probabilities[i, PredictedLabels[i]]), PredictedLabels[i] == TrueLabels[i]);
        return new(confidence, right, bins);
    }

    /// <summary>
    /// Brier's score (1950): the squared distance of the probabilities from the truth, over all classes, a mean over images; in [0, 2], 0 is perfect. With two classes it is that of the
    /// second class alone, half as much and in [0, 1], as in scikit-learn.
    /// </summary>
    /// <exception cref="InvalidOperationException">There are no probabilities.</exception>
    public double Brier
    {
        get
        {
            var probabilities = Required;
            double sum = 0;
            for (var i = 0; i < Count; i++)
            {
                for (var c = ClassNames.Count == 2 ? 1 : 0; c < ClassNames.Count; c++)
                {
                    var distance = probabilities[i, c] - (c == TrueLabels[i] ? 1.0 : 0);
                    sum += distance * distance;
                }
            }
            return sum / Count;
        }
    }

    /// <summary>What is known of every class, in a table: precision, recall, specificity, F1 score and, where there are probabilities, AUC and average precision.</summary>
    public ScoreTable PerClass()
    {
        string[] columns = ["precision", "recall", "specificity", "F1 score", .. Probabilities is null ? Array.Empty<string>() : ["AUC", "average precision"], "images"];
        return new("Per class", "class", columns, ClassNames.Select((name, c) =>
        {
            var counts = ConfusionMatrix.OneVersusRest(c);
            var ranked = Probabilities is null ? null : Rank(c);
            double[] areas = ranked is null ? [] : [new RocCurve(ranked).Auc, new PrecisionRecallCurve(ranked).AveragePrecision];
            return new ScoreRow(name, [counts.Precision, counts.Recall, counts.Specificity, counts.F1, .. areas, counts.Support]);
        }));
    }

    private float[,] Required => Probabilities ?? throw new InvalidOperationException(NoProbabilities);

    private RankedScores Rank(int c)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(c);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(c, ClassNames.Count);
        var positive = new bool[Count];
        for (var i = 0; i < Count; i++) positive[i] = TrueLabels[i] == c;
        return new(positive, ProbabilityMatrix.Column(Required, c));
    }
}

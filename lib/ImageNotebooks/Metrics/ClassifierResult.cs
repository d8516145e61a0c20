using static System.FormattableString;

namespace ImageNotebooks;

/// <summary>A pair of classes that a classifier takes for each other.</summary>
/// <param name="True">What the images are.</param>
/// <param name="Predicted">What they were predicted as.</param>
/// <param name="Count">How many images.</param>
public sealed record Confusion(string True, string Predicted, long Count);

/// <summary>What a classifier predicted for a set of images, and everything that follows from it.</summary>
[TypeFormatterSource(typeof(RichOutputFormatterSource), PreferredMimeTypes = [MimeTypes.Html])]
public sealed partial class ClassifierResult : IRichOutput
{
    /// <summary>Keeps predictions beside the truth.</summary>
    /// <param name="classNames">One name a class; a label is an index into them.</param>
    /// <param name="trueLabels">[n] labels in [0, classes).</param>
    /// <param name="predictedLabels">[n] labels in [0, classes).</param>
    /// <param name="probabilities">[n, classes] in [0, 1], rows that sum to 1; null where the classifier gives none.</param>
    /// <param name="meanLoss">The mean loss over the images; null where it was not computed.</param>
    /// <exception cref="ArgumentException">There are no classes or no images, sizes do not fit, a label has no class or a probability is none.</exception>
    public ClassifierResult(
        IEnumerable<string> classNames, IEnumerable<int> trueLabels, IEnumerable<int> predictedLabels,
        float[,]? probabilities = null, double? meanLoss = null)
    {
        (ClassNames, TrueLabels, PredictedLabels) = ([.. classNames], [.. trueLabels], [.. predictedLabels]);
        (Probabilities, MeanLoss) = (probabilities, meanLoss);
        if (ClassNames.Count == 0 || TrueLabels.Count == 0)
            throw new ArgumentException($"A result needs classes and images; there are {ClassNames.Count} classes and {TrueLabels.Count} images.");
        if (probabilities is not null) ProbabilityMatrix.Require(probabilities, TrueLabels.Count, ClassNames);
        ConfusionMatrix = new ConfusionMatrix(ClassNames, TrueLabels, PredictedLabels);
    }

    /// <summary>How many images were classified.</summary>
    public int Count => TrueLabels.Count;

    /// <summary>One name a class.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>[n] labels, indices into the class names.</summary>
    public IReadOnlyList<int> TrueLabels { get; }

    /// <summary>[n] labels, indices into the class names.</summary>
    public IReadOnlyList<int> PredictedLabels { get; }

    /// <summary>[n, classes] in [0, 1], or null where the classifier gives none.</summary>
    public float[,]? Probabilities { get; }

    /// <summary>The mean loss over the images, or null where it was not computed.</summary>
    public double? MeanLoss { get; }

    /// <summary>How often each true class was predicted as each class.</summary>
    public ConfusionMatrix ConfusionMatrix { get; }

    /// <summary>The part of the images that was predicted rightly, in [0, 1].</summary>
    public double Accuracy => (double)ConfusionMatrix.Correct / ConfusionMatrix.Total;

    /// <summary>The mistake made most often, the first of equals in the order of the class names; null where there are none.</summary>
    public Confusion? MostConfused
    {
        get
        {
            var classes = Enumerable.Range(0, ClassNames.Count).ToArray();
            var (truth, predicted) = classes.SelectMany(t => classes.Select(p => (t, p))).Where(pair => pair.t != pair.p)
                .OrderByDescending(pair => ConfusionMatrix[pair.t, pair.p]).FirstOrDefault();
            return truth == predicted || ConfusionMatrix[truth, predicted] == 0
                ? null
                : new(ClassNames[truth], ClassNames[predicted], ConfusionMatrix[truth, predicted]);
        }
    }

    /// <summary>
    /// The indices of the images that were predicted wrongly, the surest mistakes first: by falling probability of the predicted
    /// class, and in their own order where there are no probabilities.
    /// </summary>
    public IReadOnlyList<int> Misclassified =>
        [.. Enumerable.Range(0, TrueLabels.Count).Where(i => TrueLabels[i] != PredictedLabels[i]).OrderByDescending(i => Confidence(i) ?? 0)];

    /// <summary>The probability of the predicted class of image <paramref name="index"/>, or null where the classifier gives none.</summary>
    public float? Confidence(int index) => Probabilities?[index, PredictedLabels[index]];

    /// <summary>Precision, recall, F1 score and support of every class, as scikit-learn's classification_report.</summary>
    /// <param name="digits">Decimals of the scores.</param>
    public ClassificationReport Report(int digits = 2) => new(ConfusionMatrix, digits);

    /// <summary>Wilson's interval of the accuracy, which takes the images as drawn one by one; for images that hang together see <see cref="Bootstrap"/>.</summary>
    public Interval AccuracyInterval(double level = 0.95) => Interval.Wilson(ConfusionMatrix.Correct, ConfusionMatrix.Total, level);

    /// <summary>The result of some of the images, without a mean loss.</summary>
    /// <param name="images">Positions in this result; one may come several times.</param>
    public ClassifierResult Take(IReadOnlyList<int> images) =>
        new(ClassNames, images.Select(i => TrueLabels[i]), images.Select(i => PredictedLabels[i]), Probabilities is null ? null : ProbabilityMatrix.Take(Probabilities, images));

    /// <summary>An interval for any metric, from these images drawn again with replacement: <c>result.Bootstrap(r => r.Ranking().MacroAuc)</c>.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="seed">The same seed draws the same images.</param>
    /// <param name="resamples">How many draws.</param>
    /// <param name="level">How sure, between 0 and 1.</param>
    /// <param name="stratified">Whether each draw has as many images of each class as there are.</param>
    /// <param name="groups">What each image is drawn with, the patient say (<c>split.Groups</c>); null: each alone.</param>
    /// <exception cref="ArgumentException">Sizes do not fit, or groups were asked for within classes.</exception>
    public Interval Bootstrap(
        Func<ClassifierResult, double> metric, int seed = 0, int resamples = 1000, double level = 0.95, bool stratified = false, IEnumerable<string>? groups = null) =>
        ImageNotebooks.Bootstrap.Interval(Count, images => metric(Take(images)), seed, resamples, level, stratified ? TrueLabels : null, groups);

    /// <summary>Accuracy, number of images and mean loss in a sentence.</summary>
    public override string ToString() =>
        Invariant($"accuracy {Accuracy:0.0000} ({ConfusionMatrix.Correct:#,0} of {ConfusionMatrix.Total:#,0} images)")
        + (MeanLoss is { } loss ? Invariant($", mean loss {loss:0.0000}") : "");

    /// <inheritdoc/>
    public string ToHtml() => $"<p>{HtmlTable.Encode(ToString())}</p>{Report().ToHtml()}";
}

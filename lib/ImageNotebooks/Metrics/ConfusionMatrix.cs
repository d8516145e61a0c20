using System.Collections.Immutable;
using System.Globalization;

namespace ImageNotebooks;

/// <summary>By what the counts of a confusion matrix are divided.</summary>
public enum Normalization
{
    /// <summary>By nothing: counts.</summary>
    None,

    /// <summary>By the images of each true class (rows): the diagonal is the recall.</summary>
    True,

    /// <summary>By the images predicted as each class (columns): the diagonal is the precision.</summary>
    Predicted,

    /// <summary>By the number of images.</summary>
    All,
}

/// <summary>How often images of each true class (rows) were predicted as each class (columns).</summary>
[TypeFormatterSource(typeof(RichOutputFormatterSource), PreferredMimeTypes = [MimeTypes.Html])]
public sealed class ConfusionMatrix : IRichOutput
{
    private readonly long[,] counts;

    /// <summary>Counts pairs of labels.</summary>
    /// <param name="classNames">One name a class; a label is an index into them.</param>
    /// <param name="trueLabels">[n] labels in [0, classes).</param>
    /// <param name="predictedLabels">[n] labels in [0, classes).</param>
    /// <exception cref="ArgumentException">The lists differ in length or a label has no class.</exception>
    public ConfusionMatrix(IEnumerable<string> classNames, IReadOnlyList<int> trueLabels, IReadOnlyList<int> predictedLabels)
    {
        ClassNames = [.. classNames];
        if (trueLabels.Count != predictedLabels.Count)
            throw new ArgumentException($"There are {trueLabels.Count} true labels and {predictedLabels.Count} predicted ones; each image needs both.");
        var classes = ClassNames.Count;
        counts = new long[classes, classes];
        for (var i = 0; i < trueLabels.Count; i++)
        {
            var (truth, predicted) = (trueLabels[i], predictedLabels[i]);
            if ((uint)truth >= (uint)classes || (uint)predicted >= (uint)classes)
                throw new ArgumentException($"Image {i} has true label {truth} and predicted label {predicted}, and with {classes} classes labels run from 0 to {classes - 1}.");
            counts[truth, predicted]++;
        }
    }

    /// <summary>Takes over counts, [true, predicted].</summary>
    internal ConfusionMatrix(IReadOnlyList<string> classNames, long[,] counts) => (ClassNames, this.counts) = (classNames, counts);

    /// <summary>One name a class.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>How many images of class <paramref name="truth"/> were predicted as <paramref name="predicted"/>.</summary>
    public long this[int truth, int predicted] => counts[truth, predicted];

    /// <summary>How many images were counted.</summary>
    public long Total => Classes.Sum(Support);

    /// <summary>How many images were predicted as what they are.</summary>
    public long Correct => Classes.Sum(c => counts[c, c]);

    /// <summary>How many images of this class there are.</summary>
    public long Support(int truth) => Classes.Sum(predicted => counts[truth, predicted]);

    /// <summary>How many images were predicted as this class.</summary>
    public long Predicted(int predicted) => Classes.Sum(truth => counts[truth, predicted]);

    /// <summary>One class against the rest.</summary>
    public BinaryCounts OneVersusRest(int c)
    {
        var (support, predicted) = (Support(c), Predicted(c));
        return new(counts[c, c], predicted - counts[c, c], support - counts[c, c], Total - support - predicted + counts[c, c]);
    }

    /// <summary>
    /// Cohen's kappa: by how much the truth and the predictions agree beyond chance; 1 is perfect, 0 is chance (Cohen 1960). NaN where truth and predictions are of one and the same class,
    /// for there chance agrees always.
    /// </summary>
    public double Kappa
    {
        get
        {
            double total = Total;
            return 1 - (total - Correct) / (total - Classes.Sum(c => Support(c) * (double)Predicted(c)) / total);
        }
    }

    /// <summary>
    /// Matthews's correlation of the truth and the predictions, for several classes as Gorodkin (2004) has it; in [-1, 1]. 0 where either is of one class only, as in scikit-learn.
    /// </summary>
    public double Matthews
    {
        get
        {
            double Squares(Func<int, double> first, Func<int, double> second) => Classes.Sum(c => first(c) * second(c));
            double total = Total;
            var spread = (total * total - Squares(c => Support(c), c => Support(c))) * (total * total - Squares(c => Predicted(c), c => Predicted(c)));
            return spread == 0 ? 0 : (Correct * total - Squares(c => Support(c), c => Predicted(c))) / Math.Sqrt(spread);
        }
    }

    /// <summary>The matrix as numbers, [true, predicted]; 0 where the divisor is 0, as in scikit-learn.</summary>
    public double[,] Normalize(Normalization by)
    {
        var rows = Classes.Select(Support).ToArray();
        var columns = Classes.Select(Predicted).ToArray();
        var total = Total;
        var result = new double[ClassNames.Count, ClassNames.Count];
        foreach (var truth in Classes)
        {
            foreach (var predicted in Classes)
            {
                var divisor = by switch
                {
                    Normalization.None => 1,
                    Normalization.True => rows[truth],
                    Normalization.Predicted => columns[predicted],
                    Normalization.All => total,
                    _ => throw new ArgumentOutOfRangeException(nameof(by), by, "There is no such normalization."),
                };
                result[truth, predicted] = divisor == 0 ? 0 : (double)counts[truth, predicted] / divisor;
            }
        }
        return result;
    }

    /// <summary>The counts as rows of text, true classes downwards.</summary>
    public override string ToString()
    {
        var width = Math.Max(ClassNames.Max(name => name.Length), Total.ToString(CultureInfo.InvariantCulture).Length) + 2;
        var lines = Classes.Select(truth => ClassNames[truth].PadRight(width) + string.Concat(Classes.Select(predicted => counts[truth, predicted].ToString(CultureInfo.InvariantCulture).PadLeft(width))));
        return string.Join('\n', lines.Prepend("".PadRight(width) + string.Concat(ClassNames.Select(name => name.PadLeft(width)))));
    }

    /// <inheritdoc/>
    public string ToHtml() => HtmlTable.Render(
        ["true \\ predicted", .. ClassNames],
        Classes.Select(truth => new HtmlTable.Row([ClassNames[truth], .. Classes.Select(predicted => counts[truth, predicted].ToString("#,0", CultureInfo.InvariantCulture))])));

    private IEnumerable<int> Classes => Enumerable.Range(0, ClassNames.Count);
}

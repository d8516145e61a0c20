using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace ImageNotebooks;

/// <summary>How well one class was recognised, or the mean of several.</summary>
/// <param name="Name">The class, or the kind of mean.</param>
/// <param name="Precision">Of the images predicted as this class, the part that is of it; [0, 1], and 0 where none was predicted.</param>
/// <param name="Recall">Of the images of this class, the part that was predicted as it; [0, 1], and 0 where there are none.</param>
/// <param name="F1">The harmonic mean of precision and recall; 0 where both are 0.</param>
/// <param name="Support">How many images of this class there are.</param>
public sealed record ClassScore(string Name, double Precision, double Recall, double F1, long Support);

/// <summary>
/// Precision, recall, F1 score and support of every class with their means, in the numbers and the layout of scikit-learn's
/// <c>classification_report</c>.
/// </summary>
[TypeFormatterSource(typeof(RichOutputFormatterSource), PreferredMimeTypes = [MimeTypes.Html])]
public sealed class ClassificationReport : IRichOutput
{
    private readonly int digits;
    private readonly bool severalLabels;

    /// <summary>Scores every class of a confusion matrix.</summary>
    /// <param name="matrix">The counts.</param>
    /// <param name="digits">Decimals of the scores in text and table, 0 to 15.</param>
    public ClassificationReport(ConfusionMatrix matrix, int digits = 2)
        : this(matrix.ClassNames, [.. matrix.ClassNames.Select((_, c) => matrix.OneVersusRest(c))], Ratio(matrix.Correct, matrix.Total), digits)
    {
    }

    /// <summary>Scores classes that were counted one by one.</summary>
    /// <param name="names">One name a class.</param>
    /// <param name="counts">Each class against the rest.</param>
    /// <param name="accuracy">The part of the images that is right in everything.</param>
    /// <param name="digits">Decimals of the scores.</param>
    /// <param name="samples">The mean over images, where an image may have several labels: the text is then laid out for such.</param>
    internal ClassificationReport(IReadOnlyList<string> names, BinaryCounts[] counts, double accuracy, int digits, ClassScore? samples = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(digits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(digits, 15);
        (this.digits, severalLabels, SamplesAverage, Accuracy) = (digits, samples is not null, samples, accuracy);
        Classes = [.. names.Zip(counts, Score)];
        MicroAverage = Score("micro avg", counts.Aggregate((a, b) => a + b));
        MacroAverage = Average("macro avg", _ => 1);
        WeightedAverage = Average("weighted avg", score => score.Support);
    }

    /// <summary>One score a class, in the order of the class names.</summary>
    public IReadOnlyList<ClassScore> Classes { get; }

    /// <summary>The part of all images that was predicted rightly, in [0, 1]; where images have several labels, rightly in every one.</summary>
    public double Accuracy { get; }

    /// <summary>The scores of all decisions counted together; where each image has one label, all three are the accuracy.</summary>
    public ClassScore MicroAverage { get; }

    /// <summary>The mean over classes, each counting the same.</summary>
    public ClassScore MacroAverage { get; }

    /// <summary>The mean over classes, each counting by its support.</summary>
    public ClassScore WeightedAverage { get; }

    /// <summary>The mean over images of each image's own scores; null where each image has one label.</summary>
    public ClassScore? SamplesAverage { get; }

    /// <summary>The report as text, character by character what scikit-learn prints.</summary>
    public override string ToString()
    {
        // Python counts a name's code points, where .NET counts UTF-16 units.
        var width = new[] { Classes.Max(score => score.Name.EnumerateRunes().Count()), WeightedAverage.Name.Length, digits }.Max();
        string Right(string name) => new string(' ', width - name.EnumerateRunes().Count()) + name;
        string Line(ClassScore score) =>
            $"{Right(score.Name)}  {Text(score.Precision),9} {Text(score.Recall),9} {Text(score.F1),9} {score.Support,9}\n";

        var text = new StringBuilder($"{Right("")}  {"precision",9} {"recall",9} {"f1-score",9} {"support",9}\n\n");
        foreach (var score in Classes)
            text.Append(Line(score));
        text.Append('\n').Append(severalLabels ? Line(MicroAverage) : string.Create(CultureInfo.InvariantCulture, $"{Right("accuracy")}  {"",9} {"",9} {Text(Accuracy),9} {MacroAverage.Support,9}\n"));
        return text.Append(Line(MacroAverage)).Append(Line(WeightedAverage)).Append(SamplesAverage is { } samples ? Line(samples) : "").ToString();
    }

    /// <inheritdoc/>
    public string ToHtml()
    {
        HtmlTable.Row Row(ClassScore score, string cssClass = "") =>
            new([score.Name, Text(score.Precision), Text(score.Recall), Text(score.F1), Count(score.Support)], cssClass);
        string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);
        return HtmlTable.Render(["", "precision", "recall", "F1 score", "support"],
        [
            .. Classes.Select(score => Row(score)),
            severalLabels ? Row(MicroAverage, "rule") : new(["accuracy", "", "", Text(Accuracy), Count(MacroAverage.Support)], "rule"),
            Row(MacroAverage),
            Row(WeightedAverage),
            .. SamplesAverage is { } samples ? [Row(samples)] : Array.Empty<HtmlTable.Row>(),
        ]);
    }

    private static ClassScore Score(string name, BinaryCounts counts) => new(name, counts.Precision, counts.Recall, counts.F1, counts.Support);

    private ClassScore Average(string name, Func<ClassScore, double> weight)
    {
        var weights = Classes.Sum(weight);
        double Mean(Func<ClassScore, double> value) => Ratio(Classes.Sum(score => weight(score) * value(score)), weights);
        return new(name, Mean(score => score.Precision), Mean(score => score.Recall), Mean(score => score.F1), Classes.Sum(score => score.Support));
    }

    private static double Ratio(double part, double whole) => BinaryCounts.Ratio(part, whole);

    /// <summary>
    /// A score with its decimals as Python writes it. .NET rounds away from zero where a number lies exactly between two, as 0.125
    /// does, and Python to the even digit; only numbers with few binary places lie there, and those a decimal holds exactly.
    /// </summary>
    private string Text(double score)
    {
        var format = $"F{digits}";
        return double.IsInteger(Math.ScaleB(score, digits + 1))
            ? Math.Round((decimal)score, digits, MidpointRounding.ToEven).ToString(format, CultureInfo.InvariantCulture)
            : score.ToString(format, CultureInfo.InvariantCulture);
    }
}

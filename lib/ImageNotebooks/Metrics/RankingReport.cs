using System.Globalization;

namespace ImageNotebooks;

/// <summary>How well the scores of one class part its images from all others.</summary>
/// <param name="Name">The class.</param>
/// <param name="Roc">Its images against all others.</param>
/// <param name="PrecisionRecall">Its images among all.</param>
public sealed record ClassRanking(string Name, RocCurve Roc, PrecisionRecallCurve PrecisionRecall)
{
    /// <summary>The area under the ROC curve; NaN where no image is of the class, or every one.</summary>
    public double Auc => Roc.Auc;

    /// <summary>The average precision; NaN where no image is of the class.</summary>
    public double AveragePrecision => PrecisionRecall.AveragePrecision;

    /// <summary>How many images are of the class.</summary>
    public int Support => Roc.Positives;
}

/// <summary>
/// The curves of every class against the rest with their areas and means. A class for which an area is not defined has NaN and is left out of the means, and <see cref="Note"/> says so
/// (scikit-learn throws for AUC and counts 0 for average precision).
/// </summary>
[TypeFormatterSource(typeof(RichOutputFormatterSource), PreferredMimeTypes = [MimeTypes.Html])]
public sealed class RankingReport : IRichOutput
{
    internal RankingReport(IReadOnlyList<string> classNames, Func<int, RankedScores> rank)
    {
        Classes = [.. classNames.Select((name, c) =>
        {
            var ranked = rank(c);
            return new ClassRanking(name, new(ranked), new(ranked));
        })];
        MacroAuc = Mean(c => c.Auc, _ => 1);
        WeightedAuc = Mean(c => c.Auc, c => c.Support);
        MeanAveragePrecision = Mean(c => c.AveragePrecision, _ => 1);
        var none = Classes.Where(c => c.Support == 0).Select(c => c.Name).ToArray();
        var all = Classes.Where(c => c.Roc.Negatives == 0).Select(c => c.Name).ToArray();
        string[] notes =
        [
            .. none.Length > 0 ? [$"No image is of {string.Join(", ", none)}: no AUC and no average precision there, and the means are over the other classes."] : Array.Empty<string>(),
            .. all.Length > 0 ? [$"Every image is of {string.Join(", ", all)}: no AUC there."] : Array.Empty<string>(),
        ];
        Note = notes.Length == 0 ? null : string.Join(" ", notes);
    }

    /// <summary>One entry a class, in the order of the class names.</summary>
    public IReadOnlyList<ClassRanking> Classes { get; }

    /// <summary>The mean AUC over classes, each counting the same.</summary>
    public double MacroAuc { get; }

    /// <summary>The mean AUC over classes, each counting by its images.</summary>
    public double WeightedAuc { get; }

    /// <summary>The mean average precision over classes (mAP).</summary>
    public double MeanAveragePrecision { get; }

    /// <summary>What is not defined, and why; null where everything is.</summary>
    public string? Note { get; }

    /// <summary>The means in a line.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"AUC macro {MacroAuc:0.0000}, weighted {WeightedAuc:0.0000}; mean average precision {MeanAveragePrecision:0.0000}")
        + (Note is null ? "" : $". {Note}");

    /// <inheritdoc/>
    public string ToHtml() => HtmlTable.Render(["", "AUC", "average precision", "images"],
    [
        .. Classes.Select(c => new HtmlTable.Row([c.Name, Text(c.Auc), Text(c.AveragePrecision), c.Support.ToString("#,0", CultureInfo.InvariantCulture)])),
        new(["macro mean", Text(MacroAuc), Text(MeanAveragePrecision), ""], "rule"),
        new(["weighted mean", Text(WeightedAuc), "", ""]),
    ]) + (Note is null ? "" : $"<p>{HtmlTable.Encode(Note)}</p>");

    private double Mean(Func<ClassRanking, double> value, Func<ClassRanking, double> weight)
    {
        var defined = Classes.Where(c => !double.IsNaN(value(c))).ToArray();
        return defined.Sum(c => weight(c) * value(c)) / defined.Sum(weight);
    }

    private static string Text(double value) => double.IsNaN(value) ? "–" : value.ToString("0.0000", CultureInfo.InvariantCulture);
}

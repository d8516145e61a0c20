using System.Globalization;
using static System.FormattableString;

namespace ImageNotebooks;

public static partial class Plots
{
    /// <summary>
    /// A confusion matrix as a heat map: rows are true classes, columns predicted ones, each cell bears its count; hovering tells
    /// the share, which on the diagonal is the recall.
    /// </summary>
    /// <param name="result">The predictions.</param>
    /// <param name="normalize">What the colour shows: counts, or counts divided by rows, columns or everything; the share is then
    /// written above the count.</param>
    /// <param name="title">The heading.</param>
    public static Figure ConfusionMatrix(
        ClassifierResult result, Normalization normalize = Normalization.None, string title = "Confusion matrix")
    {
        var matrix = result.ConfusionMatrix;
        var names = matrix.ClassNames;
        var shares = matrix.Normalize(normalize);
        var side = Math.Clamp(names.Count * (normalize == Normalization.None ? 46 : 54), 220, 900);
        var heatmap = Trace.Heatmap(shares, [.. names], [.. names], ColorTitle(normalize))
            .With("zmin", 0).With("zmax", normalize == Normalization.None ? null : 1).With("xgap", 1).With("ygap", 1)
            .With("colorbar.tickformat", normalize == Normalization.None ? null : ".0%").With("colorbar.len", 1)
            .With("customdata", Trace.Jagged(Cells(matrix, (truth, predicted) => HoverText(matrix, truth, predicted)))).Hover("%{customdata}");
        return new Figure([heatmap, .. CellTexts(matrix, shares, normalize)])
            .Title(title).XAxis("predicted").YAxis("true")
            .With("yaxis", new { autorange = "reversed", showgrid = false, constrain = "domain", scaleanchor = "x" })
            .With("yaxis.title.text", "true").With("xaxis.constrain", "domain").With("xaxis.showline", false).With("xaxis.ticks", "")
            .With("xaxis.tickangle", names.Max(name => name.Length) * 8 > side / names.Count ? -45 : 0)
            .Size(width: side + 260, height: side + 170);
    }

    private static string ColorTitle(Normalization normalize) => normalize switch
    {
        Normalization.True => "share of true class",
        Normalization.Predicted => "share of predicted",
        Normalization.All => "share of all images",
        _ => "images",
    };

    /// <summary>
    /// The texts of the cells as two traces: on strong colour they are white, on weak colour they take the page's text colour,
    /// which shows on any background.
    /// </summary>
    private static IEnumerable<Trace> CellTexts(ConfusionMatrix matrix, double[,] shares, Normalization normalize)
    {
        var names = matrix.ClassNames;
        var strongest = normalize == Normalization.None ? shares.Cast<double>().Max() : 1;
        return Enumerable.Range(0, names.Count)
            .SelectMany(truth => Enumerable.Range(0, names.Count).Select(predicted => (truth, predicted)))
            .Where(cell => matrix[cell.truth, cell.predicted] > 0)
            .GroupBy(cell => shares[cell.truth, cell.predicted] > 0.55 * strongest)
            .Select(cells => Trace.Text(
                    cells.Select(cell => names[cell.predicted]), cells.Select(cell => names[cell.truth]),
                    cells.Select(cell => CellText(matrix[cell.truth, cell.predicted], shares[cell.truth, cell.predicted], normalize)),
                    color: cells.Key ? "white" : null)
                .With("textfont.size", 11));
    }

    private static string CellText(long count, double share, Normalization normalize) => normalize == Normalization.None
        ? count.ToString(CultureInfo.InvariantCulture)
        : Invariant($"{100 * share:0.#}%<br>{count}");

    private static string HoverText(ConfusionMatrix matrix, int truth, int predicted)
    {
        var (names, count, support) = (matrix.ClassNames.Select(PlotText.Literal).ToArray(), matrix[truth, predicted], matrix.Support(truth));
        var share = support == 0 ? 0 : 100.0 * count / support;
        return truth == predicted
            ? Invariant($"{names[truth]}: {count} of {support} right<br>recall {share:0.0}%")
            : Invariant($"true {names[truth]}, predicted {names[predicted]}<br>{count} of {support} ({share:0.0}%)");
    }

    private static T[,] Cells<T>(ConfusionMatrix matrix, Func<int, int, T> value)
    {
        var cells = new T[matrix.ClassNames.Count, matrix.ClassNames.Count];
        for (var truth = 0; truth < cells.GetLength(0); truth++)
            for (var predicted = 0; predicted < cells.GetLength(1); predicted++)
                cells[truth, predicted] = value(truth, predicted);
        return cells;
    }
}

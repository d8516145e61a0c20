using System.Globalization;
using System.Text;

namespace ImageNotebooks;

/// <summary>A row of numbers with a name.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Values">One number a column; NaN where there is none.</param>
public sealed record ScoreRow(string Name, IReadOnlyList<double> Values);

/// <summary>Numbers of several things side by side: classes of a model, or models. Shown in a notebook it can be sorted by a click on a column's head.</summary>
[TypeFormatterSource(typeof(RichOutputFormatterSource), PreferredMimeTypes = [MimeTypes.Html])]
public class ScoreTable : ITabular, IRichOutput
{
    private static readonly string[] Counts = ["images", "pixels", "errors", "positives", "negatives", "epochs"];

    private static readonly string[] LowWords = ["loss", "error", "false", "seconds"];

    private readonly bool marksBest;

    /// <summary>A table.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="what">What the rows are: class, model.</param>
    /// <param name="columns">The names of the numbers. Images, pixels, errors, positives, negatives and epochs are shown as whole numbers, in rows of that name too; of those with loss, error, false or seconds in their name low ones are better.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="marksBest">Whether the best number of each column is shown bold.</param>
    /// <exception cref="ArgumentException">A row has not as many numbers as there are columns.</exception>
    public ScoreTable(string title, string what, IEnumerable<string> columns, IEnumerable<ScoreRow> rows, bool marksBest = false)
    {
        (Title, What, ScoreNames, Rows, this.marksBest) = (title, what, [.. columns], [.. rows], marksBest);
        foreach (var row in Rows)
        {
            if (row.Values.Count != ScoreNames.Count)
                throw new ArgumentException($"'{row.Name}' has {row.Values.Count} numbers, and the table has {ScoreNames.Count} columns: {string.Join(", ", ScoreNames)}.");
        }
    }

    /// <summary>What stands above the table.</summary>
    public string Title { get; }

    /// <summary>What the rows are.</summary>
    public string What { get; }

    /// <summary>The names of the numbers.</summary>
    public IReadOnlyList<string> ScoreNames { get; }

    /// <summary>The rows, in the order in which they were given.</summary>
    public IReadOnlyList<ScoreRow> Rows { get; }

    /// <summary>A column's numbers, one a row; NaN where there is none.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public IReadOnlyList<double> this[string column] => [.. Rows.Select(row => row.Values[Column(column)])];

    /// <summary>The row with the best number of a column, the first of equals; null where no row has one.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public ScoreRow? Best(string column)
    {
        var at = Column(column);
        var sign = LowIsBetter(column) ? -1 : 1;
        return Rows.Where(row => !double.IsNaN(row.Values[at])).MaxBy(row => sign * row.Values[at]);
    }

    IEnumerable<(string Name, Array Values)> ITabular.Columns =>
        [(What, Rows.Select(row => row.Name).ToArray()), .. ScoreNames.Select((name, c) => (name, (Array)Rows.Select(row => row.Values[c]).ToArray()))];

    /// <summary>The table as CSV (RFC 4180) with a line of column names; all digits, and empty where there is no number.</summary>
    public string ToCsv()
    {
        var text = new StringBuilder().AppendJoin(',', ScoreNames.Prepend(What).Select(Quote)).Append('\n');
        foreach (var row in Rows)
            text.AppendJoin(',', row.Values.Select(v => double.IsNaN(v) ? "" : v.ToString("R", CultureInfo.InvariantCulture)).Prepend(Quote(row.Name))).Append('\n');
        return text.ToString();
    }

    /// <summary>Writes <see cref="ToCsv"/> to a file.</summary>
    /// <param name="path">The file; it is there whole or not at all.</param>
    public void SaveCsv(string path) => AtomicFile.WriteAllText(path, ToCsv());

    /// <summary>The table in lines.</summary>
    public override string ToString()
    {
        string[][] cells = [[What, .. ScoreNames], .. Rows.Select(row => row.Values.Select((v, c) => Text(row.Name, c, v)).Prepend(row.Name).ToArray())];
        var widths = Enumerable.Range(0, cells[0].Length).Select(c => cells.Max(row => row[c].Length)).ToArray();
        return string.Join('\n', cells.Select(row => string.Join("  ", row.Select((cell, c) => c == 0 ? cell.PadRight(widths[c]) : cell.PadLeft(widths[c])))));
    }

    /// <inheritdoc/>
    public string ToHtml()
    {
        var best = ScoreNames.Select(name => marksBest && Rows.Count > 1 ? Best(name) : null).Select((row, c) => row?.Values[c]).ToArray();
        return HtmlTable.Sortable([What, .. ScoreNames], Rows.Select(row => new HtmlTable.Row(row.Values.Select((v, c) => Text(row.Name, c, v)).Prepend(row.Name))
        {
            BestCells = [.. row.Values.Index().Where(cell => cell.Item == best[cell.Index]).Select(cell => cell.Index + 1)],
        }), Title);
    }

    private int Column(string name)
    {
        var at = ScoreNames.ToList().IndexOf(name);
        return at >= 0 ? at : throw new ArgumentException($"This table has no column '{name}'; it has {string.Join(", ", ScoreNames)}.");
    }

    internal static bool LowIsBetter(string column) => LowWords.Any(word => column.Contains(word, StringComparison.OrdinalIgnoreCase));

    private string Text(string row, int column, double value) =>
        double.IsNaN(value) ? "–" : value.ToString(IsCount(row) || IsCount(ScoreNames[column]) ? "#,0" : row.StartsWith("seconds", StringComparison.Ordinal) ? "0.0" : "0.0000", CultureInfo.InvariantCulture);

    private static bool IsCount(string name) => Counts.Contains(name.Split(' ')[^1]);

    private static string Quote(string cell) => cell.AsSpan().ContainsAny(",\"\r\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}

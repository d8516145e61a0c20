using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ImageNotebooks;

/// <summary>What is known of an image file without looking at its pixels.</summary>
/// <param name="File">Its name.</param>
/// <param name="Sha1">The SHA-1 of its bytes, 40 hexadecimal digits; empty where nothing was hashed.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Mode">Its channels, under Pillow's names.</param>
/// <param name="Format">JPEG or PNG, by its first bytes.</param>
/// <param name="Palette">Colours of its palette, or null.</param>
/// <param name="Path">Its path in the set's folder.</param>
/// <param name="Label">Its class's name.</param>
public sealed record ImageTableRow(string File, string Sha1, int Width, int Height, string Mode, string Format, int? Palette, string Path, string Label)
{
    /// <summary>"landscape", "portrait" or "square".</summary>
    public string Orientation => Width > Height ? "landscape" : Width < Height ? "portrait" : "square";

    /// <summary>Width x height, as in "300 x 225".</summary>
    public string Resolution => FormattableString.Invariant($"{Width} x {Height}");
}

/// <summary>A table of image files, one row a file: the first look at a data set. Shown in a notebook it can be sorted by a click on a column's head.</summary>
[TypeFormatterSource(typeof(RichOutputFormatterSource), PreferredMimeTypes = [MimeTypes.Html])]
public sealed class ImageTable : IReadOnlyList<ImageTableRow>, ITabular, IRichOutput
{
    private const int RowsShown = 200;

    private static readonly string[] Columns = ["file", "sha1", "width", "height", "mode", "format", "palette", "orientation", "path", "label"];

    private readonly IReadOnlyList<ImageTableRow> rows;

    private ImageTable(IReadOnlyList<ImageTableRow> rows, IReadOnlyList<SkippedImage> unreadable) => (this.rows, Unreadable) = (rows, unreadable);

    /// <summary>Reads the headers of all files, on all cores.</summary>
    /// <param name="files">The files.</param>
    /// <param name="hash">Whether their bytes are hashed too, which takes most of the time; without it duplicates cannot be found.</param>
    /// <returns>A row for each file that is an image; the others are in <see cref="Unreadable"/>.</returns>
    public static ImageTable Of(ImageFiles files, bool hash = true)
    {
        var found = new ImageTableRow?[files.Count];
        var unreadable = new ConcurrentDictionary<int, string>();
        Parallel.For(0, files.Count, i =>
        {
            try
            {
                found[i] = Row(files, i, hash);
            }
            catch (ImageFileException e)
            {
                unreadable[i] = e.Reason;
            }
        });
        return new([.. found.OfType<ImageTableRow>()], [.. unreadable.OrderBy(pair => pair.Key).Select(pair => new SkippedImage(files.Entries[pair.Key].Path, pair.Value))]);
    }

    /// <summary>Files that are no images, and why.</summary>
    public IReadOnlyList<SkippedImage> Unreadable { get; }

    /// <inheritdoc/>
    public int Count => rows.Count;

    /// <inheritdoc/>
    public ImageTableRow this[int index] => rows[index];

    /// <summary>The rows that satisfy a condition.</summary>
    public ImageTable Where(Func<ImageTableRow, bool> condition) => new([.. rows.Where(condition)], Unreadable);

    /// <summary>Groups of rows with the same SHA-1.</summary>
    /// <exception cref="InvalidOperationException">The table was made without hashes.</exception>
    public IReadOnlyList<IReadOnlyList<ImageTableRow>> Duplicates() => rows.Any(row => row.Sha1.Length == 0)
        ? throw new InvalidOperationException("This table was made without hashes, so duplicates cannot be found; make it with hash: true.")
        : [.. rows.GroupBy(row => row.Sha1).Where(group => group.Count() > 1).Select(group => group.ToList())];

    /// <summary>How often each value of a column occurs, the most frequent first: <c>table.CountBy(row => row.Mode)</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, int>> CountBy(Func<ImageTableRow, string> column) =>
        [.. rows.CountBy(column).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)];

    IEnumerable<(string Name, Array Values)> ITabular.Columns =>
    [
        (Columns[0], rows.Select(row => row.File).ToArray()), (Columns[1], rows.Select(row => row.Sha1).ToArray()), (Columns[2], rows.Select(row => row.Width).ToArray()),
        (Columns[3], rows.Select(row => row.Height).ToArray()), (Columns[4], rows.Select(row => row.Mode).ToArray()), (Columns[5], rows.Select(row => row.Format).ToArray()),
        (Columns[6], rows.Select(row => row.Palette).ToArray()), (Columns[7], rows.Select(row => row.Orientation).ToArray()), (Columns[8], rows.Select(row => row.Path).ToArray()),
        (Columns[9], rows.Select(row => row.Label).ToArray()),
    ];

    /// <summary>Writes all rows as a CSV file (RFC 4180) with a line of column names.</summary>
    /// <param name="path">The file; it is there whole or not at all.</param>
    public void SaveCsv(string path)
    {
        var text = new StringBuilder().AppendJoin(',', Columns).Append('\n');
        foreach (var row in rows) text.AppendJoin(',', Cells(row).Select(Quote)).Append('\n');
        AtomicFile.WriteAllText(path, text.ToString());
    }

    /// <inheritdoc/>
    public IEnumerator<ImageTableRow> GetEnumerator() => rows.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>How many files, and how many could not be read.</summary>
    public override string ToString() => FormattableString.Invariant($"{Count:#,0} image files{(Unreadable.Count > 0 ? FormattableString.Invariant($", {Unreadable.Count:#,0} more that cannot be read") : "")}");

    /// <inheritdoc/>
    public string ToHtml() => HtmlTable.Sortable(Columns, rows.Take(RowsShown).Select(row => new HtmlTable.Row(Cells(row with { Sha1 = row.Sha1.Length > 0 ? row.Sha1[..10] + "…" : "" }))), Caption)
        + string.Concat(Unreadable.Take(5).Select(skip => $"<p>{HtmlTable.Encode($"{skip.File} {skip.Reason}")}</p>"));

    private string Caption => ToString() + (Count > RowsShown ? $", the first {RowsShown} shown; SaveCsv writes all" : "");

    private static ImageTableRow Row(ImageFiles files, int index, bool hash)
    {
        var path = files.PathOf(index);
        var info = ImageFile.ReadInfo(path);
        var entry = files.Entries[index];
        return new(Path.GetFileName(path), hash ? Sha1(path) : "", info.Width, info.Height, info.Mode, info.Format.ToString().ToUpperInvariant(), info.PaletteSize,
            entry.Path, entry.Label >= 0 ? files.ClassNames[entry.Label] : "");
    }

    private static string Sha1(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        return Convert.ToHexStringLower(SHA1.HashData(file));
    }

    private static string[] Cells(ImageTableRow row) =>
    [
        row.File, row.Sha1, row.Width.ToString(CultureInfo.InvariantCulture), row.Height.ToString(CultureInfo.InvariantCulture), row.Mode, row.Format,
        row.Palette?.ToString(CultureInfo.InvariantCulture) ?? "", row.Orientation, row.Path, row.Label,
    ];

    private static string Quote(string cell) => cell.AsSpan().IndexOfAny(",\"\r\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"")}\"";
}

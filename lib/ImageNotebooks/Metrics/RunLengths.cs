using System.Globalization;
using System.Text;

namespace ImageNotebooks;

/// <summary>
/// Rows of zeros and ones as the runs of their ones, <c>start length start length ...</c>, with starts counted from 1, as Kaggle has them: <c>5 1 9 1 11 1</c> says that the fifth, ninth
/// and eleventh are 1. Nothing at all says that all are 0. Masks of several classes are one row: all pixels of the first class's mask, row by row, then all of the second's; so a run goes on
/// from the last pixel of one mask to the first of the next.
/// </summary>
public static class RunLengths
{
    /// <summary>Encodes a row.</summary>
    /// <param name="row">Which places hold a 1.</param>
    public static string Encode(ReadOnlySpan<bool> row) => Text(RunsOf(row));

    /// <summary>Encodes the masks of the classes 1 to <paramref name="classes"/>.</summary>
    /// <param name="map">The labels; pixels of the background (0) and void ones (255) are in no mask.</param>
    /// <param name="classes">How many masks there are.</param>
    /// <exception cref="ArgumentException">A label has no mask.</exception>
    public static string Encode(LabelMap map, int classes) => Text(RunsOf(map, classes));

    /// <summary>Decodes a row.</summary>
    /// <param name="text">The runs.</param>
    /// <param name="length">How long the row is.</param>
    /// <exception cref="ArgumentException">The text does not say runs, in order, of a row as long as that.</exception>
    public static bool[] Decode(string text, int length)
    {
        var row = new bool[length];
        foreach (var (start, count) in Parse(text, length)) row.AsSpan((int)start, (int)count).Fill(true);
        return row;
    }

    /// <summary>Decodes the masks of the classes 1 to <paramref name="classes"/>; what no mask holds is background.</summary>
    /// <param name="text">The runs.</param>
    /// <param name="height">Rows of a mask.</param>
    /// <param name="width">Columns of a mask.</param>
    /// <param name="classes">How many masks there are, 254 at most.</param>
    /// <exception cref="ArgumentException">The text does not say runs of such masks, or two masks hold the same pixel.</exception>
    public static LabelMap Decode(string text, int height, int width, int classes)
    {
        RequireClasses(classes);
        var map = new LabelMap(new byte[height * width], height, width);
        long size = map.Labels.Length;
        foreach (var (start, count) in Parse(text, size * classes))
        {
            for (var (at, end) = (start, start + count); at < end;)
            {
                var (mask, pixel) = ((int)(at / size), (int)(at % size));
                var part = map.Labels.AsSpan(pixel, (int)Math.Min(end - at, size - pixel));
                if (part.IndexOfAnyExcept((byte)0) is >= 0 and var taken)
                    throw new ArgumentException($"Pixel ({(pixel + taken) % width}, {(pixel + taken) / width}) is in the masks of the labels {part[taken]} and {mask + 1}; a map has one label a pixel.");
                part.Fill((byte)(mask + 1));
                at += part.Length;
            }
        }
        return map;
    }

    /// <summary>A run of ones.</summary>
    /// <param name="Start">Its first place, counted from 0.</param>
    /// <param name="Length">How many there are.</param>
    internal readonly record struct Run(long Start, long Length)
    {
        public long End => Start + Length;
    }

    internal static List<Run> RunsOf(ReadOnlySpan<bool> row)
    {
        var runs = new List<Run>();
        for (var at = 0; at < row.Length;)
        {
            var length = row[at..].IndexOf(!row[at]);
            if (length < 0) length = row.Length - at;
            if (row[at]) runs.Add(new(at, length));
            at += length;
        }
        return runs;
    }

    /// <summary>One pass over the pixels, which sorts their runs by class, instead of one a mask.</summary>
    internal static List<Run> RunsOf(LabelMap map, int classes)
    {
        RequireClasses(classes);
        var byClass = new List<Run>?[classes];
        ReadOnlySpan<byte> labels = map.Labels;
        for (var at = 0; at < labels.Length;)
        {
            var label = labels[at];
            var length = labels[at..].IndexOfAnyExcept(label);
            if (length < 0) length = labels.Length - at;
            if (label > classes && label != LabelMap.Void)
                throw new ArgumentException($"Pixel ({at % map.Width}, {at / map.Width}) has the label {label}; with {classes} classes labels are 0 (background) to {classes}, and {LabelMap.Void} for void.");
            if (label is not (0 or LabelMap.Void)) (byClass[label - 1] ??= []).Add(new(at, length));
            at += length;
        }
        return Joined(byClass, labels.Length);
    }

    /// <summary>How many places two rows share.</summary>
    internal static long Shared(List<Run> first, List<Run> second)
    {
        long shared = 0;
        for (int i = 0, j = 0; i < first.Count && j < second.Count;)
        {
            shared += Math.Max(0, Math.Min(first[i].End, second[j].End) - Math.Max(first[i].Start, second[j].Start));
            if (first[i].End < second[j].End) i++;
            else j++;
        }
        return shared;
    }

    internal static void Write(List<Run> runs, TextWriter writer)
    {
        Span<char> digits = stackalloc char[2 * 20];
        for (var i = 0; i < runs.Count; i++)
        {
            if (i > 0) writer.Write(' ');
            // Numbers of 64 bits have at most 20 characters, so both fit.
            (runs[i].Start + 1).TryFormat(digits, out var end, provider: CultureInfo.InvariantCulture);
            digits[end++] = ' ';
            runs[i].Length.TryFormat(digits[end..], out var rest, provider: CultureInfo.InvariantCulture);
            writer.Write(digits[..(end + rest)]);
        }
    }

    /// <summary>Reads runs.</summary>
    /// <exception cref="ArgumentException">They are not such as <see cref="Write"/> gives of a row of this length.</exception>
    internal static List<Run> Parse(ReadOnlySpan<char> text, long length)
    {
        var numbers = new List<long>();
        foreach (var part in text.Split(' '))
        {
            var word = text[part].Trim();
            if (word.IsEmpty) continue;
            if (!long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) throw new ArgumentException($"'{word}' is no number; runs are whole numbers with spaces between them, as in '5 1 9 1'.");
            numbers.Add(number);
        }
        if (numbers.Count % 2 != 0) throw new ArgumentException($"There are {numbers.Count} numbers, and every run has two: where it starts and how long it is.");
        var runs = new List<Run>(numbers.Count / 2);
        for (var i = 0; i < numbers.Count; i += 2) runs.Add(Checked(numbers[i], numbers[i + 1], runs, length));
        return runs;
    }

    private static Run Checked(long start, long count, List<Run> before, long length)
    {
        if (start < 1 || count < 1) throw new ArgumentException($"The run '{start} {count}' is none: starts count from 1, and a run has one place at least.");
        if (start > length || count > length - start + 1) throw new ArgumentException($"The run '{start} {count}' goes beyond the {length} places that there are.");
        if (before.Count > 0 && start <= before[^1].End)
            throw new ArgumentException($"The run '{start} {count}' overlaps the one before it, '{before[^1].Start + 1} {before[^1].Length}', or comes out of order.");
        return new(start - 1, count);
    }

    private static List<Run> Joined(List<Run>?[] byClass, long size)
    {
        var joined = new List<Run>(byClass.Sum(runs => runs?.Count ?? 0));
        for (var c = 0; c < byClass.Length; c++)
        {
            foreach (var (start, length) in byClass[c] ?? [])
            {
                var run = new Run(c * size + start, length);
                if (joined.Count > 0 && joined[^1].End == run.Start) joined[^1] = joined[^1] with { Length = joined[^1].Length + length };
                else joined.Add(run);
            }
        }
        return joined;
    }

    private static string Text(List<Run> runs)
    {
        using var writer = new StringWriter(new StringBuilder(), CultureInfo.InvariantCulture);
        Write(runs, writer);
        return writer.ToString();
    }

    private static void RequireClasses(int classes)
    {
        if (classes is < 1 or >= LabelMap.Void) throw new ArgumentOutOfRangeException(nameof(classes), classes, $"There are 1 to {LabelMap.Void - 1} classes beside the background.");
    }
}

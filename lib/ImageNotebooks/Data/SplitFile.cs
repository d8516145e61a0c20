using System.Globalization;
using System.Text;

namespace ImageNotebooks;

/// <summary>
/// Keeps in a text file which image went to which part, so that an experiment can be repeated elsewhere on the same division. The file names the images and carries a
/// hash of the whole set's names, so that it cannot be read for another set.
/// </summary>
public static class SplitFile
{
    private const string Title = "ImageNotebooks split, version 1";

    /// <summary>Writes the parts of a split; the file is there whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="whole">The split that was divided.</param>
    /// <param name="parts">Its parts, each under its own name.</param>
    /// <exception cref="ArgumentException">A part holds what the whole does not, or two parts share an image or a name.</exception>
    public static void Save(string path, Split whole, params ReadOnlySpan<Split> parts)
    {
        var names = Names(whole);
        var (known, used) = (names.ToHashSet(), new HashSet<string>());
        var text = new StringBuilder().AppendLine(Title).AppendLine(Describe(whole, names));
        var titles = new HashSet<string>();
        foreach (var part in parts)
        {
            if (!titles.Add(part.Name)) throw new ArgumentException($"Two parts are called '{part.Name}'.", nameof(parts));
            text.AppendLine(CultureInfo.InvariantCulture, $"[{part.Name}] {part.Count}");
            for (var i = 0; i < part.Count; i++)
            {
                var name = whole.Files is null ? names[(int)part.Row(i)] : part.Files![i];
                if (!known.Contains(name)) throw new ArgumentException($"'{name}' of the part '{part.Name}' is not in the split '{whole.Name}'.", nameof(parts));
                if (!used.Add(name)) throw new ArgumentException($"'{name}' is in two parts, or twice in '{part.Name}'.", nameof(parts));
                text.AppendLine(name);
            }
        }
        AtomicFile.WriteAllText(path, text.Replace("\r\n", "\n").ToString());
    }

    /// <summary>Divides a split as a file says.</summary>
    /// <param name="path">The file.</param>
    /// <param name="whole">The split to divide.</param>
    /// <returns>The parts by their names. They share the images of <paramref name="whole"/>.</returns>
    /// <exception cref="DataFileException">The file is missing or damaged, or was written for another set.</exception>
    public static IReadOnlyDictionary<string, Split> Load(string path, Split whole)
    {
        if (!File.Exists(path)) throw new DataFileException($"There is no split file '{Path.GetFullPath(path)}'.");
        var lines = File.ReadAllLines(path);
        var names = Names(whole);
        if (lines.Length < 2 || lines[0] != Title) throw new DataFileException($"'{path}' is no split file: its first line is not '{Title}'.");
        if (lines[1] != Describe(whole, names))
            throw new DataFileException($"'{path}' divides another set. It says '{lines[1]}', and this is '{Describe(whole, names)}'.");
        var places = names.Select((name, i) => (name, i)).ToDictionary(pair => pair.name, pair => pair.i);
        var parts = new Dictionary<string, Split>();
        for (var at = 2; at < lines.Length;)
        {
            var head = lines[at].Split("] ");
            if (head is not [['[', .. var name], var number] || !int.TryParse(number, CultureInfo.InvariantCulture, out var count) || count < 0 || at + count >= lines.Length)
                throw new DataFileException($"'{path}' is damaged in line {at + 1}: it should name a part and its count, as in '[train] 100', and that many lines should follow.");
            var indices = lines.Skip(at + 1).Take(count).Select((line, i) => places.TryGetValue(line, out var place)
                ? place : throw new DataFileException($"'{path}' names '{line}' in line {at + 2 + i}, and the set has no such image.")).ToList();
            parts.Add(name, whole.Take(indices, name));
            at += count + 1;
        }
        return parts;
    }

    private static IReadOnlyList<string> Names(Split whole) => whole.Files ?? [.. Enumerable.Range(0, whole.Count).Select(i => whole.Row(i).ToString(CultureInfo.InvariantCulture))];

    private static string Describe(Split whole, IReadOnlyList<string> names) =>
        string.Create(CultureInfo.InvariantCulture, $"{whole.Count} images, sha256 of their names {FileFingerprints.Digest(names)}");
}

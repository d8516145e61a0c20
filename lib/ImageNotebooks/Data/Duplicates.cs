namespace ImageNotebooks;

/// <summary>Files with the same bytes.</summary>
/// <param name="Files">For each the part of the set it belongs to, its path and its class's name.</param>
public sealed record DuplicateGroup(IReadOnlyList<(string Part, string Path, string ClassName)> Files)
{
    /// <summary>Whether an image of one part is also in another, so that a test on it measures memory.</summary>
    public bool CrossesParts => Files.Select(file => file.Part).Distinct().Count() > 1;

    /// <summary>Whether the same image has two labels.</summary>
    public bool CrossesClasses => Files.Select(file => file.ClassName).Distinct().Count() > 1;
}

/// <summary>Finds files that are in a data set more than once.</summary>
public static class Duplicates
{
    /// <summary>Groups of files whose bytes are the same, over all parts of a set.</summary>
    /// <param name="parts">The parts: training and test files, for instance.</param>
    public static IReadOnlyList<DuplicateGroup> Find(params IReadOnlyList<ImageFiles> parts)
    {
        var all = parts.SelectMany(part => Enumerable.Range(0, part.Count).Select(i => (Path: part.PathOf(i), Part: part, Index: i))).ToList();
        var hashes = FileFingerprints.HashesOf([.. all.Select(file => file.Path)]);
        return [.. all.Zip(hashes).Where(pair => pair.Second != FileFingerprints.Unreadable).GroupBy(pair => pair.Second, pair => pair.First).Where(same => same.Count() > 1)
            .Select(same => new DuplicateGroup([.. same.Select(file => (file.Part.Name, file.Part.Entries[file.Index].Path, ClassName(file.Part, file.Index)))]))];
    }

    private static string ClassName(ImageFiles part, int index) => part.Entries[index].Label is >= 0 and var label ? part.ClassNames[label] : "unknown";
}

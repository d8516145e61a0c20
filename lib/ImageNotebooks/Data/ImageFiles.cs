using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>One image of a data set, in its file.</summary>
/// <param name="Path">Relative to the set's folder, with slashes.</param>
/// <param name="Label">Its class number, or -1 where it is not known.</param>
/// <param name="Group">What it must not be separated from: a patient, for instance. Empty where there are no groups.</param>
public sealed record ImageEntry(string Path, int Label, string Group = "");

/// <summary>What to do with an image file that cannot be read.</summary>
public enum OnBadImage
{
    /// <summary>End with its <see cref="ImageFileException"/>.</summary>
    Throw,

    /// <summary>Leave it out and list it in <see cref="Split.Skipped"/>.</summary>
    Skip,
}

/// <summary>Image files with their labels, not yet decoded: a part of a data set as it lies on disk.</summary>
/// <param name="Name">The set's short name and the part's, as in "intel-scenes train".</param>
/// <param name="Folder">The folder that the entries' paths begin at.</param>
/// <param name="Entries">The files, in an order that does not depend on the file system.</param>
/// <param name="ClassNames">One name a class; a label is an index into them.</param>
public sealed record ImageFiles(string Name, string Folder, IReadOnlyList<ImageEntry> Entries, IReadOnlyList<string> ClassNames)
{
    /// <summary>How many files there are.</summary>
    public int Count => Entries.Count;

    /// <summary>The whole path of a file.</summary>
    public string PathOf(int index) => Path.Combine(Folder, Entries[index].Path);

    /// <summary>How many files each class has.</summary>
    public IReadOnlyList<int> ClassCounts => [.. Enumerable.Range(0, ClassNames.Count).Select(c => Entries.Count(entry => entry.Label == c))];

    /// <summary>Finds the files of a folder that has one folder a class. Hidden files and names in <paramref name="except"/> are left out.</summary>
    /// <param name="name">See <see cref="Name"/>.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="classes">By folder name, the class's name; the order is the order of the labels.</param>
    /// <param name="group">The group of a file by its name, or null for none.</param>
    /// <param name="except">Which files are not images of the set.</param>
    /// <exception cref="DataFileException">A folder is missing or holds no file.</exception>
    public static ImageFiles FromClassFolders(
        string name, string folder, IReadOnlyList<(string Folder, string ClassName)> classes, Func<string, string>? group = null, Func<string, bool>? except = null)
    {
        var entries = new List<ImageEntry>();
        for (var label = 0; label < classes.Count; label++)
        {
            var found = FilesIn(Path.Combine(folder, classes[label].Folder), except).Select(file => new ImageEntry($"{classes[label].Folder}/{file}", label, group?.Invoke(file) ?? "")).ToList();
            if (found.Count == 0)
                throw new DataFileException($"The class folder '{Path.GetFullPath(Path.Combine(folder, classes[label].Folder))}' holds no images; unpack the set again.");
            entries.AddRange(found);
        }
        return new(name, folder, entries, [.. classes.Select(c => c.ClassName)]);
    }

    /// <summary>The names of a folder's files, in the order of their bytes.</summary>
    internal static IEnumerable<string> FilesIn(string folder, Func<string, bool>? except = null)
    {
        if (!Directory.Exists(folder))
            throw new DataFileException($"The folder '{Path.GetFullPath(folder)}' is missing; unpack the set again or give its folder.");
        return Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)!)
            .Where(file => !file.StartsWith('.') && file != "Thumbs.db" && except?.Invoke(file) != true).Order(StringComparer.Ordinal);
    }

    /// <summary>
    /// Decodes the images to one size. What was decoded is kept (<c>data/cache/packed</c>), by the files' content and the size, so that the next time it is only
    /// opened; <c>environment/lab data clean</c> removes it.
    /// </summary>
    /// <param name="resize">The size, and how images get it.</param>
    /// <param name="channels">3 for colour, 1 for grey.</param>
    /// <param name="onBadImage">What to do with files that cannot be read.</param>
    /// <exception cref="ImageFileException">A file cannot be read, and none may be skipped.</exception>
    /// <exception cref="DataFileException">The disk is full, or no file is left.</exception>
    public Split Load(Resize resize, int channels = 3, OnBadImage onBadImage = OnBadImage.Throw)
    {
        if (channels is not (1 or 3)) throw new ArgumentOutOfRangeException(nameof(channels), channels, "Images are loaded with 3 channels (colour) or 1 (grey).");
        var (images, skipped) = ImagePacker.Load(Name.Replace(' ', '-'), [.. Enumerable.Range(0, Count).Select(PathOf)], [.. Entries.Select(entry => entry.Path)], new ImageRecipe(resize, channels), onBadImage);
        var kept = Entries.Where((_, i) => !skipped.ContainsKey(i)).ToList();
        var labels = tensor(kept.Select(entry => (long)entry.Label).ToArray());
        return new(Name.Split(' ')[^1], images, labels, [.. kept.Select(entry => entry.Path)], [.. kept.Select(entry => entry.Group)])
        {
            Skipped = [.. skipped.OrderBy(pair => pair.Key).Select(pair => new SkippedImage(Entries[pair.Key].Path, pair.Value))],
        };
    }
}

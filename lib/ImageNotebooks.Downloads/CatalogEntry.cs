namespace ImageNotebooks;

/// <summary>A file that can be downloaded.</summary>
/// <param name="Name">What it is called on disk.</param>
/// <param name="Addresses">Where it is published, the best address first.</param>
/// <param name="Size">Its length in bytes, or null where none is published.</param>
/// <param name="Checksums">The file is right if it agrees with one of these; empty where none is published.</param>
public sealed record RemoteFile(string Name, IReadOnlyList<Uri> Addresses, long? Size = null, IReadOnlyList<Checksum>? Checksums = null)
{
    /// <summary>The file is right if it agrees with one of these; empty where none is published.</summary>
    public IReadOnlyList<Checksum> Checksums { get; init; } = Checksums ?? [];
}

/// <summary>A file that a data set has once it is unpacked.</summary>
/// <param name="Path">Relative to the set's <see cref="CatalogEntry.Folder"/>, with slashes.</param>
/// <param name="Size">Its length in bytes, or null where it is not known.</param>
public sealed record ExpectedFile(string Path, long? Size = null);

/// <summary>A data set: where it comes from, what it holds and what its makers ask for.</summary>
/// <param name="Name">The short name by which commands and code know it.</param>
/// <param name="Title">What it is.</param>
/// <param name="Licence">Its licence, or what is known where its makers state none.</param>
/// <param name="Citation">The work to cite.</param>
/// <param name="Homepage">The page that describes it.</param>
/// <param name="Layout">How its files are laid out, in words.</param>
/// <param name="Downloads">Its files; empty where a login stands before them.</param>
/// <param name="Folder">The folder within the unpacked archive that holds the files; empty for the top.</param>
/// <param name="Files">Files it must have once unpacked; not necessarily all.</param>
/// <param name="UnpackedLimit">At most so many bytes are unpacked; more is taken for a broken or hostile archive.</param>
/// <param name="Contains">How many files it must have, by pattern: <c>train/cat/*.jpg</c> counts such files in and below <c>train/cat</c>.</param>
/// <param name="Kaggle">Where it is on Kaggle, for sets that are published there only; else null.</param>
public sealed record CatalogEntry(
    string Name, string Title, string Licence, string Citation, Uri Homepage, string Layout,
    IReadOnlyList<RemoteFile>? Downloads = null, string Folder = "", IReadOnlyList<ExpectedFile>? Files = null,
    long UnpackedLimit = 8L << 30, IReadOnlyDictionary<string, int>? Contains = null, KaggleSource? Kaggle = null)
{
    /// <summary>Its files; empty where a login stands before them.</summary>
    public IReadOnlyList<RemoteFile> Downloads { get; init; } = Downloads ?? [];

    /// <summary>Files it must have once unpacked; not necessarily all.</summary>
    public IReadOnlyList<ExpectedFile> Files { get; init; } = Files ?? [];

    /// <summary>How many files it must have, by pattern.</summary>
    public IReadOnlyDictionary<string, int> Contains { get; init; } = Contains ?? new Dictionary<string, int>();

    /// <summary>Bytes to download, or null where no size is published.</summary>
    public long? DownloadSize => Downloads.Count > 0 && Downloads.All(file => file.Size is not null) ? Downloads.Sum(file => file.Size) : null;

    /// <summary>What is called how in the folder for downloads: its files, or the zip file from Kaggle.</summary>
    internal IEnumerable<string> DownloadNames => Kaggle is null ? Downloads.Select(file => file.Name) : [Kaggle.ZipName];

    /// <summary>What a folder lacks of what the catalogue says of this set, or null.</summary>
    /// <param name="folder">The folder that holds the set's files.</param>
    internal string? Complaint(string folder)
    {
        if (!Directory.Exists(folder))
            return $"the folder {Folder} is missing";
        foreach (var (name, size) in Files)
        {
            var file = new FileInfo(Path.Combine(folder, name));
            if (!file.Exists)
                return $"{name} is missing";
            if (size is not null && file.Length != size)
                return FormattableString.Invariant($"{name} has {file.Length:#,0} bytes and should have {size:#,0}");
        }
        foreach (var (pattern, count) in Contains)
        {
            if (Count(folder, pattern) is var found && found != count)
                return FormattableString.Invariant($"it has {found:#,0} and should have {count:#,0} of the files {pattern}");
        }
        return null;
    }

    private static int Count(string folder, string pattern)
    {
        var below = Path.Combine(folder, Path.GetDirectoryName(pattern)!);
        return Directory.Exists(below) ? Directory.EnumerateFiles(below, Path.GetFileName(pattern), SearchOption.AllDirectories).Count() : 0;
    }
}

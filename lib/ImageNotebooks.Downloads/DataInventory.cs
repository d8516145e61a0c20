namespace ImageNotebooks;

/// <summary>How much of a set is there.</summary>
public enum SetState
{
    /// <summary>Nothing.</summary>
    Absent,

    /// <summary>Some of its bytes have arrived.</summary>
    Partial,

    /// <summary>Its archives are there and wait to be unpacked.</summary>
    Downloaded,

    /// <summary>Its folder is there, but lacks what the catalogue says of it.</summary>
    Incomplete,

    /// <summary>It can be used.</summary>
    Present,
}

/// <summary>How much of a set is there.</summary>
/// <param name="State">In a word.</param>
/// <param name="Received">Bytes of its archives that have arrived and are not unpacked yet.</param>
/// <param name="Packed">Bytes of decoded images that were kept to start faster.</param>
public sealed record SetStatus(SetState State, long Received, long Packed);

/// <summary>Kinds of things in a data folder.</summary>
public enum StoredKind
{
    /// <summary>Decoded images, kept to start faster; made again when they are missing.</summary>
    Packed,

    /// <summary>What an unfinished or failed download has left.</summary>
    Leftover,

    /// <summary>Drawn sample data; drawn again when it is missing.</summary>
    Sample,

    /// <summary>An archive that was downloaded, or put there by hand, and is not unpacked yet.</summary>
    Archive,

    /// <summary>A data set, ready to be used.</summary>
    Set,
}

/// <summary>A file or folder in the data folder that can be removed.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Set">The name of the set that it belongs to, or null where no set of the catalogue claims it.</param>
public sealed record StoredItem(string Path, StoredKind Kind, string? Set)
{
    /// <summary>Its bytes, with all that lies below it.</summary>
    public long Size => Directory.Exists(Path)
        ? new DirectoryInfo(Path).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }).Sum(file => file.Length)
        : new FileInfo(Path).Length;

    /// <summary>Removes it.</summary>
    /// <exception cref="DataFileException">It leads out of the data folder, another process is writing it, or it cannot be removed.</exception>
    public void Remove()
    {
        try
        {
            if (new FileInfo(Path).LinkTarget is { } target)
                throw new DataFileException($"{Path} is a link to {target}, outside the data folder; it was left as it is.");
            if (Directory.Exists(Path))
            {
                Directory.Delete(Path, recursive: true);
                return;
            }
            // A download holds its part file so that no other process may open it.
            using (new FileStream(Path, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
                File.Delete(Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataFileException($"{Path} was left as it is: {e.Message}", e);
        }
    }
}

/// <summary>What lies in a data folder, and to which set of a catalogue it belongs.</summary>
/// <param name="data">The folder.</param>
/// <param name="catalogue">The sets.</param>
public sealed class DataInventory(DataFolder data, IReadOnlyList<CatalogEntry> catalogue)
{
    /// <summary>How much of a set is there, without reading any file.</summary>
    public SetStatus StatusOf(CatalogEntry entry)
    {
        var packed = Packed().Where(item => item.Set == entry.Name).Sum(item => item.Size);
        var (whole, received) = (0, 0L);
        foreach (var name in entry.DownloadNames)
        {
            var file = new FileInfo(System.IO.Path.Combine(data.DownloadsFolder, name));
            var part = new FileInfo(file.FullName + PartFile.Ending);
            whole += file.Exists ? 1 : 0;
            received += file.Exists ? file.Length : part.Exists ? part.Length : 0;
        }
        return new(State(entry, whole, received), received, packed);
    }

    /// <summary>Everything in the folder that can be removed.</summary>
    public IEnumerable<StoredItem> Items() => [.. Packed(), .. Samples(), .. Arriving(), .. Unpacked()];

    private SetState State(CatalogEntry entry, int whole, long received)
    {
        try
        {
            if (data.Find(entry) is not null)
                return SetState.Present;
        }
        catch (DataFileException)
        {
            return SetState.Incomplete;
        }
        return received == 0 ? SetState.Absent : whole == entry.DownloadNames.Count() ? SetState.Downloaded : SetState.Partial;
    }

    private IEnumerable<StoredItem> Packed() => In("packed").Select(path => new StoredItem(path, StoredKind.Packed, Owner(path)));

    private IEnumerable<StoredItem> Samples() => In("sample").Select(path => new StoredItem(path, StoredKind.Sample, Owner(path)));

    private IEnumerable<StoredItem> Arriving() => In("downloads").Select(path =>
    {
        var name = System.IO.Path.GetFileName(path);
        var left = name.EndsWith(PartFile.Ending, StringComparison.Ordinal) || name.EndsWith(PartFile.StateEnding, StringComparison.Ordinal)
            || name.EndsWith(".tmp", StringComparison.Ordinal) || name.EndsWith(Download.WrongEnding, StringComparison.Ordinal);
        var set = catalogue.FirstOrDefault(entry => entry.DownloadNames.Any(file => name == file || name.StartsWith(file + ".", StringComparison.Ordinal)));
        return new StoredItem(path, left ? StoredKind.Leftover : StoredKind.Archive, set?.Name);
    });

    private IEnumerable<StoredItem> Unpacked() => In("").Where(Directory.Exists).SelectMany(path =>
    {
        var name = System.IO.Path.GetFileName(path);
        var set = name.Split(NewFolder.Unfinished)[0];
        return catalogue.Any(entry => entry.Name == set) ? [new StoredItem(path, set == name ? StoredKind.Set : StoredKind.Leftover, set)] : Array.Empty<StoredItem>();
    });

    /// <summary>What lies in a folder of ours; one that is a link belongs to someone else, and nothing in it is touched.</summary>
    private string[] In(string name)
    {
        var folder = System.IO.Path.Combine(data.Path, name);
        var followed = name.Length == 0 || new DirectoryInfo(folder).LinkTarget is null;
        return Directory.Exists(folder) && followed ? [.. Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal)] : [];
    }

    /// <summary>The set whose name begins a file's name; of several, the one with the longest name.</summary>
    private string? Owner(string path)
    {
        var name = System.IO.Path.GetFileName(path);
        return catalogue.Select(entry => entry.Name).Where(set => name == set || name.StartsWith(set + "-", StringComparison.Ordinal)).MaxBy(set => set.Length);
    }
}

namespace ImageNotebooks;

/// <summary>The folder that keeps downloaded data sets and weights between runs.</summary>
public sealed class DataFolder
{
    /// <summary>The environment variable that says where the folder is.</summary>
    public const string Variable = "IMAGENOTEBOOKS_DATA";

    private readonly Download download;

    /// <summary>A folder at this path; it is made when something is put there.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="download">What downloads; when null, one with the usual patience.</param>
    public DataFolder(string path, Download? download = null) =>
        (Path, this.download) = (System.IO.Path.GetFullPath(path), download ?? new Download());

    /// <summary>
    /// Where <c>IMAGENOTEBOOKS_DATA</c> says, else <c>data/cache</c> in the repository this library or the current folder lies in.
    /// </summary>
    /// <exception cref="DataFileException">The variable is not set and there is no repository above.</exception>
    public static DataFolder Default => new(
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } chosen ? chosen : System.IO.Path.Combine(Repository.Root, "data", "cache"));

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Where the files of a set lie, or null where it was not fetched yet.</summary>
    /// <exception cref="DataFileException">The set is there but not complete.</exception>
    public string? Find(CatalogEntry entry)
    {
        if (!Directory.Exists(SetFolder(entry)))
            return null;
        var folder = System.IO.Path.Combine(SetFolder(entry), entry.Folder);
        if (Complaint(entry, folder) is { } complaint)
            throw new DataFileException($"{SetFolder(entry)} is not complete: {complaint}. Delete it and run again.");
        return folder;
    }

    /// <summary>Gives the folder with a set's files; what is not there yet is downloaded, verified and unpacked.</summary>
    /// <param name="entry">The set, from <see cref="Catalog.Find"/>.</param>
    /// <param name="progress">Told how the download goes; see <see cref="ConsoleProgress"/>.</param>
    /// <param name="cancel">Ends the download; what has arrived is kept for the next.</param>
    /// <exception cref="DataFileException">The set cannot be had: it has no address, no address answers rightly, the bytes are
    /// wrong, or the disk is full.</exception>
    public async Task<string> FetchAsync(CatalogEntry entry, IProgress<DownloadProgress>? progress = null, CancellationToken cancel = default)
    {
        if (Find(entry) is { } present)
            return present;
        if (entry.Downloads.Count == 0)
            throw new DataFileException($"{entry.Title} stands behind a login: download it from {entry.Homepage}, unpack it to {SetFolder(entry)} and run again.");
        var files = new List<string>();
        foreach (var file in entry.Downloads)
            files.Add(await download.FileAsync(file, System.IO.Path.Combine(Path, "downloads"), progress, cancel));

        NewFolder.Fill(SetFolder(entry), unfinished => Unpack(entry, files, unfinished));
        foreach (var file in files)
            File.Delete(file);
        return System.IO.Path.Combine(SetFolder(entry), entry.Folder);
    }

    private string SetFolder(CatalogEntry entry) => System.IO.Path.Combine(Path, entry.Name);

    private static void Unpack(CatalogEntry entry, IEnumerable<string> files, string folder)
    {
        foreach (var file in files)
        {
            if (Archives.IsArchive(file))
                Archives.ExtractInto(file, folder, entry.UnpackedLimit);
            else
                File.Copy(file, System.IO.Path.Combine(folder, System.IO.Path.GetFileName(file)));
        }
        if (Complaint(entry, System.IO.Path.Combine(folder, entry.Folder)) is { } complaint)
            throw new DataFileException($"What was downloaded as {entry.Title} is not the set the catalogue describes: {complaint}.");
    }

    /// <summary>What the folder lacks of the files that the catalogue lists, or null.</summary>
    private static string? Complaint(CatalogEntry entry, string folder)
    {
        if (!Directory.Exists(folder))
            return $"the folder {entry.Folder} is missing";
        foreach (var (name, size) in entry.Files)
        {
            var file = new FileInfo(System.IO.Path.Combine(folder, name));
            if (!file.Exists)
                return $"{name} is missing";
            if (file.Length != size)
                return FormattableString.Invariant($"{name} has {file.Length:#,0} bytes and should have {size:#,0}");
        }
        return null;
    }
}

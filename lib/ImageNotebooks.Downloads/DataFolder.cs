namespace ImageNotebooks;

/// <summary>The folder that keeps downloaded data sets and weights between runs.</summary>
public sealed class DataFolder
{
    /// <summary>The environment variable that says where the folder is.</summary>
    public const string Variable = "IMAGENOTEBOOKS_DATA";

    private readonly Download download;
    private readonly Kaggle kaggle;

    /// <summary>A folder at this path; it is made when something is put there.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="download">What downloads; when null, one with the usual patience.</param>
    public DataFolder(string path, Download? download = null)
        : this(path, download, Kaggle.Default)
    {
    }

    internal DataFolder(string path, Download? download, Kaggle kaggle) =>
        (Path, this.download, this.kaggle) = (System.IO.Path.GetFullPath(path), download ?? new Download(), kaggle);

    /// <summary>
    /// Where <c>IMAGENOTEBOOKS_DATA</c> says, else <c>data/cache</c> in the repository this library or the current folder lies in.
    /// </summary>
    /// <exception cref="DataFileException">The variable is not set and there is no repository above.</exception>
    public static DataFolder Default => Chosen is { } chosen ? new(chosen) : In(Repository.Root);

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Where archives lie until they are whole and unpacked.</summary>
    public string DownloadsFolder => System.IO.Path.Combine(Path, "downloads");

    private static string? Chosen => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } chosen ? chosen : null;

    /// <summary>Where <c>IMAGENOTEBOOKS_DATA</c> says, else <c>data/cache</c> in this repository.</summary>
    /// <param name="repository">The folder that holds ImageNotebooks.sln.</param>
    public static DataFolder In(string repository) => new(Chosen ?? System.IO.Path.Combine(repository, "data", "cache"));

    /// <summary>Where the files of a set lie, or null where it was not fetched yet.</summary>
    /// <exception cref="DataFileException">The set is there but not complete.</exception>
    public string? Find(CatalogEntry entry)
    {
        if (!Directory.Exists(FolderOf(entry)))
            return null;
        var folder = System.IO.Path.Combine(FolderOf(entry), entry.Folder);
        if (entry.Complaint(folder) is { } complaint)
            throw new DataFileException($"{FolderOf(entry)} is not complete: {complaint}. Delete it and run again.");
        return folder;
    }

    /// <summary>Gives the folder with a set's files; what is not there yet is downloaded, verified and unpacked.</summary>
    /// <param name="entry">The set, from <see cref="Catalog.Find(string)"/>.</param>
    /// <param name="progress">Told how the download goes; see <see cref="ConsoleProgress"/>.</param>
    /// <param name="cancel">Ends the download; what has arrived is kept for the next.</param>
    /// <exception cref="DataFileException">The set cannot be had: it has no address, no address answers rightly, the bytes are
    /// wrong, a login stands before it, or the disk is full.</exception>
    public async Task<string> FetchAsync(CatalogEntry entry, IProgress<DownloadProgress>? progress = null, CancellationToken cancel = default)
    {
        if (Find(entry) is { } present)
            return present;
        var files = await ArriveAsync(entry, progress, cancel);
        foreach (var file in files.Where(Archives.IsArchive))
            progress?.Report(new(System.IO.Path.GetFileName(file), new FileInfo(file).Length, new FileInfo(file).Length, "unpacking"));
        NewFolder.Fill(FolderOf(entry), unfinished => Unpack(entry, files, unfinished, cancel));
        foreach (var file in files)
            File.Delete(file);
        return System.IO.Path.Combine(FolderOf(entry), entry.Folder);
    }

    /// <summary>Gives the path of a file that is kept as it is, in a folder of this one; downloads it where it is not there.</summary>
    internal Task<string> FileAsync(RemoteFile file, string folder, IProgress<DownloadProgress>? progress, CancellationToken cancel) =>
        download.FileAsync(file, System.IO.Path.Combine(Path, folder), progress, cancel);

    /// <summary>Where a set is unpacked to, whether it is there or not.</summary>
    internal string FolderOf(CatalogEntry entry) => System.IO.Path.Combine(Path, entry.Name);

    private async Task<IReadOnlyList<string>> ArriveAsync(CatalogEntry entry, IProgress<DownloadProgress>? progress, CancellationToken cancel)
    {
        if (entry.Kaggle is not null)
            return [await kaggle.ZipAsync(entry, DownloadsFolder, download, progress, cancel)];
        if (entry.Downloads.Count == 0)
            throw new DataFileException($"{entry.Title} stands behind a login: download it from {entry.Homepage}, unpack it to {FolderOf(entry)} and run again.");
        var files = new List<string>();
        foreach (var file in entry.Downloads)
            files.Add(await download.FileAsync(file, DownloadsFolder, progress, cancel));
        return files;
    }

    private static void Unpack(CatalogEntry entry, IEnumerable<string> files, string folder, CancellationToken cancel)
    {
        foreach (var file in files)
        {
            if (Archives.IsArchive(file))
                Archives.ExtractInto(file, folder, entry.UnpackedLimit, cancel);
            else
                File.Copy(file, System.IO.Path.Combine(folder, System.IO.Path.GetFileName(file)));
        }
        if (entry.Complaint(System.IO.Path.Combine(folder, entry.Folder)) is { } complaint)
            throw new DataFileException($"What was downloaded as {entry.Title} is not the set the catalogue describes: {complaint}. It lies in {string.Join(", ", files)}; delete it there and get it anew.");
        ChecksumList.Write(folder, cancel);
    }
}

using static System.FormattableString;

namespace ImageNotebooks;

/// <summary>What was found when the files of a set were read again.</summary>
/// <param name="Checked">What was compared with what, in a sentence.</param>
/// <param name="Problems">What is wrong, a sentence a file; empty where all is as it should be.</param>
public sealed record Verification(string Checked, IReadOnlyList<string> Problems)
{
    /// <summary>Whether nothing is wrong.</summary>
    public bool Passed => Problems.Count == 0;

    /// <summary>Reads a set's files again and compares them with the published checksums, with those taken when it was unpacked, and with the catalogue.</summary>
    /// <param name="data">The folder that holds the set.</param>
    /// <param name="entry">The set.</param>
    /// <param name="cancel">Ends the reading.</param>
    /// <returns>What was compared and found, or null where the set is not there.</returns>
    /// <exception cref="DataFileException">The list of checksums is damaged.</exception>
    public static Verification? Of(DataFolder data, CatalogEntry entry, CancellationToken cancel = default)
    {
        var folder = data.FolderOf(entry);
        if (!Directory.Exists(folder))
            return null;
        var problems = new List<string>();
        var compared = new List<string>();
        Published(folder, entry, problems, compared, cancel);
        Unpacked(folder, problems, compared, cancel);
        if (entry.Complaint(Path.Combine(folder, entry.Folder)) is { } complaint)
            problems.Add(complaint);
        if (entry.Files.Count + entry.Contains.Count > 0)
            compared.Add("sizes and numbers of files with the catalogue");
        return new(string.Join("; ", compared) is { Length: > 0 } all ? all : "nothing, since neither checksums nor sizes are known", problems);
    }

    private static void Published(string folder, CatalogEntry entry, List<string> problems, List<string> compared, CancellationToken cancel)
    {
        var files = entry.Downloads.Where(file => !Archives.IsArchive(file.Name) && (file.Size is not null || file.Checksums.Count > 0)).ToList();
        foreach (var file in files)
        {
            cancel.ThrowIfCancellationRequested();
            var path = Path.Combine(folder, file.Name);
            if (!File.Exists(path))
            {
                problems.Add($"{file.Name} is missing");
                continue;
            }
            using var bytes = File.OpenRead(path);
            if (Download.Complaint(file, bytes) is { } complaint)
                problems.Add($"{file.Name} is not what was published: {complaint}");
        }
        if (files.Count > 0)
            compared.Add($"{Files(files.Count)} with the published size and checksum");
    }

    private static string Files(int count) => count == 1 ? "1 file" : Invariant($"{count:#,0} files");

    private static void Unpacked(string folder, List<string> problems, List<string> compared, CancellationToken cancel)
    {
        if (ChecksumList.Read(folder) is not { } list)
        {
            compared.Add($"no further content, since there is no {ChecksumList.FileName} from when it was unpacked");
            return;
        }
        var bytes = 0L;
        foreach (var (name, digits) in list)
        {
            cancel.ThrowIfCancellationRequested();
            var file = new FileInfo(Path.Combine(folder, name));
            if (!file.Exists)
                problems.Add($"{name} is missing");
            else if (ChecksumList.Digits(file.FullName) != digits)
                problems.Add($"{name} has changed since it was unpacked");
            bytes += file.Exists ? file.Length : 0;
        }
        compared.Add(Invariant($"{Files(list.Count)} ({bytes / 1e6:0.0} MB) with the SHA-256 taken at unpacking"));
    }
}

using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;

namespace ImageNotebooks;

/// <summary>
/// Unpacks archives from the network with the care they need: nothing lands outside the folder, no links or devices, no bombs, and
/// either everything is unpacked or nothing.
/// </summary>
public static class Archives
{
    private const int MostEntries = 1_000_000;

    private static readonly (string Ending, Func<Stream, IEnumerable<Entry>> Read)[] Formats =
    [
        (".tar.gz", file => TarEntries(new GZipStream(file, CompressionMode.Decompress))),
        (".tgz", file => TarEntries(new GZipStream(file, CompressionMode.Decompress))),
        (".tar", TarEntries),
        (".zip", ZipEntries),
    ];

    /// <summary>Whether the name ends as an archive that can be unpacked: .tar.gz, .tgz, .tar or .zip.</summary>
    public static bool IsArchive(string name) => Formats.Any(format => name.EndsWith(format.Ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>Unpacks into a folder that does not exist yet; it appears only once everything is in it.</summary>
    /// <param name="archive">A .tar.gz, .tgz, .tar or .zip file.</param>
    /// <param name="folder">The folder to make.</param>
    /// <param name="limit">At most so many bytes are unpacked.</param>
    /// <exception cref="ArchiveException">The archive is damaged, too large, or holds what may not be unpacked.</exception>
    /// <exception cref="DataFileException">The folder exists already, or the disk is full.</exception>
    public static void Extract(string archive, string folder, long limit = 8L << 30) =>
        NewFolder.Fill(folder, unfinished => ExtractInto(archive, unfinished, limit));

    internal static void ExtractInto(string archive, string folder, long limit, CancellationToken cancel = default)
    {
        var format = Formats.FirstOrDefault(format => archive.EndsWith(format.Ending, StringComparison.OrdinalIgnoreCase));
        if (format.Read is null)
            throw new ArchiveException($"{archive} is no archive that can be unpacked; known are {string.Join(", ", Formats.Select(f => f.Ending))}.");
        try
        {
            using var file = File.OpenRead(archive);
            Extract(archive, format.Read(file), folder, limit, cancel);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new ArchiveException($"{archive} is damaged: {e.Message.TrimEnd('.')}. Delete it and download it again.", e);
        }
    }

    private static void Extract(string archive, IEnumerable<Entry> entries, string folder, long limit, CancellationToken cancel)
    {
        var (count, left) = (0, limit);
        var root = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        foreach (var entry in entries)
        {
            cancel.ThrowIfCancellationRequested();
            if (++count > MostEntries)
                throw new ArchiveException(string.Create(CultureInfo.InvariantCulture, $"{archive} holds more than {MostEntries:#,0} entries; it is broken or meant to do harm, and nothing of it was kept."));
            if (entry.Refusal is not null)
                throw new ArchiveException($"{archive} holds '{entry.Name}', {entry.Refusal}, which a data set does not need; nothing of it was kept.");
            var path = Path.GetFullPath(Path.Combine(root, entry.Name));
            if (!(path + Path.DirectorySeparatorChar).StartsWith(root, StringComparison.Ordinal) || entry.Name.Contains('\\') || entry.Name.Contains('\0'))
                throw new ArchiveException($"{archive} holds '{entry.Name}', which would land outside its folder; nothing of it was kept.");
            Directory.CreateDirectory(entry.IsFolder ? path : Path.GetDirectoryName(path)!);
            if (!entry.IsFolder)
                left -= Write(archive, entry, path, left, limit);
        }
        if (count == 0)
            throw new InvalidDataException("it holds no files.");
    }

    /// <summary>Counts the bytes that come out, since what the archive says of itself may be a lie.</summary>
    private static long Write(string archive, Entry entry, string path, long left, long limit)
    {
        if (File.Exists(path) || Directory.Exists(path))
            throw new ArchiveException($"{archive} holds '{entry.Name}' twice; nothing of it was kept.");
        using var target = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        using var content = entry.Open();
        var buffer = new byte[1 << 17];
        for (int count; (count = content.Read(buffer)) > 0;)
        {
            if (target.Length + count > left)
                throw new ArchiveException(string.Create(CultureInfo.InvariantCulture, $"{archive} unpacks to more than {limit:#,0} bytes; it is broken or meant to do harm, and nothing of it was kept."));
            target.Write(buffer, 0, count);
        }
        return target.Length;
    }

    private static IEnumerable<Entry> TarEntries(Stream file)
    {
        using var tar = new TarReader(file, leaveOpen: true);
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.EntryType == TarEntryType.GlobalExtendedAttributes)
                continue;
            yield return new(entry.Name, entry.EntryType == TarEntryType.Directory, () => entry.DataStream ?? Stream.Null, entry.EntryType switch
            {
                TarEntryType.Directory or TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile => null,
                TarEntryType.SymbolicLink or TarEntryType.HardLink => $"a link to '{entry.LinkName}'",
                _ => $"an entry of the kind {entry.EntryType}",
            });
        }
        ReadToEnd(file);
    }

    /// <summary>A tar ends before its file does, and the checksum of a compressed one is compared at the file's end only.</summary>
    private static void ReadToEnd(Stream file)
    {
        var padding = new byte[1 << 20];
        if (file.ReadAtLeast(padding, padding.Length, throwOnEndOfStream: false) == padding.Length)
            throw new InvalidDataException("it goes on after its end");
    }

    private static IEnumerable<Entry> ZipEntries(Stream file)
    {
        const int kindMask = 0xF000, regularFile = 0x8000, folder = 0x4000;
        using var zip = new ZipArchive(file, ZipArchiveMode.Read);
        foreach (var entry in zip.Entries)
        {
            // The upper half holds Unix's file mode where the archive was made there, else zero.
            var kind = (entry.ExternalAttributes >> 16) & kindMask;
            yield return new(entry.FullName, entry.FullName.EndsWith('/'), entry.Open, kind is 0 or regularFile or folder ? null : "a link or a device");
        }
    }

    /// <summary>One thing in an archive, and why it may not be unpacked, if it may not.</summary>
    private sealed record Entry(string Name, bool IsFolder, Func<Stream> Open, string? Refusal);
}

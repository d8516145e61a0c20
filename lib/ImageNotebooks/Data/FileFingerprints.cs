using System.Security.Cryptography;
using System.Text;

namespace ImageNotebooks;

/// <summary>
/// Tells whether files are those of another day. Their bytes are hashed once; from then on a file with the same path, length and time of change is taken for
/// the same, as make and rsync do.
/// </summary>
internal static class FileFingerprints
{
    /// <summary>Stands for the hash of a file that cannot be read; decoding will say why.</summary>
    public const string Unreadable = "unreadable";

    /// <summary>A SHA-256 over the names and contents of files, in this order.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="names">What each is called in the set, whatever folder that lies in.</param>
    public static string Of(IReadOnlyList<string> paths, IReadOnlyList<string> names) => Digest(HashesOf(paths).Zip(names, (hash, name) => $"{name}\t{hash}"));

    /// <summary>The SHA-256 of each file in 64 hexadecimal digits; <see cref="Unreadable"/> where it cannot be read.</summary>
    public static IReadOnlyList<string> HashesOf(IReadOnlyList<string> paths)
    {
        var seen = Digest(paths.Select(Stamp));
        var note = Path.Combine(DataFolder.Default.Path, "packed", "fingerprints", seen[..32]);
        if (File.Exists(note) && File.ReadAllLines(note) is var known && known.Length == paths.Count) return known;
        var hashes = new string[paths.Count];
        Parallel.For(0, paths.Count, i => hashes[i] = Content(paths[i]));
        if (!hashes.Contains(Unreadable)) AtomicFile.WriteAllText(note, string.Join('\n', hashes));
        return hashes;
    }

    /// <summary>The SHA-256 of lines of text.</summary>
    public static string Digest(IEnumerable<string> lines)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var line in lines) hash.AppendData(Encoding.UTF8.GetBytes(line + "\n"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string Stamp(string path)
    {
        var file = new FileInfo(path);
        return $"{file.FullName}\t{(file.Exists ? file.Length : -1)}\t{file.LastWriteTimeUtc.Ticks}";
    }

    private static string Content(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
            return Convert.ToHexStringLower(SHA256.HashData(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Unreadable;
        }
    }
}

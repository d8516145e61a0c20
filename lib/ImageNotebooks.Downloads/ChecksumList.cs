using System.Security.Cryptography;

namespace ImageNotebooks;

/// <summary>
/// The checksums of all files of a set, taken when it was unpacked and kept in its folder, so that it can still be verified when its archive
/// is gone. The format is that of GNU's sha256sum, which can read the list too: <c>sha256sum --check SHA256SUMS</c>.
/// </summary>
internal static class ChecksumList
{
    public const string FileName = "SHA256SUMS";

    private const string Gap = "  ";

    /// <summary>Lists every file in and below a folder.</summary>
    public static void Write(string folder, CancellationToken cancel)
    {
        var lines = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(file =>
        {
            cancel.ThrowIfCancellationRequested();
            return Digits(file) + Gap + Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/');
        });
        AtomicFile.WriteAllText(Path.Combine(folder, FileName), string.Concat(lines.ToList().Select(line => line + "\n")));
    }

    /// <summary>The files that a folder should have and their checksums, or null where no list was kept.</summary>
    /// <exception cref="DataFileException">The list is damaged.</exception>
    public static IReadOnlyList<(string Name, string Digits)>? Read(string folder)
    {
        var list = Path.Combine(folder, FileName);
        if (!File.Exists(list))
            return null;
        return [.. File.ReadLines(list).Select((line, i) => line.IndexOf(Gap, StringComparison.Ordinal) is 2 * SHA256.HashSizeInBytes and var digits
            ? (line[(digits + Gap.Length)..], line[..digits])
            : throw new DataFileException($"{list} is damaged in line {i + 1}; delete {folder} and get the set again."))];
    }

    /// <summary>The SHA-256 of a file, in lower-case hexadecimal digits.</summary>
    public static string Digits(string file)
    {
        using var bytes = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }
}

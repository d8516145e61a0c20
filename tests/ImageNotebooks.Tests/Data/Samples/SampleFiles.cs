using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ImageNotebooks.Tests;

/// <summary>What tests of drawn sets ask of folders and files.</summary>
internal static class SampleFiles
{
    /// <summary>The names of all files below a folder, with slashes, in order.</summary>
    public static string[] Names(string folder) =>
        [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file).Replace('\\',
            '/')).Order(StringComparer.Ordinal)];

    /// <summary>One hash of all names and bytes below a folder.</summary>
    public static string Hash(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var name in Names(folder))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(name));
            hash.AppendData(File.ReadAllBytes(Path.Combine(folder, name)));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public static string HashOfFile(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));

    /// <summary>What a file is by its first bytes: <c>jpeg</c> or <c>png</c>, and its number of components or its colour type.</summary>
    public static (string Format, int Kind, int Width, int Height) Inspect(string file)
    {
        var bytes = File.ReadAllBytes(file);
        if (bytes[0] == 0x89)
            return ("png", bytes[25], BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(20)));
        Assert.Equal([0xFF, 0xD8, 0xFF], bytes[..3]);
        Assert.Equal([0xFF, 0xD9], bytes[^2..]);
        var at = 2;
        while (bytes[at + 1] != 0xC0)
            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at + 2));
        return ("jpeg", bytes[at + 9], BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at + 7)), BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at + 5)));
    }
}

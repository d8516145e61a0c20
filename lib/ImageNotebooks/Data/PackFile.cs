using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ImageNotebooks;

/// <summary>An image file that was left out because it could not be read.</summary>
/// <param name="File">Its path, relative to the set's folder.</param>
/// <param name="Reason">What is wrong with it.</param>
public sealed record SkippedImage(string File, string Reason);

/// <summary>
/// Decoded images kept in a file, so that later runs need not decode them again: first the pixels, then a description as JSON, its length and a mark. A file appears
/// under its name only when it is complete, so that two processes may make it at the same time.
/// </summary>
internal static class PackFile
{
    /// <summary>Raised whenever decoding, resizing or the layout changes, so that older files are made anew.</summary>
    private const int Version = 1;

    private static readonly byte[] Mark = "INBPACK1"u8.ToArray();

    private static int FooterBytes => sizeof(long) + Mark.Length;

    /// <summary>What lies in a pack beside the pixels.</summary>
    /// <param name="Count">Images.</param>
    /// <param name="Channels">Channels an image.</param>
    /// <param name="Height">Rows an image.</param>
    /// <param name="Width">Columns an image.</param>
    /// <param name="Skipped">By the number of the file, what was left out and why.</param>
    public sealed record Description(int Count, int Channels, int Height, int Width, IReadOnlyDictionary<int, string> Skipped);

    /// <summary>The path of the pack of these files, made in this way.</summary>
    /// <param name="name">Begins the file's name: the data set's.</param>
    /// <param name="content">What the files hold.</param>
    /// <param name="recipe">How they were decoded.</param>
    public static string PathOf(string name, string content, string recipe)
    {
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Version}\n{content}\n{recipe}")));
        return Path.Combine(DataFolder.Default.Path, "packed", $"{name}-{key[..16]}.pack");
    }

    /// <summary>Opens a pack, or gives null where there is none or a damaged one.</summary>
    public static (PackedImages Images, Description Description)? Open(string path)
    {
        if (!File.Exists(path)) return null;
        using var file = File.OpenHandle(path);
        var length = RandomAccess.GetLength(file);
        Span<byte> footer = stackalloc byte[FooterBytes];
        if (length < FooterBytes || RandomAccess.Read(file, footer, length - FooterBytes) != FooterBytes || !footer[sizeof(long)..].SequenceEqual(Mark)) return null;
        var pixels = BinaryPrimitives.ReadInt64LittleEndian(footer);
        if (pixels < 0 || pixels > length - FooterBytes) return null;
        var json = new byte[length - FooterBytes - pixels];
        RandomAccess.Read(file, json, pixels);
        var d = JsonSerializer.Deserialize<Description>(json)!;
        if ((long)d.Count * d.Channels * d.Height * d.Width != pixels) return null;
        return (d.Count == 0 ? PackedImages.InMemory(0, d.Channels, d.Height, d.Width, (_, _) => { }) : PackedImages.Map(path, d.Count, d.Channels, d.Height, d.Width), d);
    }

    /// <summary>Makes a pack.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="write">Writes the pixels into the file it is given, from its beginning, and describes them.</param>
    /// <exception cref="DataFileException">The disk is full or the folder cannot be written.</exception>
    public static void Make(string path, Func<Microsoft.Win32.SafeHandles.SafeFileHandle, Description> write)
    {
        var folder = Path.GetDirectoryName(path)!;
        var unfinished = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            Directory.CreateDirectory(folder);
            using (var file = File.OpenHandle(unfinished, FileMode.CreateNew, FileAccess.ReadWrite))
            {
                var description = write(file);
                var pixels = (long)description.Count * description.Channels * description.Height * description.Width;
                var end = new byte[FooterBytes];
                BinaryPrimitives.WriteInt64LittleEndian(end, pixels);
                Mark.CopyTo(end.AsSpan(sizeof(long)));
                RandomAccess.SetLength(file, pixels);
                RandomAccess.Write(file, [.. JsonSerializer.SerializeToUtf8Bytes(description), .. end], pixels);
            }
            // Where another process was quicker, both files are the same, and on Windows the other one is in use.
            if (File.Exists(path) && Open(path) is { } other) other.Images.Dispose();
            else File.Move(unfinished, path, overwrite: true);
        }
        catch (IOException e) when (DiskSpace.IsFull(e))
        {
            throw new DataFileException($"{DiskSpace.Sentence(folder, needed: null)} `environment/lab data clean` removes decoded images that are kept there.", e);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new DataFileException($"Decoded images cannot be kept in {folder}: {e.Message} Set {DataFolder.Variable} to a folder that can be written.", e);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }
}

namespace ImageNotebooks;

/// <summary>Writes files so that a reader sees the old content or the new, never a part.</summary>
internal static class AtomicFile
{
    /// <summary>Writes UTF-8 text without a byte-order mark, making the folder if need be.</summary>
    public static void WriteAllText(string path, string text) => Write(path, file =>
    {
        using var writer = new StreamWriter(file, leaveOpen: true);
        writer.Write(text);
    });

    /// <summary>Writes what <paramref name="write"/> writes, making the folder if need be.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes it.</param>
    /// <param name="length">How many bytes it will have, where that is known: the disk gives room for all at once, sooner than bit by bit.</param>
    public static void Write(string path, Action<Stream> write, long length = 0)
    {
        var target = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        // Beside the target, since a file moves in one step only within a file system.
        var temporary = $"{target}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var file = new FileStream(temporary, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, PreallocationSize = length }))
            {
                write(file);
                file.Flush(flushToDisk: true);
            }
            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}

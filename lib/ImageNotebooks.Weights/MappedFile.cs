using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;
using static System.FormattableString;

namespace ImageNotebooks;

/// <summary>The bytes of a file, to look at where they lie or to read into memory of the caller's; whatever is asked for beyond its end is refused with a sentence.</summary>
internal sealed unsafe class MappedFile : IDisposable
{
    private readonly SafeFileHandle handle;
    private readonly MemoryMappedFile map;
    private readonly MemoryMappedViewAccessor view;
    private readonly byte* start;
    private bool disposed;

    private MappedFile(string path, SafeFileHandle handle)
    {
        (Path, this.handle, Length) = (path, handle, RandomAccess.GetLength(handle));
        if (Length == 0)
            throw Refuse("it is empty");
        map = MemoryMappedFile.CreateFromFile(handle, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        view = map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
    }

    public string Path { get; }

    public long Length { get; }

    /// <exception cref="WeightsFileException">There is no such file, it is empty, or it may not be read.</exception>
    public static MappedFile Open(string path)
    {
        SafeFileHandle? handle = null;
        try
        {
            handle = File.OpenHandle(path);
            return new(path, handle);
        }
        catch (Exception e)
        {
            handle?.Dispose();
            throw e switch
            {
                FileNotFoundException or DirectoryNotFoundException => new WeightsFileException($"There is no file {System.IO.Path.GetFullPath(path)}.", e),
                IOException or UnauthorizedAccessException or NotSupportedException => new WeightsFileException($"{path} cannot be read: {e.Message.TrimEnd('.')}.", e),
                _ => e,
            };
        }
    }

    /// <summary>The sentence that says why this file cannot be used.</summary>
    public WeightsFileException Refuse(string what, Exception? inner = null) => new($"{Path} cannot be used: {what.TrimEnd('.')}.", inner);

    /// <summary>Bytes of the file where they lie, until this is disposed of.</summary>
    public ReadOnlySpan<byte> Slice(long offset, long count)
    {
        Require(offset, count);
        return count > Array.MaxLength ? throw Refuse(Invariant($"{count:#,0} bytes of it are asked for at once")) : new(start + offset, (int)count);
    }

    /// <summary>Reads bytes without mapping their pages, which takes less time where each is looked at once only.</summary>
    public void Read(long offset, Span<byte> destination)
    {
        Require(offset, destination.Length);
        while (destination.Length > 0)
        {
            var count = RandomAccess.Read(handle, destination, offset);
            if (count == 0)
                throw Refuse("it has become shorter since it was opened");
            destination = destination[count..];
            offset += count;
        }
    }

    public void Dispose()
    {
        if (disposed)
            return;
        disposed = true;
        view.SafeMemoryMappedViewHandle.ReleasePointer();
        view.Dispose();
        map.Dispose();
        handle.Dispose();
    }

    private void Require(long offset, long count)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (offset < 0 || count < 0 || offset > Length || count > Length - offset)
            throw Refuse(Invariant($"it has {Length:#,0} bytes and should have {count:#,0} more after its byte {offset:#,0}; it was cut short or is damaged"));
    }
}

using System.IO.MemoryMappedFiles;

namespace ImageNotebooks;

/// <summary>
/// Memory for the pixels of one image after another. A set of small pictures may hold a few photographs of a hundred megabytes; those get memory of their own,
/// which goes back to the system with the next image, and not to a heap that stays as large.
/// </summary>
internal sealed unsafe class PixelMemory : IDisposable
{
    private const int Large = 1 << 23;

    private byte[] small = [];
    private MemoryMappedFile? file;
    private MemoryMappedViewAccessor? large;

    /// <summary>So many bytes, of any content. What was taken before is no longer valid.</summary>
    public Span<byte> Take(int length)
    {
        Dispose();
        if (length <= Large)
        {
            if (small.Length < length) small = GC.AllocateUninitializedArray<byte>(Math.Max(length, 1 << 16));
            return small.AsSpan(0, length);
        }
        file = MemoryMappedFile.CreateNew(null, length);
        large = file.CreateViewAccessor();
        byte* start = null;
        large.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        return new(start + large.PointerOffset, length);
    }

    /// <summary>Frees a large image's memory.</summary>
    public void Dispose()
    {
        large?.SafeMemoryMappedViewHandle.ReleasePointer();
        large?.Dispose();
        file?.Dispose();
        (large, file) = (null, null);
    }
}

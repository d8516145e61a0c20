using System.IO.MemoryMappedFiles;
using System.Numerics;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>
/// Images of one size as bytes, one after another: in memory, or in a file of which the system keeps in memory what is used. Frees its memory when it is
/// disposed of, or when nothing refers to it any more.
/// </summary>
public sealed unsafe class PackedImages : IDisposable
{
    private readonly SafeBuffer memory;
    private readonly MemoryMappedFile? file;
    private readonly byte* start;
    private readonly Dictionary<string, Tensor?> copies = [];

    private PackedImages(SafeBuffer memory, MemoryMappedFile? file, long offset, int count, int channels, int height, int width)
    {
        (this.memory, this.file, Count, Channels, Height, Width) = (memory, file, count, channels, height, width);
        byte* pointer = null;
        memory.AcquirePointer(ref pointer);
        start = pointer + offset;
    }

    /// <summary>How many images there are.</summary>
    public int Count { get; }

    /// <summary>Channels an image: 3, or 1 for grey images and masks.</summary>
    public int Channels { get; }

    /// <summary>Rows an image.</summary>
    public int Height { get; }

    /// <summary>Columns an image.</summary>
    public int Width { get; }

    /// <summary>[Channels, Height, Width].</summary>
    public long[] ImageShape => [Channels, Height, Width];

    /// <summary>Bytes of all images.</summary>
    public long ByteCount => (long)Count * ImageBytes;

    /// <summary>Whether it was disposed of.</summary>
    internal bool IsFreed => memory.IsClosed;

    internal int ImageBytes => Channels * Height * Width;

    /// <summary>The planes of one image: channels x height x width bytes.</summary>
    /// <exception cref="ObjectDisposedException">The images were freed.</exception>
    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsFreed, this);
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return new(start + (long)index * ImageBytes, ImageBytes);
        }
    }

    /// <summary>Copies the images of a tensor.</summary>
    /// <param name="images">[N, C, H, W] uint8. Stays the caller's.</param>
    public static PackedImages Copy(Tensor images)
    {
        if (images.dim() != 4 || images.dtype != ScalarType.Byte)
            throw new ArgumentException($"Images must be uint8 [N, C, H, W], and they are {images}.", nameof(images));
        using var scope = NewDisposeScope();
        var s = images.shape;
        var onCpu = images.cpu().contiguous();
        return InMemory((int)s[0], (int)s[1], (int)s[2], (int)s[3], (index, planes) => onCpu.bytes.Slice(index * planes.Length, planes.Length).CopyTo(planes));
    }

    /// <summary>Fills memory image by image.</summary>
    internal static PackedImages InMemory(int count, int channels, int height, int width, Fill fill)
    {
        var packed = new PackedImages(new NativeBuffer((long)count * channels * height * width), null, 0, count, channels, height, width);
        for (var i = 0; i < count; i++) fill(i, new(packed.start + (long)i * packed.ImageBytes, packed.ImageBytes));
        return packed;
    }

    /// <summary>Writes the planes of one image: channels x height x width bytes.</summary>
    internal delegate void Fill(int index, Span<byte> planes);

    /// <summary>Maps images that lie one after another at the beginning of a file.</summary>
    internal static PackedImages Map(string path, int count, int channels, int height, int width)
    {
        var file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        var view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        return new(view.SafeMemoryMappedViewHandle, file, view.PointerOffset, count, channels, height, width);
    }

    /// <summary>Copies some images.</summary>
    /// <param name="rows">Which, each in [0, Count).</param>
    /// <param name="target">[rows, C, H, W] uint8.</param>
    internal void CopyTo(ReadOnlySpan<long> rows, Tensor target)
    {
        using var kept = new Kept(memory);
        var bytes = target.bytes;
        for (var i = 0; i < rows.Length; i++) this[checked((int)rows[i])].CopyTo(bytes[(i * ImageBytes)..]);
    }

    /// <summary>Copies some images as floats in [0, 1].</summary>
    /// <param name="rows">Which, each in [0, Count).</param>
    /// <param name="target">[rows, C, H, W] float.</param>
    internal void ScaleTo(ReadOnlySpan<long> rows, Tensor target)
    {
        using var kept = new Kept(memory);
        var floats = MemoryMarshal.Cast<byte, float>(target.bytes);
        for (var i = 0; i < rows.Length; i++) Scale(this[checked((int)rows[i])], floats.Slice(i * ImageBytes, ImageBytes));
    }

    /// <summary>All images on a device, sent there once and kept until the images are freed; null, and a line on the console, where they do not fit.</summary>
    /// <returns>[N, C, H, W] uint8. Stays this object's.</returns>
    internal Tensor? On(Device device)
    {
        var key = device.ToString();
        if (copies.TryGetValue(key, out var copy)) return copy;
        try
        {
            copy = empty([Count, .. ImageShape], ScalarType.Byte, device).DetachFromDisposeScope();
            Send(copy);
        }
        catch (ExternalException e) when (OutOfMemory.IsSaidBy(e))
        {
            copy?.Dispose();
            copy = null;
            Console.WriteLine(FormattableString.Invariant($"{ByteCount / 1e6:#,0} MB of images do not fit on {device}, so each batch is sent when it is used."));
        }
        copies[key] = copy;
        return copy;
    }

    private void Send(Tensor copy)
    {
        const int atOnce = 512;
        for (var first = 0; first < Count; first += atOnce)
        {
            using var scope = NewDisposeScope();
            var rows = Enumerable.Range(first, Math.Min(atOnce, Count - first)).Select(i => (long)i).ToArray();
            var some = empty([rows.Length, .. ImageShape], ScalarType.Byte);
            CopyTo(rows, some);
            copy.narrow(0, first, rows.Length).copy_(some);
        }
    }

    /// <summary>Frees the memory; whoever still holds a part of the images can no longer read them.</summary>
    public void Dispose()
    {
        if (!IsFreed) memory.ReleasePointer();
        memory.Dispose();
        file?.Dispose();
        foreach (var copy in copies.Values) copy?.Dispose();
        copies.Clear();
    }

    /// <summary>x / 255, the very division, so that the floats are those of any other way.</summary>
    private static void Scale(ReadOnlySpan<byte> bytes, Span<float> floats)
    {
        var i = 0;
        for (var all = Vector<float>.One * 255; i + Vector<byte>.Count <= bytes.Length; i += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(bytes[i..]), out var low, out var high);
            Vector.Widen(low, out var a, out var b);
            Vector.Widen(high, out var c, out var d);
            var target = floats.Slice(i, Vector<byte>.Count);
            (Vector.ConvertToSingle(a.As<uint, int>()) / all).CopyTo(target);
            (Vector.ConvertToSingle(b.As<uint, int>()) / all).CopyTo(target[Vector<float>.Count..]);
            (Vector.ConvertToSingle(c.As<uint, int>()) / all).CopyTo(target[(2 * Vector<float>.Count)..]);
            (Vector.ConvertToSingle(d.As<uint, int>()) / all).CopyTo(target[(3 * Vector<float>.Count)..]);
        }
        for (; i < bytes.Length; i++) floats[i] = bytes[i] / 255f;
    }

    /// <summary>Keeps memory from being freed by another thread while this one reads it.</summary>
    private readonly ref struct Kept
    {
        private readonly SafeBuffer memory;

        public Kept(SafeBuffer memory)
        {
            this.memory = memory;
            var added = false;
            memory.DangerousAddRef(ref added);
        }

        public void Dispose() => memory.DangerousRelease();
    }

    /// <summary>Memory outside of .NET's own, which may hold more than an array can.</summary>
    private sealed class NativeBuffer : SafeBuffer
    {
        public NativeBuffer(long bytes) : base(ownsHandle: true)
        {
            SetHandle((nint)NativeMemory.Alloc((nuint)Math.Max(bytes, 1)));
            Initialize((ulong)bytes);
        }

        protected override bool ReleaseHandle()
        {
            NativeMemory.Free((void*)handle);
            return true;
        }
    }
}

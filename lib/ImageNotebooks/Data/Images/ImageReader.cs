using System.Buffers;
using System.Runtime.InteropServices;

namespace ImageNotebooks;

/// <summary>
/// Reads image files one after another into the same memory: pixels of red, green, blue and opacity, 8 bits each, top row first, upright.
/// For one thread at a time.
/// </summary>
internal sealed class ImageReader
{
    public const int PixelBytes = 4;

    /// <summary>Two pictures of this many pixels fit into memory, and no photograph of a data set is larger.</summary>
    public const int LargestPixelCount = 1 << 26;

    private const int HeaderBytes = 1 << 13;
    private const long LargestFile = 1 << 29;

    private readonly PixelMemory decoded = new(), turned = new();
    private byte[] file = [];

    /// <summary>The pixels of one file, valid until the next is read.</summary>
    public readonly ref struct Image(ReadOnlySpan<byte> pixels, int width, int height)
    {
        /// <summary>height x width x 4 bytes.</summary>
        public ReadOnlySpan<byte> Pixels { get; } = pixels;

        public int Width { get; } = width;

        public int Height { get; } = height;
    }

    /// <summary>Reads a file's header and no more of it than that takes.</summary>
    /// <exception cref="ImageFileException">The file cannot be read or is no image.</exception>
    public static ImageInfo ReadInfo(string path)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(HeaderBytes);
        try
        {
            using var handle = File.OpenHandle(path);
            for (long wanted = HeaderBytes; ; wanted *= 2)
            {
                if (wanted > buffer.Length)
                {
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = ArrayPool<byte>.Shared.Rent((int)wanted);
                }
                var count = RandomAccess.Read(handle, buffer, 0);
                if (ImageHeader.Read(buffer.AsSpan(0, count), out var needed) is { } info) return info;
                if (needed > RandomAccess.GetLength(handle)) throw new InvalidDataException("is cut short: its header is not complete; get it anew");
                wanted = Math.Max(wanted, needed);
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw Complaint(path, e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Reads an image.</summary>
    /// <param name="path">The file.</param>
    /// <param name="least">A JPEG may be decoded at a half, a quarter or an eighth of its size as long as it stays at least so large; null for its own size.</param>
    /// <exception cref="ImageFileException">The file cannot be read, is no image, is damaged or has more than <see cref="LargestPixelCount"/> pixels.</exception>
    public Image Read(string path, (int Height, int Width)? least = null)
    {
        try
        {
            return Decode(ReadFile(path), least);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw Complaint(path, e);
        }
    }

    /// <inheritdoc cref="Read"/>
    /// <exception cref="InvalidDataException">The bytes are no image; the message ends a sentence that begins with the file's name.</exception>
    public Image Decode(ReadOnlySpan<byte> bytes, (int Height, int Width)? least = null)
    {
        var info = ImageHeader.Read(bytes, out _) ?? throw new InvalidDataException("is cut short: its header is not complete; get it anew");
        if ((long)info.Width * info.Height > LargestPixelCount)
            throw new InvalidDataException(FormattableString.Invariant($"is {info.Width:#,0} x {info.Height:#,0} pixels, and images of more than {LargestPixelCount:#,0} pixels are refused; make it smaller"));
        var scale = least is { } size && Stack.Images.ScalesJpeg && info.Format == ImageFormat.Jpeg ? Scale(info, size) : 1;
        var (width, height) = ((info.Width + scale - 1) / scale, (info.Height + scale - 1) / scale);
        var pixels = decoded.Take(width * height * PixelBytes);
        try
        {
            if (info.Format == ImageFormat.Jpeg) Stack.Images.DecodeJpeg(bytes, width, height, info.Mode == "CMYK", pixels);
            else Stack.Images.DecodePng(bytes, pixels);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"is damaged: {e.Message.TrimEnd('.', ' ')}; get it anew or leave it out", e);
        }
        return info.Orientation == 1 ? new(pixels, width, height) : Turn(pixels, width, height, info);
    }

    private static int Scale(ImageInfo info, (int Height, int Width) least)
    {
        var (height, width) = info.TurnsSideways ? (least.Width, least.Height) : least;
        var scale = 8;
        while (scale > 1 && (info.Width < width * scale || info.Height < height * scale)) scale /= 2;
        return scale;
    }

    private ReadOnlySpan<byte> ReadFile(string path)
    {
        using var handle = File.OpenHandle(path, options: FileOptions.SequentialScan);
        var length = RandomAccess.GetLength(handle);
        if (length > LargestFile) throw new InvalidDataException(FormattableString.Invariant($"has {length:#,0} bytes, more than any image of a data set; look what it is"));
        if (file.Length < length) file = GC.AllocateUninitializedArray<byte>((int)Math.Max(length, 1 << 16));
        var bytes = file.AsSpan(0, (int)length);
        var count = RandomAccess.Read(handle, bytes, 0);
        for (int more; count < length && (more = RandomAccess.Read(handle, bytes[count..], count)) > 0;) count += more;
        return bytes[..count];
    }

    private Image Turn(ReadOnlySpan<byte> source, int width, int height, ImageInfo info)
    {
        var (newWidth, newHeight) = info.TurnsSideways ? (height, width) : (width, height);
        var upright = turned.Take(width * height * PixelBytes);
        var target = MemoryMarshal.Cast<byte, uint>(upright);
        var from = MemoryMarshal.Cast<byte, uint>(source);
        for (var y = 0; y < newHeight; y++)
        {
            for (var x = 0; x < newWidth; x++)
            {
                var (fromX, fromY) = info.Orientation switch
                {
                    2 => (width - 1 - x, y),
                    3 => (width - 1 - x, height - 1 - y),
                    4 => (x, height - 1 - y),
                    5 => (y, x),
                    6 => (y, height - 1 - x),
                    7 => (width - 1 - y, height - 1 - x),
                    _ => (width - 1 - y, x),
                };
                target[y * newWidth + x] = from[fromY * width + fromX];
            }
        }
        return new(upright, newWidth, newHeight);
    }

    internal static ImageFileException Complaint(string path, Exception e) => e switch
    {
        InvalidDataException => new(path, e.Message, e.InnerException),
        FileNotFoundException or DirectoryNotFoundException => new(path, "does not exist", e),
        UnauthorizedAccessException => new(path, Directory.Exists(path) ? "is a folder" : "may not be read by this user; change its permissions", e),
        _ => new(path, $"cannot be read: {e.Message.TrimEnd('.')}", e),
    };
}

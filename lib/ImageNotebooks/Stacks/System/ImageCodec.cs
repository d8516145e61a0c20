using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;

namespace ImageNotebooks;

/// <summary>The system stack's decoders: libjpeg-turbo through its TurboJPEG API and libpng through its simplified API, neither of which needs a C side of ours.</summary>
internal sealed unsafe class ImageCodec : IImageCodec
{
    private const int PixelBytes = 4;

    private static readonly ConcurrentBag<Decompressor> Decompressors = [];

    public string Description => "libjpeg-turbo, libpng";

    public bool ScalesJpeg => true;

    public void DecodeJpeg(ReadOnlySpan<byte> file, int width, int height, bool cmyk, Span<byte> pixels)
    {
        Require(pixels.Length, width, height);
        if (!Decompressors.TryTake(out var decompressor)) decompressor = new();
        try
        {
            fixed (byte* source = file, target = pixels)
            {
                var format = cmyk ? TurboJpeg.Cmyk : TurboJpeg.Rgbx;
                if (TurboJpeg.tjDecompress2(decompressor, source, (nuint)file.Length, target, width, width * PixelBytes, height, format, TurboJpeg.LimitScans) != 0)
                    RefuseUnlessHarmless(decompressor);
            }
        }
        finally
        {
            Decompressors.Add(decompressor);
        }
        if (cmyk) MixInks(pixels);
    }

    public void DecodePng(ReadOnlySpan<byte> file, Span<byte> pixels)
    {
        var plain = WithoutColourManagement(file);
        var image = new LibPng.Image { Version = LibPng.Version };
        fixed (byte* source = plain.IsEmpty ? file : plain, target = pixels)
        {
            try
            {
                if (LibPng.png_image_begin_read_from_memory(ref image, source, (nuint)(plain.IsEmpty ? file : plain).Length) == 0)
                    throw new InvalidDataException(image.Text);
                Require(pixels.Length, (int)image.Width, (int)image.Height);
                image.Format = LibPng.Rgba;
                image.Flags |= LibPng.SixteenBitSrgb;
                if (LibPng.png_image_finish_read(ref image, null, target, 0, null) == 0)
                    throw new InvalidDataException(image.Text);
            }
            finally
            {
                LibPng.png_image_free(ref image);
            }
        }
    }

    private static void Require(int length, int width, int height)
    {
        if (length != (long)width * height * PixelBytes)
            throw new InvalidDataException($"the image is {width} x {height}, and its header promised another size");
    }

    /// <summary>Bytes between two markers are skipped without loss, and cameras write them; any other warning means that pixels are missing or wrong.</summary>
    private static void RefuseUnlessHarmless(Decompressor decompressor)
    {
        var message = Marshal.PtrToStringUTF8(TurboJpeg.tjGetErrorStr2(decompressor)) ?? "";
        if (TurboJpeg.tjGetErrorCode(decompressor) != TurboJpeg.Warning || !message.Contains("extraneous bytes before marker", StringComparison.Ordinal))
            throw new InvalidDataException(message);
    }

    /// <summary>A colour is what its own ink and the black let through: c k / 255, both 255 for no ink.</summary>
    private static void MixInks(Span<byte> pixels)
    {
        for (var i = 0; i < pixels.Length; i += PixelBytes)
        {
            for (var c = 0; c < 3; c++)
            {
                var product = pixels[i + c] * pixels[i + 3] + 128;
                pixels[i + c] = (byte)((product + (product >> 8)) >> 8);
            }
        }
    }

    /// <summary>The file without the chunks by which libpng would change colours, which other decoders of data sets do not; empty where it has none.</summary>
    private static ReadOnlySpan<byte> WithoutColourManagement(ReadOnlySpan<byte> file)
    {
        const int signature = 8, overhead = 12;
        if (file.IndexOf("gAMA"u8) < 0 && file.IndexOf("cHRM"u8) < 0 && file.IndexOf("sRGB"u8) < 0 && file.IndexOf("iCCP"u8) < 0)
            return [];
        var kept = new MemoryStream(file.Length);
        kept.Write(file[..Math.Min(signature, file.Length)]);
        for (var at = signature; at + overhead <= file.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
            var end = (int)Math.Min(file.Length, at + overhead + (long)length);
            if (Encoding.Latin1.GetString(file.Slice(at + 4, 4)) is not ("gAMA" or "cHRM" or "sRGB" or "iCCP"))
                kept.Write(file[at..end]);
            at = end;
        }
        return kept.ToArray();
    }

    /// <summary>TurboJPEG's state; one serves one thread at a time.</summary>
    private sealed class Decompressor : SafeHandle
    {
        public Decompressor() : base(0, ownsHandle: true)
        {
            SetHandle(TurboJpeg.tjInitDecompress());
            if (IsInvalid) throw new OutOfMemoryException("libjpeg-turbo could not make a decoder.");
        }

        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle() => TurboJpeg.tjDestroy(handle) == 0;
    }

    /// <summary>libjpeg-turbo's turbojpeg.h, versions 2 and 3.</summary>
    private static class TurboJpeg
    {
        public const int Rgbx = 2, Cmyk = 11, LimitScans = 32768, Warning = 0;

        private const string Library = "libturbojpeg.so.0";

        [DllImport(Library)]
        public static extern nint tjInitDecompress();

        [DllImport(Library)]
        public static extern int tjDecompress2(
            Decompressor handle, byte* file, nuint size, byte* pixels, int width, int pitch, int height, int format, int flags);

        [DllImport(Library)]
        public static extern nint tjGetErrorStr2(Decompressor handle);

        [DllImport(Library)]
        public static extern int tjGetErrorCode(Decompressor handle);

        [DllImport(Library)]
        public static extern int tjDestroy(nint handle);
    }

    /// <summary>libpng's png.h, version 1.6: the simplified API, which catches libpng's long jumps itself.</summary>
    private static class LibPng
    {
        public const uint Version = 1, Rgba = 3, SixteenBitSrgb = 4;

        private const string Library = "libpng16.so.16";

        [DllImport(Library)]
        public static extern int png_image_begin_read_from_memory(ref Image image, byte* file, nuint size);

        [DllImport(Library)]
        public static extern int png_image_finish_read(ref Image image, void* background, byte* pixels, int rowStride, void* colormap);

        [DllImport(Library)]
        public static extern void png_image_free(ref Image image);

        /// <summary>png_image.</summary>
        [StructLayout(LayoutKind.Sequential)]
        public struct Image
        {
            private readonly nint opaque;
            public uint Version, Width, Height, Format, Flags, ColormapEntries, WarningOrError;
            private fixed byte message[64];

            public readonly string Text
            {
                get
                {
                    fixed (byte* text = message) return Marshal.PtrToStringUTF8((nint)text) ?? "";
                }
            }
        }
    }
}

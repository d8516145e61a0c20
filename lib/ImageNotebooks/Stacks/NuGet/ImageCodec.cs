using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.PixelFormats;

namespace ImageNotebooks;

/// <summary>The decoders of the cpu and cuda stacks: SixLabors.ImageSharp.</summary>
internal sealed class ImageCodec : IImageCodec
{
    private static readonly byte[] StartOfScan = [0xFF, 0xDA], EndOfImage = [0xFF, 0xD9];
    private static readonly DecoderOptions FirstFrame = new() { MaxFrames = 1, SkipMetadata = true };

    public string Description => $"ImageSharp {typeof(SixLabors.ImageSharp.Image).Assembly.GetName().Version}";

    public bool ScalesJpeg => false;

    public void DecodeJpeg(ReadOnlySpan<byte> file, int width, int height, bool cmyk, Span<byte> pixels)
    {
        // ImageSharp fills what is missing with grey and says nothing.
        if (file.LastIndexOf(EndOfImage) < file.LastIndexOf(StartOfScan)) throw new InvalidDataException("Premature end of JPEG file");
        Decode(JpegDecoder.Instance, file, pixels);
    }

    public void DecodePng(ReadOnlySpan<byte> file, Span<byte> pixels) => Decode(PngDecoder.Instance, file, pixels);

    private static void Decode(IImageDecoder decoder, ReadOnlySpan<byte> file, Span<byte> pixels)
    {
        try
        {
            using var stream = new MemoryStream(file.ToArray(), writable: false);
            using var image = decoder.Decode<Rgba32>(FirstFrame, stream);
            if ((long)image.Width * image.Height * 4 != pixels.Length)
                throw new InvalidDataException($"the image is {image.Width} x {image.Height}, and its header promised another size");
            image.CopyPixelDataTo(pixels);
        }
        // Damaged files end in exceptions of many types, NullReferenceException among them.
        catch (Exception e) when (e is not (InvalidDataException or OutOfMemoryException))
        {
            throw new InvalidDataException(e.Message, e);
        }
    }
}

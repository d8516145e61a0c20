namespace ImageNotebooks;

/// <summary>Reads JPEG files (baseline and progressive, greyscale, colour, CMYK) and PNG files of every kind, whatever their names end in.</summary>
public static class ImageFile
{
    /// <summary>A file with more pixels is refused before any memory is taken for it: 67,108,864.</summary>
    public const int LargestPixelCount = ImageReader.LargestPixelCount;

    /// <summary>Reads a file's header, not its pixels.</summary>
    /// <exception cref="ImageFileException">The file cannot be read or is no image.</exception>
    public static ImageInfo ReadInfo(string path) => ImageReader.ReadInfo(path);

    /// <summary>Reads an image, turned upright where its EXIF data say how.</summary>
    /// <param name="path">The file.</param>
    /// <param name="channels">
    /// 1 (grey, by ITU-R BT.601 as Pillow does it), 3 (RGB; opacity is dropped) or 4 (RGBA). 16-bit channels become 8-bit, palettes become colours.
    /// </param>
    /// <exception cref="ImageFileException">The file cannot be read, is no image, is damaged or has more than <see cref="LargestPixelCount"/> pixels.</exception>
    public static Picture Read(string path, int channels = 3)
    {
        if (channels is not (1 or 3 or 4)) throw new ArgumentOutOfRangeException(nameof(channels), channels, "An image is read as 1 (grey), 3 (RGB) or 4 (RGBA) channels.");
        var image = new ImageReader().Read(path);
        var pixels = new byte[image.Width * image.Height * channels];
        for (var i = 0; i < image.Width * image.Height; i++)
        {
            var pixel = image.Pixels.Slice(i * ImageReader.PixelBytes, ImageReader.PixelBytes);
            if (channels == 1) pixels[i] = Luma(pixel);
            else pixel[..channels].CopyTo(pixels.AsSpan(i * channels));
        }
        return new(pixels, image.Width, image.Height, channels);
    }

    /// <summary>0.299 R + 0.587 G + 0.114 B, in Pillow's 16-bit steps.</summary>
    internal static byte Luma(ReadOnlySpan<byte> rgb) => (byte)((rgb[0] * 19595 + rgb[1] * 38470 + rgb[2] * 7471 + 0x8000) >> 16);
}

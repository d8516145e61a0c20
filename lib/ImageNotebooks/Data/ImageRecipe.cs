namespace ImageNotebooks;

/// <summary>Decodes one file into planes; for one thread at a time.</summary>
internal interface IPackDecoder
{
    /// <summary>Writes channels x height x width bytes.</summary>
    /// <exception cref="ImageFileException">The file cannot be read.</exception>
    void Decode(string path, Span<byte> planes);
}

/// <summary>How files become planes of one size.</summary>
internal interface IPackRecipe
{
    /// <summary>Channels, rows and columns of every image.</summary>
    (int Channels, int Height, int Width) Shape { get; }

    /// <summary>A new decoder for a thread.</summary>
    IPackDecoder NewDecoder();
}

/// <summary>JPEG and PNG files, resized.</summary>
internal sealed record ImageRecipe(Resize Resize, int Channels) : IPackRecipe
{
    public (int Channels, int Height, int Width) Shape => (Channels, Resize.Height, Resize.Width);

    public IPackDecoder NewDecoder() => new Decoder(this);

    private sealed class Decoder(ImageRecipe recipe) : IPackDecoder
    {
        private readonly ImageReader reader = new();
        private readonly Resampler resampler = new();
        private readonly byte[] resized = new byte[recipe.Resize.Height * recipe.Resize.Width * ImageReader.PixelBytes];

        public void Decode(string path, Span<byte> planes)
        {
            var image = reader.Read(path, recipe.Resize.DecodeAtLeast);
            recipe.Fill(image.Pixels, image.Width, image.Height, planes, resampler, resized);
        }
    }

    /// <summary>Resizes pixels and parts them into planes.</summary>
    public void Fill(ReadOnlySpan<byte> pixels, int width, int height, Span<byte> planes, Resampler? resampler = null, byte[]? resized = null)
    {
        if (width != Resize.Width || height != Resize.Height)
        {
            resized ??= new byte[Resize.Height * Resize.Width * ImageReader.PixelBytes];
            Resize.Apply(resampler ?? new(), pixels, width, height, resized);
            pixels = resized;
        }
        Separate(pixels, planes, Channels);
    }

    private static void Separate(ReadOnlySpan<byte> pixels, Span<byte> planes, int channels)
    {
        var area = pixels.Length / ImageReader.PixelBytes;
        if (channels == 1)
        {
            for (var i = 0; i < area; i++) planes[i] = ImageFile.Luma(pixels.Slice(i * ImageReader.PixelBytes, 3));
            return;
        }
        Span<byte> red = planes[..area], green = planes.Slice(area, area), blue = planes.Slice(2 * area, area);
        for (var i = 0; i < area; i++)
        {
            var pixel = pixels.Slice(i * ImageReader.PixelBytes, ImageReader.PixelBytes);
            red[i] = pixel[0];
            green[i] = pixel[1];
            blue[i] = pixel[2];
        }
    }
}

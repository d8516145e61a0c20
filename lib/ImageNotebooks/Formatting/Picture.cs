namespace ImageNotebooks;

/// <summary>
/// A picture to look at: 8-bit pixels, grey, RGB or RGBA, held as interleaved rows (height x width x channels), top row first.
/// </summary>
/// <remarks>Not called Image, so that a notebook may use an imaging library beside it.</remarks>
[TypeFormatterSource(typeof(RichOutputFormatterSource), PreferredMimeTypes = [MimeTypes.Html])]
public sealed class Picture : IRichOutput
{
    private readonly byte[] pixels;

    /// <summary>Takes a copy of <paramref name="pixels"/>.</summary>
    /// <param name="pixels">height x width x channels bytes in [0, 255], channels last.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="channels">1 (grey), 3 (RGB) or 4 (RGBA).</param>
    /// <exception cref="ArgumentException">The sizes are impossible, or do not give the number of bytes.</exception>
    public Picture(ReadOnlySpan<byte> pixels, int width, int height, int channels = 3)
    {
        if (width < 1 || height < 1)
            throw new ArgumentException($"A picture needs at least one row and one column, not {height} x {width}.");
        if (channels is not (1 or 3 or 4))
            throw new ArgumentException($"A picture has 1 (grey), 3 (RGB) or 4 (RGBA) channels, not {channels}.");
        if (pixels.Length != (long)width * height * channels)
            throw new ArgumentException(
                $"{height} x {width} x {channels} needs {(long)width * height * channels} bytes, and {pixels.Length} were given; "
                + "the order is height x width x channels.");
        (this.pixels, Width, Height, Channels) = (pixels.ToArray(), width, height, channels);
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>1 (grey), 3 (RGB) or 4 (RGBA).</summary>
    public int Channels { get; }

    /// <summary>height x width x channels bytes in [0, 255], channels last.</summary>
    public ReadOnlySpan<byte> Pixels => pixels;

    /// <summary>Makes a picture from planes, the order in which tensors and CIFAR's files hold pixels.</summary>
    /// <param name="planes">channels x height x width bytes in [0, 255].</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="channels">1 (grey), 3 (RGB) or 4 (RGBA).</param>
    /// <exception cref="ArgumentException">The sizes are impossible, or do not give the number of bytes.</exception>
    public static Picture FromPlanes(ReadOnlySpan<byte> planes, int width, int height, int channels = 3)
    {
        var interleaved = new byte[planes.Length];
        var area = width * height;
        if (planes.Length == (long)area * channels)
        {
            for (var c = 0; c < channels; c++)
                for (var i = 0; i < area; i++)
                    interleaved[i * channels + c] = planes[c * area + i];
        }
        return new Picture(interleaved, width, height, channels);
    }

    /// <summary>The picture as the bytes of a PNG file.</summary>
    public byte[] ToPng() => Png.Encode(pixels, Width, Height, Channels);

    /// <summary>The picture as an address that carries its own PNG (<c>data:image/png;base64,...</c>).</summary>
    public string ToDataUri() => "data:image/png;base64," + Convert.ToBase64String(ToPng());

    /// <summary>The size, as in <c>32 x 32 RGB picture</c> (width x height).</summary>
    public override string ToString() =>
        $"{Width} x {Height} {Channels switch { 1 => "grey", 3 => "RGB", _ => "RGBA" }} picture";

    /// <inheritdoc/>
    public string ToHtml() => $"<img src=\"{ToDataUri()}\" width=\"{DisplayWidth}\" alt=\"{this}\" style=\"image-rendering:pixelated\">";

    /// <summary>Small pictures are enlarged by a whole factor, so that their pixels stay sharp and can be seen.</summary>
    private int DisplayWidth => Width * Math.Max(1, 128 / Math.Max(Width, Height));
}

namespace ImageNotebooks;

/// <summary>A drawn picture on its way through a camera: blurred, lit, noisy, and at last bytes.</summary>
internal sealed class Photo(int width, int height)
{
    private Rgb[] pixels = new Rgb[width * height];

    /// <summary>A pixel by its number, row by row.</summary>
    public Rgb this[int pixel]
    {
        get => pixels[pixel];
        set => pixels[pixel] = value;
    }

    /// <summary>Softens: each pixel keeps 1 - <paramref name="amount"/> (0 to 1) of itself, the rest comes from its eight neighbours; edges repeat.</summary>
    public void Blur(float amount)
    {
        var soft = new Rgb[pixels.Length];
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
                soft[y * width + x] = At(x, y).Mix(Around(x, y), amount);
        pixels = soft;
    }

    /// <summary>Stretches the distance from mid-grey by <paramref name="contrast"/>, then multiplies each channel by the light's.</summary>
    public void Expose(Rgb light, float contrast)
    {
        for (var i = 0; i < pixels.Length; i++)
        {
            var (r, g, b) = pixels[i];
            pixels[i] = new(light.R * Stretch(r), light.G * Stretch(g), light.B * Stretch(b));
        }

        float Stretch(float channel) => 0.5f + contrast * (channel - 0.5f);
    }

    /// <summary>Adds to every channel of every pixel a random error of this standard deviation.</summary>
    public void AddNoise(Random random, float deviation)
    {
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] += new Rgb(random.Bell(), random.Bell(), random.Bell()) * deviation;
    }

    /// <summary>Writes the picture as bytes: the whole red plane, then green, then blue, each row by row.</summary>
    public void WritePlanes(Span<byte> planes)
    {
        for (var i = 0; i < pixels.Length; i++)
        {
            planes[i] = Level(pixels[i].R);
            planes[pixels.Length + i] = Level(pixels[i].G);
            planes[2 * pixels.Length + i] = Level(pixels[i].B);
        }
    }

    /// <summary>The picture as interleaved bytes, height x width x 3: red, green, blue.</summary>
    public byte[] ToRgb()
    {
        var bytes = new byte[3 * pixels.Length];
        for (var i = 0; i < pixels.Length; i++)
            (bytes[3 * i], bytes[3 * i + 1], bytes[3 * i + 2]) = (Level(pixels[i].R), Level(pixels[i].G), Level(pixels[i].B));
        return bytes;
    }

    /// <summary>Mixes each pixel with its own grey: 0 leaves the colours, 1 takes them all.</summary>
    public void Fade(float share)
    {
        for (var i = 0; i < pixels.Length; i++)
        {
            var grey = 0.299f * pixels[i].R + 0.587f * pixels[i].G + 0.114f * pixels[i].B;
            pixels[i] = pixels[i].Mix(new(grey, grey, grey), share);
        }
    }

    /// <summary>This picture at another size, blended between the nearest four pixels.</summary>
    public Photo Resize(int newWidth, int newHeight)
    {
        var resized = new Photo(newWidth, newHeight);
        for (var y = 0; y < newHeight; y++)
            for (var x = 0; x < newWidth; x++)
            {
                var (fromX, fromY) = ((x + 0.5f) * width / newWidth - 0.5f, (y + 0.5f) * height / newHeight - 0.5f);
                var (left, top) = ((int)MathF.Floor(fromX), (int)MathF.Floor(fromY));
                var above = At(left, top).Mix(At(left + 1, top), fromX - left);
                var below = At(left, top + 1).Mix(At(left + 1, top + 1), fromX - left);
                resized[y * newWidth + x] = above.Mix(below, fromY - top);
            }
        return resized;
    }

    private static byte Level(float channel) => (byte)(Math.Clamp(channel, 0f, 1f) * 255 + 0.5f);

    private Rgb At(int x, int y) => pixels[Math.Clamp(y, 0, height - 1) * width + Math.Clamp(x, 0, width - 1)];

    // Side neighbours weigh twice the corners, as in the binomial kernel.
    private Rgb Around(int x, int y) =>
        (At(x - 1, y) + At(x + 1, y) + At(x, y - 1) + At(x, y + 1)) * (2f / 12)
        + (At(x - 1, y - 1) + At(x + 1, y - 1) + At(x - 1, y + 1) + At(x + 1, y + 1)) * (1f / 12);
}

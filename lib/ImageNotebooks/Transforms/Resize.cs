namespace ImageNotebooks;

/// <summary>What becomes of images whose proportions are not those of the target.</summary>
public enum Fit
{
    /// <summary>They are stretched.</summary>
    Stretch,

    /// <summary>They are shrunk or enlarged until they fit and centred, as <c>tf.image.resize_with_pad</c> does; what is left over is black, in masks void.</summary>
    Pad,

    /// <summary>The largest centred part with the target's proportions is taken, as Keras's <c>crop_to_aspect_ratio</c> does.</summary>
    Crop,
}

/// <summary>How images of any size become images of one size, by bilinear interpolation: a value, as in <c>new Resize(100, 100, Fit.Crop)</c>.</summary>
/// <param name="Height">Rows of the result, at least 1.</param>
/// <param name="Width">Columns of the result, at least 1.</param>
/// <param name="Fit">What becomes of other proportions.</param>
/// <param name="Antialias">
/// Whether shrinking averages all pixels. False is <c>tf.image.resize</c>, which Keras's loaders use: each pixel comes from its four neighbours at half-pixel
/// centres. True is Pillow's BILINEAR; a JPEG more than twice too large is then decoded at a half, a quarter or an eighth of its size, which is faster and differs
/// from that by a few levels.
/// </param>
public sealed record Resize(int Height, int Width, Fit Fit = Fit.Stretch, bool Antialias = false)
{
    /// <summary>Rows of the result.</summary>
    public int Height { get; } = Height >= 1 ? Height : throw new ArgumentOutOfRangeException(nameof(Height), Height, "An image has at least one row.");

    /// <summary>Columns of the result.</summary>
    public int Width { get; } = Width >= 1 ? Width : throw new ArgumentOutOfRangeException(nameof(Width), Width, "An image has at least one column.");

    /// <summary>Resizes to a square.</summary>
    public static Resize To(int size, Fit fit = Fit.Stretch, bool antialias = false) => new(size, size, fit, antialias);

    /// <summary>Which part of an image of this size is taken, and where in the result it goes.</summary>
    internal (Box Source, Box Target) Boxes(int width, int height)
    {
        var (source, target) = (new Box(0, 0, width, height), new Box(0, 0, Width, Height));
        switch (Fit)
        {
            case Fit.Crop:
                var (cropWidth, cropHeight) = (Math.Max(1, Math.Min(width, (int)((double)height * Width / Height))), Math.Max(1, Math.Min(height, (int)((double)width * Height / Width))));
                return (new((width - cropWidth) / 2, (height - cropHeight) / 2, cropWidth, cropHeight), target);
            case Fit.Pad:
                var ratio = Math.Max((double)width / Width, (double)height / Height);
                var (fitWidth, fitHeight) = (Math.Max(1, (int)(width / ratio)), Math.Max(1, (int)(height / ratio)));
                return (source, new((Width - fitWidth) / 2, (Height - fitHeight) / 2, fitWidth, fitHeight));
            default:
                return (source, target);
        }
    }

    /// <summary>How large an image of this size may be decoded, so that only what interpolation would average anyway is lost; null where it must have its own size.</summary>
    internal (int Height, int Width)? DecodeAtLeast => !Antialias ? null : Fit == Fit.Stretch ? (Height, Width) : (Math.Max(Height, Width), Math.Max(Height, Width));

    /// <summary>Resizes one image.</summary>
    /// <param name="resampler">What interpolates.</param>
    /// <param name="pixels">height x width x 4 bytes.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="target">Height x Width x 4 bytes.</param>
    internal void Apply(Resampler resampler, ReadOnlySpan<byte> pixels, int width, int height, Span<byte> target)
    {
        var (source, place) = Boxes(width, height);
        if (Fit == Fit.Pad) target.Clear();
        resampler.Run(pixels, width, source, target, Width, place, Antialias);
    }

    /// <summary>Resizes a mask of one byte a pixel the same way, each pixel the nearest as <c>tf.image.resize(method='nearest')</c> takes it.</summary>
    /// <param name="mask">height x width bytes.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="target">Height x Width bytes.</param>
    /// <param name="padding">What stands where there is no image.</param>
    internal void ApplyNearest(ReadOnlySpan<byte> mask, int width, int height, Span<byte> target, byte padding)
    {
        var (source, place) = Boxes(width, height);
        target.Fill(padding);
        for (var y = 0; y < place.Height; y++)
        {
            var row = mask.Slice((source.Top + Nearest(y, source.Height, place.Height)) * width + source.Left, source.Width);
            var to = target.Slice((place.Top + y) * Width + place.Left, place.Width);
            for (var x = 0; x < to.Length; x++) to[x] = row[Nearest(x, source.Width, place.Width)];
        }
    }

    /// <summary>Brings labels that belong to a resized image back to the image's own size, each pixel the nearest.</summary>
    /// <param name="resized">Height x Width bytes.</param>
    /// <param name="width">Columns of the image.</param>
    /// <param name="height">Rows of the image.</param>
    /// <returns>height x width bytes.</returns>
    internal byte[] UndoNearest(ReadOnlySpan<byte> resized, int width, int height)
    {
        var (_, place) = Boxes(width, height);
        var original = new byte[height * width];
        for (var y = 0; y < height; y++)
        {
            var row = resized.Slice((place.Top + Nearest(y, place.Height, height)) * Width + place.Left, place.Width);
            var to = original.AsSpan(y * width, width);
            for (var x = 0; x < to.Length; x++) to[x] = row[Nearest(x, place.Width, width)];
        }
        return original;
    }

    private static int Nearest(int i, int from, int to) => Math.Min((int)((i + 0.5) * from / to), from - 1);
}

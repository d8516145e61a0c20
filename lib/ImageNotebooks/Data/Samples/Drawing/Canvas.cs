namespace ImageNotebooks;

/// <summary>
/// A picture being drawn. Every pixel holds several samples on a square grid, each either inside a shape or not, so edges come
/// out smooth and shapes that touch leave no seam. What is drawn later lies on top.
/// </summary>
internal sealed class Canvas
{
    private readonly int grid;
    private readonly Rgb[] samples;
    private readonly byte[]? objects;
    private readonly ValueNoise noise;

    /// <param name="width">Width, pixels.</param>
    /// <param name="height">Height, pixels.</param>
    /// <param name="random">Drives the textures.</param>
    /// <param name="grid">Samples along each side of a pixel.</param>
    /// <param name="marksObjects">Whether the canvas remembers which object each sample shows.</param>
    public Canvas(int width, int height, Random random, int grid = 3, bool marksObjects = false)
    {
        (Width, Height, this.grid) = (width, height, grid);
        samples = new Rgb[width * height * grid * grid];
        objects = marksObjects ? new byte[samples.Length] : null;
        noise = new(random);
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>The number of the object being drawn, 0 for the place behind all objects. Drawing it marks its samples, but for what is half
    /// transparent, as shadows are.</summary>
    public byte Object { get; set; }

    /// <summary>Fills the part of a shape that lies on the canvas.</summary>
    public void Fill(Shape shape, Pose pose, Paint paint)
    {
        var (left, top, right, bottom) = BoundsOnCanvas(shape, pose);
        var back = pose.Inverse();
        Span<bool> inside = stackalloc bool[grid * grid];
        Span<(float X, float Y)> offsets = stackalloc (float, float)[grid * grid];
        for (var i = 0; i < offsets.Length; i++)
        {
            var (u, v) = ((i % grid + 0.5f) / grid, (i / grid + 0.5f) / grid);
            offsets[i] = (back.Xx * u + back.Yx * v, back.Xy * u + back.Yy * v);
        }
        for (var y = Math.Max(0, (int)MathF.Floor(top)); y < Height && y < bottom; y++)
            for (var x = Math.Max(0, (int)MathF.Floor(left)); x < Width && x < right; x++)
            {
                var (cornerX, cornerY) = back.Map(x, y);
                if (Cover(shape, offsets, cornerX, cornerY, inside))
                {
                    Blend(x, y, inside, Tint(paint, x, y, (y + 0.5f - top) / (bottom - top)), paint.Opacity);
                    if (paint.Opacity > 0.5f)
                        Mark(x, y, inside, paint.Scenery ? (byte)0 : Object);
                }
            }
    }

    /// <summary>Fills everything between two heights, pixels from the top.</summary>
    public void FillBand(float top, float bottom, Paint paint)
    {
        if (bottom > top)
            Fill(new Band(top, bottom, Width), Pose.At(0, 0, 1), paint);
    }

    /// <summary>The picture as drawn: each pixel the mean of its samples.</summary>
    public Photo Develop()
    {
        var photo = new Photo(Width, Height);
        var count = grid * grid;
        for (var pixel = 0; pixel < Width * Height; pixel++)
        {
            var sum = new Rgb();
            foreach (var sample in samples.AsSpan(pixel * count, count))
                sum += sample;
            photo[pixel] = sum * (1f / count);
        }
        return photo;
    }

    /// <summary>The object that every pixel shows: that of the most of its samples, the highest number where several are equal.</summary>
    /// <param name="mixed">Receives which pixels show more than one object.</param>
    /// <exception cref="InvalidOperationException">The canvas was not made to mark objects.</exception>
    public byte[] ObjectPlane(out bool[] mixed)
    {
        if (objects is null)
            throw new InvalidOperationException("This canvas does not mark objects; make it with marksObjects.");
        var plane = new byte[Width * Height];
        mixed = new bool[plane.Length];
        var count = grid * grid;
        for (var pixel = 0; pixel < plane.Length; pixel++)
        {
            var here = objects.AsSpan(pixel * count, count);
            mixed[pixel] = here.ContainsAnyExcept(here[0]);
            var most = 0;
            foreach (var candidate in here)
            {
                var share = here.Count(candidate);
                if (share > most || (share == most && candidate > plane[pixel]))
                    (most, plane[pixel]) = (share, candidate);
            }
        }
        return plane;
    }

    private static (float Left, float Top, float Right, float Bottom) BoundsOnCanvas(Shape shape, Pose pose)
    {
        var (left, top, right, bottom) = shape.Bounds;
        var (ax, ay) = pose.Map(left, top);
        var (bx, by) = pose.Map(right, top);
        var (cx, cy) = pose.Map(left, bottom);
        var (dx, dy) = pose.Map(right, bottom);
        return (Math.Min(Math.Min(ax, bx), Math.Min(cx, dx)), Math.Min(Math.Min(ay, by), Math.Min(cy, dy)),
            Math.Max(Math.Max(ax, bx), Math.Max(cx, dx)), Math.Max(Math.Max(ay, by), Math.Max(cy, dy)));
    }

    private static bool Cover(Shape shape, ReadOnlySpan<(float X, float Y)> offsets, float x, float y, Span<bool> inside)
    {
        var any = false;
        for (var i = 0; i < inside.Length; i++)
            any |= inside[i] = shape.Contains(x + offsets[i].X, y + offsets[i].Y);
        return any;
    }

    private Rgb Tint(Paint paint, int x, int y, float down) =>
        paint.Grain == 0 ? paint.At(down) : paint.At(down) * (1 + paint.Grain * noise.At(x / paint.CellWidth, y / paint.CellHeight));

    private void Blend(int x, int y, ReadOnlySpan<bool> inside, Rgb colour, float opacity)
    {
        var pixel = samples.AsSpan((y * Width + x) * inside.Length, inside.Length);
        for (var i = 0; i < inside.Length; i++)
            if (inside[i])
                pixel[i] = opacity == 1 ? colour : pixel[i].Mix(colour, opacity);
    }

    private void Mark(int x, int y, ReadOnlySpan<bool> inside, byte number)
    {
        if (objects is null)
            return;
        var pixel = objects.AsSpan((y * Width + x) * inside.Length, inside.Length);
        for (var i = 0; i < inside.Length; i++)
            if (inside[i])
                pixel[i] = number;
    }
}

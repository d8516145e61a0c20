namespace ImageNotebooks;

/// <summary>A figure being drawn on a canvas in its own coordinates: about -1 to 1, x to the right, y down, facing right.</summary>
internal readonly record struct Sketch(Canvas Canvas, Pose Pose, Random Random)
{
    /// <summary>A sketch over a whole canvas: x from 0 at the left edge to 1 at the right, y from 0 at the top to 1 at the bottom.</summary>
    public static Sketch Over(Canvas canvas, Random random) => new(canvas, new Pose(canvas.Width, 0, 0, canvas.Height, 0, 0), random);

    public void Fill(Shape shape, Paint paint) => Canvas.Fill(shape, Pose, paint);

    public void Ellipse(float x, float y, float radiusX, float radiusY, Paint paint, float degrees = 0) =>
        Fill(new Ellipse(x, y, radiusX, radiusY, degrees), paint);

    public void Polygon(Paint paint, params float[] corners) => Fill(new Polygon(corners), paint);

    public void Box(float left, float top, float right, float bottom, Paint paint) =>
        Polygon(paint, left, top, right, top, right, bottom, left, bottom);

    public void Line(float x0, float y0, float x1, float y1, float radius, Paint paint) => Limb(x0, y0, x1, y1, radius, radius, paint);

    /// <summary>A line whose radius changes from one end to the other.</summary>
    public void Limb(float x0, float y0, float x1, float y1, float radius0, float radius1, Paint paint) =>
        Fill(new Capsule(x0, y0, x1, y1, radius0, radius1), paint);

    /// <summary>A sketch of a part, placed in this figure's coordinates.</summary>
    public Sketch Part(float x, float y, float scale, float degrees = 0, bool flip = false) =>
        this with { Pose = Pose.Within(x, y, scale, degrees, flip) };

    /// <summary>A sketch of a figure that stands in a picture: one unit is <paramref name="size"/> of this sketch's height, in both directions.</summary>
    public Sketch Figure(float x, float y, float size, bool flip = false)
    {
        var (toX, toY) = Pose.Map(x, y);
        return this with { Pose = Pose.At(toX, toY, size * Pose.Yy, 0, flip) };
    }
}

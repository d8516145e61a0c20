namespace ImageNotebooks;

/// <summary>A figure being drawn on a canvas in its own coordinates: about -1 to 1, x to the right, y down, facing right.</summary>
internal readonly record struct Sketch(Canvas Canvas, Pose Pose, Random Random)
{
    public void Ellipse(float x, float y, float radiusX, float radiusY, Paint paint, float degrees = 0) =>
        Canvas.Fill(new Ellipse(x, y, radiusX, radiusY, degrees), Pose, paint);

    public void Polygon(Paint paint, params float[] corners) => Canvas.Fill(new Polygon(corners), Pose, paint);

    public void Box(float left, float top, float right, float bottom, Paint paint) =>
        Polygon(paint, left, top, right, top, right, bottom, left, bottom);

    public void Line(float x0, float y0, float x1, float y1, float radius, Paint paint) => Limb(x0, y0, x1, y1, radius, radius, paint);

    /// <summary>A line whose radius changes from one end to the other.</summary>
    public void Limb(float x0, float y0, float x1, float y1, float radius0, float radius1, Paint paint) =>
        Canvas.Fill(new Capsule(x0, y0, x1, y1, radius0, radius1), Pose, paint);

    /// <summary>A sketch of a part, placed in this figure's coordinates.</summary>
    public Sketch Part(float x, float y, float scale, float degrees = 0, bool flip = false) =>
        this with { Pose = Pose.Within(x, y, scale, degrees, flip) };
}

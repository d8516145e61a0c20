namespace ImageNotebooks;

/// <summary>
/// Where a figure stands in a picture: an affine map from the figure's coordinates (x to the right, y down, the figure
/// about within -1 to 1) to the picture's pixels.
/// </summary>
internal readonly record struct Pose(float Xx, float Xy, float Yx, float Yy, float Dx, float Dy)
{
    /// <summary>The figure's origin at (<paramref name="x"/>, <paramref name="y"/>), one unit <paramref name="scale"/> pixels long, turned clockwise.</summary>
    public static Pose At(float x, float y, float scale, float degrees = 0, bool flip = false) =>
        new Pose(1, 0, 0, 1, 0, 0).Within(x, y, scale, degrees, flip);

    /// <summary>The pose of a part: its origin, scale, turn and mirroring are told in this figure's coordinates.</summary>
    public Pose Within(float x, float y, float scale, float degrees = 0, bool flip = false)
    {
        var (sin, cos) = SinCos(degrees);
        var side = flip ? -scale : scale;
        var (dx, dy) = Map(x, y);
        return new(
            side * (Xx * cos + Yx * sin), side * (Xy * cos + Yy * sin),
            scale * (Yx * cos - Xx * sin), scale * (Yy * cos - Xy * sin), dx, dy);
    }

    /// <summary>The pixel of a point of the figure.</summary>
    public (float X, float Y) Map(float x, float y) => (Dx + Xx * x + Yx * y, Dy + Xy * x + Yy * y);

    /// <summary>The pose that maps pixels back to the figure.</summary>
    public Pose Inverse()
    {
        var one = 1 / (Xx * Yy - Xy * Yx);
        return new(Yy * one, -Xy * one, -Yx * one, Xx * one, (Yx * Dy - Yy * Dx) * one, (Xy * Dx - Xx * Dy) * one);
    }

    /// <summary>Sine and cosine from sums and products alone: the runtime's own differ in their last bit between platforms, and pictures must not.</summary>
    public static (float Sin, float Cos) SinCos(float degrees)
    {
        var turn = degrees / 360.0;
        turn -= Math.Floor(turn + 0.5);
        return ((float)Sine(turn), (float)Sine(turn + 0.25 > 0.5 ? turn - 0.75 : turn + 0.25));

        static double Sine(double turn)
        {
            var folded = turn > 0.25 ? 0.5 - turn : turn < -0.25 ? -0.5 - turn : turn;
            var x = folded * (2 * Math.PI);
            var square = x * x;
            return x * (1 - square / 6 * (1 - square / 20 * (1 - square / 42 * (1 - square / 72 * (1 - square / 110)))));
        }
    }
}

namespace ImageNotebooks;

/// <summary>A filled outline in a figure's coordinates. Only sums, products and roots, which every platform rounds alike.</summary>
internal abstract record Shape
{
    /// <summary>Whether a point lies inside.</summary>
    public abstract bool Contains(float x, float y);

    /// <summary>A box around the whole shape.</summary>
    public abstract (float Left, float Top, float Right, float Bottom) Bounds { get; }
}

/// <summary>An ellipse of two radii, turned clockwise about its centre.</summary>
internal sealed record Ellipse(float X, float Y, float RadiusX, float RadiusY, float Degrees = 0) : Shape
{
    private readonly (float Sin, float Cos) turn = Pose.SinCos(Degrees);

    public override bool Contains(float x, float y)
    {
        var (dx, dy) = (x - X, y - Y);
        var u = (dx * turn.Cos + dy * turn.Sin) / RadiusX;
        var v = (dy * turn.Cos - dx * turn.Sin) / RadiusY;
        return u * u + v * v <= 1;
    }

    public override (float Left, float Top, float Right, float Bottom) Bounds
    {
        get
        {
            var reach = Math.Max(RadiusX, RadiusY);
            return (X - reach, Y - reach, X + reach, Y + reach);
        }
    }
}

/// <summary>A polygon by its corners, x before y; where its edges cross, the even-odd rule holds.</summary>
internal sealed record Polygon(float[] Corners) : Shape
{
    public override bool Contains(float x, float y)
    {
        var inside = false;
        var (lastX, lastY) = (Corners[^2], Corners[^1]);
        for (var i = 0; i < Corners.Length; i += 2)
        {
            var (cornerX, cornerY) = (Corners[i], Corners[i + 1]);
            if (cornerY > y != lastY > y && x < (lastX - cornerX) * (y - cornerY) / (lastY - cornerY) + cornerX)
                inside = !inside;
            (lastX, lastY) = (cornerX, cornerY);
        }
        return inside;
    }

    public override (float Left, float Top, float Right, float Bottom) Bounds
    {
        get
        {
            var (left, top, right, bottom) = (Corners[0], Corners[1], Corners[0], Corners[1]);
            for (var i = 2; i < Corners.Length; i += 2)
            {
                (left, right) = (Math.Min(left, Corners[i]), Math.Max(right, Corners[i]));
                (top, bottom) = (Math.Min(top, Corners[i + 1]), Math.Max(bottom, Corners[i + 1]));
            }
            return (left, top, right, bottom);
        }
    }
}

/// <summary>A thick line with round ends, whose radius runs evenly from one end to the other: a limb, a mast, a neck.</summary>
internal sealed record Capsule(float X0, float Y0, float X1, float Y1, float Radius0, float Radius1) : Shape
{
    public override bool Contains(float x, float y)
    {
        var (alongX, alongY) = (X1 - X0, Y1 - Y0);
        var length = alongX * alongX + alongY * alongY;
        var share = length > 0 ? Math.Clamp(((x - X0) * alongX + (y - Y0) * alongY) / length, 0f, 1f) : 0f;
        var (dx, dy) = (x - X0 - share * alongX, y - Y0 - share * alongY);
        var radius = Radius0 + share * (Radius1 - Radius0);
        return dx * dx + dy * dy <= radius * radius;
    }

    public override (float Left, float Top, float Right, float Bottom) Bounds
    {
        get
        {
            var reach = Math.Max(Radius0, Radius1);
            return (Math.Min(X0, X1) - reach, Math.Min(Y0, Y1) - reach, Math.Max(X0, X1) + reach, Math.Max(Y0, Y1) + reach);
        }
    }
}

/// <summary>Everything between two heights.</summary>
internal sealed record Band(float Top, float Bottom, float Width) : Shape
{
    public override bool Contains(float x, float y) => y >= Top && y < Bottom;

    public override (float Left, float Top, float Right, float Bottom) Bounds => (0, Top, Width, Bottom);
}

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

/// <summary>Everything between a line of heights, evenly spaced over x from 0 to 1, and a level below it: hills, a treetop line, a range of peaks.</summary>
internal sealed record Skyline(float[] Heights, float Bottom) : Shape
{
    /// <summary>A range by halving: each half's middle is moved by up to <paramref name="height"/>, then by <paramref name="roughness"/> of that,
    /// and so on.</summary>
    public static Skyline Range(Random random, float level, float height, float roughness, float bottom)
    {
        const int steps = 64;
        var heights = new float[steps + 1];
        (heights[0], heights[steps]) = (level + random.Between(-height, height) / 2, level + random.Between(-height, height) / 2);
        for (var step = steps; step > 1; step /= 2, height *= roughness)
            for (var left = 0; left < steps; left += step)
                heights[left + step / 2] = (heights[left] + heights[left + step]) / 2 + random.Between(-height, height);
        return new(heights, bottom);
    }

    /// <summary>The height above <paramref name="x"/>.</summary>
    public float At(float x)
    {
        var at = Math.Clamp(x, 0f, 1f) * (Heights.Length - 1);
        var left = Math.Min((int)at, Heights.Length - 2);
        return Heights[left] + (at - left) * (Heights[left + 1] - Heights[left]);
    }

    /// <summary>The part below a level that wavers by <paramref name="jag"/>, as rock begins below snow.</summary>
    public Skyline Below(float level, float jag, Random random) =>
        this with { Heights = [.. Heights.Select(height => Math.Max(height, level + random.Between(-jag, jag)))] };

    public override bool Contains(float x, float y) => y < Bottom && y >= At(x);

    public override (float Left, float Top, float Right, float Bottom) Bounds => (0, Heights.Min(), 1, Bottom);
}

/// <summary>A disc about the origin whose radius wavers: the first pair tells the share of cosine and sine of twice the angle, the next of three
/// times, and so on.</summary>
internal sealed record Blob(float Radius, (float Cos, float Sin)[] Waves) : Shape
{
    public override bool Contains(float x, float y)
    {
        var distance = MathF.Sqrt(x * x + y * y);
        if (distance == 0)
            return true;
        var (cos, sin) = (x / distance, y / distance);
        var (cosine, sine, radius) = (cos, sin, Radius);
        foreach (var wave in Waves)
        {
            (cosine, sine) = (cosine * cos - sine * sin, cosine * sin + sine * cos);
            radius += wave.Cos * cosine + wave.Sin * sine;
        }
        return distance <= radius;
    }

    public override (float Left, float Top, float Right, float Bottom) Bounds
    {
        get
        {
            var reach = Radius + Waves.Sum(wave => MathF.Abs(wave.Cos) + MathF.Abs(wave.Sin));
            return (-reach, -reach, reach, reach);
        }
    }
}

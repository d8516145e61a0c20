using System.Runtime.CompilerServices;

namespace ImageNotebooks;

/// <summary>A colour as three shares of full brightness, 0 to 1; sums may leave that range until the picture is written. Its sums run once for every sample of every shape, so they are inlined.</summary>
internal readonly record struct Rgb(float R, float G, float B)
{
    public static readonly Rgb Black = new(0.05f, 0.05f, 0.06f);
    public static readonly Rgb White = new(0.95f, 0.95f, 0.95f);

    /// <summary>The colour of a hue (degrees, any), a saturation and a value (both 0 to 1).</summary>
    public static Rgb Hsv(float hue, float saturation, float value)
    {
        var sixth = (hue - 360 * MathF.Floor(hue / 360)) / 60;
        return new(Channel(5), Channel(3), Channel(1));

        float Channel(int offset)
        {
            var k = (offset + sixth) % 6;
            return value - value * saturation * Math.Clamp(Math.Min(k, 4 - k), 0f, 1f);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Rgb operator *(Rgb colour, float factor) => new(colour.R * factor, colour.G * factor, colour.B * factor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Rgb operator +(Rgb a, Rgb b) => new(a.R + b.R, a.G + b.G, a.B + b.B);

    /// <summary>This colour at <paramref name="share"/> 0, the other at 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Rgb Mix(Rgb other, float share) => this * (1 - share) + other * share;
}

using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks;

public static partial class Plots
{
    /// <summary>A picture in grey under a map of heat: vermilion where it is positive, blue where it is negative, the stronger the further from 0. Both colours remain distinct under colour blindness.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="heat">[H, W] as large as the picture, such as a map of <see cref="Explain.GradCam"/> or <see cref="Explain.Occlusion"/>.</param>
    /// <param name="scale">The heat that covers the picture as far as <paramref name="opacity"/> says; the map's own largest when null. Give one scale where maps are compared.</param>
    /// <param name="opacity">How much of the strongest colour lies over the picture, in (0, 1].</param>
    /// <returns>An RGB picture.</returns>
    /// <exception cref="ArgumentException">Sizes differ, or the map holds values that are no numbers.</exception>
    public static Picture Heat(Picture image, Tensor heat, double? scale = null, double opacity = 0.8)
    {
        if (!(opacity > 0 && opacity <= 1)) throw new ArgumentOutOfRangeException(nameof(opacity), opacity, "A colour covers more than nothing and at most all of an image: (0, 1].");
        if (scale is <= 0 or double.NaN) throw new ArgumentOutOfRangeException(nameof(scale), scale, "The heat of the strongest colour is above 0.");
        if (!heat.shape.SequenceEqual([image.Height, image.Width]))
            throw new ArgumentException($"The heat is [{string.Join(", ", heat.shape)}] for a {image}, and should be [{image.Height}, {image.Width}].", nameof(heat));
        using var scope = NewDisposeScope();
        var values = heat.detach().to_type(ScalarType.Float32).cpu().contiguous().data<float>().ToArray();
        if (values.Any(value => !float.IsFinite(value))) throw new ArgumentException("The heat holds values that are no numbers; look for the first layer whose output does.", nameof(heat));
        var strongest = scale ?? Math.Max(values.Max(Math.Abs), 1e-12);
        var pixels = new byte[3 * values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var pixel = image.Pixels.Slice(i * image.Channels, image.Channels);
            var grey = image.Channels == 1 ? pixel[0] : 0.299 * pixel[0] + 0.587 * pixel[1] + 0.114 * pixel[2];
            var cover = opacity * Math.Min(1, Math.Abs(values[i]) / strongest);
            var (red, green, blue) = values[i] < 0 ? Cold : Hot;
            pixels[3 * i] = (byte)Math.Round(grey + (red - grey) * cover);
            pixels[3 * i + 1] = (byte)Math.Round(grey + (green - grey) * cover);
            pixels[3 * i + 2] = (byte)Math.Round(grey + (blue - grey) * cover);
        }
        return new(pixels, image.Width, image.Height);
    }

    private static readonly (byte Red, byte Green, byte Blue) Hot = (0xD5, 0x5E, 0x00), Cold = (0x00, 0x72, 0xB2);
}

using TorchSharp;

namespace ImageNotebooks;

public sealed partial class Augment
{
    /// <summary>Mirrors images left to right.</summary>
    /// <param name="probability">How often, in [0, 1].</param>
    public static Augment HorizontalFlip(double probability = 0.5) => Flip($"HorizontalFlip({probability})", probability, (xx: -1, yy: 1));

    /// <summary>Mirrors images upside down.</summary>
    /// <param name="probability">How often, in [0, 1].</param>
    public static Augment VerticalFlip(double probability = 0.5) => Flip($"VerticalFlip({probability})", probability, (xx: 1, yy: -1));

    /// <summary>Moves images by up to a part of their size, both ways, by fractions of a pixel too: ImageDataGenerator's height_shift_range and width_shift_range.</summary>
    /// <param name="height">Largest vertical movement as a part of the height, in [0, 1).</param>
    /// <param name="width">Largest horizontal movement as a part of the width, in [0, 1).</param>
    /// <param name="fill">What stands outside the image.</param>
    public static Augment Shift(double height, double width, Fill fill = Fill.Nearest)
    {
        const string range = "A movement is a part of the image's size, in [0, 1).";
        Require(height is >= 0 and < 1, height, nameof(height), range);
        Require(width is >= 0 and < 1, width, nameof(width), range);
        return Movement($"Shift({height}, {width}, {fill})", fill, (batch, random) =>
        {
            var down = Draws.Uniform(random, batch.Count, -height * batch.Height, height * batch.Height);
            var right = Draws.Uniform(random, batch.Count, -width * batch.Width, width * batch.Width);
            return [.. down.Zip(right, AffineMap.Shift)];
        });
    }

    /// <summary>Turns images about their centre by up to an angle, both ways.</summary>
    /// <param name="degrees">The largest angle, in [0, 180]: ImageDataGenerator's rotation_range, and 360 times the factor of the layer RandomRotation.</param>
    /// <param name="fill">What stands outside the image.</param>
    public static Augment Rotate(double degrees, Fill fill = Fill.Nearest)
    {
        Require(degrees is >= 0 and <= 180, degrees, nameof(degrees), "An image turns both ways by up to an angle in [0, 180] degrees; the layer RandomRotation(f) is Rotate(360 * f).");
        var largest = double.DegreesToRadians(degrees);
        return Movement($"Rotate({degrees}, {fill})", fill, (batch, random) =>
            [.. Draws.Uniform(random, batch.Count, -largest, largest).Select(angle => AffineMap.Rotate(angle, batch.Height, batch.Width))]);
    }

    /// <summary>Zooms images about their centre, in and out, by factors in [1 - amount, 1 + amount]; above 1 they shrink.</summary>
    /// <param name="height">The amount for the height, in [0, 1): the layer RandomZoom's height_factor.</param>
    /// <param name="width">
    /// The amount for the width, drawn on its own; null keeps the image's proportions, as the layer RandomZoom does. ImageDataGenerator's zoom_range r is
    /// <c>Zoom(r, r)</c>.
    /// </param>
    /// <param name="fill">What stands outside the image.</param>
    public static Augment Zoom(double height, double? width = null, Fill fill = Fill.Nearest)
    {
        const string range = "A zoom goes from 1 - amount to 1 + amount, with an amount in [0, 1).";
        Require(height is >= 0 and < 1, height, nameof(height), range);
        Require(width is null or (>= 0 and < 1), width ?? 0, nameof(width), range);
        return Movement($"Zoom({height}, {(width is null ? "null" : width)}, {fill})", fill, (batch, random) =>
        {
            var vertical = Draws.Uniform(random, batch.Count, 1 - height, 1 + height);
            var horizontal = width is { } amount ? Draws.Uniform(random, batch.Count, 1 - amount, 1 + amount) : vertical;
            return [.. vertical.Zip(horizontal, (v, h) => AffineMap.Zoom(v, h, batch.Height, batch.Width))];
        });
    }

    /// <summary>Slants images by up to an angle, both ways: ImageDataGenerator's shear_range, which is in degrees, so that its 0.2 is next to nothing.</summary>
    /// <param name="degrees">The largest angle, in [0, 90).</param>
    /// <param name="fill">What stands outside the image.</param>
    public static Augment Shear(double degrees, Fill fill = Fill.Nearest)
    {
        Require(degrees is >= 0 and < 90, degrees, nameof(degrees), "An image is sheared both ways by up to an angle in [0, 90) degrees.");
        var largest = double.DegreesToRadians(degrees);
        return Movement($"Shear({degrees}, {fill})", fill, (batch, random) =>
            [.. Draws.Uniform(random, batch.Count, -largest, largest).Select(angle => AffineMap.Shear(angle, batch.Height, batch.Width))]);
    }

    /// <summary>Cuts a window of the image's own size, by whole pixels, out of the image with a border around it.</summary>
    /// <param name="padding">The border's width in pixels, at least 0 and less than the image's height and width.</param>
    /// <param name="fill">What the border shows.</param>
    public static Augment Crop(int padding, Fill fill = Fill.Constant)
    {
        Require(padding >= 0, padding, nameof(padding), "The border around an image is at least 0 pixels wide.");
        return Movement($"Crop({padding}, {fill})", fill, (batch, random) =>
        {
            if (padding >= Math.Min(batch.Height, batch.Width))
                throw new ArgumentException($"Crop({padding}) could show images of {batch.Height} x {batch.Width} pixels without any of their pixels; the border has to be narrower than the image.");
            var down = Draws.Whole(random, batch.Count, -padding, padding);
            var right = Draws.Whole(random, batch.Count, -padding, padding);
            return [.. down.Zip(right, (y, x) => AffineMap.Shift(y, x))];
        });
    }

    private static Augment Flip(FormattableString text, double probability, (double xx, double yy) sign)
    {
        Require(probability is >= 0 and <= 1, probability, nameof(probability), "A probability lies in [0, 1].");
        return Movement(text, null, (batch, random) => [.. Draws.Uniform(random, batch.Count, 0, 1)
            .Select(u => u < probability ? AffineMap.AboutCentre(sign.xx, 0, 0, sign.yy, batch.Height, batch.Width) : AffineMap.Identity)]);
    }

    private static Augment Movement(FormattableString text, Fill? fill, Func<AugmentedBatch, torch.Generator, AffineMap[]> draw)
    {
        if (fill is { } value && !Enum.IsDefined(value)) throw new ArgumentOutOfRangeException(nameof(fill), value, "A fill is Nearest, Reflect or Constant.");
        return One(text, (batch, random) => batch.Move(draw(batch, random), fill));
    }
}

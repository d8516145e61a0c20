namespace ImageNotebooks;

/// <summary>
/// Which place of the input an output pixel (x, y) shows: (XX x + XY y + X0, YX x + YY y + Y0). In pixels, x to the right, y down, (0, 0) the first
/// pixel's centre.
/// </summary>
internal readonly record struct AffineMap(double XX, double XY, double X0, double YX, double YY, double Y0)
{
    /// <summary>Every pixel shows its own place.</summary>
    public static readonly AffineMap Identity = new(1, 0, 0, 0, 1, 0);

    /// <summary>Every pixel shows what is some pixels further down and right.</summary>
    public static AffineMap Shift(double down, double right) => new(1, 0, right, 0, 1, down);

    /// <summary>A matrix that leaves the image's centre where it is: ((W - 1) / 2, (H - 1) / 2), for Keras's layers and ImageDataGenerator alike.</summary>
    public static AffineMap AboutCentre(double xx, double xy, double yx, double yy, long height, long width)
    {
        double cx = (width - 1) / 2.0, cy = (height - 1) / 2.0;
        return new(xx, xy, cx - xx * cx - xy * cy, yx, yy, cy - yx * cx - yy * cy);
    }

    /// <summary>Counter-clockwise by an angle in radians: RandomRotation's matrix (Keras, get_rotation_matrix).</summary>
    public static AffineMap Rotate(double angle, long height, long width)
    {
        var (sin, cos) = Math.SinCos(angle);
        return AboutCentre(cos, -sin, sin, cos, height, width);
    }

    /// <summary>Out by factors above 1, in by factors below: RandomZoom's matrix (Keras, get_zoom_matrix).</summary>
    public static AffineMap Zoom(double vertical, double horizontal, long height, long width) => AboutCentre(horizontal, 0, 0, vertical, height, width);

    /// <summary>Slants columns by an angle in radians: ImageDataGenerator's matrix (Keras, apply_affine_transform), which also flattens by its cosine.</summary>
    public static AffineMap Shear(double angle, long height, long width)
    {
        var (sin, cos) = Math.SinCos(angle);
        return AboutCentre(1, -sin, 0, cos, height, width);
    }

    /// <summary>Changes an image by <paramref name="first"/> and the result by <paramref name="then"/>: the last map is the first that an output pixel goes through.</summary>
    public static AffineMap operator +(AffineMap first, AffineMap then) => new(
        first.XX * then.XX + first.XY * then.YX, first.XX * then.XY + first.XY * then.YY, first.XX * then.X0 + first.XY * then.Y0 + first.X0,
        first.YX * then.XX + first.YY * then.YX, first.YX * then.XY + first.YY * then.YY, first.YX * then.X0 + first.YY * then.Y0 + first.Y0);

    /// <summary>Whether each output pixel shows exactly one input pixel, so that there is nothing to interpolate.</summary>
    public bool KeepsPixelsWhole => (Math.Abs(XX), XY, YX, Math.Abs(YY)) == (1, 0, 0, 1) && double.IsInteger(X0) && double.IsInteger(Y0);
}

using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace ImageNotebooks;

/// <summary>Images in other colours or softened: for looking at data, and on the images' device.</summary>
public static class Filters
{
    /// <summary>Hue, saturation and value of RGB images (Smith 1978, "Color gamut transform pairs").</summary>
    /// <param name="images">[N, 3, H, W] float in [0, 1].</param>
    /// <returns>[N, 3, H, W] float in [0, 1]; a whole turn of the hue is 1, and grey has hue 0.</returns>
    public static Tensor ToHsv(Tensor images)
    {
        if (images.dim() != 4 || images.shape[1] != 3) throw new ArgumentException($"Hue, saturation and value are of RGB images [N, 3, H, W], and these are [{string.Join(", ", images.shape)}].", nameof(images));
        using var scope = NewDisposeScope();
        var (red, green, blue) = (images.select(1, 0), images.select(1, 1), images.select(1, 2));  // [N, H, W]
        var value = images.amax([1]);
        var chroma = value - images.amin([1]);
        var some = chroma.clamp_min(1e-12);
        var hue = where(value.eq(red), (green - blue) / some, where(value.eq(green), (blue - red) / some + 2, (red - green) / some + 4)) / 6;
        hue = where(chroma.gt(0), hue - hue.floor(), zeros_like(hue));
        return stack([hue, chroma / value.clamp_min(1e-12), value], 1).MoveToOuterDisposeScope();
    }

    /// <summary>Softens images with a Gaussian, edges mirrored about their last pixel as torchvision and OpenCV do.</summary>
    /// <param name="images">[N, C, H, W] float.</param>
    /// <param name="size">Rows and columns of the kernel, odd and at most twice the image less one.</param>
    /// <param name="sigma">Standard deviation in pixels; where nothing is said, OpenCV's 0.3 ((size - 1) / 2 - 1) + 0.8.</param>
    /// <returns>[N, C, H, W].</returns>
    public static Tensor GaussianBlur(Tensor images, int size, double? sigma = null)
    {
        if (images.dim() != 4) throw new ArgumentException($"Images are [N, C, H, W], and these are [{string.Join(", ", images.shape)}].", nameof(images));
        if (size < 1 || size % 2 == 0 || size / 2 >= Math.Min(images.shape[2], images.shape[3]))
            throw new ArgumentOutOfRangeException(nameof(size), size, "The kernel's size is odd and its half is less than the image's height and width.");
        var deviation = sigma ?? 0.3 * ((size - 1) * 0.5 - 1) + 0.8;
        if (!(deviation > 0)) throw new ArgumentOutOfRangeException(nameof(sigma), sigma, "A standard deviation is above 0.");
        using var scope = NewDisposeScope();
        var weights = arange(size, dtype: ScalarType.Float32, device: images.device).sub(size / 2).square().mul(-0.5 / (deviation * deviation)).exp();
        weights = (weights / weights.sum()).to_type(images.dtype);
        var channels = images.shape[1];
        var padded = pad(images, [size / 2, size / 2, size / 2, size / 2], PaddingModes.Reflect);
        var alongRows = conv2d(padded, weights.reshape(1, 1, 1, size).expand(channels, 1, 1, size), groups: channels);
        return conv2d(alongRows, weights.reshape(1, 1, size, 1).expand(channels, 1, size, 1), groups: channels).MoveToOuterDisposeScope();
    }
}

using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace ImageNotebooks;

/// <summary>Moves the images of a batch, each by its own <see cref="AffineMap"/>.</summary>
internal static class AffineMaps
{
    /// <summary>The class number of pixels that do not count, PASCAL VOC's.</summary>
    public const int Void = 255;

    /// <summary>Moves images: bilinearly, or without touching a value where every pixel stays whole.</summary>
    /// <param name="images">[N, C, H, W] float.</param>
    /// <param name="maps">N maps.</param>
    /// <param name="fill">What stands outside.</param>
    /// <returns>[N, C, H, W], new, or <paramref name="images"/> where no map moves anything.</returns>
    public static Tensor Move(Tensor images, AffineMap[] maps, Fill fill) =>
        MirrorOnly(images, maps) ?? Sample(images, maps, fill, maps.All(map => map.KeepsPixelsWhole) ? GridSampleMode.Nearest : GridSampleMode.Bilinear);

    /// <summary>Moves masks: every pixel gets the class of the nearest one, and outside a constant fill has the class <see cref="Void"/>.</summary>
    /// <param name="masks">[N, H, W] uint8 or int64.</param>
    /// <param name="maps">N maps.</param>
    /// <param name="fill">What stands outside.</param>
    /// <returns>[N, H, W] of the same type, new, or <paramref name="masks"/> where no map moves anything.</returns>
    public static Tensor MoveMasks(Tensor masks, AffineMap[] maps, Fill fill)
    {
        if (MirrorOnly(masks, maps) is { } mirrored) return mirrored;
        // grid_sample fills with zeros alone, so that the void is made zero and back. A float holds class numbers exactly.
        var outside = fill == Fill.Constant ? Void : 0;
        var planes = masks.unsqueeze(1).to_type(ScalarType.Float32).sub_(outside);
        return Sample(planes, maps, fill, GridSampleMode.Nearest).add_(outside).squeeze(1).to_type(masks.dtype);
    }

    /// <summary>Mirrors by moving bits, which is exact and faster than sampling; null where some map does more than that.</summary>
    private static Tensor? MirrorOnly(Tensor pixels, AffineMap[] maps)
    {
        var (height, width) = (pixels.shape[^2], pixels.shape[^1]);
        if (!maps.All(map => map == AffineMap.AboutCentre(map.XX, 0, 0, map.YY, height, width) && map.KeepsPixelsWhole)) return null;
        var alike = maps.Index().GroupBy(place => (LeftRight: place.Item.XX < 0, UpsideDown: place.Item.YY < 0), place => (long)place.Index)
            .Where(group => group.Key != (false, false)).ToArray();
        if (alike.Length == 0) return pixels;
        var mirrored = pixels.clone();
        foreach (var group in alike)
        {
            long[] axes = group.Key switch { (true, true) => [-2, -1], (true, false) => [-1], _ => [-2] };
            var chosen = tensor(group.ToArray(), device: pixels.device);
            mirrored.index_copy_(0, chosen, pixels.index_select(0, chosen).flip(axes));
        }
        return mirrored;
    }

    private static Tensor Sample(Tensor images, AffineMap[] maps, Fill fill, GridSampleMode mode)
    {
        // Reflection about the pixels' outer edges is grid_sample's without aligned corners.
        var padding = fill switch
        {
            Fill.Nearest => GridSamplePaddingMode.Border,
            Fill.Reflect => GridSamplePaddingMode.Reflection,
            _ => GridSamplePaddingMode.Zeros,
        };
        return grid_sample(images, Grid(images, maps), mode, padding, align_corners: false);
    }

    /// <summary>Where each output pixel is read, in grid_sample's coordinates: -1 is the left or upper edge of the image, 1 the right or lower.</summary>
    /// <remarks>
    /// The sum of a part for the column and a part for the row, and x and y in planes of their own: grid_sample reads those without unpacking pairs, and
    /// together that takes a fraction of affine_grid's time.
    /// </remarks>
    private static Tensor Grid(Tensor images, AffineMap[] maps)  // [N, H, W, 2]
    {
        long height = images.shape[2], width = images.shape[3];
        var theta = tensor(maps.SelectMany(map => Normalised(map, height, width)).ToArray(), [maps.Length, 2, 3], images.dtype, images.device);
        var columns = theta[.., .., 0].unsqueeze(2) * Centres(width, images);                          // [N, 2, W]
        var rows = theta[.., .., 1].unsqueeze(2) * Centres(height, images) + theta[.., .., 2].unsqueeze(2);  // [N, 2, H]
        return (columns.unsqueeze(2) + rows.unsqueeze(3)).permute(0, 2, 3, 1);
    }

    private static Tensor Centres(long pixels, Tensor like) => arange(pixels, dtype: like.dtype, device: like.device).mul_(2).add_(1 - pixels).div_(pixels);

    private static double[] Normalised(AffineMap map, long height, long width)
    {
        double w = width, h = height, cx = (w - 1) / 2, cy = (h - 1) / 2;
        return
        [
            map.XX, map.XY * h / w, (map.XX * cx + map.XY * cy + map.X0 - cx) * 2 / w,
            map.YX * w / h, map.YY, (map.YX * cx + map.YY * cy + map.Y0 - cy) * 2 / h,
        ];
    }
}

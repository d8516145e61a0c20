using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace ImageNotebooks;

/// <summary>The files of which images were made, whose own sizes are asked for later, and how they were resized.</summary>
/// <param name="Resize">How.</param>
/// <param name="Images">One file an image.</param>
/// <param name="Masks">One file an image; null where there are no masks.</param>
internal sealed record OriginalFiles(Resize Resize, IReadOnlyList<string> Images, IReadOnlyList<string>? Masks);

/// <summary>Goes back from the one size that images have in a network to the sizes that they have in their files. For sets that remember their files: PASCAL VOC.</summary>
public static class Originals
{
    /// <summary>Height and width that an image has in its file, which is read again.</summary>
    /// <param name="split">The split.</param>
    /// <param name="index">The image's position in [0, Count).</param>
    /// <exception cref="InvalidOperationException">The split does not know the files.</exception>
    /// <exception cref="ImageFileException">The file cannot be read any more.</exception>
    public static (int Height, int Width) OriginalSize(this Split split, int index) => VocImages.SizeOf(Files(split).Images[(int)split.Row(index)]);

    /// <summary>The class of every pixel of an image in its own size, from the mask's file.</summary>
    /// <param name="split">The split.</param>
    /// <param name="index">The image's position in [0, Count).</param>
    /// <exception cref="InvalidOperationException">The split does not know the files, or has no masks.</exception>
    /// <exception cref="ImageFileException">The file cannot be read any more.</exception>
    public static LabelMap OriginalMask(this Split split, int index)
    {
        var files = Files(split);
        var masks = files.Masks ?? throw new InvalidOperationException($"The images of the split '{split.Name}' have no masks.");
        var row = (int)split.Row(index);
        return VocMasks.Read(masks[row], files.Images[row]);
    }

    /// <summary>Labels of a resized image's pixels, for the pixels that the image has in its file: each the nearest.</summary>
    /// <param name="split">The split.</param>
    /// <param name="index">The image's position in [0, Count).</param>
    /// <param name="labels">As large as images are in the split; what lies on padding is left out.</param>
    /// <exception cref="InvalidOperationException">The split does not know the files, or images were cropped.</exception>
    public static LabelMap ToOriginalSize(this Split split, int index, LabelMap labels)
    {
        var resize = Whole(split);
        RequireSize(resize, labels.Height, labels.Width);
        var (height, width) = split.OriginalSize(index);
        return new(resize.UndoNearest(labels.Labels, width, height), height, width);
    }

    /// <summary>Logits of a resized image's pixels, for the pixels that the image has in its file, between four of which they are interpolated.</summary>
    /// <param name="split">The split.</param>
    /// <param name="index">The image's position in [0, Count).</param>
    /// <param name="logits">[classes, H, W] float, as large as images are in the split; what lies on padding is left out.</param>
    /// <returns>[classes, height, width].</returns>
    /// <inheritdoc cref="ToOriginalSize(Split, int, LabelMap)"/>
    public static Tensor ToOriginalSize(this Split split, int index, Tensor logits)
    {
        var resize = Whole(split);
        if (logits.dim() != 3) throw new ArgumentException($"Logits of one image are [classes, H, W]; these are [{string.Join(", ", logits.shape)}].", nameof(logits));
        RequireSize(resize, logits.shape[1], logits.shape[2]);
        var (height, width) = split.OriginalSize(index);
        var (_, place) = resize.Boxes(width, height);
        using var scope = NewDisposeScope();
        var part = logits.narrow(1, place.Top, place.Height).narrow(2, place.Left, place.Width).unsqueeze(0);
        return interpolate(part, [height, width], mode: InterpolationMode.Bilinear, align_corners: false).squeeze(0).MoveToOuterDisposeScope();
    }

    private static OriginalFiles Files(Split split) => split.Originals
        ?? throw new InvalidOperationException($"The split '{split.Name}' does not know the files of its images, so their own sizes are not known; splits of PascalVoc.Load do.");

    private static Resize Whole(Split split) => Files(split).Resize is { Fit: not Fit.Crop } resize ? resize
        : throw new InvalidOperationException($"The images of the split '{split.Name}' were cropped, so nothing is known of their borders; load them with Fit.Pad or Fit.Stretch.");

    private static void RequireSize(Resize resize, long height, long width)
    {
        if (height != resize.Height || width != resize.Width) throw new ArgumentException($"The map has {height} x {width} pixels, and images {resize.Height} x {resize.Width}.");
    }
}

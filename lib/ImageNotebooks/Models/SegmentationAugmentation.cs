using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace ImageNotebooks;

/// <summary>
/// A segmentation network that looks at each image at several sizes, as it is and mirrored, and answers for each pixel with the mean of the probabilities, given as logits (multi-scale and flip inference:
/// Chen et al. 2018, "DeepLab", section 4.1). Costs a pass for each view, the larger the more.
/// </summary>
public sealed class SegmentationAugmentation : nn.Module<Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor> model;
    private readonly double[] scales;
    private readonly bool flip;
    private readonly int stride;

    /// <summary>DeepLabV3+'s own: half to one and three quarters of the size.</summary>
    public static IReadOnlyList<double> UsualScales { get; } = [0.5, 0.75, 1, 1.25, 1.5, 1.75];

    /// <summary>Wraps a network.</summary>
    /// <param name="model">[N, C, H, W] -> [N, classes, H, W] logits, of any size that is a multiple of <paramref name="stride"/>. Stays the caller's.</param>
    /// <param name="scales">Sizes as parts of the image's, each above 0; <see cref="UsualScales"/> where null. A height or width is rounded to the nearest multiple of the stride.</param>
    /// <param name="flip">Whether each is looked at in a mirror too, and its answer mirrored back.</param>
    /// <param name="stride">Of what heights and widths have to be multiples: 16 for <see cref="DeepLabV3Plus"/>.</param>
    /// <exception cref="ArgumentException">There are no scales, or one is no size.</exception>
    public SegmentationAugmentation(nn.Module<Tensor, Tensor> model, IEnumerable<double>? scales = null, bool flip = true, int stride = 16) : base(nameof(SegmentationAugmentation))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        (this.model, this.scales, this.flip, this.stride) = (model, [.. scales ?? UsualScales], flip, stride);
        if (this.scales.Length == 0) throw new ArgumentException("There are no scales; 1 looks at images in their own size.", nameof(scales));
        foreach (var scale in this.scales)
        {
            if (!(scale > 0 && double.IsFinite(scale))) throw new ArgumentException(FormattableString.Invariant($"A scale is {scale}; scales are parts of an image's size, above 0."), nameof(scales));
        }
        register_module(nameof(model), model);
    }

    /// <summary>The logarithm of each class's mean probability.</summary>
    /// <param name="x">[N, C, H, W] float of any size.</param>
    /// <returns>[N, classes, H, W].</returns>
    public override Tensor forward(Tensor x)
    {
        if (x.dim() != 4) throw new ArgumentException($"Images are [N, C, H, W]; this tensor is [{string.Join(", ", x.shape)}].", nameof(x));
        using var scope = NewDisposeScope();
        var (height, width) = (x.shape[2], x.shape[3]);
        var logits = new List<Tensor>();
        foreach (var scale in scales)
        {
            var view = Resized(x, Rounded(scale * height), Rounded(scale * width));
            logits.Add(Resized(Answer(view), height, width));
            // What a mirror shows is mirrored back while it is small.
            if (flip) logits.Add(Resized(Answer(view.flip(-1)).flip(-1), height, width));
        }
        return MeanProbability.AsLogits(logits, null, multiLabel: false).MoveToOuterDisposeScope();
    }

    /// <summary>Frees nothing: the model is the caller's.</summary>
    protected override void Dispose(bool disposing)
    {
    }

    private Tensor Answer(Tensor view)
    {
        var logits = model.call(view);
        return logits.dim() == 4 && logits.shape[2] == view.shape[2] && logits.shape[3] == view.shape[3] ? logits
            : throw new ArgumentException($"The model gives [{string.Join(", ", logits.shape)}] for images [{string.Join(", ", view.shape)}]; logits of every pixel, [N, classes, H, W], are needed.");
    }

    private long Rounded(double size) => Math.Max(1, (long)Math.Round(size / stride, MidpointRounding.AwayFromZero)) * stride;

    private static Tensor Resized(Tensor x, long height, long width) =>
        x.shape[2] == height && x.shape[3] == width ? x.alias() : interpolate(x, [height, width], mode: InterpolationMode.Bilinear, align_corners: false);
}

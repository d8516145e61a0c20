using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace ImageNotebooks;

/// <summary>What a model is to learn: how its logits are compared with labels, and which of its answers count as right. Losses take logits; nothing applies a softmax or sigmoid before them.</summary>
public abstract record Objective
{
    /// <summary>The label of pixels that do not count, PASCAL VOC's border.</summary>
    public const long Void = 255;

    /// <summary>One class an image: cross-entropy, as Keras's <c>categorical_crossentropy(from_logits=True)</c>. Labels are [N] int64, or [N, classes] shares of mixed images.</summary>
    /// <param name="labelSmoothing">The share of each label that is spread over all classes (Szegedy et al. 2016, section 7), in [0, 1).</param>
    public static Objective MultiClass(double labelSmoothing = 0) => new CrossEntropy(labelSmoothing);

    /// <summary>Any number of classes an image: binary cross-entropy of each, as Keras's <c>binary_crossentropy(from_logits=True)</c>. Labels are [N, classes] of 0 and 1.</summary>
    /// <param name="labelSmoothing">By how much 0 and 1 are drawn towards a half, in [0, 1).</param>
    public static Objective MultiLabel(double labelSmoothing = 0) => new BinaryCrossEntropy(labelSmoothing);

    /// <summary>One class a pixel: cross-entropy over all pixels but those labelled <see cref="Void"/>. Labels are [N, H, W] int64.</summary>
    public static Objective Segmentation() => new PixelCrossEntropy();

    /// <summary>The loss of each image.</summary>
    /// <param name="logits">[N, classes, ...] float.</param>
    /// <param name="labels">As the objective has them.</param>
    /// <returns>[N].</returns>
    /// <exception cref="ArgumentException">The labels do not suit the logits.</exception>
    internal abstract Tensor Loss(Tensor logits, Tensor labels);

    /// <summary>How many answers are right, of how many.</summary>
    internal abstract (long Right, long Of) Count(Tensor logits, Tensor labels);

    /// <summary>The class whose weight a label takes, [N] int64, or null where a label is not one class.</summary>
    internal virtual Tensor? ClassOf(Tensor labels) => null;

    private static void Require(bool suits, Tensor logits, Tensor labels, string wanted)
    {
        if (!suits)
            throw new ArgumentException($"The model gives [{string.Join(", ", logits.shape)}] and the labels are {labels.dtype} [{string.Join(", ", labels.shape)}]; this objective wants {wanted}.");
    }

    private static void RequireClasses(Tensor labels, long classes)
    {
        if (labels.numel() == 0) return;
        var (least, most) = (labels.min().item<long>(), labels.max().item<long>());
        if (least < 0 || most >= classes)
            throw new ArgumentException($"A label is {(least < 0 ? least : most)}, and the model gives logits for the classes 0 to {classes - 1}.");
    }

    private sealed record CrossEntropy(double LabelSmoothing) : Objective
    {
        internal override Tensor Loss(Tensor logits, Tensor labels)
        {
            Require(logits.dim() == 2 && labels.shape[0] == logits.shape[0] && (labels.dim() == 1 || (labels.dim() == 2 && labels.shape[1] == logits.shape[1])), logits, labels, "[N, classes] and [N]");
            if (labels.dim() == 1) RequireClasses(labels, logits.shape[1]);
            return cross_entropy(logits, labels, label_smoothing: LabelSmoothing, reduction: nn.Reduction.None);
        }

        internal override (long Right, long Of) Count(Tensor logits, Tensor labels) =>
            (logits.argmax(1).eq(labels.dim() == 2 ? labels.argmax(1) : labels).sum().item<long>(), labels.shape[0]);

        internal override Tensor? ClassOf(Tensor labels) => labels.dim() == 1 ? labels : null;
    }

    private sealed record BinaryCrossEntropy(double LabelSmoothing) : Objective
    {
        internal override Tensor Loss(Tensor logits, Tensor labels)
        {
            Require(logits.dim() == 2 && labels.shape.SequenceEqual(logits.shape), logits, labels, "[N, classes] and [N, classes] of 0 and 1");
            var truth = labels.to_type(logits.dtype);
            if (LabelSmoothing > 0) truth = (truth * (1 - LabelSmoothing)) + (0.5 * LabelSmoothing);
            return binary_cross_entropy_with_logits(logits, truth, reduction: nn.Reduction.None).mean([1]);
        }

        internal override (long Right, long Of) Count(Tensor logits, Tensor labels) => (logits.gt(0).eq(labels.gt(0.5)).sum().item<long>(), labels.numel());
    }

    private sealed record PixelCrossEntropy : Objective
    {
        internal override Tensor Loss(Tensor logits, Tensor labels)
        {
            Require(logits.dim() == 4 && labels.dim() == 3 && labels.shape[1] == logits.shape[2] && labels.shape[2] == logits.shape[3], logits, labels, "[N, classes, H, W] and [N, H, W]");
            var counts = labels.ne(Void);
            RequireClasses(labels.where(counts, zeros_like(labels)), logits.shape[1]);
            var pixels = cross_entropy(logits, labels, ignore_index: Void, reduction: nn.Reduction.None);       // [N, H, W]
            // Every pixel of the batch counts the same, whichever image it is of; their mean over images is the mean over pixels.
            return pixels.sum([1, 2]) * (labels.shape[0] / counts.sum().to_type(pixels.dtype).clamp(min: 1));
        }

        internal override (long Right, long Of) Count(Tensor logits, Tensor labels)
        {
            var counts = labels.ne(Void);
            return (logits.argmax(1).eq(labels).logical_and(counts).sum().item<long>(), counts.sum().item<long>());
        }
    }
}

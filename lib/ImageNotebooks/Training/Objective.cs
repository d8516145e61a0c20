using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace ImageNotebooks;

/// <summary>What a model is to learn: how its logits are compared with labels, and which of its answers count as right. Losses take logits; nothing applies a softmax or sigmoid before them.</summary>
public abstract partial record Objective
{
    /// <summary>The label of pixels that do not count, PASCAL VOC's border.</summary>
    public const long Void = 255;

    /// <summary>One class an image: cross-entropy, as Keras's <c>categorical_crossentropy(from_logits=True)</c>. Labels are [N] int64, or [N, classes] shares of mixed images.</summary>
    /// <param name="labelSmoothing">The share of each label that is spread over all classes (Szegedy et al. 2016, section 7), in [0, 1).</param>
    public static Objective MultiClass(double labelSmoothing = 0) => new CrossEntropy(labelSmoothing);

    /// <summary>Any number of classes an image: binary cross-entropy of each, as Keras's <c>binary_crossentropy(from_logits=True)</c>. Labels are [N, classes] of 0 and 1.</summary>
    /// <param name="labelSmoothing">By how much 0 and 1 are drawn towards a half, in [0, 1).</param>
    /// <param name="positiveWeights">
    /// For each class by how much the loss of images that are of it is multiplied, so that rare classes are not learned as never there: <c>train.PositiveWeights()</c>. Null: by 1.
    /// </param>
    /// <exception cref="ArgumentException">A weight is negative or no number.</exception>
    public static Objective MultiLabel(double labelSmoothing = 0, IReadOnlyList<double>? positiveWeights = null) =>
        positiveWeights?.Where(weight => !(weight >= 0 && double.IsFinite(weight))).ToList() is [var wrong, ..]
            ? throw new ArgumentException($"A weight of a class is {wrong}; weights are finite and 0 or more.", nameof(positiveWeights))
            : new BinaryCrossEntropy(labelSmoothing, positiveWeights?.Select(weight => (float)weight).ToArray());

    /// <summary>One class a pixel, of all pixels but those labelled <see cref="Void"/>. Labels are [N, H, W] int64.</summary>
    /// <param name="loss">How logits are compared with labels.</param>
    public static Objective Segmentation(SegmentationLoss loss = SegmentationLoss.CrossEntropy) => new Pixels(loss);

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

    private sealed record BinaryCrossEntropy(double LabelSmoothing, float[]? PositiveWeights) : Objective
    {
        internal override Tensor Loss(Tensor logits, Tensor labels)
        {
            Require(logits.dim() == 2 && labels.shape.SequenceEqual(logits.shape), logits, labels, "[N, classes] and [N, classes] of 0 and 1");
            var truth = labels.to_type(logits.dtype);
            if (LabelSmoothing > 0) truth = (truth * (1 - LabelSmoothing)) + (0.5 * LabelSmoothing);
            if (PositiveWeights is not null && PositiveWeights.Length != logits.shape[1])
                throw new ArgumentException($"There are {PositiveWeights.Length} weights of classes, and the model gives {logits.shape[1]} logits.");
            var weights = PositiveWeights is null ? null : tensor(PositiveWeights, dtype: logits.dtype, device: logits.device);
            return binary_cross_entropy_with_logits(logits, truth, reduction: nn.Reduction.None, pos_weights: weights).mean([1]);
        }

        internal override (long Right, long Of) Count(Tensor logits, Tensor labels) => (logits.gt(0).eq(labels.gt(0.5)).sum().item<long>(), labels.numel());
    }
}

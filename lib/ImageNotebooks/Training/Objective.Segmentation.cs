using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace ImageNotebooks;

/// <summary>How a segmentation's logits are compared with labels. No loss looks at void pixels.</summary>
public enum SegmentationLoss
{
    /// <summary>The mean over all pixels of a batch of -log p of the true class. A small object weighs as little as it has pixels.</summary>
    CrossEntropy,

    /// <summary>
    /// One minus Dice's coefficient with probabilities for pixels, 1 - 2 sum(p g) / (sum(p) + sum(g)) (Milletari et al. 2016, "V-Net", there with squares below), the mean over the classes that an image
    /// shows: all classes weigh the same, however many pixels they have.
    /// </summary>
    Dice,

    /// <summary>The sum of both: cross-entropy's gradients where Dice's are flat.</summary>
    CrossEntropyAndDice,

    /// <summary>
    /// Lovász-softmax (Berman et al. 2018, "The Lovász-Softmax loss", equation 9): the convex extension of one minus IoU, which is what IoU is measured by; of each image by itself, over the classes
    /// that it shows ('present'). Best for the last epochs, after cross-entropy has found the objects.
    /// </summary>
    LovaszSoftmax,
}

public abstract partial record Objective
{
    /// <summary>
    /// Losses of pixels. Cross-entropy weighs all pixels of a batch the same; the others are means over the classes that each image shows, the background among them, and an image that is void throughout has
    /// the loss 0. Over single images and not over the batch, so that a loss is its image's own, whatever stands beside it.
    /// </summary>
    private sealed record Pixels(SegmentationLoss Of) : Objective
    {
        internal override Tensor Loss(Tensor logits, Tensor labels)
        {
            Require(logits.dim() == 4 && labels.dim() == 3 && labels.shape[0] == logits.shape[0] && labels.shape[1] == logits.shape[2] && labels.shape[2] == logits.shape[3], logits, labels, "[N, classes, H, W] and [N, H, W]");
            var counts = labels.ne(Void);
            var classes = labels.where(counts, zeros_like(labels));
            RequireClasses(classes, logits.shape[1]);
            return Of switch
            {
                SegmentationLoss.CrossEntropy => CrossEntropyOf(logits, labels, counts),
                SegmentationLoss.Dice => OverClasses(logits, classes, counts, Dice),
                SegmentationLoss.CrossEntropyAndDice => CrossEntropyOf(logits, labels, counts) + OverClasses(logits, classes, counts, Dice),
                SegmentationLoss.LovaszSoftmax => OverClasses(logits, classes, counts, Lovasz),
                _ => throw new ArgumentOutOfRangeException(nameof(labels), Of, "There is no such loss."),
            };
        }

        internal override (long Right, long Of) Count(Tensor logits, Tensor labels)
        {
            var counts = labels.ne(Void);
            return (logits.argmax(1).eq(labels).logical_and(counts).sum().item<long>(), counts.sum().item<long>());
        }

        private static Tensor CrossEntropyOf(Tensor logits, Tensor labels, Tensor counts)
        {
            var pixels = cross_entropy(logits, labels, ignore_index: Void, reduction: nn.Reduction.None);       // [N, H, W]
            // Every pixel of the batch counts the same, whichever image it is of; their mean over images is the mean over pixels.
            return pixels.sum([1, 2]) * (labels.shape[0] / counts.sum().to_type(pixels.dtype).clamp(min: 1));
        }

        /// <summary>The mean of a loss over the classes that each image shows, [N].</summary>
        private static Tensor OverClasses(Tensor logits, Tensor labels, Tensor counts, Func<Tensor, Tensor, Tensor> loss)
        {
            var (images, classes, pixels) = (logits.shape[0], logits.shape[1], logits.shape[2] * logits.shape[3]);
            var (truth, counted) = (labels.reshape(images, 1, pixels), counts.reshape(images, 1, pixels));
            var numbers = arange(classes, dtype: ScalarType.Int64, device: logits.device).reshape(1, classes, 1);
            var isOfClass = truth.eq(numbers).logical_and(counted);                                             // [N, classes, P]
            // Only the pairs of an image and a class that it shows have a row: few of 21, which is what makes sorting affordable.
            var pairs = isOfClass.any(2).reshape(images * classes).nonzero().reshape(-1);                       // [K]
            var image = pairs.div(classes, RoundingMode.floor).to_type(ScalarType.Int64);
            var probabilities = softmax(logits, 1).reshape(images * classes, pixels).index_select(0, pairs);    // [K, P]
            var rows = isOfClass.reshape(images * classes, pixels).index_select(0, pairs).to_type(logits.dtype);
            var inside = counted.reshape(images, pixels).index_select(0, image);
            var losses = loss(probabilities.where(inside, zeros_like(probabilities)), rows);                    // [K]
            var none = zeros([images], dtype: logits.dtype, device: logits.device);
            return none.index_add(0, image, losses, 1) / none.index_add(0, image, ones_like(losses), 1).clamp(min: 1);
        }

        /// <param name="p">[K, P] probabilities, 0 at void pixels.</param>
        /// <param name="truth">[K, P] 1 where a pixel is of the class; each row has such a pixel.</param>
        private static Tensor Dice(Tensor p, Tensor truth) => 1 - (2 * (p * truth).sum(1) / (p.sum(1) + truth.sum(1)));

        /// <inheritdoc cref="Dice"/>
        private static Tensor Lovasz(Tensor p, Tensor truth)
        {
            // Void pixels have the error 0, so they come last and count for nothing.
            var errors = (p - truth).abs();
            return (errors * JaccardSteps.Of(errors, truth)).sum(1);
        }
    }
}

using TorchSharp;
using static System.FormattableString;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>
/// A classifier and a detector as one network, whose last class is "attacked", so that an attack meets both at once (Carlini and Wagner 2017, "Adversarial Examples Are Not Easily Detected", section 3.2):
/// with F the classifier's logits and d the detector's logit of "attacked" less that of "clean", the last logit is (d + 1) * max F, the largest of all exactly where d is above 0. The paper takes for granted that max F is
/// above 0; here logits count from the smallest of them, which changes no answer. Both networks stay the caller's.
/// </summary>
public sealed class DetectedModel : DefendedNetwork
{
    private readonly nn.Module<Tensor, Tensor> detector;

    /// <summary>Joins the two.</summary>
    /// <param name="classifier">[N, C, H, W] -> [N, classes] logits, two classes at least.</param>
    /// <param name="detector">[N, C, H, W] -> [N, 2] logits of clean and attacked, as learned from <see cref="AdversarialDetector.Batches"/>.</param>
    public DetectedModel(nn.Module<Tensor, Tensor> classifier, nn.Module<Tensor, Tensor> detector) : base(nameof(DetectedModel), classifier)
    {
        this.detector = detector;
        register_module(nameof(detector), detector);
    }

    /// <summary>What an attack has to do to a detected model: a wrong class ahead of the right one and of "attacked" as well. For <see cref="Attack.Objective"/> of <see cref="Pgd"/>; others take a target.</summary>
    public static Objective Evasion { get; } = new Evading();

    /// <summary>Both networks' logits as one.</summary>
    /// <param name="x">[N, C, H, W] in [0, 1].</param>
    /// <returns>[N, classes + 1], all 0 or more.</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var (classes, detection) = (Network.call(x), detector.call(x));
        if (classes.dim() != 2 || classes.shape[1] < 2) throw new ArgumentException($"The classifier gives [{string.Join(", ", classes.shape)}], and logits [N, classes] of two classes or more can be joined with a detector.");
        if (detection.dim() != 2 || detection.shape[1] != 2) throw new ArgumentException($"The detector gives [{string.Join(", ", detection.shape)}], and [N, 2] is needed: logits of clean and attacked.");
        var above = classes - classes.amin([1], keepdim: true);                                          // [N, classes]
        var difference = detection.narrow(1, 1, 1) - detection.narrow(1, 0, 1);                          // [N, 1]
        return cat([above, (difference + 1) * above.amax([1], keepdim: true)], 1).MoveToOuterDisposeScope();
    }

    /// <summary>What became of images: the parts that were answered rightly, taken for attacked, and taken for a wrong class, which is what an attacker wants.</summary>
    /// <param name="result">Of a detected model, clean or attacked images, the last class "attacked"; true labels are the classifier's classes.</param>
    /// <exception cref="ArgumentException">There are fewer than three classes, so none can be "attacked".</exception>
    public static (double Right, double Detected, double Fooled) Outcomes(ClassifierResult result)
    {
        if (result.ClassNames.Count < 3) throw new ArgumentException(Invariant($"The result has {result.ClassNames.Count} classes; a detected model has two of its classifier's at least, and 'attacked'."), nameof(result));
        var detected = result.PredictedLabels.Count(label => label == result.ClassNames.Count - 1) / (double)result.Count;
        return (result.Accuracy, detected, 1 - result.Accuracy - detected);
    }

    private sealed record Evading : Objective
    {
        /// <summary>By how much the best wrong class is ahead of the right one and of the last.</summary>
        internal override Tensor Loss(Tensor logits, Tensor labels)
        {
            Require(logits, labels);
            using var scope = NewDisposeScope();
            var own = labels.unsqueeze(1);                                                               // [N, 1]
            var (classes, detected) = (logits.narrow(1, 0, logits.shape[1] - 1), logits.select(1, logits.shape[1] - 1));
            var wrong = classes.scatter(1, own, full_like(own, float.NegativeInfinity, dtype: logits.dtype)).amax([1]);
            return (wrong - classes.gather(1, own).squeeze(1).maximum(detected)).MoveToOuterDisposeScope();
        }

        /// <summary>An image that was detected has not fooled anybody.</summary>
        internal override (long Right, long Of) Count(Tensor logits, Tensor labels)
        {
            Require(logits, labels);
            using var scope = NewDisposeScope();
            var predicted = logits.argmax(1);
            return (predicted.eq(labels).logical_or(predicted.eq(logits.shape[1] - 1)).sum().item<long>(), labels.shape[0]);
        }

        private static void Require(Tensor logits, Tensor labels)
        {
            if (labels.dim() != 1 || logits.dim() != 2 || logits.shape[1] < 3) throw new ArgumentException($"The model gives [{string.Join(", ", logits.shape)}] for labels [{string.Join(", ", labels.shape)}]; a detected model gives [N, classes + 1] for [N].");
        }
    }
}

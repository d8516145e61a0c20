using System.Collections;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>
/// Telling attacked images from clean ones by a network of its own (Gong et al. 2017, "Adversarial and Clean Data Are Not Twins"): <see cref="Batches"/> is what it learns from, any classifier of two classes will do for
/// it, and <see cref="DetectedModel"/> joins the two. It recognises attacks like those it has seen. An attack that knows of it deceives both at once (Carlini and Wagner 2017, "Adversarial Examples Are Not Easily
/// Detected: Bypassing Ten Detection Methods").
/// </summary>
public static class AdversarialDetector
{
    /// <summary>The detector's classes: logit 0 is clean, logit 1 attacked.</summary>
    public static IReadOnlyList<string> ClassNames { get; } = ["clean", "attacked"];

    /// <summary>Every image twice, as it is and attacked, each batch attacked when it is asked for: [2N, C, H, W] with labels 0 and then 1.</summary>
    /// <param name="images">The images with their own labels, from which the attack goes away.</param>
    /// <param name="classifier">The network that is attacked; it stays the caller's.</param>
    /// <param name="attack">The attack.</param>
    /// <param name="epsilon">The largest perturbation.</param>
    /// <param name="seed">The same seed draws the same numbers in every pass.</param>
    public static IBatches Batches(IBatches images, nn.Module<Tensor, Tensor> classifier, Attack attack, double epsilon, long seed = 0) => new Pairs(images, classifier, attack, epsilon, seed);

    private sealed class Pairs(IBatches images, nn.Module<Tensor, Tensor> classifier, Attack attack, double epsilon, long seed) : IBatches
    {
        public int ImageCount => 2 * images.ImageCount;

        public int BatchCount => images.BatchCount;

        public int Pass { get => images.Pass; set => images.Pass = value; }

        public string Identity => FormattableString.Invariant($"{images.Identity}, each clean and attacked by {attack.Name} with epsilon {epsilon} and seed {seed}");

        public IEnumerator<Batch> GetEnumerator()
        {
            var number = 0L;
            foreach (var batch in images) yield return Pair(batch, number++);
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        private Batch Pair(Batch batch, long number)
        {
            using var scope = NewDisposeScope();
            using var _ = batch;
            var changed = attack.Perturb(classifier, batch.Images, batch.Labels, epsilon, seed: unchecked(seed * 1_000_003 + number));
            var labels = arange(2, ScalarType.Int64, batch.Images.device).repeat_interleave(batch.Count);
            return new(cat([batch.Images, changed]).DetachFromDisposeScope(), labels.DetachFromDisposeScope(), [.. batch.Indices, .. batch.Indices]);
        }
    }
}

using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>
/// One perturbation for all images (Moosavi-Dezfooli et al. 2017, "Universal adversarial perturbations"), learned by gradient steps over batches as Shafahi et al. (2020, "Universal Adversarial Training")
/// do: no look at the image that is attacked, and no query. Owns the perturbation.
/// </summary>
public sealed class UniversalPerturbation : Attack, IDisposable
{
    // Beyond this loss an image is fooled well enough, and would outvote the others.
    private const double EnoughLoss = 9;

    private readonly double learnedWith;

    private UniversalPerturbation(Tensor perturbation, double epsilon, PerturbationNorm norm) => (Perturbation, learnedWith, Norm) = (perturbation, epsilon, norm);

    /// <summary>Learns a perturbation.</summary>
    /// <param name="model">[N, C, H, W] -> logits.</param>
    /// <param name="images">Images to learn from, all of one size; not those on which it will be measured.</param>
    /// <param name="epsilon">Its size.</param>
    /// <param name="passes">How often all images are looked at.</param>
    /// <param name="norm">How it is measured.</param>
    /// <param name="relativeStep">The size of a step as a part of epsilon.</param>
    /// <exception cref="ArgumentException">Images are none, or epsilon is not above 0.</exception>
    public static UniversalPerturbation Learn(nn.Module<Tensor, Tensor> model, IBatches images, double epsilon, int passes = 5, PerturbationNorm norm = PerturbationNorm.LInfinity, double relativeStep = 0.1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(passes, 1);
        if (!(epsilon > 0)) throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "A perturbation is larger than 0.");
        if (images.ImageCount == 0) throw new ArgumentException("There are no images to learn a perturbation from.", nameof(images));
        using var evaluation = new EvaluationMode(model);
        Tensor? perturbation = null;
        for (var pass = 0; pass < passes; pass++)
        {
            foreach (var batch in images)
            {
                using var scope = NewDisposeScope();
                using var used = batch;
                using var before = perturbation ?? zeros([1, .. batch.Images.shape[1..]], device: batch.Images.device);
                var victim = new AttackedModel(model.call, null, batch.Labels, null);
                var (gradient, losses, _) = victim.Ascend((batch.Images + before).clamp_(0, 1));
                var counts = PerturbationNorms.PerImage(losses.lt(EnoughLoss));
                var moved = before + norm.Steepest((gradient * counts).mean([0], keepdim: true)) * (relativeStep * epsilon);
                var within = norm == PerturbationNorm.LInfinity ? moved.clamp(-epsilon, epsilon) : moved * PerturbationNorms.PerImage(epsilon / norm.Size(moved).clamp_min(epsilon));
                perturbation = within.DetachFromDisposeScope();
            }
        }
        return new(perturbation!, epsilon, norm);
    }

    /// <inheritdoc/>
    public override string Name => "universal perturbation";

    /// <inheritdoc/>
    public override PerturbationNorm Norm { get; }

    /// <summary>[1, C, H, W].</summary>
    public Tensor Perturbation { get; }

    /// <summary>Frees the perturbation.</summary>
    public void Dispose() => Perturbation.Dispose();

    /// <summary>Adds the perturbation, made as much larger or smaller as epsilon is than the one with which it was learned.</summary>
    /// <inheritdoc/>
    protected override Tensor Search(AttackedModel model, Tensor images, double epsilon, Generator random)
    {
        if (!images.shape[1..].SequenceEqual(Perturbation.shape[1..]))
            throw new ArgumentException($"The perturbation was learned from images [{string.Join(", ", Perturbation.shape[1..])}], and these are [{string.Join(", ", images.shape[1..])}].", nameof(images));
        using var scope = NewDisposeScope();
        using var ball = new Ball(Norm, images, epsilon);
        return ball.Project(images + Perturbation * (epsilon / learnedWith)).MoveToOuterDisposeScope();
    }
}

using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>An attack that looks for the smallest perturbation of each image instead of filling an epsilon: asked for one, it gives what it found where that is no larger, and the image itself where it is.</summary>
public abstract class MinimalAttack : Attack
{
    /// <inheritdoc/>
    public override PerturbationNorm Norm => PerturbationNorm.L2;

    /// <summary>Looks for the smallest perturbations.</summary>
    /// <returns>[N, C, H, W] in [0, 1]: each image changed as little as the attack could so that the model is fooled; the image itself where it is so already, or where nothing was found.</returns>
    /// <inheritdoc cref="Attack.Perturb(nn.Module{Tensor, Tensor}, Tensor, Tensor, double, Tensor?, long)"/>
    public Tensor Minimize(nn.Module<Tensor, Tensor> model, Tensor images, Tensor labels, Tensor? targets = null, long seed = 0) => Perturb(model, images, labels, Norm.Largest(images), targets, seed);

    /// <summary>Looks for the smallest perturbations.</summary>
    /// <param name="model">The model, with labels and targets.</param>
    /// <param name="images">[N, C, H, W] float in [0, 1].</param>
    /// <param name="random">Where chance comes from.</param>
    /// <returns>[N, C, H, W] in [0, 1]; the image itself where nothing was found.</returns>
    protected abstract Tensor Minimize(AttackedModel model, Tensor images, Generator random);

    /// <inheritdoc/>
    protected sealed override Tensor Search(AttackedModel model, Tensor images, double epsilon, Generator random) => Search(model, images, [epsilon], random)[0];

    /// <inheritdoc/>
    protected sealed override IReadOnlyList<Tensor> Search(AttackedModel model, Tensor images, IReadOnlyList<double> epsilons, Generator random)
    {
        if (epsilons.Count == 0) return [];
        model.RequireClasses();
        using var scope = NewDisposeScope();
        var smallest = Minimize(model, images, random);
        var sizes = Norm.Size(smallest - images);
        return [.. epsilons.Select(epsilon => where(PerturbationNorms.PerImage(sizes.le(epsilon)), smallest, images).MoveToOuterDisposeScope())];
    }
}

using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>
/// A Gaussian blur before a network, which takes fine perturbations away and fine structure with them (Xu et al. 2018, "Feature Squeezing", smooth so, by medians). It can be differentiated, so an attack on the whole
/// sees through it: He et al. (2017, "Adversarial Example Defenses: Ensembles of Weak Defenses are not Strong") found that it holds against an attack that does not know of it, and hardly against one that does.
/// A network that learned behind it loses less accuracy than one that did not.
/// </summary>
public sealed class InputSmoothing : DefendedNetwork
{
    private readonly int size;
    private readonly double? sigma;

    /// <summary>Puts the blur before a network.</summary>
    /// <param name="network">[N, C, H, W] in [0, 1] -> logits.</param>
    /// <param name="size">Rows and columns of the kernel, odd; 1 changes nothing.</param>
    /// <param name="sigma">Standard deviation in pixels; where nothing is said it follows from the size, as <see cref="Filters.GaussianBlur"/> has it.</param>
    public InputSmoothing(nn.Module<Tensor, Tensor> network, int size = 3, double? sigma = null) : base(nameof(InputSmoothing), network)
    {
        if (size < 1 || size % 2 == 0) throw new ArgumentOutOfRangeException(nameof(size), size, "The kernel's size is an odd number.");
        if (sigma is { } deviation && !(deviation > 0 && double.IsFinite(deviation))) throw new ArgumentOutOfRangeException(nameof(sigma), sigma, "A standard deviation is above 0.");
        (this.size, this.sigma) = (size, sigma);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        return Network.call(Filters.GaussianBlur(x, size, sigma)).MoveToOuterDisposeScope();
    }
}

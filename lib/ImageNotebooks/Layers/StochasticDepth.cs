using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ImageNotebooks;

/// <summary>
/// Leaves a residual branch out for some images of a training batch, and enlarges it for the others so that the mean stays (Huang et al. 2016, "Deep Networks with Stochastic Depth").
/// In evaluation it gives what it is given.
/// </summary>
public sealed class StochasticDepth : Module<Tensor, Tensor>
{
    private readonly double p;

    /// <summary>Makes the layer.</summary>
    /// <param name="p">The share of images for which the branch is left out, in [0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is none.</exception>
    public StochasticDepth(double p) : base(nameof(StochasticDepth))
    {
        if (p is not (>= 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(p), p, "The share of images is in [0, 1).");
        this.p = p;
    }

    /// <summary>Leaves branches out.</summary>
    /// <param name="x">[N, C, H, W], what the branch gave.</param>
    /// <returns>[N, C, H, W], zero for some images.</returns>
    public override Tensor forward(Tensor x)
    {
        if (!training || p == 0) return x.alias();
        using var scope = NewDisposeScope();
        var kept = empty([x.shape[0], 1, 1, 1], x.dtype, x.device).bernoulli_(1 - p).div_(1 - p);
        return (x * kept).MoveToOuterDisposeScope();
    }
}

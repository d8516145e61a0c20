using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>How large a perturbation is.</summary>
public enum PerturbationNorm
{
    /// <summary>By the pixel that is changed most: an epsilon of 8/255 allows every value of every pixel 8 of 255 steps.</summary>
    LInfinity,

    /// <summary>By the root of the sum of all squared changes: few pixels may change much, or many a little.</summary>
    L2,
}

/// <summary>What a norm means for [N, C, H, W] perturbations, each image by itself.</summary>
internal static class PerturbationNorms
{
    /// <summary>The size of each image's perturbation, [N].</summary>
    public static Tensor Size(this PerturbationNorm norm, Tensor perturbation)
    {
        using var scope = NewDisposeScope();
        var flat = perturbation.flatten(1);
        return (norm == PerturbationNorm.LInfinity ? flat.abs().amax(1) : flat.square().sum(1).sqrt()).MoveToOuterDisposeScope();
    }

    /// <summary>The step of size 1 along which a function with this gradient rises fastest: its sign, or itself at length 1. Where the gradient is 0 there is no step.</summary>
    public static Tensor Steepest(this PerturbationNorm norm, Tensor gradient)
    {
        if (norm == PerturbationNorm.LInfinity) return gradient.sign();
        using var scope = NewDisposeScope();
        return (gradient / PerImage(norm.Size(gradient).clamp_min(1e-12))).MoveToOuterDisposeScope();
    }

    /// <summary>The largest size that a perturbation of images in [0, 1] can have.</summary>
    public static double Largest(this PerturbationNorm norm, Tensor images) => norm == PerturbationNorm.LInfinity ? 1 : Math.Sqrt(images.numel() / Math.Max(1, images.shape[0]));

    /// <summary>[N] numbers as [N, 1, 1, 1].</summary>
    public static Tensor PerImage(Tensor values) => values.reshape(-1, 1, 1, 1);
}

/// <summary>The images in [0, 1] that are no further from the given ones than epsilon. Disposing of it frees its bounds, not the images.</summary>
internal sealed class Ball : IDisposable
{
    private readonly PerturbationNorm norm;
    private readonly Tensor centre;
    private readonly double epsilon;
    private readonly Tensor? lower, upper;

    /// <param name="norm">How distance is measured.</param>
    /// <param name="centre">[N, C, H, W] in [0, 1]. Stays the caller's.</param>
    /// <param name="epsilon">The radius.</param>
    public Ball(PerturbationNorm norm, Tensor centre, double epsilon)
    {
        (this.norm, this.centre, this.epsilon) = (norm, centre, epsilon);
        if (norm != PerturbationNorm.LInfinity) return;
        lower = centre.sub(epsilon).clamp_min_(0).DetachFromDisposeScope();
        upper = centre.add(epsilon).clamp_max_(1).DetachFromDisposeScope();
    }

    /// <summary>The nearest image of the ball: exactly for LInfinity; for L2 shortened first and cut to [0, 1] then, which never leaves the ball.</summary>
    public Tensor Project(Tensor x)
    {
        if (lower is not null) return x.clamp(lower, upper!);
        using var scope = NewDisposeScope();
        var perturbation = x - centre;
        var shorter = (epsilon / norm.Size(perturbation).clamp_min(1e-12)).clamp_max(1);     // [N]
        return (centre + perturbation * PerturbationNorms.PerImage(shorter)).clamp_(0, 1).MoveToOuterDisposeScope();
    }

    /// <summary>An image of the ball drawn evenly, then cut to [0, 1].</summary>
    public Tensor Draw(Generator random)
    {
        using var scope = NewDisposeScope();
        if (norm == PerturbationNorm.LInfinity) return Project(centre + (rand(centre.shape, generator: random).to(centre.device) * 2 - 1) * epsilon).MoveToOuterDisposeScope();
        // Directions are even where the coordinates are normal; the share of the ball within a radius grows with its power of the dimensions.
        var direction = norm.Steepest(randn(centre.shape, generator: random));
        var radius = rand([centre.shape[0]], generator: random).pow(centre.shape[0] / (double)centre.numel()) * epsilon;
        return Project(centre + (direction * PerturbationNorms.PerImage(radius)).to(centre.device)).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        lower?.Dispose();
        upper?.Dispose();
    }
}

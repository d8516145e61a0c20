using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>A tensor that a loop replaces at each step: the old one is freed at once, so that a long search needs no more memory than a short one.</summary>
internal sealed class Held : IDisposable
{
    /// <param name="first">Owned from now on; give an alias of what belongs to somebody else.</param>
    public Held(Tensor first) => Value = first.DetachFromDisposeScope();

    public Tensor Value { get; private set; }

    public static implicit operator Tensor(Held held) => held.Value;

    /// <summary>Takes the place of the tensor before it.</summary>
    public void Set(Tensor next)
    {
        Value.Dispose();
        Value = next.DetachFromDisposeScope();
    }

    /// <summary>Takes another tensor for some of the images.</summary>
    /// <param name="which">[N] bool.</param>
    /// <param name="next">The tensor, [N] or [N, C, H, W].</param>
    public void SetWhere(Tensor which, Tensor next) => Set(where(next.dim() == 1 ? which : PerturbationNorms.PerImage(which), next, Value));

    public void Dispose() => Value.Dispose();
}

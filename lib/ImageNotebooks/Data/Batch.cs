using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>Some images with their labels, on their way through a network. Owns its tensors.</summary>
/// <param name="Images">[N, C, H, W] float in [0, 1].</param>
/// <param name="Labels">[N] int64 class numbers, or [N, classes] float shares where images were mixed (<see cref="Augment.Mixup"/>, <see cref="Augment.CutMix"/>).</param>
/// <param name="Indices">[N] positions of the images in their split.</param>
public sealed record Batch(Tensor Images, Tensor Labels, IReadOnlyList<long> Indices) : IDisposable
{
    /// <summary>How many images the batch holds.</summary>
    public int Count => Indices.Count;

    /// <summary>Frees both tensors.</summary>
    public void Dispose()
    {
        Images.Dispose();
        Labels.Dispose();
    }
}

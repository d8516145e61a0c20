using System.Collections;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>
/// What a frozen network makes of each image of a loader, computed in the first pass and kept in memory: training a head on it costs the head alone. Batches come in the loader's own orders,
/// so that the head learns the same as it would behind the network.
/// </summary>
public sealed class FeatureBatches : IBatches, IDisposable
{
    private readonly Lazy<(Tensor Features, Tensor Labels)> computed;
    private bool disposed;
    private readonly int batchSize;
    private readonly Func<int, long[]> order;
    private readonly Func<IDisposable>? inPass;

    internal FeatureBatches(Func<(Tensor Features, Tensor Labels)> compute, int imageCount, int batchSize, string images, Func<int, long[]> order, Func<IDisposable>? inPass = null) =>
        (computed, ImageCount, this.batchSize, Identity, this.order, this.inPass) = (new(compute), imageCount, batchSize, $"features of {images}", order, inPass);

    /// <inheritdoc/>
    public int ImageCount { get; }

    /// <inheritdoc/>
    public int BatchCount => (ImageCount + batchSize - 1) / batchSize;

    /// <inheritdoc/>
    public int Pass { get; set; }

    /// <inheritdoc/>
    public string Identity { get; }

    /// <summary>The shape of one image's features.</summary>
    public IReadOnlyList<long> FeatureShape => Computed.Features.shape[1..];

    /// <summary>One pass. The caller owns each batch.</summary>
    /// <exception cref="ObjectDisposedException">The features have been freed.</exception>
    public IEnumerator<Batch> GetEnumerator()
    {
        var (features, labels) = Computed;
        var rows = order(Pass++);
        using var held = inPass?.Invoke();
        for (var start = 0; start < rows.Length; start += batchSize)
        {
            var indices = rows[start..Math.Min(start + batchSize, rows.Length)];
            using var scope = NewDisposeScope();
            var picked = tensor(indices, device: features.device);
            yield return new(features.index_select(0, picked).DetachFromDisposeScope(), labels.index_select(0, picked).DetachFromDisposeScope(), indices);
        }
    }

    private (Tensor Features, Tensor Labels) Computed
    {
        get
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            return computed.Value;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Frees the features.</summary>
    public void Dispose()
    {
        disposed = true;
        if (!computed.IsValueCreated) return;
        computed.Value.Features.Dispose();
        computed.Value.Labels.Dispose();
    }
}

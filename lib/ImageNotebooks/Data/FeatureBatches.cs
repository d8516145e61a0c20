using System.Collections;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>
/// What a frozen network makes of each image of a loader, computed once and kept in memory: training a head on it costs the head alone. Batches come in the loader's own orders,
/// so that the head learns the same as it would behind the network.
/// </summary>
public sealed class FeatureBatches : IBatches, IDisposable
{
    private readonly Tensor features, labels;
    private readonly int batchSize;
    private readonly Func<int, long[]> order;

    internal FeatureBatches(Tensor features, Tensor labels, int batchSize, string images, Func<int, long[]> order) =>
        (this.features, this.labels, this.batchSize, Identity, this.order) = (features, labels, batchSize, $"features of {images}", order);

    /// <inheritdoc/>
    public int ImageCount => (int)features.shape[0];

    /// <inheritdoc/>
    public int BatchCount => (ImageCount + batchSize - 1) / batchSize;

    /// <inheritdoc/>
    public int Pass { get; set; }

    /// <inheritdoc/>
    public string Identity { get; }

    /// <summary>The shape of one image's features.</summary>
    public IReadOnlyList<long> FeatureShape => features.shape[1..];

    /// <summary>One pass. The caller owns each batch.</summary>
    /// <exception cref="ObjectDisposedException">The features have been freed.</exception>
    public IEnumerator<Batch> GetEnumerator()
    {
        var rows = order(Pass++);
        for (var start = 0; start < rows.Length; start += batchSize)
        {
            var indices = rows[start..Math.Min(start + batchSize, rows.Length)];
            using var scope = NewDisposeScope();
            var picked = tensor(indices, device: features.device);
            yield return new(features.index_select(0, picked).DetachFromDisposeScope(), labels.index_select(0, picked).DetachFromDisposeScope(), indices);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Frees the features.</summary>
    public void Dispose()
    {
        features.Dispose();
        labels.Dispose();
    }
}

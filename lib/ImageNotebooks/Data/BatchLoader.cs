using System.Collections;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>
/// The images of a split in batches. Each pass over it is an epoch: with shuffling the order is drawn anew, and with an
/// <see cref="Augment"/> so are the changes, both from the seed and the number of the pass alone.
/// </summary>
public sealed class BatchLoader : IEnumerable<Batch>
{
    private readonly Augment augment;
    private readonly long seed;
    private int passes;

    internal BatchLoader(Split split, int batchSize, bool shuffle, long seed, Augment? augment = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        (Split, BatchSize, Shuffle, this.seed, this.augment) = (split, batchSize, shuffle, seed, augment ?? Augment.None);
    }

    /// <summary>Where the images come from.</summary>
    public Split Split { get; }

    /// <summary>Images a batch; the last batch may hold fewer.</summary>
    public int BatchSize { get; }

    /// <summary>Whether each pass takes the images in a new order.</summary>
    public bool Shuffle { get; }

    /// <summary>How many images a pass gives.</summary>
    public int ImageCount => Split.Count;

    /// <summary>How many batches a pass gives.</summary>
    public int BatchCount => (Split.Count + BatchSize - 1) / BatchSize;

    /// <summary>The same batches with every image changed at random.</summary>
    public BatchLoader With(Augment augment) => new(Split, BatchSize, Shuffle, seed, augment);

    /// <summary>One pass. The caller owns each batch and disposes of it before asking for the next, or keeps it.</summary>
    public IEnumerator<Batch> GetEnumerator()
    {
        using var random = new Generator(Mix(seed, passes++));
        var order = Order(random);
        for (var start = 0; start < order.Length; start += BatchSize)
            yield return Take(order.AsMemory(start, Math.Min(BatchSize, order.Length - start)), random);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private long[] Order(Generator random)
    {
        using var scope = NewDisposeScope();
        return (Shuffle ? randperm(Split.Count, generator: random) : arange(Split.Count)).data<long>().ToArray();
    }

    private Batch Take(ReadOnlyMemory<long> chosen, Generator random)
    {
        using var scope = NewDisposeScope();
        var indices = chosen.ToArray();
        var index = tensor(indices);
        var images = Split.Images.index_select(0, index).to_type(ScalarType.Float32).div_(255);
        var labels = Split.Labels.index_select(0, index);
        images = augment.Apply(images, random);
        return new(images.DetachFromDisposeScope(), labels.DetachFromDisposeScope(), indices);
    }

    /// <summary>A seed for one pass: neighbouring seeds and passes give unrelated numbers (the finaliser of SplitMix64, Steele et al. 2014).</summary>
    private static ulong Mix(long seed, int pass)
    {
        var z = unchecked((ulong)seed * 0x9E3779B97F4A7C15 + (ulong)pass * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        return z ^ (z >> 31);
    }
}

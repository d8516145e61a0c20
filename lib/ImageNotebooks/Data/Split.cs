using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>The images of one part of a data set, in memory as bytes, with their labels. Owns its tensors.</summary>
public sealed class Split : IDisposable
{
    /// <summary>Takes ownership of the tensors.</summary>
    /// <param name="name">For example "train".</param>
    /// <param name="images">[N, C, H, W] uint8.</param>
    /// <param name="labels">[N] int64, each in [0, classes).</param>
    /// <exception cref="ArgumentException">Shapes or types are others, or the counts differ.</exception>
    public Split(string name, Tensor images, Tensor labels)
    {
        if (images.dim() != 4 || images.dtype != ScalarType.Byte)
            throw new ArgumentException($"The images of the split '{name}' must be uint8 [N, C, H, W], and they are {images}.", nameof(images));
        if (labels.dim() != 1 || labels.dtype != ScalarType.Int64 || labels.shape[0] != images.shape[0])
            throw new ArgumentException($"The labels of the split '{name}' must be int64 [{images.shape[0]}], one an image, and they are {labels}.", nameof(labels));
        (Name, Images, Labels) = (name, images.DetachFromDisposeScope(), labels.DetachFromDisposeScope());
        Count = (int)images.shape[0];
    }

    /// <summary>The split's name, for example "train".</summary>
    public string Name { get; }

    /// <summary>[N, C, H, W] uint8.</summary>
    public Tensor Images { get; }

    /// <summary>[N] int64.</summary>
    public Tensor Labels { get; }

    /// <summary>How many images there are.</summary>
    public int Count { get; }

    /// <summary>The images in batches, scaled to [0, 1].</summary>
    /// <param name="batchSize">Images a batch, at least 1; the last batch may hold fewer.</param>
    /// <param name="shuffle">Whether each pass takes the images in a new order.</param>
    /// <param name="seed">Seed of the orders: pass k with seed s is always the same order.</param>
    public BatchLoader Batches(int batchSize, bool shuffle = false, long seed = 0) => new(this, batchSize, shuffle, seed);

    /// <summary>One image to look at.</summary>
    /// <param name="index">Its position in [0, Count).</param>
    public Picture Picture(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        using var scope = NewDisposeScope();
        return Show(Images[index]);
    }

    /// <summary>One image as an augmentation changes it, several times.</summary>
    /// <param name="index">Its position in [0, Count).</param>
    /// <param name="augment">The changes.</param>
    /// <param name="count">How many draws.</param>
    /// <param name="seed">The same seed draws the same changes.</param>
    public IReadOnlyList<Picture> Preview(int index, Augment augment, int count = 9, long seed = 0)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)seed);
        var copies = Images[index].to_type(ScalarType.Float32).unsqueeze(0).repeat(count, 1, 1, 1);  // [count, C, H, W]
        return [.. augment.Apply(copies, generator).round().clamp(0, 255).to_type(ScalarType.Byte).unbind().Select(Show)];
    }

    /// <summary>The class number of one image.</summary>
    public int Label(int index)
    {
        using var scope = NewDisposeScope();
        return (int)Labels[index].item<long>();
    }

    /// <summary>Some images drawn at random without repetition, for looking at.</summary>
    /// <param name="count">How many; all of them where there are fewer.</param>
    /// <param name="seed">The same seed draws the same images.</param>
    public IReadOnlyList<int> Sample(int count, long seed = 0)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)seed);
        return [.. randperm(Count, generator: generator).data<long>().Take(count).Select(i => (int)i)];
    }

    /// <summary>Frees the images and labels.</summary>
    public void Dispose()
    {
        Images.Dispose();
        Labels.Dispose();
    }

    /// <summary>Name, count and shape.</summary>
    public override string ToString() => IsFreed ? $"{Name}: freed" : FormattableString.Invariant($"{Name}: {Count:#,0} images of {string.Join(" x ", Images.shape[1..])}");

    private static Picture Show(Tensor image)  // [C, H, W] uint8
    {
        var s = image.shape;
        return ImageNotebooks.Picture.FromPlanes(image.contiguous().bytes, (int)s[2], (int)s[1], (int)s[0]);
    }

    private bool IsFreed => Images.IsInvalid;
}

using System.Collections;
using System.Security.Cryptography;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>
/// The images of a split in batches. Each pass over it is an epoch: with shuffling the order is drawn anew, and with an
/// <see cref="Augment"/> so are the changes, both from the seed and the number of the pass alone. The next batches are read while one is used.
/// </summary>
public sealed class BatchLoader : IBatches
{
    private readonly Augment augment;
    private readonly long seed;
    private readonly Place place;

    internal BatchLoader(Split split, int batchSize, bool shuffle, long seed, Augment? augment = null, Place? place = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        (Split, BatchSize, Shuffle, this.seed, this.augment, this.place) = (split, batchSize, shuffle, seed, augment ?? Augment.None, place ?? new(CPU, false));
    }

    /// <summary>Where batches go, and whether they are taken from a copy of the whole split there.</summary>
    internal sealed record Place(Device Device, bool Whole)
    {
        /// <summary>Whether floats are made on this side: there is nothing to send.</summary>
        public bool IsHere => Device.type == DeviceType.CPU && !Whole;
    }

    /// <summary>Where the images come from.</summary>
    public Split Split { get; }

    /// <summary>Images a batch; the last batch may hold fewer.</summary>
    public int BatchSize { get; }

    /// <summary>Whether each pass takes the images in a new order.</summary>
    public bool Shuffle { get; }

    /// <summary>Whether images are changed at random.</summary>
    public bool IsAugmented => augment != Augment.None;

    /// <inheritdoc/>
    public int ImageCount => Split.Count;

    /// <inheritdoc/>
    public int BatchCount => (Split.Count + BatchSize - 1) / BatchSize;

    /// <inheritdoc/>
    public int Pass { get; set; }

    /// <inheritdoc/>
    public string Identity => FormattableString.Invariant(
        $"{Split.Name}: {ImageCount} images [{string.Join(", ", Split.ImageShape)}], labels {LabelHash()}, batches of {BatchSize}{(Shuffle ? $", shuffled with seed {seed}" : "")}{(augment == Augment.None ? "" : $", changed with seed {seed}: {augment}")}");

    /// <summary>The same batches with every image changed at random.</summary>
    public BatchLoader With(Augment augment) => new(Split, BatchSize, Shuffle, seed, augment, place);

    /// <summary>The same batches on a device. Images travel as bytes and become floats there.</summary>
    /// <param name="device">The device.</param>
    /// <param name="wholeSplit">
    /// Whether all images are sent once and kept there, where the device has room for them; else each batch is sent when it is used. It makes no difference on the CPU.
    /// </param>
    public BatchLoader To(Device device, bool wholeSplit = true) => To(new Place(device, wholeSplit && device.type != DeviceType.CPU));

    /// <summary>Passes every image once through a network that does not learn, when the first batch is asked for, and keeps what it gives.</summary>
    /// <param name="network">[N, C, H, W] float in [0, 1] -> [N, ...], each image by itself: a frozen backbone in evaluation. It is called without gradients.</param>
    /// <returns>The features in batches, in the orders in which this loader would give the images. The caller's to dispose of.</returns>
    /// <exception cref="InvalidOperationException">Images are changed at random, so that no two passes give the same.</exception>
    public FeatureBatches Through(Func<Tensor, Tensor> network) => Through(network, null);

    /// <summary>The same, with something that holds while a pass is taken.</summary>
    internal FeatureBatches Through(Func<Tensor, Tensor> network, Func<IDisposable>? inPass)
    {
        if (IsAugmented) throw new InvalidOperationException("Images that are changed at random have other features in each pass; keep the features of the loader without Augment.");
        return new(() => Features(network), ImageCount, BatchSize, Identity, pass => { using var random = new Generator(Mix(seed, pass)); return Order(random); }, inPass);
    }

    private (Tensor, Tensor) Features(Func<Tensor, Tensor> network)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var (features, labels) = (new List<Tensor>(), new List<Tensor>());
        foreach (var batch in new BatchLoader(Split, BatchSize, false, seed, null, place))
        {
            using var inner = NewDisposeScope();
            using var _ = batch;
            features.Add(network(batch.Images).MoveToOuterDisposeScope());
            labels.Add(batch.Labels.alias().MoveToOuterDisposeScope());
        }
        return (cat(features).DetachFromDisposeScope(), cat(labels).DetachFromDisposeScope());
    }

    private long[] Order(Generator random) => Shuffle ? Shuffled.Order(Split.Count, random) : [.. Enumerable.Range(0, Split.Count).Select(i => (long)i)];

    internal BatchLoader To(Place place) => new(Split, BatchSize, Shuffle, seed, augment, place);

    /// <summary>One pass. The caller owns each batch and disposes of it before asking for the next, or keeps it.</summary>
    public IEnumerator<Batch> GetEnumerator()
    {
        using var random = new Generator(Mix(seed, Pass++));
        var order = Order(random);
        // Masks are sent with their batch, whether the images are there or not.
        var whole = place.Whole && !Split.HasMasks ? Split.Images.On(place.Device) : null;
        using var ahead = new ReadAhead<Batch>(BatchCount, i => Empty(order.AsSpan(i * BatchSize, Math.Min(BatchSize, order.Length - i * BatchSize)).ToArray(), whole), (_, batch) => Fill(batch, whole));
        while (ahead.TryTake(out var batch)) yield return Change(batch, random);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private string LabelHash() => Convert.ToHexStringLower(SHA256.HashData(Split.Labels.bytes))[..12];

    private Batch Empty(long[] indices, Tensor? whole)
    {
        using var scope = NewDisposeScope();
        var images = whole is not null ? whole.index_select(0, tensor(Rows(indices), device: place.Device))
            : place.IsHere ? empty([indices.Length, .. Split.ImageShape]) : Stack.Runtime.OutgoingBytes([indices.Length, .. Split.ImageShape], place.Device);
        var labels = Split.Masks is { } masks ? Stack.Runtime.OutgoingBytes([indices.Length, .. masks.ImageShape], place.Device) : Split.Labels.index_select(0, tensor(indices));
        return new(images.DetachFromDisposeScope(), labels.DetachFromDisposeScope(), indices);
    }

    /// <summary>Runs on another thread, so it only copies: torch's operations would take threads from the training.</summary>
    private void Fill(Batch batch, Tensor? whole)
    {
        if (whole is not null) return;
        var rows = Rows(batch.Indices);
        if (batch.Images.dtype == ScalarType.Byte) Split.Images.CopyTo(rows, batch.Images);
        else Split.Images.ScaleTo(rows, batch.Images);
        Split.Masks?.CopyTo(rows, batch.Labels);
    }

    private long[] Rows(IReadOnlyList<long> indices) => [.. indices.Select(i => Split.Row((int)i))];

    private Batch Change(Batch batch, Generator random)
    {
        if (place.IsHere && !Split.HasMasks && augment == Augment.None) return batch;
        using var scope = NewDisposeScope();
        using var read = batch;
        var (images, labels) = (batch.Images, batch.Labels);
        if (!place.IsHere)
        {
            images = images.to(place.Device, non_blocking: true).to_type(ScalarType.Float32).div_(255);
            labels = labels.to(place.Device, non_blocking: true);
        }
        if (Split.HasMasks) labels = labels.squeeze(1).to_type(ScalarType.Int64);  // [N, 1, H, W] uint8 -> [N, H, W]
        (images, labels) = augment.Apply(images, labels, random);
        return new(images.alias().DetachFromDisposeScope(), labels.alias().DetachFromDisposeScope(), batch.Indices);
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

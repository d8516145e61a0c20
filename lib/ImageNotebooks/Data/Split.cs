using System.Runtime.InteropServices;
using System.Security.Cryptography;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>
/// The images of one part of a data set, decoded to one size, with their labels. Owns its labels; images may be shared with the splits it was divided into,
/// and are freed with the split that was loaded or when nothing refers to them any more.
/// </summary>
public sealed class Split : IDisposable
{
    private readonly long[]? rows;
    private readonly bool ownsImages;

    /// <summary>Copies images from a tensor.</summary>
    /// <param name="name">For example "train".</param>
    /// <param name="images">[N, C, H, W] uint8. Stays the caller's.</param>
    /// <param name="labels">[N] int64, or [N, L] float for images that have several labels. The split takes ownership.</param>
    /// <exception cref="ArgumentException">Shapes or types are others, or the counts differ.</exception>
    public Split(string name, Tensor images, Tensor labels) : this(name, PackedImages.Copy(images), labels)
    {
    }

    /// <summary>Takes ownership of images and labels.</summary>
    /// <param name="name">For example "train".</param>
    /// <param name="images">The images.</param>
    /// <param name="labels">[N] int64, or [N, L] float for images that have several labels.</param>
    /// <param name="files">What each image is called in the set; null where images have no names.</param>
    /// <param name="groups">What each image must not be separated from, a patient for instance; null where there are no groups.</param>
    /// <param name="masks">A class number a pixel, one channel, 255 for void; null where there are none.</param>
    /// <exception cref="ArgumentException">Shapes or types are others, or the counts differ.</exception>
    public Split(
        string name, PackedImages images, Tensor labels, IReadOnlyList<string>? files = null, IReadOnlyList<string>? groups = null, PackedImages? masks = null)
        : this(name, images, labels, files, groups, masks, null)
    {
    }

    private Split(string name, PackedImages images, Tensor labels, IReadOnlyList<string>? files, IReadOnlyList<string>? groups, PackedImages? masks, long[]? rows)
    {
        var count = rows?.Length ?? images.Count;
        if (labels.shape is not ([_] or [_, _]) || labels.shape[0] != count || labels.dtype != (labels.dim() == 1 ? ScalarType.Int64 : ScalarType.Float32))
            throw new ArgumentException($"The labels of the split '{name}' must be int64 [{count}], one an image, or float [{count}, labels], and they are {labels}.", nameof(labels));
        if ((files ?? groups)?.Count is { } named && (named != count || (groups is not null && groups.Count != count)))
            throw new ArgumentException($"The split '{name}' has {count} images, {files?.Count} file names and {groups?.Count} groups; give one an image or none.", nameof(files));
        if (masks is not null && (masks.Count != images.Count || masks.Channels != 1 || masks.Height != images.Height || masks.Width != images.Width))
            throw new ArgumentException($"The masks of the split '{name}' are {masks.Count} of {string.Join(" x ", masks.ImageShape)}, and there are {images.Count} images of {string.Join(" x ", images.ImageShape)}.", nameof(masks));
        (Name, Images, Labels, Files, Groups, Masks) = (name, images, labels.DetachFromDisposeScope(), files, groups, masks);
        (Count, this.rows, ownsImages) = (count, rows, rows is null);
    }

    /// <summary>The split's name, for example "train".</summary>
    public string Name { get; }

    /// <summary>[N] int64, or [N, L] float where images have several labels.</summary>
    public Tensor Labels { get; }

    /// <summary>What each image is called in the set, or null.</summary>
    public IReadOnlyList<string>? Files { get; }

    /// <summary>What each image must not be separated from, or null.</summary>
    public IReadOnlyList<string>? Groups { get; }

    /// <summary>Images that were left out because their files could not be read.</summary>
    public IReadOnlyList<SkippedImage> Skipped { get; init; } = [];

    /// <summary>How many images there are.</summary>
    public int Count { get; }

    /// <summary>[C, H, W].</summary>
    public long[] ImageShape => Images.ImageShape;

    /// <summary>Whether each pixel has a class.</summary>
    public bool HasMasks => Masks is not null;

    /// <summary>The images that this split is a part of, or all of.</summary>
    internal PackedImages Images { get; }

    internal PackedImages? Masks { get; }

    /// <summary>The files behind <see cref="Images"/>, where their own sizes matter later; else null.</summary>
    internal OriginalFiles? Originals { get; init; }

    /// <summary>The images in batches, scaled to [0, 1].</summary>
    /// <param name="batchSize">Images a batch, at least 1; the last batch may hold fewer.</param>
    /// <param name="shuffle">Whether each pass takes the images in a new order.</param>
    /// <param name="seed">Seed of the orders: pass k with seed s is always the same order.</param>
    public BatchLoader Batches(int batchSize, bool shuffle = false, long seed = 0) => new(this, batchSize, shuffle, seed);

    /// <summary>A split of some of the images, in the order given. It shares the images of this one.</summary>
    /// <param name="indices">Positions in this split; one may come several times.</param>
    /// <param name="name">The new split's name; this one's when null.</param>
    public Split Take(IReadOnlyList<int> indices, string? name = null)
    {
        using var scope = NewDisposeScope();
        var positions = tensor(indices.Select(i => (long)i).ToArray());
        return new(name ?? Name, Images, Labels.index_select(0, positions), Pick(Files), Pick(Groups), Masks, [.. indices.Select(i => Row(i))]) { Originals = Originals };

        IReadOnlyList<string>? Pick(IReadOnlyList<string>? all) => all is null ? null : [.. indices.Select(i => all[i])];
    }

    /// <summary>
    /// The same images with their labels alone, for networks that tell what is in an image and not where: <c>Evaluate.MultiLabel(model, voc.Test.WithoutMasks().Batches(32), voc.ClassNames)</c>. It
    /// shares the images of this one; of a split that has no masks it is the same.
    /// </summary>
    public Split WithoutMasks() => new(Name, Images, Labels.alias(), Files, Groups, null, [.. Enumerable.Range(0, Count).Select(Row)]) { Skipped = Skipped, Originals = Originals };

    /// <summary>The images with exactly one label, labelled with its class number alone: for networks that choose one class. It shares the images of this one.</summary>
    /// <exception cref="InvalidOperationException">Images have one label each already, or no image has just one.</exception>
    public Split WithOneLabel()
    {
        if (Labels.dim() != 2) throw new InvalidOperationException($"The images of the split '{Name}' have one label each already.");
        using var scope = NewDisposeScope();
        int[] ones = [.. Labels.gt(0).sum(1).data<long>().ToArray().Index().Where(entry => entry.Item == 1).Select(entry => entry.Index)];
        if (ones.Length == 0) throw new InvalidOperationException($"No image of the split '{Name}' has exactly one label.");
        using var some = Take(ones);
        return new(Name, Images, some.Labels.argmax(1), some.Files, some.Groups, null, some.rows) { Originals = Originals };
    }

    /// <summary>All images as one tensor.</summary>
    /// <returns>[N, C, H, W] uint8, a copy.</returns>
    public Tensor ToTensor()
    {
        var images = empty([Count, .. ImageShape], ScalarType.Byte);
        Images.CopyTo([.. Enumerable.Range(0, Count).Select(Row)], images);
        return images;
    }

    /// <summary>One image to look at.</summary>
    /// <param name="index">Its position in [0, Count).</param>
    public Picture Picture(int index) => ImageNotebooks.Picture.FromPlanes(Images[(int)Row(index)], Images.Width, Images.Height, Images.Channels);

    /// <summary>The class of every pixel of one image, as large as the image is here.</summary>
    /// <param name="index">Its position in [0, Count).</param>
    /// <exception cref="InvalidOperationException">The split has no masks.</exception>
    public LabelMap Mask(int index) =>
        Masks is { } masks ? new(masks[(int)Row(index)].ToArray(), masks.Height, masks.Width) : throw new InvalidOperationException($"The images of the split '{Name}' have no masks.");

    /// <summary>One image as an augmentation changes it, several times.</summary>
    /// <param name="index">Its position in [0, Count).</param>
    /// <param name="augment">The changes.</param>
    /// <param name="count">How many draws.</param>
    /// <param name="seed">The same seed draws the same changes.</param>
    public IReadOnlyList<Picture> Preview(int index, Augment augment, int count = 9, long seed = 0)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)seed);
        // Behind the copies stand other images, for augmentations that mix.
        var others = randint(0, Count, [3 * count], dtype: ScalarType.Int64, generator: generator).data<long>().ToArray();
        var rows = Enumerable.Repeat(Row(index), count).Concat(others.Select(other => Row((int)other))).ToArray();
        var images = empty([rows.Length, .. ImageShape]);
        Images.ScaleTo(rows, images);
        return [.. augment.Apply(images, generator)[..count].mul(255).round().clamp(0, 255).to_type(ScalarType.Byte).unbind().Select(Show)];
    }

    /// <summary>The class number of one image.</summary>
    /// <exception cref="InvalidOperationException">Images of this split have several labels.</exception>
    public int Label(int index)
    {
        RequireClasses();
        return (int)Labels.data<long>()[index];
    }

    /// <summary>The class numbers of all images.</summary>
    /// <inheritdoc cref="Label"/>
    public int[] LabelNumbers()
    {
        RequireClasses();
        return [.. Labels.data<long>().Select(label => (int)label)];
    }

    /// <summary>Some images drawn at random without repetition, for looking at.</summary>
    /// <param name="count">How many; all of them where there are fewer.</param>
    /// <param name="seed">The same seed draws the same images.</param>
    public IReadOnlyList<int> Sample(int count, long seed = 0) => [.. Shuffled.Order(Count, seed).Take(count)];

    /// <summary>Frees the labels, and the images too where this split was loaded and not divided from another.</summary>
    public void Dispose()
    {
        Labels.Dispose();
        if (!ownsImages) return;
        Images.Dispose();
        Masks?.Dispose();
    }

    /// <summary>Name, count and shape.</summary>
    public override string ToString() => Images.IsFreed ? $"{Name}: freed" : FormattableString.Invariant($"{Name}: {Count:#,0} images of {string.Join(" x ", ImageShape)}");

    /// <summary>The same split with another list of what was left out. Takes the place of this one.</summary>
    internal Split WithSkipped(IReadOnlyList<SkippedImage> skipped) => new(Name, Images, Labels, Files, Groups, Masks) { Skipped = skipped, Originals = Originals };

    /// <summary>Where an image stands in <see cref="Images"/>.</summary>
    internal long Row(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return rows?[index] ?? index;
    }

    /// <summary>Adds shapes, pixels, masks and labels to a hash.</summary>
    internal void AppendTo(IncrementalHash hash)
    {
        hash.AppendData(MemoryMarshal.AsBytes<long>([Count, .. ImageShape, .. Labels.shape]));
        for (var i = 0; i < Count; i++)
        {
            hash.AppendData(Images[(int)Row(i)]);
            if (Masks is not null) hash.AppendData(Masks[(int)Row(i)]);
        }
        hash.AppendData(Labels.bytes);
    }

    private void RequireClasses()
    {
        if (Labels.dim() != 1) throw new InvalidOperationException($"The images of the split '{Name}' have several labels each; read Labels, a row an image.");
    }

    private static Picture Show(Tensor image)  // [C, H, W] uint8
    {
        var s = image.shape;
        return ImageNotebooks.Picture.FromPlanes(image.contiguous().bytes, (int)s[2], (int)s[1], (int)s[0]);
    }
}

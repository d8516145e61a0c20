using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace ImageNotebooks;

/// <summary>In which size pixels are labelled.</summary>
public enum MapSize
{
    /// <summary>As large as the network takes images.</summary>
    Network,

    /// <summary>As large as the image is in its file: logits are interpolated bilinearly and then compared, which follows outlines best.</summary>
    OriginalBilinear,

    /// <summary>As large as the image is in its file: labels are decided first, and each pixel takes the nearest. Quicker, with outlines in steps.</summary>
    OriginalNearest,
}

public static partial class Evaluate
{
    /// <summary>The probability of each class for each image, where an image may be of several and its labels need not be known.</summary>
    /// <param name="model">[N, C, H, W] -> [N, classes] logits, each class for itself.</param>
    /// <param name="images">The images, in order.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="precision">The number format of the products.</param>
    /// <returns>[images, classes]; <see cref="MultiLabelResult.Decide"/> takes it.</returns>
    /// <exception cref="ArgumentException">The model gives another number of logits.</exception>
    public static float[,] Probabilities(nn.Module<Tensor, Tensor> model, IBatches images, int classes, Precision precision = Precision.Float32)
    {
        var probabilities = new float[images.ImageCount, classes];
        ForEach(model, images, precision, (batch, logits) =>
        {
            RequireShape(logits, [batch.Count, classes]);
            var rows = logits.sigmoid().cpu().data<float>().ToArray();
            for (var i = 0; i < rows.Length; i++) probabilities[batch.Indices[i / classes], i % classes] = rows[i];
        });
        return probabilities;
    }

    /// <summary>The most probable class of every pixel, an image after the other: a batch is looked at when its first image is asked for, and memory does not grow with the images.</summary>
    /// <param name="model">[N, C, H, W] -> [N, classes, H, W] logits.</param>
    /// <param name="images">The images, unchanged by chance.</param>
    /// <param name="size">In which size.</param>
    /// <param name="precision">The number format of the products.</param>
    /// <returns>Positions in the split with their labels, in the loader's order.</returns>
    /// <exception cref="ArgumentException">Logits have another shape or are NaN, or images are changed at random.</exception>
    public static IEnumerable<(int Index, LabelMap Labels)> LabelMaps(nn.Module<Tensor, Tensor> model, BatchLoader images, MapSize size = MapSize.OriginalBilinear, Precision precision = Precision.Float32)
    {
        if (images.IsAugmented) throw new ArgumentException("Images that are changed at random have other pixels than their files; label the pixels of the loader without Augment.", nameof(images));
        return images.SelectMany(batch => LabelMaps(model, images.Split, batch, size, precision, null));
    }

    /// <summary>
    /// Writes the competition's submission from what a classifier decided and what a segmentation network says of each image, one batch at a time. Images bear the names that they have in the set, without the
    /// competition's 'test_' or 'train_' before them.
    /// </summary>
    /// <param name="path">The file, <c>submission.csv</c> for instance; it is there whole or not at all.</param>
    /// <param name="labels">[images, kinds], a row an image of the loader's split: <see cref="MultiLabelResult.Predicted"/>, or <see cref="MultiLabelResult.Decide"/> of <see cref="Probabilities"/>.</param>
    /// <param name="model">[N, C, H, W] -> [N, kinds + 1, H, W] logits, the background first.</param>
    /// <param name="images">The images; their split has names.</param>
    /// <param name="size">In which size masks are; the competition's are as large as the images.</param>
    /// <param name="precision">The number format of the products.</param>
    /// <exception cref="ArgumentException">There are not as many labels as images, images have no names, or the model gives other logits.</exception>
    public static void Submission(
        string path, bool[,] labels, nn.Module<Tensor, Tensor> model, BatchLoader images, MapSize size = MapSize.OriginalBilinear, Precision precision = Precision.Float32)
    {
        var (split, classes) = (images.Split, labels.GetLength(1));
        if (images.IsAugmented) throw new ArgumentException("Images that are changed at random have other pixels than their files; take the loader without Augment.", nameof(images));
        if (labels.GetLength(0) != split.Count) throw new ArgumentException($"There are labels of {labels.GetLength(0)} images, and '{split.Name}' has {split.Count}; give a row for each.", nameof(labels));
        string[] ids = [.. (split.Files ?? throw new ArgumentException($"The images of the split '{split.Name}' have no names, by which a submission calls them.", nameof(images))).Select(SubmissionId)];
        ImageNotebooks.Submission.Write(path, images.SelectMany(batch => LabelMaps(model, split, batch, size, precision, classes + 1)).Select(Entry), classes, ids);

        SubmissionEntry Entry((int Index, LabelMap Labels) image) =>
            new(ids[image.Index], [.. Enumerable.Range(0, classes).Select(c => labels[image.Index, c])], image.Labels);
    }

    /// <summary>What is true of each image of a split with masks, for <see cref="ImageNotebooks.Submission.Score"/>: its labels, and the mask's file in its own size.</summary>
    /// <param name="split">Images with several labels, masks and names.</param>
    /// <exception cref="InvalidOperationException">The split has no masks or does not know their files.</exception>
    public static IEnumerable<SubmissionEntry> SubmissionTruth(Split split) => Enumerable.Range(0, split.Count).Select(i =>
    {
        using var scope = NewDisposeScope();
        var name = split.Files?[i] ?? throw new InvalidOperationException($"The images of the split '{split.Name}' have no names.");
        return new SubmissionEntry(SubmissionId(name), [.. split.Labels[i].data<float>().Select(label => label > 0)], split.OriginalMask(i));
    });

    /// <summary>The competition calls 12 what its files call test_12; the devkit's names are their own ids.</summary>
    private static string SubmissionId(string name) => name.StartsWith("test_", StringComparison.Ordinal) ? name[5..] : name.StartsWith("train_", StringComparison.Ordinal) ? name[6..] : name;

    private static List<(int Index, LabelMap Labels)> LabelMaps(nn.Module<Tensor, Tensor> model, Split split, Batch batch, MapSize size, Precision precision, int? classes)
    {
        using var evaluation = new EvaluationMode(model);
        using var still = no_grad();
        using var scope = NewDisposeScope();
        using var _ = batch;
        var logits = precision.Forward(model, batch.Images).to_type(ScalarType.Float32).cpu();
        if (logits.dim() != 4 || logits.shape[0] != batch.Count || !logits.shape[2..].SequenceEqual(split.ImageShape[1..]))
            throw new ArgumentException($"The model gives [{string.Join(", ", logits.shape)}] for images [{string.Join(", ", batch.Images.shape)}]; logits of every pixel, [N, classes, H, W], are needed.", nameof(model));
        if (classes is { } wanted && logits.shape[1] != wanted)
            throw new ArgumentException($"The model gives {logits.shape[1]} logits a pixel, and {wanted} are needed: the background's, and one for each of {wanted - 1} kinds that there are labels of.", nameof(model));
        if (logits.isnan().any().item<bool>()) throw new ArgumentException("The model gives NaN for logits, so it has diverged; train it again with a lower learning rate.", nameof(model));
        return [.. batch.Indices.Select((index, i) => ((int)index, Decide(split, (int)index, logits[i], size)))];
    }

    private static LabelMap Decide(Split split, int index, Tensor logits, MapSize size) => size switch
    {
        MapSize.OriginalBilinear => Decided(split.ToOriginalSize(index, logits)),
        MapSize.OriginalNearest => split.ToOriginalSize(index, Decided(logits)),
        MapSize.Network => Decided(logits),
        _ => throw new ArgumentOutOfRangeException(nameof(size), size, "There is no such size."),
    };

    private static LabelMap Decided(Tensor logits)
    {
        using var scope = NewDisposeScope();
        return new(logits.argmax(0).to_type(ScalarType.Byte).contiguous().data<byte>().ToArray(), (int)logits.shape[1], (int)logits.shape[2]);
    }
}

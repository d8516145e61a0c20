using static System.FormattableString;

namespace ImageNotebooks;

/// <summary>
/// How well classes were found pixel by pixel, counted batch after batch: what is kept does not grow with the images. Void pixels of the truth count for nothing.
/// </summary>
[TypeFormatterSource(typeof(RichOutputFormatterSource), PreferredMimeTypes = [MimeTypes.Html])]
public sealed class SegmentationResult : IRichOutput
{
    private readonly int ignore;
    private readonly double boundaryWidth;
    private readonly long[,] counts;
    private readonly long[] boundaryBoth, boundaryEither;

    /// <summary>Starts with no image.</summary>
    /// <param name="classNames">One name a class; a label is an index into them.</param>
    /// <param name="ignore">The label of void pixels.</param>
    /// <param name="boundaryWidth">For the boundary IoU, how wide a boundary is, as a part of the image's diagonal; it is one pixel at least. Cheng et al. take 0.02.</param>
    /// <exception cref="ArgumentException">There are no classes, or the ignored label is one of theirs.</exception>
    public SegmentationResult(IEnumerable<string> classNames, int ignore = 255, double boundaryWidth = 0.02)
    {
        (ClassNames, this.ignore, this.boundaryWidth) = ([.. classNames], ignore, boundaryWidth);
        if (ClassNames.Count == 0) throw new ArgumentException("A result needs classes; there are none.");
        if ((uint)ignore < (uint)ClassNames.Count) throw new ArgumentException($"Label {ignore} cannot be void, for it is the class '{ClassNames[ignore]}'.");
        if (!(boundaryWidth > 0 && boundaryWidth <= 1)) throw new ArgumentOutOfRangeException(nameof(boundaryWidth), boundaryWidth, "A boundary is between 0 and 1 diagonals wide.");
        counts = new long[ClassNames.Count, ClassNames.Count];
        (boundaryBoth, boundaryEither) = (new long[ClassNames.Count], new long[ClassNames.Count]);
        ConfusionMatrix = new(ClassNames, counts);
    }

    /// <summary>One name a class.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>How many images were counted.</summary>
    public int Images { get; private set; }

    /// <summary>How often pixels of each true class were predicted as each class; it grows with this result.</summary>
    public ConfusionMatrix ConfusionMatrix { get; }

    /// <summary>The mean loss a pixel that is not void; null where it was not computed.</summary>
    public double? MeanLoss { get; internal set; }

    /// <summary>The part of the pixels that was predicted rightly; NaN before the first pixel.</summary>
    public double PixelAccuracy => (double)ConfusionMatrix.Correct / ConfusionMatrix.Total;

    /// <summary>The mean over classes of the part of their pixels that was predicted rightly; classes without true pixels are left out.</summary>
    public double MeanClassAccuracy => MeanDefined(c => (double)counts[c, c] / ConfusionMatrix.Support(c));

    /// <summary>The mean IoU over classes (mIoU); classes that are neither in the truth nor predicted are left out, for nothing was asked of them and nothing said.</summary>
    public double MeanIoU => MeanDefined(IoU);

    /// <summary>The mean Dice coefficient over the same classes.</summary>
    public double MeanDice => MeanDefined(Dice);

    /// <summary>The IoU of the classes, each counting by its true pixels.</summary>
    public double FrequencyWeightedIoU => Classes.Where(c => ConfusionMatrix.Support(c) > 0).Sum(c => ConfusionMatrix.Support(c) * IoU(c)) / ConfusionMatrix.Total;

    /// <summary>The mean boundary IoU over classes that have a boundary in the truth or in the prediction.</summary>
    public double MeanBoundaryIoU => MeanDefined(BoundaryIoU);

    /// <summary>Intersection over union of a class, over all pixels of all images: true and predicted of it, by true or predicted of it. NaN where no pixel is either.</summary>
    public double IoU(int c)
    {
        var both = counts[c, c];
        return (double)both / (ConfusionMatrix.Support(c) + ConfusionMatrix.Predicted(c) - both);
    }

    /// <summary>Dice's coefficient of a class, the F1 score of its pixels: 2 IoU / (1 + IoU). NaN where no pixel is true or predicted of it.</summary>
    public double Dice(int c) => 2.0 * counts[c, c] / (ConfusionMatrix.Support(c) + ConfusionMatrix.Predicted(c));

    /// <summary>
    /// The IoU of the pixels that lie within a boundary's width inside the class's outline, true and predicted (Cheng et al. 2021, "Boundary IoU"), over all images: unlike IoU, large objects do
    /// not hide a coarse outline. What is void in the truth is void in the prediction as well. NaN where there is no such pixel.
    /// </summary>
    public double BoundaryIoU(int c) => (double)boundaryBoth[c] / boundaryEither[c];

    /// <summary>Counts a batch.</summary>
    /// <param name="truth">[N, height, width] labels, row by row: classes, or void.</param>
    /// <param name="predicted">[N, height, width] classes.</param>
    /// <param name="height">Rows of an image.</param>
    /// <param name="width">Columns of an image.</param>
    /// <exception cref="ArgumentException">Sizes do not fit or a label has no class; nothing of the batch was counted then.</exception>
    public void Add(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted, int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        var size = height * width;
        if (truth.Length != predicted.Length || truth.Length % size != 0)
            throw new ArgumentException($"There are {truth.Length} true labels and {predicted.Length} predicted ones; both should be one a pixel of whole images of {width} x {height}.");
        for (var i = 0; i < truth.Length; i++)
        {
            if (((uint)truth[i] >= (uint)ClassNames.Count && truth[i] != ignore) || (uint)predicted[i] >= (uint)ClassNames.Count)
            {
                throw new ArgumentException($"Pixel ({i % width}, {i % size / width}) of image {Images + i / size} has true label {truth[i]} and predicted label {predicted[i]}; "
                    + $"with {ClassNames.Count} classes labels run from 0 to {ClassNames.Count - 1}, and {ignore} is void in the truth.");
            }
        }
        var distance = Math.Max(1, (int)Math.Round(boundaryWidth * Math.Sqrt((double)height * height + (double)width * width)));
        var (inside, insidePredicted, masked) = (new bool[size], new bool[size], new int[size]);
        for (var start = 0; start < truth.Length; start += size, Images++)
        {
            var image = truth.Slice(start, size);
            for (var i = 0; i < size; i++)
            {
                masked[i] = image[i] == ignore ? ignore : predicted[start + i];
                if (image[i] != ignore) counts[image[i], masked[i]]++;
            }
            FindInside(image, height, width, distance, inside);
            FindInside(masked, height, width, distance, insidePredicted);
            CountBoundary(image, masked, inside, insidePredicted);
        }
    }

    /// <summary>The scores of every class.</summary>
    public ScoreTable PerClass() => new("Per class", "class", ["IoU", "Dice", "boundary IoU", "accuracy", "pixels"], ClassNames.Select((name, c) =>
        new ScoreRow(name, [IoU(c), Dice(c), BoundaryIoU(c), (double)counts[c, c] / ConfusionMatrix.Support(c), ConfusionMatrix.Support(c)])));

    /// <summary>The main numbers in a sentence.</summary>
    public override string ToString() =>
        Invariant($"mean IoU {MeanIoU:0.0000}, boundary {MeanBoundaryIoU:0.0000}, Dice {MeanDice:0.0000}; ")
        + Invariant($"pixel accuracy {PixelAccuracy:0.0000}, of the mean class {MeanClassAccuracy:0.0000} ({Images:#,0} images)")
        + (MeanLoss is { } loss ? Invariant($", mean loss {loss:0.0000}") : "")
        + (Absent.Length > 0 ? $". Left out of the means, being neither true nor predicted: {string.Join(", ", Absent)}" : "");

    /// <inheritdoc/>
    public string ToHtml() => $"<p>{HtmlTable.Encode(ToString())}</p>{PerClass().ToHtml()}";

    private IEnumerable<int> Classes => Enumerable.Range(0, ClassNames.Count);

    private string[] Absent => [.. Classes.Where(c => double.IsNaN(IoU(c))).Select(c => ClassNames[c])];

    private double MeanDefined(Func<int, double> value) => Classes.Select(value).Where(v => !double.IsNaN(v)).DefaultIfEmpty(double.NaN).Average();

    private void CountBoundary(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted, ReadOnlySpan<bool> inside, ReadOnlySpan<bool> insidePredicted)
    {
        for (var i = 0; i < truth.Length; i++)
        {
            if (truth[i] == ignore) continue;
            if (!inside[i]) boundaryEither[truth[i]]++;
            if (insidePredicted[i]) continue;
            if (inside[i] || predicted[i] != truth[i]) boundaryEither[predicted[i]]++;
            else boundaryBoth[truth[i]]++;
        }
    }

    /// <summary>Finds the pixels whose square of <paramref name="distance"/> pixels to each side is of their own label and within the image: all but the boundaries, of all classes at once.</summary>
    private static void FindInside(ReadOnlySpan<int> labels, int height, int width, int distance, Span<bool> inside)
    {
        // First along rows, then, of what is left, along columns: a run of equal pixels loses its ends.
        inside.Clear();
        for (var y = 0; y < height; y++)
        {
            var run = 0;
            for (var x = 0; x < width; x++)
            {
                var i = y * width + x;
                run = x > 0 && labels[i] == labels[i - 1] ? run + 1 : 1;
                if (run > 2 * distance) inside[i - distance] = true;
            }
        }
        Span<int> runs = new int[width];
        Span<bool> rows = inside.ToArray();
        inside.Clear();
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var i = y * width + x;
                runs[x] = !rows[i] ? 0 : y > 0 && labels[i] == labels[i - width] ? runs[x] + 1 : 1;
                if (runs[x] > 2 * distance) inside[i - distance * width] = true;
            }
        }
    }
}

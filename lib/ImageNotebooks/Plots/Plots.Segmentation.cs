using static System.FormattableString;

namespace ImageNotebooks;

public static partial class Plots
{
    private const int SegmentationCell = 260;

    /// <summary>Images with what is true and what was predicted of their pixels, in rows of three, in VOC's colours, with a legend of the classes that occur.</summary>
    /// <param name="images">Images with masks.</param>
    /// <param name="predictions">
    /// Positions in the split, each with its predicted labels, as large as images are there: <c>Evaluate.LabelMaps(model, split.Take(split.Sample(4)).Batches(4), MapSize.Network)</c>.
    /// </param>
    /// <param name="classNames">One name a class, the background first.</param>
    /// <param name="opacity">How much of a colour lies over the image, in (0, 1].</param>
    /// <param name="title">The heading, which is read out where the pictures cannot be seen; it names the classes where null.</param>
    /// <exception cref="ArgumentException">There is nothing to show, or sizes or labels do not fit.</exception>
    public static Figure Segmentation(
        Split images, IEnumerable<(int Index, LabelMap Labels)> predictions, IReadOnlyList<string> classNames, double opacity = 0.5, string? title = null)
    {
        var (pictures, captions, occurring) = (new List<Picture>(), new List<string>(), new SortedSet<byte>());
        foreach (var (index, predicted) in predictions)
        {
            var (image, truth) = (images.Picture(index), images.Mask(index));
            pictures.AddRange([image, Overlay(image, truth, opacity), Overlay(image, predicted, opacity)]);
            captions.AddRange([images.Files?[index] ?? $"image {index}", "true: " + Names(truth, classNames), Invariant($"predicted ({Right(truth, predicted):0%} right): ") + Names(predicted, classNames)]);
            occurring.UnionWith([.. truth.Occurring, .. predicted.Occurring]);
        }
        title ??= "Image, truth, prediction: " + Listed([.. occurring.Where(IsObject).Select(label => NameOf(label, classNames))]);
        return ImageGrid(pictures, captions.Select(Shortened), columns: 3, title: title, cellPixels: SegmentationCell).Add(occurring.Where(label => label != 0).Select(label => LegendEntry(label, classNames)))
            .With("showlegend", true).With("legend", new { orientation = "h", x = 0, xanchor = "left", y = 0, yanchor = "top", itemsizing = "constant" }).With("margin.b", 70);
    }

    /// <summary>An image under its labels: each object half-transparent in its colour of VOC's palette and outlined in it, void ones outlined only, the background as it is.</summary>
    /// <param name="image">The image.</param>
    /// <param name="labels">As large as the image.</param>
    /// <param name="opacity">How much of a colour lies over the image, in (0, 1].</param>
    /// <returns>An RGB picture.</returns>
    /// <exception cref="ArgumentException">Sizes differ.</exception>
    public static Picture Overlay(Picture image, LabelMap labels, double opacity = 0.5)
    {
        if (!(opacity > 0 && opacity <= 1)) throw new ArgumentOutOfRangeException(nameof(opacity), opacity, "A colour covers more than nothing and at most all of an image: (0, 1].");
        if (labels.Height != image.Height || labels.Width != image.Width) throw new ArgumentException($"There are {labels} for a {image}; both should be of one size.", nameof(labels));
        var pixels = new byte[3 * labels.Labels.Length];
        for (var i = 0; i < labels.Labels.Length; i++)
        {
            var label = labels.Labels[i];
            var (red, green, blue) = PascalVoc.Color(label);
            var cover = label == 0 ? 0 : IsOutline(labels, i) ? 1 : label == LabelMap.Void ? 0 : opacity;
            var pixel = image.Pixels.Slice(i * image.Channels, image.Channels);
            pixels[3 * i] = Mixed(pixel[0], red, cover);
            pixels[3 * i + 1] = Mixed(pixel[image.Channels == 1 ? 0 : 1], green, cover);
            pixels[3 * i + 2] = Mixed(pixel[image.Channels == 1 ? 0 : 2], blue, cover);
        }
        return new(pixels, image.Width, image.Height);

        static byte Mixed(byte under, byte over, double cover) => (byte)Math.Round(under + (over - under) * cover);
    }

    /// <summary>Whether one of a pixel's four neighbours in the image has another label.</summary>
    private static bool IsOutline(LabelMap map, int i)
    {
        var (x, y, labels) = (i % map.Width, i / map.Width, map.Labels);
        return (x > 0 && labels[i - 1] != labels[i]) || (x < map.Width - 1 && labels[i + 1] != labels[i])
            || (y > 0 && labels[i - map.Width] != labels[i]) || (y < map.Height - 1 && labels[i + map.Width] != labels[i]);
    }

    private static string Names(LabelMap map, IReadOnlyList<string> classNames) =>
        map.Occurring.Where(IsObject).Select(label => NameOf(label, classNames)).ToArray() is { Length: > 0 } names ? string.Join(", ", names) : "nothing";

    private static bool IsObject(byte label) => label is not (0 or LabelMap.Void);

    private static string NameOf(byte label, IReadOnlyList<string> classNames) => label == LabelMap.Void ? "void (outline)" : label < classNames.Count ? classNames[label]
        : throw new ArgumentException($"A pixel has the label {label}, and there are names of the classes 0 to {classNames.Count - 1}, the background first.", nameof(classNames));

    /// <summary>The part of the pixels that are not void whose label is the true one.</summary>
    private static double Right(LabelMap truth, LabelMap predicted)
    {
        if (truth.Labels.Length != predicted.Labels.Length) throw new ArgumentException($"There are {predicted} predicted and {truth} true; give predictions in the size of the split's images.", nameof(predicted));
        var (right, all) = (0, 0);
        for (var i = 0; i < truth.Labels.Length; i++)
        {
            if (truth.Labels[i] == LabelMap.Void) continue;
            all++;
            right += truth.Labels[i] == predicted.Labels[i] ? 1 : 0;
        }
        return all == 0 ? 1 : (double)right / all;
    }

    /// <summary>Some names, as many as a heading has room for.</summary>
    private static string Listed(string[] names)
    {
        const int room = 4;
        return names.Length switch { 0 => "background only", <= room => string.Join(", ", names), _ => $"{string.Join(", ", names[..room])} and {names.Length - room} more" };
    }

    private static string Shortened(string caption)
    {
        const int room = 44;
        return caption.Length <= room ? caption : caption[..(room - 4)] + " ...";
    }

    private static Trace LegendEntry(byte label, IReadOnlyList<string> classNames)
    {
        var (red, green, blue) = PascalVoc.Color(label);
        // A legend stands beside traces only: this one is a point too small to be seen, and the legend gives all entries one size.
        return Trace.Markers([0.5], [0.5], NameOf(label, classNames), Invariant($"rgb({red},{green},{blue})"))
            .With("marker.symbol", "square").With("marker.size", 0.1).With("marker.line", new { color = Theme.Rule, width = 0 }).With("hoverinfo", "skip").With("showlegend", true);
    }
}

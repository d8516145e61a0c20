namespace ImageNotebooks;

public static partial class Plots
{
    /// <summary>How often each value occurs, as bars: labels, orientations, modes, formats.</summary>
    /// <param name="counts">Value and count, in the order of the bars, as <see cref="ImageTable.CountBy"/> gives them.</param>
    /// <param name="title">The heading.</param>
    public static Figure Counts(IEnumerable<KeyValuePair<string, int>> counts, string? title = null)
    {
        var all = counts.ToArray();
        return Bars(all.Select(pair => pair.Key), all.Select(pair => (double)pair.Value), title, "images", ",d");
    }

    /// <summary>How many images each class has in each part of a data set.</summary>
    /// <param name="classNames">One name a class.</param>
    /// <param name="splits">The parts; an image with several labels counts for each of them.</param>
    public static Figure ClassCounts(IReadOnlyList<string> classNames, params IEnumerable<Split> splits) =>
        Bars(classNames, splits.Select(split => KeyValuePair.Create(split.Name, split.ClassCounts(classNames.Count).Select(count => (double)count))), "Images a class", "images", ",d");

    /// <summary>One column of a table against another, as bars in groups: orientation by label, for instance.</summary>
    /// <param name="table">The files.</param>
    /// <param name="groups">What stands along the axis.</param>
    /// <param name="bars">What each group is divided into.</param>
    /// <param name="title">The heading.</param>
    public static Figure Counts(ImageTable table, Func<ImageTableRow, string> groups, Func<ImageTableRow, string> bars, string? title = null)
    {
        var counts = table.CountBy(row => groups(row) + "\n" + bars(row)).ToDictionary(pair => pair.Key, pair => pair.Value);
        var names = table.CountBy(groups).Select(pair => pair.Key).ToArray();
        return Bars(names, table.CountBy(bars).Select(bar => KeyValuePair.Create(bar.Key, names.Select(name => (double)counts.GetValueOrDefault(name + "\n" + bar.Key)))), title, "images", ",d");
    }

    /// <summary>Width against height, a point for each resolution, larger where more images have it.</summary>
    /// <param name="table">The files.</param>
    /// <param name="title">The heading.</param>
    public static Figure Resolutions(ImageTable table, string title = "Resolutions")
    {
        const double largest = 40;
        var sizes = table.GroupBy(row => (row.Width, row.Height)).Select(group => (group.Key.Width, group.Key.Height, Count: group.Count())).OrderByDescending(size => size.Count).ToArray();
        return new Figure(Trace.Markers(sizes.Select(size => size.Width), sizes.Select(size => size.Height))
                .With("marker.size", sizes.Select(size => size.Count)).With("marker.sizemode", "area").With("marker.sizemin", 3)
                .With("marker.sizeref", 2.0 * sizes.Max(size => size.Count) / (largest * largest)).With("marker.opacity", 0.6)
                .With("text", sizes.Select(size => FormattableString.Invariant($"{size.Count:#,0} images")))
                .Hover("%{x} x %{y}: %{text}"))
            .Title(title).XAxis("width, pixels").YAxis("height, pixels");
    }

    /// <summary>How many pixels have each level, a curve a channel.</summary>
    /// <param name="split">The images.</param>
    /// <param name="title">The heading.</param>
    public static Figure PixelHistogram(Split split, string title = "Pixel levels")
    {
        (string Name, string Color)[] channels = split.ImageShape[0] == 3 ? [("red", "#D55E00"), ("green", "#009E73"), ("blue", "#0072B2")] : [("grey", "#7F7F7F")];
        var histograms = split.Histograms();
        return new Figure(channels.Select((channel, c) => Trace.Lines(Enumerable.Range(0, 256), histograms[c].Select(count => (double)count / histograms[c].Sum()), channel.Name, channel.Color)
                .Hover($"{channel.Name} %{{x}}: %{{y:.2%}}")))
            .Title(title).XAxis("level, 0 to 255").YAxis("part of the pixels").With("yaxis.tickformat", ".1%");
    }
}

using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>What the pixels of a channel are like.</summary>
/// <param name="Minimum">The darkest, 0 to 255.</param>
/// <param name="Maximum">The brightest, 0 to 255.</param>
/// <param name="Mean">The mean, 0 to 255.</param>
/// <param name="StandardDeviation">Over all pixels of all images.</param>
public sealed record ChannelStatistics(int Minimum, int Maximum, double Mean, double StandardDeviation);

/// <summary>Looks at the pixels of a whole split at once.</summary>
public static class ImageStatistics
{
    /// <summary>The range, mean and spread of each channel.</summary>
    public static IReadOnlyList<ChannelStatistics> Channels(this Split split) =>
        [.. Histograms(split).Select(counts =>
        {
            var total = (double)counts.Sum();
            var mean = counts.Select((count, level) => level * (double)count).Sum() / total;
            var variance = counts.Select((count, level) => (level - mean) * (level - mean) * count).Sum() / total;
            return new ChannelStatistics(Array.FindIndex(counts, count => count > 0), Array.FindLastIndex(counts, count => count > 0), mean, Math.Sqrt(variance));
        })];

    /// <summary>For each channel how many pixels have each of the 256 levels.</summary>
    public static long[][] Histograms(this Split split)
    {
        if (split.Count == 0) throw new ArgumentException($"The split '{split.Name}' has no images to look at.", nameof(split));
        var (channels, area) = (split.Images.Channels, split.Images.Height * split.Images.Width);
        var counts = Enumerable.Range(0, channels).Select(_ => new long[256]).ToArray();
        for (var i = 0; i < split.Count; i++)
        {
            var planes = split.Images[(int)split.Row(i)];
            for (var c = 0; c < channels; c++)
            {
                foreach (var level in planes.Slice(c * area, area)) counts[c][level]++;
            }
        }
        return counts;
    }

    /// <summary>For each class the mean of its images; a class without images is black.</summary>
    /// <param name="split">Images with one label each.</param>
    /// <param name="classes">How many classes there are.</param>
    public static IReadOnlyList<Picture> MeanImages(this Split split, int classes)
    {
        var labels = split.LabelNumbers();
        var images = split.Images;
        var (sums, counts) = (Enumerable.Range(0, classes).Select(_ => new long[images.ImageBytes]).ToArray(), split.ClassCounts(classes));
        for (var i = 0; i < split.Count; i++)
        {
            var planes = images[(int)split.Row(i)];
            var sum = sums[labels[i]];
            for (var k = 0; k < planes.Length; k++) sum[k] += planes[k];
        }
        return [.. sums.Select((sum, c) => Picture.FromPlanes(sum.Select(s => (byte)(counts[c] == 0 ? 0 : (s + counts[c] / 2) / counts[c])).ToArray(), images.Width, images.Height, images.Channels))];
    }

    /// <summary>Some images as a batch, to be filtered or augmented by hand.</summary>
    /// <param name="split">The split.</param>
    /// <param name="indices">Positions in it.</param>
    /// <returns>[N, C, H, W] float in [0, 1].</returns>
    public static Tensor Stack(this Split split, IReadOnlyList<int> indices)
    {
        var images = empty([indices.Count, .. split.ImageShape]);
        split.Images.ScaleTo([.. indices.Select(split.Row)], images);
        return images;
    }

    /// <summary>The images of a batch to look at.</summary>
    /// <param name="images">[N, 1 or 3, H, W] float in [0, 1]; what lies outside is cut off.</param>
    public static IReadOnlyList<Picture> Pictures(Tensor images)
    {
        using var scope = NewDisposeScope();
        var s = images.shape;
        return [.. images.mul(255).round().clamp(0, 255).to_type(ScalarType.Byte).cpu().unbind()
            .Select(image => Picture.FromPlanes(image.contiguous().bytes, (int)s[3], (int)s[2], (int)s[1]))];
    }
}

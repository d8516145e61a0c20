using System.Globalization;

namespace ImageNotebooks;

/// <summary>The images whose probability lies in one bin.</summary>
/// <param name="Lower">Where the bin begins; probabilities in it are higher, but for 0 in the first.</param>
/// <param name="Upper">Where it ends; probabilities in it are at most this.</param>
/// <param name="Count">How many images.</param>
/// <param name="MeanProbability">The mean of their probabilities; NaN where there are none.</param>
/// <param name="Frequency">The part of them for which the answer was yes; NaN where there are none.</param>
public sealed record CalibrationBin(double Lower, double Upper, int Count, double MeanProbability, double Frequency);

/// <summary>
/// Whether probabilities mean what they say: of the images that a model is 70% sure of, 70% should be right. Bins of equal width, as Guo et al. 2017, "On Calibration of Modern Neural
/// Networks", has them.
/// </summary>
[TypeFormatterSource(typeof(RichOutputFormatterSource), PreferredMimeTypes = [MimeTypes.Html])]
public sealed class Calibration : IRichOutput
{
    /// <summary>Compares probabilities with what came true.</summary>
    /// <param name="probabilities">[n] in [0, 1].</param>
    /// <param name="positive">[n] the truth: whether the answer is yes, or whether the predicted class was right.</param>
    /// <param name="bins">How many bins, 1 to 1,000.</param>
    /// <exception cref="ArgumentException">There are none, sizes differ or a probability is none.</exception>
    public Calibration(ReadOnlySpan<float> probabilities, ReadOnlySpan<bool> positive, int bins = 15)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bins, 1000);
        if (probabilities.Length != positive.Length || probabilities.Length == 0)
            throw new ArgumentException($"There are {probabilities.Length} probabilities and {positive.Length} answers; calibration needs one of each for every image, and at least one image.");
        var (counts, sums, hits) = (new int[bins], new double[bins], new int[bins]);
        double squares = 0;
        for (var i = 0; i < probabilities.Length; i++)
        {
            double p = probabilities[i];
            if (!(p >= 0 && p <= 1)) throw new ArgumentException(FormattableString.Invariant($"Probability {i} is {p}; probabilities lie between 0 and 1 (are these logits?)."));
            var bin = Bin(p, bins);
            counts[bin]++;
            sums[bin] += p;
            if (positive[i]) hits[bin]++;
            squares += (p - (positive[i] ? 1 : 0)) * (p - (positive[i] ? 1 : 0));
        }
        Count = probabilities.Length;
        Bins = [.. Enumerable.Range(0, bins).Select(b => new CalibrationBin((double)b / bins, (b + 1.0) / bins, counts[b], sums[b] / counts[b], (double)hits[b] / counts[b]))];
        Brier = squares / Count;
        var filled = Bins.Where(b => b.Count > 0).ToArray();
        ExpectedError = filled.Sum(b => b.Count * Math.Abs(b.Frequency - b.MeanProbability)) / Count;
        MaximumError = filled.Max(b => Math.Abs(b.Frequency - b.MeanProbability));
    }

    /// <summary>The bins, rising.</summary>
    public IReadOnlyList<CalibrationBin> Bins { get; }

    /// <summary>How many probabilities were compared.</summary>
    public int Count { get; }

    /// <summary>The expected calibration error (ECE): the mean distance of a bin's frequency from its mean probability, bins counting by their images. In [0, 1], 0 is perfect.</summary>
    public double ExpectedError { get; }

    /// <summary>The largest such distance (MCE); a bin of few images may have it by chance.</summary>
    public double MaximumError { get; }

    /// <summary>Brier's score of these probabilities: the mean squared distance from the truth. In [0, 1], 0 is perfect.</summary>
    public double Brier { get; }

    /// <summary>The numbers in a line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"expected calibration error {ExpectedError:0.0000} ({Bins.Count} bins, {Count:#,0} probabilities), largest {MaximumError:0.0000}, Brier score {Brier:0.0000}");

    /// <inheritdoc/>
    public string ToHtml() => HtmlTable.Render(["probability", "images", "mean", "came true"], Bins.Where(b => b.Count > 0).Select(b => new HtmlTable.Row(
        [Text(b.Lower, "0.00") + " to " + Text(b.Upper, "0.00"), Text(b.Count, "#,0"), Text(b.MeanProbability), Text(b.Frequency)])), ToString());

    /// <summary>The bin above whose lower edge p lies and whose upper edge it does not pass.</summary>
    private static int Bin(double p, int bins)
    {
        var bin = Math.Clamp((int)Math.Ceiling(p * bins) - 1, 0, bins - 1);
        // The product is rounded, and may lie on the other side of an edge than p.
        if (bin > 0 && p <= (double)bin / bins) return bin - 1;
        return bin < bins - 1 && p > (bin + 1.0) / bins ? bin + 1 : bin;
    }

    private static string Text(double value, string format = "0.0000") => value.ToString(format, CultureInfo.InvariantCulture);
}

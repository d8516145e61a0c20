using static ImageNotebooks.Tests.MetricsGolden;

namespace ImageNotebooks.Tests;

/// <summary>Curves and calibration against scikit-learn's numbers.</summary>
public class CurveTests
{
    public static IEnumerable<object[]> Binary => Names("binary");

    [Theory, MemberData(nameof(Binary))]
    public void The_ROC_curve_is_scikit_learns(string name)
    {
        var golden = Find("binary", name);
        var curve = new RocCurve(golden.Answers("truth"), golden.Floats("scores"));
        Same(golden.List("fpr"), curve.FalsePositiveRate);
        Same(golden.List("tpr"), curve.TruePositiveRate);
        Same([double.PositiveInfinity, .. golden.List("thresholds")], curve.Thresholds);
        Same(golden.Number("auc"), curve.Auc);
    }

    [Theory, MemberData(nameof(Binary))]
    public void The_precision_recall_curve_is_scikit_learns(string name)
    {
        var golden = Find("binary", name);
        var curve = new PrecisionRecallCurve(golden.Answers("truth"), golden.Floats("scores"));
        Same(golden.List("precision"), curve.Precision);
        Same(golden.List("at"), curve.Thresholds);
        Same(golden.Number("ap"), curve.AveragePrecision);
        // Without positives there is no recall; scikit-learn warns and calls it 1.
        Same(curve.Positives > 0 ? golden.List("recall") : curve.Recall.Select(_ => double.NaN), curve.Recall);
    }

    [Theory, MemberData(nameof(Binary))]
    public void Calibration_is_scikit_learns(string name)
    {
        var golden = Find("binary", name);
        foreach (var expected in golden.GetProperty("calibration").EnumerateArray())
        {
            var calibration = new Calibration(golden.Floats("scores"), golden.Answers("truth"), expected.Whole("bins"));
            Assert.Equal(expected.Wholes("count"), calibration.Bins.Select(b => b.Count));
            var filled = calibration.Bins.Where(b => b.Count > 0).ToArray();
            Same(expected.List("frequency"), filled.Select(b => b.Frequency));
            Same(expected.List("mean"), filled.Select(b => b.MeanProbability));
            Same(expected.Number("ece"), calibration.ExpectedError);
            Same(expected.Number("mce"), calibration.MaximumError);
            Same(golden.Number("brier"), calibration.Brier);
        }
    }

    [Fact]
    public void An_edge_belongs_to_the_bin_below_it()
    {
        for (var bins = 1; bins <= 60; bins++)
        {
            float[] edges = [.. Enumerable.Range(0, bins + 1).Select(e => (float)e / bins)];
            var calibration = new Calibration(edges, new bool[edges.Length], bins);
            foreach (var bin in calibration.Bins)
                Assert.Equal(edges.Count(e => (e > bin.Lower || bin.Lower == 0) && e <= bin.Upper), bin.Count);
        }
        Assert.Equal([2, 1, 1, 1], new Calibration([0, 0.25f, 0.5f, 0.75f, 1], [false, true, true, true, true], 4).Bins.Select(b => b.Count));
    }

    [Fact]
    public void A_large_set_takes_no_more_than_its_sort()
    {
        const int count = 100_000;
        var random = new Random(3);
        var truth = Enumerable.Range(0, count).Select(_ => random.Next(2) == 1).ToArray();
        var scores = truth.Select(t => (float)Math.Clamp(0.4 * random.NextDouble() + (t ? 0.6 : 0) * random.NextDouble(), 0, 1)).ToArray();
        var curve = new RocCurve(truth, scores);
        // The statistic of Mann and Whitney, by ranks.
        var order = Enumerable.Range(0, count).OrderBy(i => scores[i]).ToArray();
        double ranks = 0;
        for (int i = 0, next; i < count; i = next)
        {
            for (next = i; next < count && scores[order[next]] == scores[order[i]]; next++) { }
            ranks += order[i..next].Count(at => truth[at]) * ((i + next + 1) / 2.0);
        }
        Assert.Equal((ranks - curve.Positives * (curve.Positives + 1.0) / 2) / ((double)curve.Positives * curve.Negatives), curve.Auc, 1e-12);
    }

    [Fact]
    public void What_cannot_be_ranked_is_named()
    {
        Assert.Contains("2 answers and 1 scores", Assert.Throws<ArgumentException>(() => new RocCurve([true, false], [0.5f])).Message);
        Assert.Contains("0 answers", Assert.Throws<ArgumentException>(() => new PrecisionRecallCurve([], [])).Message);
        Assert.Contains("Score 1 is NaN", Assert.Throws<ArgumentException>(() => new RocCurve([true, false], [0.5f, float.NaN])).Message);
        Assert.Contains("Probability 0 is 1.5", Assert.Throws<ArgumentException>(() => new Calibration([1.5f], [true])).Message);
        Assert.Contains("Probability 1 is NaN", Assert.Throws<ArgumentException>(() => new Calibration([0.5f, float.NaN], [true, true])).Message);
        Assert.Contains("0 probabilities", Assert.Throws<ArgumentException>(() => new Calibration([], [])).Message);
    }
}

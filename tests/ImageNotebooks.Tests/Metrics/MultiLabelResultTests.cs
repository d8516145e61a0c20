using System.Text.Json;
using static ImageNotebooks.Tests.MetricsGolden;

namespace ImageNotebooks.Tests;

/// <summary>Against scikit-learn's numbers and text.</summary>
public class MultiLabelResultTests
{
    public static IEnumerable<object[]> MultiLabels => Names("multilabels");

    [Theory, MemberData(nameof(MultiLabels))]
    public void The_report_is_scikit_learns(string name)
    {
        var golden = Find("multilabels", name);
        var report = Result(golden).Report(golden.Whole("digits"));
        // A single column is no set of labels to scikit-learn.
        if (golden.GetProperty("text").GetString() is { } text)
        {
            Assert.Equal(text, report.ToString());
            Same(golden.List("samples"), [report.SamplesAverage!.Precision, report.SamplesAverage.Recall, report.SamplesAverage.F1]);
        }
        Same(golden.List("micro"), [report.MicroAverage.Precision, report.MicroAverage.Recall, report.MicroAverage.F1]);
        Assert.Contains("samples avg", NotebookHost.Show(report, "text/html"));
    }

    [Theory, MemberData(nameof(MultiLabels))]
    public void The_numbers_are_scikit_learns(string name)
    {
        var golden = Find("multilabels", name);
        var result = Result(golden);
        Assert.Equal(golden.Matrix("predicted", v => v.GetInt32() == 1), result.Predicted);
        Same(golden.Number("hamming"), result.HammingLoss);
        Same(1 - golden.Number("hamming"), result.BinaryAccuracy);
        Same(golden.Number("subset"), result.SubsetAccuracy);
        Same(golden.Number("map"), result.MeanAveragePrecision);
        Same(golden.List("ap"), result.Ranking().Classes.Select(c => c.AveragePrecision));
        Same(golden.List("auc"), result.Ranking().Classes.Select(c => c.Auc));
        Same(golden.List("ap"), result.PerClass()["average precision"]);
    }

    [Theory, MemberData(nameof(MultiLabels))]
    public void Tuned_thresholds_reach_the_best_F1_of_every_class(string name)
    {
        var golden = Find("multilabels", name);
        var result = Result(golden);
        var tuned = result.With(result.BestThresholds(), argMaxFallback: false);
        Same(golden.List("bestF1"), tuned.ClassNames.Select((_, c) => tuned.Counts(c).Support == 0 ? 0 : tuned.Counts(c).F1));
    }

    [Fact]
    public void A_threshold_lies_between_what_it_parts()
    {
        var result = new MultiLabelResult(["a", "b", "c"], new[,] { { true, true, false }, { true, false, false }, { false, true, false } },
            new[,] { { 0.9f, 0.25f, 0.5f }, { 0.75f, 0.5f, 0.5f }, { 0.25f, 0.125f, 0.5f } });
        Assert.Equal([0.5, 0.0625, 0.5], result.BestThresholds());
    }

    [Fact]
    public void An_interval_of_mAP_holds_it()
    {
        var result = Result(Find("multilabels", "five classes"));
        var interval = result.Bootstrap(r => r.MeanAveragePrecision, resamples: 200);
        Assert.InRange(interval.Estimate, interval.Lower, interval.Upper);
        Assert.InRange(interval.Upper - interval.Lower, 0.02, 0.25);
    }

    [Fact]
    public void Within_strata_every_draw_has_each_combination_of_classes_as_often_as_there_is()
    {
        var truth = new bool[6, 2] { { true, false }, { true, false }, { false, true }, { true, true }, { false, false }, { true, false } };
        var result = new MultiLabelResult(["a", "b"], truth, new float[6, 2]);
        var draws = new List<string>();
        result.Bootstrap(r =>
        {
            draws.Add(string.Join(' ', Enumerable.Range(0, 6).Select(i => $"{(r.Truth[i, 0] ? 1 : 0)}{(r.Truth[i, 1] ? 1 : 0)}").Order()));
            return 0;
        }, resamples: 50, stratified: true);
        Assert.Equal("00 01 10 10 10 11", Assert.Single(draws.Distinct()));
        Assert.Throws<ArgumentException>(() => result.Bootstrap(_ => 0, stratified: true, groups: ["p", "p", "q", "q", "r", "r"]));
    }

    [Fact]
    public void Calibration_takes_all_classes_together()
    {
        var result = Result(Find("multilabels", "ties"));
        var calibration = result.Calibration(10);
        Assert.Equal(result.Count * 3, calibration.Count);
        Assert.Equal(result.Truth.Cast<bool>().Zip(result.Probabilities.Cast<float>(), (t, p) => ((t ? 1.0 : 0) - p) * ((t ? 1.0 : 0) - p)).Average(), calibration.Brier, 1e-13);
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        var (truth, p) = (new bool[2, 2], new float[2, 2]);
        string Error(Func<MultiLabelResult> make) => Assert.Throws<ArgumentException>(make).Message;
        Assert.Contains("true labels are [2, 2], and 2 images of 3 classes need [2, 3]", Error(() => new(["a", "b", "c"], truth, p)));
        Assert.Contains("probabilities are [1, 2]", Error(() => new(["a", "b"], truth, new float[1, 2])));
        Assert.Contains("'b' for image 1 is NaN", Error(() => new(["a", "b"], truth, new[,] { { 0, 0 }, { 0, float.NaN } })));
        Assert.Contains("3 thresholds", Error(() => new(["a", "b"], truth, p, [0.5, 0.5, 0.5])));
        Assert.Contains("threshold of 'b' is 50", Error(() => new(["a", "b"], truth, p, [0.5, 50])));
        Assert.Contains("0 images", Error(() => new(["a", "b"], new bool[0, 2], new float[0, 2])));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MultiLabelResult(["a", "b"], truth, p).Counts(2));
    }

    private static MultiLabelResult Result(JsonElement golden) => new(
        golden.GetProperty("classNames").EnumerateArray().Select(n => n.GetString()!), golden.Matrix("truth", v => v.GetInt32() == 1), golden.Matrix("probabilities", v => v.GetSingle()),
        golden.List("thresholds"), golden.Whole("fallback") == 1);
}

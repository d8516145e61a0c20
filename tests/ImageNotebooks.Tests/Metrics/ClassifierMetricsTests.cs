using System.Text.Json;
using static ImageNotebooks.Tests.MetricsGolden;

namespace ImageNotebooks.Tests;

/// <summary>What follows from a classifier's predictions and probabilities, against scikit-learn's numbers.</summary>
public class ClassifierMetricsTests
{
    public static IEnumerable<object[]> Classifiers => Names("classifiers");

    [Theory, MemberData(nameof(Classifiers))]
    public void Areas_are_scikit_learns_and_NaN_where_it_has_none(string name)
    {
        var golden = Find("classifiers", name);
        var ranking = Result(golden).Ranking();
        Same(golden.List("auc"), ranking.Classes.Select(c => c.Auc));
        Same(golden.List("ap"), ranking.Classes.Select(c => c.AveragePrecision));
        Same(golden.Number("macroAuc"), ranking.MacroAuc);
        Same(golden.Number("weightedAuc"), ranking.WeightedAuc);
        Same(golden.Number("map"), ranking.MeanAveragePrecision);
        Assert.Equal(ranking.Classes.Any(c => double.IsNaN(c.Auc)), ranking.Note is not null);
    }

    [Theory, MemberData(nameof(Classifiers))]
    public void Counts_become_scikit_learns_scores(string name)
    {
        var golden = Find("classifiers", name);
        var result = Result(golden);
        var matrix = result.ConfusionMatrix;
        Same(golden.Number("kappa"), matrix.Kappa);
        Same(golden.Number("matthews"), matrix.Matthews);
        var counts = Enumerable.Range(0, result.ClassNames.Count).Select(matrix.OneVersusRest).ToArray();
        Same(golden.List("specificity"), counts.Select(c => c.Specificity));
        Same(golden.List("sensitivity"), counts.Select(c => c.Recall));
        var micro = result.Report().MicroAverage;
        Same(golden.List("micro"), [micro.Precision, micro.Recall, micro.F1]);
        Assert.All(counts, c => Assert.Equal(result.Count, c.Total));
    }

    [Theory, MemberData(nameof(Classifiers))]
    public void Probabilities_become_scikit_learns_scores(string name)
    {
        var golden = Find("classifiers", name);
        var result = Result(golden);
        Same(golden.List("topK"), Enumerable.Range(1, result.ClassNames.Count).Select(result.TopK));
        Assert.Equal(result.Accuracy, result.TopK(1));
        Same(golden.Number("brier"), result.Brier);
        var (expected, calibration) = (golden.GetProperty("calibration"), result.Calibration());
        Assert.Equal(expected.Wholes("count"), calibration.Bins.Select(b => b.Count));
        Same(expected.Number("ece"), calibration.ExpectedError);
    }

    [Fact]
    public void A_report_of_one_class_says_what_is_missing()
    {
        var result = Result(Find("classifiers", "one class only"));
        Assert.Equal("No image is of c0, c2: no AUC and no average precision there, and the means are over the other classes. Every image is of c1: no AUC there.", result.Ranking().Note);
        Assert.Contains("No image is of c0", NotebookHost.Show(result.Ranking(), "text/html"));
        Assert.Contains("<td>–</td>", NotebookHost.Show(result.PerClass(), "text/html"));
        Assert.Contains("c1", result.PerClass().ToString());
    }

    [Fact]
    public void The_worst_losses_come_first()
    {
        var result = new ClassifierResult(["cat", "dog"], [0, 1, 0, 1], [0, 0, 1, 1], new[,] { { 0.9f, 0.1f }, { 0.75f, 0.25f }, { 0, 1f }, { 0.25f, 0.75f } });
        var losses = result.TopLosses(3);
        Assert.Equal([2, 1, 3], losses.Select(l => l.Index));
        Assert.Equal(new TopLoss(1, Math.Log(4), "dog", "cat", 0.25, 0.75), losses[1]);
        Assert.Equal((double.PositiveInfinity, 1.0), (losses[0].Loss, losses[0].Confidence));
        Assert.Equal(4, result.TopLosses(100).Count);
    }

    [Fact]
    public void Some_of_the_images_are_a_result_too()
    {
        var golden = Result(Find("classifiers", "ten classes"));
        var part = golden.Take([7, 7, 2]);
        Assert.Equal([golden.TrueLabels[7], golden.TrueLabels[7], golden.TrueLabels[2]], part.TrueLabels);
        Assert.Equal(golden.Confidence(2), part.Confidence(2));
        Assert.Equal(golden.ConfusionMatrix.ToString(), golden.Take([.. Enumerable.Range(0, golden.Count)]).ConfusionMatrix.ToString());
    }

    [Fact]
    public void Bad_probabilities_and_missing_ones_are_named()
    {
        ClassifierResult Make(float p) => new(["cat", "dog"], [0], [0], new[,] { { 0.5f, p } });
        Assert.Contains("The probability of 'dog' for image 0 is NaN", Assert.Throws<ArgumentException>(() => Make(float.NaN)).Message);
        Assert.Contains("is -3", Assert.Throws<ArgumentException>(() => Make(-3)).Message);
        Assert.Contains("is 1.5", Assert.Throws<ArgumentException>(() => Make(1.5f)).Message);
        var plain = new ClassifierResult(["cat", "dog"], [0], [0]);
        Assert.Contains("no probabilities", Assert.Throws<InvalidOperationException>(() => plain.TopK(1)).Message);
        Assert.Throws<InvalidOperationException>(() => plain.Ranking());
        Assert.Equal(["precision", "recall", "specificity", "F1 score", "images"], plain.PerClass().ScoreNames);
        Assert.Throws<ArgumentOutOfRangeException>(() => Make(0.5f).TopK(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => Make(0.5f).Roc(2));
    }

    private static ClassifierResult Result(JsonElement golden) => new(
        Enumerable.Range(0, golden.Whole("classes")).Select(c => $"c{c}"), golden.Wholes("truth"), golden.Wholes("predicted"), golden.Matrix("probabilities", v => v.GetSingle()));
}

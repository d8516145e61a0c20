using System.Text.Json.Nodes;

namespace ImageNotebooks.Tests;

public class EvaluationPlotsTests
{
    private static readonly ClassifierResult Result = new(
        ["cat", "dog"], [0, 0, 1, 1], [0, 1, 1, 1], new[,] { { 0.875f, 0.125f }, { 0.25f, 0.75f }, { 0.375f, 0.625f }, { 0, 1f } }, meanLoss: 0.5);

    private static readonly ClassifierResult OneClass = new(["cat", "dog"], [1, 1], [1, 1], new[,] { { 0.25f, 0.75f }, { 0, 1f } });

    [Fact]
    public void RocCurvesBearTheirAreas()
    {
        var json = FigureTests.Json(Plots.RocCurves(Result.Ranking()));
        Assert.Equal(["coin", "cat (0.750)", "dog (0.750)"], Names(json));
        Assert.Equal("[0,0,0.5,0.5,1]", json["data"]![2]!["x"]!.ToJsonString());
        Assert.Equal("[0,0.5,0.5,1,1]", json["data"]![2]!["y"]!.ToJsonString());
        Assert.Equal("ROC curves (mean AUC 0.7500)", Title(json));
    }

    [Fact]
    public void PrecisionRecallCurvesAreSteps()
    {
        var json = FigureTests.Json(Plots.PrecisionRecallCurves(Result.Ranking()));
        Assert.Equal(["cat (0.833)", "dog (0.833)"], Names(json));
        Assert.All(json["data"]!.AsArray(), trace => Assert.Equal("hv", (string)trace!["line"]!["shape"]!));
        Assert.Equal("[1,1,0.5,0.5,0]", json["data"]![1]!["x"]!.ToJsonString());
    }

    [Fact]
    public void OneClassAloneIsDrawnWithoutACurveAndSaysWhy()
    {
        var json = FigureTests.Json(Plots.RocCurves(OneClass.Ranking()));
        Assert.Equal(["coin"], Names(json));
        Assert.Equal("There is no curve: all images are of one class.", (string)json["layout"]!["annotations"]![0]!["text"]!);
        Assert.Equal("ROC curves (mean AUC not defined)", Title(json));
        Assert.Equal(["dog (1.000)"], Names(FigureTests.Json(Plots.PrecisionRecallCurves(OneClass.Ranking()))));
    }

    [Fact]
    public void LongCurvesAreThinnedAndKeepTheirEnds()
    {
        var random = new Random(1);
        int[] truth = [.. Enumerable.Range(0, 40_000).Select(_ => random.Next(2))];
        var probabilities = new float[truth.Length, 2];
        for (var i = 0; i < truth.Length; i++) probabilities[i, 1] = 1 - (probabilities[i, 0] = (float)((random.NextDouble() + 1 - truth[i]) / 2));
        var ranking = new ClassifierResult(["a", "b"], truth, truth, probabilities).Ranking();
        foreach (var figure in new[] { Plots.RocCurves(ranking), Plots.PrecisionRecallCurves(ranking) })
        {
            var trace = FigureTests.Json(figure)["data"]!.AsArray().Last()!;
            double[] x = [.. trace["x"]!.AsArray().Select(v => (double)v!)], y = [.. trace["y"]!.AsArray().Select(v => (double)v!)];
            Assert.InRange(x.Length, 10, 2000);
            Assert.Equal([0, 1], new[] { x[0], x[^1] }.Order());
            Assert.Equal(x.Length, y.Length);
        }
    }

    [Fact]
    public void ReliabilityShowsEachFilledBinWithItsImages()
    {
        var json = FigureTests.Json(Plots.Reliability(Result.Calibration(4)));
        Assert.Equal(["came true", "calibrated", "images"], Names(json));
        // Confidences 0.875 right, 0.75 wrong, 0.625 right, 1 right.
        Assert.Equal("[0.625,0.875]", json["data"]![0]!["x"]!.ToJsonString());
        Assert.Equal("[0.5,1]", json["data"]![0]!["y"]!.ToJsonString());
        Assert.Equal("[0.6875,0.9375]", json["data"]![1]!["x"]!.ToJsonString());
        Assert.Equal("[2,2]", json["data"]![2]!["y"]!.ToJsonString());
        Assert.Equal("Reliability (expected error 0.1250)", Title(json));
    }

    [Fact]
    public void SuggestedRatesAreMarkedOnTheSmoothedLoss()
    {
        var rates = Enumerable.Range(0, 30).Select(i => Math.Pow(10, -5 + 0.1 * i)).ToArray();
        var curve = new LearningRateCurve(rates, rates.Select((_, i) => i < 25 ? 3 - 0.1 * i : 100));
        var json = FigureTests.Json(Plots.LearningRates(curve));
        Assert.Equal("log", (string)json["layout"]!["xaxis"]!["type"]!);
        Assert.Equal(["each step", "smoothed", $"valley {curve.Suggestion.ToString("0.0e+0", System.Globalization.CultureInfo.InvariantCulture)}"], Names(json).Take(3));
        Assert.Equal(curve.Suggestion, (double)json["data"]![2]!["x"]![0]!);
        Assert.Equal(curve.Smoothed[Array.IndexOf(rates, curve.Suggestion)], (double)json["data"]![2]!["y"]![0]!);
        // The explosion does not press the valley flat.
        Assert.InRange((double)json["layout"]!["yaxis"]!["range"]![1]!, 3, 6);
        Assert.Equal(2, FigureTests.Json(Plots.LearningRates(new([0.1, 0.2], [1, 2])))["data"]!.AsArray().Count);
    }

    [Fact]
    public void ClassesAreGroupsOfBars()
    {
        var json = FigureTests.Json(Plots.PerClass(Result.PerClass()));
        Assert.Equal(["precision", "recall", "F1 score"], Names(json));
        Assert.Equal("""["cat","dog"]""", json["data"]![0]!["x"]!.ToJsonString());
        Assert.Equal("[0.5,1]", json["data"]![1]!["y"]!.ToJsonString());
        var segments = new SegmentationResult(["sky", "sea"]);
        segments.Add([0, 1], [0, 0], 1, 2);
        Assert.Equal(["IoU", "Dice", "boundary IoU"], Names(FigureTests.Json(Plots.PerClass(segments.PerClass()))));
        Assert.Equal(["AUC"], Names(FigureTests.Json(Plots.PerClass(Result.PerClass(), "AUC"))));
    }

    [Fact]
    public void ModelsAreColoursAndScoresAreGroups()
    {
        var table = new ComparisonTable("Animals").Add("A", test: Result).Add("paper", ("test accuracy", 0.9));
        var json = FigureTests.Json(Plots.Compare(table));
        Assert.Equal(["A", "paper"], Names(json));
        Assert.Equal("""["test accuracy","precision","recall","F1 score"]""", json["data"]![0]!["x"]!.ToJsonString());
        Assert.Equal("[0.9,null,null,null]", json["data"]![1]!["y"]!.ToJsonString());
        Assert.Equal("Animals", Title(json));
        Assert.Contains("no column 'AUC'", Assert.Throws<ArgumentException>(() => Plots.Compare(table, "AUC")).Message);
        Assert.Throws<ArgumentException>(() => Plots.Compare(new ComparisonTable()));
    }

    private static IEnumerable<string> Names(JsonNode json) => json["data"]!.AsArray().Select(trace => (string)trace!["name"]!);

    private static string Title(JsonNode json) => (string)json["layout"]!["title"]!["text"]!;
}

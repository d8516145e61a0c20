using System.Text.Json.Nodes;

namespace ImageNotebooks.Tests;

public class PlotsTests
{
    private static History Run(int epochs, double offset = 0) => new(Enumerable.Range(1, epochs).Select(epoch => new EpochRecord(
        epoch, 1.0 / epoch, new Dictionary<string, double>
        {
            ["accuracy"] = 0.1 * epoch, ["val_loss"] = Math.Abs(epoch - 3) + offset, ["val_accuracy"] = 0.05 * epoch,
        })));

    [Fact]
    public void TrainingCurvesShowBothSetsSideBySide()
    {
        var json = FigureTests.Json(Plots.TrainingCurves(Run(4).Then(Run(5, offset: 1))));
        var lines = json["data"]!.AsArray().Where(trace => ((string)trace!["mode"]!).StartsWith("lines", StringComparison.Ordinal)).ToArray();
        Assert.Equal(["train x", "validation x", "train x2", "validation x2"], lines.Select(trace => $"{trace!["name"]} {trace["xaxis"]}"));
        Assert.Equal("[1,2,3,4,5,6,7,8,9]", lines[0]!["x"]!.ToJsonString());
        Assert.Equal([4.5, 4.5], json["layout"]!["shapes"]!.AsArray().Select(line => (double)line!["x0"]!));
        Assert.Equal(["◯ best 0.0000, epoch 3", "◯ best 0.2500, epoch 9"], json["layout"]!["annotations"]!.AsArray().Select(note => (string)note!["text"]!));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(12, 1)]
    [InlineData(13, 2)]
    [InlineData(60, 5)]
    [InlineData(100, 10)]
    [InlineData(200, 20)]
    public void EpochsAreCountedInWholeSteps(int epochs, int step) =>
        Assert.Equal(step, (double)FigureTests.Json(Plots.TrainingCurves(Run(epochs)))["layout"]!["xaxis"]!["dtick"]!);

    [Fact]
    public void WithoutAccuracyOrValidationOneCurveIsDrawn()
    {
        var json = FigureTests.Json(Plots.TrainingCurves(new History(new EpochRecord(1, 2.5))));
        Assert.Single(json["data"]!.AsArray());
        Assert.Null(json["layout"]!["xaxis2"]);
        Assert.Throws<ArgumentException>(() => Plots.TrainingCurves(History.Empty));
    }

    [Fact]
    public void TheConfusionMatrixHasTrueClassesAsRows()
    {
        var result = new ClassifierResult(["cat", "dog"], [0, 0, 0, 0, 1], [0, 0, 0, 1, 1]);
        var json = FigureTests.Json(Plots.ConfusionMatrix(result, Normalization.True));
        var heatmap = json["data"]![0]!;
        Assert.Equal("[[0.75,0.25],[0,1]]", heatmap["z"]!.ToJsonString());
        Assert.Equal("cat: 3 of 4 right<br>recall 75.0%", (string)heatmap["customdata"]![0]![0]!);
        Assert.Equal("true cat, predicted dog<br>1 of 4 (25.0%)", (string)heatmap["customdata"]![0]![1]!);
        Assert.Equal("reversed", (string)json["layout"]!["yaxis"]!["autorange"]!);
        var cells = json["data"]!.AsArray().Skip(1).SelectMany(trace => trace!["text"]!.AsArray().Select((text, i) => $"{trace["y"]![i]} as {trace["x"]![i]}: {text}"));
        Assert.Equal(["cat as cat: 75%<br>3", "cat as dog: 25%<br>1", "dog as dog: 100%<br>1"], cells.Order());
    }

    [Fact]
    public void WithoutNormalizationCellsHoldCounts()
    {
        var json = FigureTests.Json(Plots.ConfusionMatrix(new ClassifierResult(["cat", "dog"], [0, 0, 1], [0, 1, 1])));
        Assert.Equal("[[1,1],[0,1]]", json["data"]![0]!["z"]!.ToJsonString());
        Assert.Equal("""["1","1","1"]""", json["data"]![1]!["text"]!.ToJsonString());
    }

    [Fact]
    public void ImagesStandInRowsWithoutOverlap()
    {
        Picture[] pictures = [.. Enumerable.Range(0, 5).Select(_ => new Picture(new byte[32 * 16], 32, 16, channels: 1))];
        var json = FigureTests.Json(Plots.ImageGrid(pictures, pictures.Select((_, i) => $"<{i}>"), columns: 2, correct: [true, false, true, true, true]));
        var traces = json["data"]!.AsArray();
        Assert.All(traces, trace => Assert.False((bool)trace!["zsmooth"]!));
        Assert.StartsWith("data:image/png;base64,", (string)traces[0]!["source"]!, StringComparison.Ordinal);
        double At(int i, string name) => (double)traces[i]![name]!;
        Assert.True(At(1, "x0") >= At(0, "x0") + 32 * At(0, "dx"));
        Assert.Equal(At(0, "x0"), At(4, "x0"), 12);
        Assert.True(At(2, "y0") >= At(0, "y0") + 16 * At(0, "dy"));
        var captions = json["layout"]!["annotations"]!.AsArray();
        Assert.Equal(["&lt;0>", "✗ &lt;1>"], captions.Take(2).Select(caption => (string)caption!["text"]!));
        Assert.NotEqual((string)captions[0]!["font"]!["color"]!, (string)captions[1]!["font"]!["color"]!);
    }

    [Fact]
    public void ImagesNeedOneCaptionEach()
    {
        var picture = new Picture([1], 1, 1, 1);
        Assert.Contains("2 pictures, 1 captions and no marks", Assert.Throws<ArgumentException>(() => Plots.ImageGrid([picture, picture], ["a"])).Message);
        Assert.Throws<ArgumentException>(() => Plots.ImageGrid([]));
    }

    [Fact]
    public void BarsOfSeveralSeriesAreNamed()
    {
        JsonNode json = FigureTests.Json(Plots.Bars(
            ["one", "two"], [KeyValuePair.Create<string, IEnumerable<double>>("published", [0.8, 0.84]), KeyValuePair.Create<string, IEnumerable<double>>("ours", [0.82, 0.85])], format: ".4f"));
        Assert.Equal(["published", "ours"], json["data"]!.AsArray().Select(trace => (string)trace!["name"]!));
        Assert.Equal("%{y:.4f}", (string)json["data"]![0]!["texttemplate"]!);
        Assert.True((bool)json["layout"]!["showlegend"]!);
        Assert.False((bool)FigureTests.Json(Plots.Bars(["one"], [3.0]))["layout"]!["showlegend"]!);
    }
}

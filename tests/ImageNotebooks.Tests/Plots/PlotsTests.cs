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
    public void NamesAreShownAsTheyAreInEveryPlot()
    {
        string[] names = ["<b>cat</b>", "R&amp;D", "%{y}!"];
        var result = new ClassifierResult(names, [0, 1, 2, 0], [0, 1, 2, 1], new[,] { { 0.8f, 0.1f, 0.1f }, { 0.1f, 0.8f, 0.1f }, { 0.1f, 0.1f, 0.8f }, { 0.2f, 0.7f, 0.1f } });
        using var split = new Split(names[0], TorchSharp.torch.zeros([3, 3, 2, 2], TorchSharp.torch.ScalarType.Byte), TorchSharp.torch.tensor(new long[] { 0, 1, 2 }));
        Picture[] pictures = [.. names.Select(_ => new Picture(new byte[4], 2, 2, channels: 1))];
        Figure[] figures =
        [
            Plots.Bars(names, [1, 2, 3]), Plots.Bars(names, names.Select(name => KeyValuePair.Create(name, (IEnumerable<double>)[1, 2, 3]))), Plots.Counts(names.Select(name => KeyValuePair.Create(name, 1))),
            Plots.ClassCounts(names, split), Plots.ConfusionMatrix(result), Plots.ConfusionMatrix(result, Normalization.True), Plots.RocCurves(result.Ranking()), Plots.PrecisionRecallCurves(result.Ranking()),
            Plots.PerClass(result.PerClass()), Plots.Compare(new ComparisonTable("models").Add(names[0], test: result).Add(names[1], test: result).Add(names[2], test: result)), Plots.ImageGrid(pictures, names),
            new Figure(Trace.Histogram(names, names[0]), Trace.Text(names, names, ["a", "b", "c"]), Trace.Heatmap(new double[3, 3], names, names)).Annotate("here", names[0], names[2]),
        ];
        foreach (var figure in figures)
        {
            var texts = Texts(FigureTests.Json(figure)).ToArray();
            Assert.Contains(texts, text => text.Contains("&lt;b>cat&lt;/b>", StringComparison.Ordinal));
            Assert.DoesNotContain(texts, text => text.Contains("<b>", StringComparison.Ordinal) || text.Contains("R&amp;D", StringComparison.Ordinal) || text.Contains("%{y}!", StringComparison.Ordinal));
        }
    }

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        // What Plotly leaves alone, and a page shows as it is.
        JsonObject entries => entries.Where(entry => entry.Key != "meta").SelectMany(entry => Texts(entry.Value)),
        JsonArray items => items.SelectMany(Texts),
        JsonValue value when value.TryGetValue<string>(out var text) => [text],
        _ => [],
    };

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

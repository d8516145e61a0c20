using System.Text.Json;
using static ImageNotebooks.Tests.MetricsGolden;

namespace ImageNotebooks.Tests;

/// <summary>Against scikit-learn's numbers, and for boundaries against squares moved over masks.</summary>
public class SegmentationResultTests
{
    public static IEnumerable<object[]> Segmentations => Names("segmentations");

    [Theory, MemberData(nameof(Segmentations))]
    public void Scores_are_scikit_learns(string name)
    {
        var golden = Find("segmentations", name);
        var result = Result(golden, wholeBatch: true);
        Same(golden.List("iou"), result.ClassNames.Select((_, c) => result.IoU(c)));
        Same(golden.List("dice"), result.ClassNames.Select((_, c) => result.Dice(c)));
        Same(golden.Number("meanIoU"), result.MeanIoU);
        Same(golden.Number("meanDice"), result.MeanDice);
        Same(golden.Number("pixelAccuracy"), result.PixelAccuracy);
        Same(golden.Number("meanClassAccuracy"), result.MeanClassAccuracy);
        Same(golden.Number("frequencyWeightedIoU"), result.FrequencyWeightedIoU);
        Same(golden.List("boundaryIoU"), result.ClassNames.Select((_, c) => result.BoundaryIoU(c)));
    }

    [Theory, MemberData(nameof(Segmentations))]
    public void Batches_add_up(string name)
    {
        var golden = Find("segmentations", name);
        var (whole, single) = (Result(golden, wholeBatch: true), Result(golden, wholeBatch: false));
        Assert.Equal(whole.ToString(), single.ToString());
        Same(whole.ClassNames.Select((_, c) => whole.BoundaryIoU(c)), single.ClassNames.Select((_, c) => single.BoundaryIoU(c)));
    }

    [Fact]
    public void Absent_classes_are_named_and_left_out()
    {
        var result = new SegmentationResult(["sky", "sea", "sand"]);
        Assert.Equal(double.NaN, result.MeanIoU);
        Assert.Contains("NaN", result.ToString());
        result.Add([0, 0, 255, 0], [0, 1, 2, 0], 2, 2);
        Assert.Equal((2.0 / 3, 0, double.NaN), (result.IoU(0), result.IoU(1), result.IoU(2)));
        Assert.Equal(1.0 / 3, result.MeanIoU, 1e-15);
        Assert.EndsWith("neither true nor predicted: sand", result.ToString());
        Assert.Contains("<td>–</td>", NotebookHost.Show(result, "text/html"));
    }

    [Fact]
    public void Bad_labels_and_sizes_are_named_and_nothing_is_counted()
    {
        var result = new SegmentationResult(["a", "b"]);
        string Error(Action add) => Assert.Throws<ArgumentException>(add).Message;
        Assert.Contains("Pixel (1, 0) of image 1 has true label 2", Error(() => result.Add([0, 0, 0, 2], [0, 0, 0, 0], 1, 2)));
        Assert.Contains("predicted label 255", Error(() => result.Add([255], [255], 1, 1)));
        Assert.Contains("3 true labels and 4", Error(() => result.Add([0, 0, 0], [0, 0, 0, 0], 2, 2)));
        Assert.Contains("whole images of 2 x 2", Error(() => result.Add([0, 0, 0], [0, 0, 0], 2, 2)));
        Assert.Equal((0, 0L), (result.Images, result.ConfusionMatrix.Total));
        Assert.Contains("cannot be void", Error(() => _ = new SegmentationResult(["a", "b"], ignore: 1)));
        Assert.Contains("there are none", Error(() => _ = new SegmentationResult([])));
    }

    private static SegmentationResult Result(JsonElement golden, bool wholeBatch)
    {
        var (height, width, truth, predicted) = (golden.Whole("height"), golden.Whole("width"), golden.Wholes("truth"), golden.Wholes("predicted"));
        var result = new SegmentationResult(Enumerable.Range(0, golden.Whole("classes")).Select(c => $"c{c}"), boundaryWidth: golden.Number("boundaryWidth"));
        var step = wholeBatch ? truth.Length : height * width;
        for (var i = 0; i < truth.Length; i += step) result.Add(truth.AsSpan(i, step), predicted.AsSpan(i, step), height, width);
        return result;
    }
}

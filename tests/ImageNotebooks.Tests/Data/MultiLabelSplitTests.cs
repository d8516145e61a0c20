using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Data;

public class MultiLabelSplitTests
{
    [Fact]
    public void An_image_counts_for_each_of_its_labels()
    {
        using var split = Split([1, 0, 1], [0, 1, 1], [1, 1, 1], [1, 0, 0]);
        Assert.Equal([3, 2, 3], split.ClassCounts(3));
        var json = FigureTests.Json(Plots.ClassCounts(["a", "b", "c"], split));
        Assert.Equal("[3,2,3]", json["data"]![0]!["y"]!.ToJsonString());
        Assert.Contains("labels of 3 classes, not 20", Assert.Throws<ArgumentException>(() => split.ClassCounts(20)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Positives_weigh_as_much_as_negatives()
    {
        using var split = Split([1, 0, 0, 0], [0, 1, 0, 1], [1, 1, 0, 0], [1, 0, 0, 0]);
        Assert.Equal([1.0 / 3, 1, 1, 3], split.PositiveWeights());
    }

    [Fact]
    public void Weights_by_the_first_label_are_scikit_learns()
    {
        using var split = Split([0, 1, 0, 1], [0, 1, 0, 0], [1, 1, 1, 1], [0, 0, 0, 1], [0, 1, 1, 0]);
        // compute_sample_weight('balanced', [1, 1, 0, 3, 1]): 5 / (3 x 3), 5 / (3 x 1).
        Golden.AssertClose([5.0 / 9, 5.0 / 9, 5.0 / 3, 5.0 / 3, 5.0 / 9], split.BalancedFirstLabelWeights(), 1e-12, "weights");
        using var single = new Split("one", zeros([2, 3, 1, 1], ScalarType.Byte), tensor(new long[] { 0, 1 }));
        Assert.Contains("one label each", Assert.Throws<InvalidOperationException>(() => single.BalancedFirstLabelWeights()).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => single.PositiveWeights());
        Assert.Throws<InvalidOperationException>(() => split.BalancedClassWeights(4));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Images_without_labels_are_named(float none)
    {
        using var split = Split([1, 0], [none, none]);
        foreach (var ask in new Action[] { () => split.ClassCounts(2), () => split.PositiveWeights(), () => split.BalancedFirstLabelWeights(), () => Plots.ClassCounts(["a", "b"], split) })
            Assert.Contains("image1.jpg of the split 'some' has no label", Assert.Throws<ArgumentException>(ask).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Images_of_one_kind_can_be_taken_alone()
    {
        using var split = Split([0, 1, 0], [1, 1, 0], [0, 0, 1], [0, 0, 0]);
        using var ones = split.WithOneLabel();
        Assert.Equal([1, 2], ones.LabelNumbers());
        Assert.Equal(["image0.jpg", "image2.jpg"], ones.Files);
        Assert.Throws<InvalidOperationException>(() => ones.WithOneLabel());
        using var none = Split([1, 1], [0, 0]);
        Assert.Contains("exactly one", Assert.Throws<InvalidOperationException>(() => none.WithOneLabel()).Message, StringComparison.Ordinal);
    }

    private static Split Split(params float[][] labels) => new("some", PackedImages.Copy(zeros([labels.Length, 3, 1, 1], ScalarType.Byte)),
        tensor(labels.SelectMany(row => row).ToArray(), [labels.Length, labels[0].Length]), [.. labels.Select((_, i) => $"image{i}.jpg")]);
}

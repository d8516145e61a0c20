using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Transforms;

public class FiltersTests
{
    [Fact]
    public void Hue_saturation_and_value_are_those_of_the_textbook()
    {
        // red, yellow, green, cyan, blue, magenta, grey, black, a pale orange (Python's colorsys).
        float[][] colours = [[1, 0, 0], [1, 1, 0], [0, 1, 0], [0, 1, 1], [0, 0, 1], [1, 0, 1], [0.5f, 0.5f, 0.5f], [0, 0, 0], [0.9f, 0.7f, 0.5f]];
        float[][] expected = [[0, 1, 1], [1 / 6f, 1, 1], [2 / 6f, 1, 1], [3 / 6f, 1, 1], [4 / 6f, 1, 1], [5 / 6f, 1, 1], [0, 0, 0.5f], [0, 0, 0], [1 / 12f, 4 / 9f, 0.9f]];
        using var scope = NewDisposeScope();
        var images = tensor(colours.SelectMany(c => c).ToArray(), [9, 3, 1, 1]);
        var hsv = Filters.ToHsv(images).data<float>().ToArray();
        Assert.All(hsv.Zip(expected.SelectMany(c => c)), pair => Assert.Equal(pair.Second, pair.First, 1e-6f));
    }

    [Fact]
    public void A_blur_keeps_the_light_and_spreads_a_point_as_a_Gaussian()
    {
        using var scope = NewDisposeScope();
        var point = zeros(1, 1, 9, 9);
        point[0, 0, 4, 4] = 1;
        var blurred = Filters.GaussianBlur(point, 5, 1);
        Assert.Equal(1, blurred.sum().item<float>(), 1e-6f);
        Assert.Equal(MathF.Exp(-0.5f), (blurred[0, 0, 4, 5] / blurred[0, 0, 4, 4]).item<float>(), 1e-5f);
        Assert.Equal(MathF.Exp(-4f), (blurred[0, 0, 2, 2] / blurred[0, 0, 4, 4]).item<float>(), 1e-5f);
        var flat = full([2, 3, 7, 8], 0.3f);
        Assert.True(Filters.GaussianBlur(flat, 5).sub(flat).abs().max().item<float>() < 1e-6);
        Assert.Throws<ArgumentOutOfRangeException>(() => Filters.GaussianBlur(flat, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => Filters.GaussianBlur(flat, 15));
        Assert.Throws<ArgumentException>(() => Filters.ToHsv(zeros(1, 1, 2, 2)));
    }
}

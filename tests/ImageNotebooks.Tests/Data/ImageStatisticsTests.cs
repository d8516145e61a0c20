using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Data;

public class ImageStatisticsTests
{
    [Fact]
    public void Range_mean_and_spread_are_torchs()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(3);
        var images = randint(5, 240, [7, 3, 6, 5], generator: random).to_type(ScalarType.Byte);
        using var split = new Split("all", images, zeros(7, dtype: ScalarType.Int64));
        var channels = split.Channels();
        for (var c = 0; c < 3; c++)
        {
            var values = images.select(1, c).to_type(ScalarType.Float64);
            Assert.Equal(values.min().item<double>(), channels[c].Minimum);
            Assert.Equal(values.max().item<double>(), channels[c].Maximum);
            Assert.Equal(values.mean().item<double>(), channels[c].Mean, 9);
            Assert.Equal(values.std(unbiased: false).item<double>(), channels[c].StandardDeviation, 9);
        }
        Assert.All(split.Histograms(), counts => Assert.Equal(7 * 30, counts.Sum()));
    }

    [Fact]
    public void The_mean_image_is_of_its_class_alone()
    {
        using var scope = NewDisposeScope();
        using var split = new Split("all", tensor(new byte[] { 10, 200, 20, 13 }, [4, 1, 1, 1]), tensor(new long[] { 0, 2, 0, 0 }));
        Assert.Equal([14, 0, 200], split.MeanImages(3).Select(picture => (int)picture.Pixels[0]));
    }
}

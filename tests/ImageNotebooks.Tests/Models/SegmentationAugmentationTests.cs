using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Models;

public class SegmentationAugmentationTests
{
    /// <summary>Logits of two classes: the image's first channel and its column, as a network sees left and right; keeps the sizes that it was shown.</summary>
    private sealed class Columns() : nn.Module<Tensor, Tensor>(nameof(Columns))
    {
        public List<(long Height, long Width)> Seen { get; } = [];

        public override Tensor forward(Tensor x)
        {
            using var scope = NewDisposeScope();
            Seen.Add((x.shape[2], x.shape[3]));
            return stack([x[.., 0], arange(x.shape[3], dtype: ScalarType.Float32).expand(x.shape[0], x.shape[2], -1)], 1).MoveToOuterDisposeScope();
        }
    }

    private sealed class Red() : nn.Module<Tensor, Tensor>(nameof(Red))
    {
        public override Tensor forward(Tensor x)
        {
            using var scope = NewDisposeScope();
            return stack([x[.., 0], zeros_like(x[.., 0])], 1).MoveToOuterDisposeScope();
        }
    }

    [Fact]
    public void One_view_is_the_network_itself()
    {
        using var scope = NewDisposeScope();
        var image = randn(2, 3, 16, 32);
        var logits = new SegmentationAugmentation(new Red(), [1], flip: false).call(image);
        AssertClose(nn.functional.log_softmax(new Red().call(image), 1), logits);
    }

    [Fact]
    public void A_mirrored_answer_is_mirrored_back()
    {
        using var scope = NewDisposeScope();
        var image = randn(1, 3, 4, 4);
        // What depends on the pixel alone is the same in a mirror.
        AssertClose(nn.functional.log_softmax(new Red().call(image), 1), new SegmentationAugmentation(new Red(), [1], stride: 4).call(image));
        // What depends on the place is the mean of column x and column 3 - x.
        var mean = new SegmentationAugmentation(new Columns(), [1], stride: 4).call(zeros(1, 3, 4, 4)).exp();
        double P(int column) => Math.Exp(column) / (1 + Math.Exp(column));
        for (var x = 0; x < 4; x++) Assert.Equal((P(x) + P(3 - x)) / 2, mean[0, 1, 2, x].item<float>(), 1e-6);
    }

    [Fact]
    public void Views_are_as_large_as_the_scales_rounded_to_the_stride_and_the_answer_as_large_as_the_image()
    {
        using var scope = NewDisposeScope();
        var model = new Columns();
        var answer = new SegmentationAugmentation(model, [0.05, 0.5, 0.75, 1, 1.5], flip: false).call(rand(1, 3, 224, 100));
        Assert.Equal([(16, 16), (112, 48), (176, 80), (224, 96), (336, 144)], model.Seen.Select(size => ((int)size.Height, (int)size.Width)));
        Assert.Equal([1, 2, 224, 100], answer.shape);
        Assert.Equal(1, answer.exp().sum(1).min().item<float>(), 1e-5);
        model.Seen.Clear();
        new SegmentationAugmentation(model).call(rand(1, 3, 64, 64));
        Assert.Equal(12, model.Seen.Count);
    }

    [Fact]
    public void Probabilities_are_averaged_over_scales()
    {
        using var scope = NewDisposeScope();
        var image = rand(1, 3, 32, 32);
        Tensor At(int size) => nn.functional.interpolate(new Red().call(nn.functional.interpolate(image, [size, size], mode: InterpolationMode.Bilinear, align_corners: false)), [32, 32], mode: InterpolationMode.Bilinear, align_corners: false).softmax(1);
        AssertClose((At(16) + At(48)) / 2, new SegmentationAugmentation(new Red(), [0.5, 1.5], flip: false).call(image).exp());
    }

    [Fact]
    public void DeepLab_takes_every_view()
    {
        using var scope = NewDisposeScope();
        using var model = new DeepLabV3Plus(3);
        model.eval();
        using var still = no_grad();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        new SegmentationAugmentation(model, [0.5, 1.25]).call(zeros(1, 3, 64, 48)).Dispose();
        Assert.InRange(DisposeScopeManager.Statistics.ThreadTotalLiveCount - before, 0, 1);                  // the image
    }

    [Fact]
    public void What_is_no_view_is_refused()
    {
        using var scope = NewDisposeScope();
        Assert.Contains("no scales", Assert.Throws<ArgumentException>(() => new SegmentationAugmentation(new Red(), [])).Message, StringComparison.Ordinal);
        Assert.Contains("A scale is 0", Assert.Throws<ArgumentException>(() => new SegmentationAugmentation(new Red(), [1, 0])).Message, StringComparison.Ordinal);
        Assert.Contains("logits of every pixel", Assert.Throws<ArgumentException>(() => new SegmentationAugmentation(nn.Flatten()).call(zeros(1, 3, 16, 16))).Message, StringComparison.Ordinal);
        Assert.Contains("[3, 16, 16]", Assert.Throws<ArgumentException>(() => new SegmentationAugmentation(new Red()).call(zeros(3, 16, 16))).Message, StringComparison.Ordinal);
    }

    private static void AssertClose(Tensor expected, Tensor actual) => Assert.InRange((expected - actual).abs().max().item<float>(), 0, 1e-5f);
}

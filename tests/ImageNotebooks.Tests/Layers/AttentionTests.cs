using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Layers;

/// <summary>Channel and pixel attention, by hand.</summary>
public class AttentionTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(8, 3)]
    [InlineData(64, 3)]
    [InlineData(128, 5)]
    [InlineData(256, 5)]
    [InlineData(512, 5)]
    [InlineData(2048, 7)]
    public void Efficient_channel_attention_sees_the_papers_number_of_channels(int channels, int kernel)
    {
        using var layer = new EfficientChannelAttention(channels);
        Assert.Equal(kernel, layer.KernelSize);
        Assert.Equal(kernel, layer.parameters().Sum(p => p.numel()));
    }

    [Fact]
    public void Efficient_channel_attention_weighs_a_channel_by_its_neighbours_means()
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        using var layer = new EfficientChannelAttention(8);
        layer.parameters().Single().copy_(tensor(new[] { 1f, 2f, -1f }, [1, 1, 3]));
        var x = arange(8, ScalarType.Float32).reshape(1, 8, 1, 1).expand(1, 8, 2, 2).contiguous();
        var y = layer.call(x)[0, .., 0, 0].data<float>().ToArray();
        for (var c = 0; c < 8; c++)
        {
            var sum = (2 * c) + (c > 0 ? c - 1 : 0) - (c < 7 ? c + 1 : 0);
            Assert.Equal(c / (1 + Math.Exp(-sum)), y[c], 1e-5);
        }
    }

    [Fact]
    public void Block_attention_weighs_channels_then_pixels()
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        using var layer = new ConvolutionalBlockAttention(4, ratio: 2);
        Assert.Equal((4 * 2) + 2 + (2 * 4) + 4 + (2 * 49) + 1, layer.parameters().Sum(p => p.numel()));
        foreach (var parameter in layer.parameters()) parameter.zero_();
        var x = rand(2, 4, 5, 6);
        Assert.True(layer.call(x).allclose(x / 4), "Weights of zero give the sigmoid of 0 twice.");

        // The kernel's middle sees the mean over the channels, which the first half has halved.
        layer.get_parameter("spatial.weight")![0, 0, 3, 3] = tensor(2f);
        Assert.True(layer.call(x).allclose(x / 2 * x.mean([1], keepdim: true).sigmoid(), atol: 1e-6));
        layer.get_parameter("squeeze.bias")!.fill_(1);
        layer.get_parameter("excite.weight")!.fill_(0.5);
        var channels = x * (float)(1 / (1 + Math.Exp(-2)));                       // both paths: 2 units of 1, half of each
        Assert.True(layer.call(x).allclose(channels * (2 * channels.mean([1], keepdim: true)).sigmoid(), atol: 1e-6));
    }

    [Fact]
    public void Stochastic_depth_leaves_whole_images_out_in_training_only()
    {
        using var scope = NewDisposeScope();
        using var layer = new StochasticDepth(0.25);
        manual_seed(3);
        var y = layer.call(ones(4000, 2, 3, 1)).reshape(4000, 6);
        var kept = y[.., 0];
        Assert.True(y.eq(kept.unsqueeze(1)).all().item<bool>());
        Assert.Equal(1, y.mean().item<float>(), 0.05);
        Assert.All(kept.data<float>().ToArray().Distinct(), value => Assert.True(value == 0 || Math.Abs(value - (4 / 3f)) < 1e-6));
        layer.eval();
        Assert.True(layer.call(ones(2, 2)).eq(1).all().item<bool>());
        Assert.Throws<ArgumentOutOfRangeException>(() => new StochasticDepth(1));
    }

    [Theory]
    [InlineData(4, 0, 1)]
    [InlineData(5, 1, 1)]
    [InlineData(64, 0, 1)]
    public void Same_padding_fills_the_far_side_first(int size, int near, int far)
    {
        using var scope = NewDisposeScope();
        var y = new SamePadding(3, 2).call(ones(1, 1, size, 7))[0, 0, .., 3].data<float>().ToArray();
        Assert.Equal([.. Enumerable.Repeat(0f, near), .. Enumerable.Repeat(1f, size), .. Enumerable.Repeat(0f, far)], y);
    }

    [Fact]
    public void Normalising_subtracts_divides_and_reverses()
    {
        using var scope = NewDisposeScope();
        using var layer = new Normalize([0.1, 0.2, 0.3], [1, 2, 4], reversesChannels: true);
        Assert.Empty(layer.state_dict());
        var y = layer.call(ones(1, 3, 1, 1)).data<float>().ToArray();
        Assert.Equal([0.7f / 4, 0.8f / 2, 0.9f], y, (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Throws<ArgumentException>(() => new Normalize([0], [1]));
        Assert.Throws<ArgumentException>(() => new Normalize([0, 0, 0], [1, 0, 1]));
    }
}

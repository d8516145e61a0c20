using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace ImageNotebooks.Tests;

public class ExplainTests
{
    /// <summary>A convolution, ReLU in place, batch normalisation, the mean of each map and a dense layer: of such a network Grad-CAM is known (Zhou et al. 2016).</summary>
    private sealed class Pooled : nn.Module<Tensor, Tensor>
    {
        public readonly Conv2d conv = nn.Conv2d(3, 6, 3, padding: 1);
        public readonly BatchNorm2d bn = nn.BatchNorm2d(6);
        public readonly Dropout dropout = nn.Dropout(0.5);
        public readonly Linear dense = nn.Linear(6, 4), unused = nn.Linear(6, 4);

        public Pooled() : base(nameof(Pooled)) => RegisterComponents();

        public override Tensor forward(Tensor x)
        {
            using var scope = NewDisposeScope();
            return dense.call(dropout.call(bn.call(relu(conv.call(x), inplace: true)).mean([2, 3]))).MoveToOuterDisposeScope();
        }
    }

    /// <summary>The logits 0 and 20 (mean of the pixels of the left upper corner - 0.5).</summary>
    private sealed class Corner : nn.Module<Tensor, Tensor>
    {
        public Corner() : base(nameof(Corner))
        {
        }

        public override Tensor forward(Tensor x)
        {
            using var scope = NewDisposeScope();
            var seen = x[TensorIndex.Colon, TensorIndex.Colon, TensorIndex.Slice(0, 4), TensorIndex.Slice(0, 4)].mean([1, 2, 3]);
            return stack([zeros_like(seen), 20 * (seen - 0.5)], 1).MoveToOuterDisposeScope();
        }
    }

    [Fact]
    public void Grad_cam_of_pooled_maps_is_their_sum_by_the_dense_weights()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var network = new Pooled();
        var images = rand(3, 3, 8, 8);
        using (no_grad()) network.dense.weight[2].abs_();
        var labels = tensor([2L, 0L, 2L]);
        var heat = Explain.GradCam(network, images, labels, "bn");

        network.eval();
        using var still = no_grad();
        var maps = network.bn.call(relu(network.conv.call(images)));
        var expected = relu((network.dense.weight[labels][TensorIndex.Ellipsis, TensorIndex.None, TensorIndex.None] * maps).sum([1]));
        expected /= expected.amax([1, 2], keepdim: true).clamp_min(1e-12);
        Assert.True(heat.allclose(expected, rtol: 1e-4, atol: 1e-6));
        Assert.Equal((0f, 1f), (heat.min().item<float>(), heat.max().item<float>()));
    }

    [Fact]
    public void Grad_cam_explains_the_surest_class_by_the_last_maps_unless_told_otherwise()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        var network = new Pooled();
        var images = rand(2, 3, 8, 8);
        network.eval();
        var surest = network.call(images).argmax(1);
        Assert.Equal(Explain.GradCam(network, images, surest, "bn"), Explain.GradCam(network, images));
    }

    [Fact]
    public void Grad_cam_spreads_small_maps_over_the_image()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var network = nn.Sequential(("conv", nn.Conv2d(3, 4, 3, stride: 2)), ("pool", nn.AdaptiveAvgPool2d(1)), ("flat", nn.Flatten()), ("dense", nn.Linear(4, 2)));
        Assert.Equal([2L, 12L, 20L], Explain.GradCam(network, rand(2, 3, 12, 20)).shape);
    }

    [Fact]
    public void The_network_stays_as_it_was()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        var network = new Pooled();
        network.bn.eval();
        foreach (var parameter in network.parameters()) parameter.requires_grad = false;
        var images = rand(2, 3, 8, 8);
        var average = network.bn.running_mean!.clone();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        foreach (var heat in new[] { Explain.GradCam(network, images), Explain.Occlusion(network, images), Explain.Activations(network, "conv", images) }) heat.Dispose();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.True(network.training && network.dropout.training && !network.bn.training);
        Assert.Equal(average, network.bn.running_mean);
        Assert.All(network.parameters(), parameter => Assert.True(parameter.grad is null));
        Assert.False(images.requires_grad);

        var failed = Assert.Throws<ArgumentException>(() => Explain.Activations(network, "unused", images));
        Assert.Contains("did not call it", failed.Message);
        Assert.True(network.training);
    }

    [Fact]
    public void Activations_are_the_layers_own_even_where_the_next_layer_works_in_place()
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        var network = new Pooled();
        var images = rand(2, 3, 8, 8);
        var maps = Explain.Activations(network, "conv", images);
        using var still = no_grad();
        Assert.Equal(network.conv.call(images), maps);
        Assert.True(maps.min().item<float>() < 0);
        Assert.False(maps.requires_grad);
    }

    [Theory]
    [InlineData(4, 4)]
    [InlineData(5, 3)]
    public void Occlusion_is_the_mean_fall_over_the_squares_that_cover_a_pixel(int size, int stride)
    {
        using var scope = NewDisposeScope();
        manual_seed(6);
        var (network, images) = (new Corner(), rand(2, 1, 12, 10));
        var heat = Explain.Occlusion(network, images, tensor([1L, 0L]), size, stride, fill: 0.25);

        double Sure(Tensor image, int c) => softmax(network.call(image.unsqueeze(0))[0], 0)[c].item<float>();
        int[] Starts(int side) => [.. Enumerable.Range(0, side).Where(at => at < side - size && at % stride == 0).Append(side - size)];
        for (var n = 0; n < 2; n++)
        {
            var (sum, count) = (new double[12, 10], new int[12, 10]);
            foreach (var top in Starts(12))
            {
                foreach (var left in Starts(10))
                {
                    var covered = images[n].clone();
                    covered[0, TensorIndex.Slice(top, top + size), TensorIndex.Slice(left, left + size)] = 0.25f;
                    var fall = Sure(images[n], 1 - n) - Sure(covered, 1 - n);
                    for (var y = top; y < top + size; y++)
                        for (var x = left; x < left + size; x++)
                            (sum[y, x], count[y, x]) = (sum[y, x] + fall, count[y, x] + 1);
                }
            }
            for (var y = 0; y < 12; y++)
                for (var x = 0; x < 10; x++)
                    Assert.Equal(sum[y, x] / count[y, x], heat[n, y, x].item<float>(), 1e-5);
        }
        Assert.Equal(0, heat[0, 11, 9].item<float>());
    }

    [Fact]
    public void What_cannot_be_explained_is_said_in_a_sentence()
    {
        using var scope = NewDisposeScope();
        var network = new Pooled();
        var images = rand(2, 3, 8, 8);
        string Said(Func<Tensor> explain) => Assert.ThrowsAny<ArgumentException>(explain).Message;
        Assert.Contains("has no layer 'conv7'; it has conv, bn, dropout, dense, unused", Said(() => Explain.GradCam(network, images, layer: "conv7")));
        Assert.Contains("name a layer before the head", Said(() => Explain.GradCam(network, images, layer: "dense")));
        Assert.Contains("no class 4", Said(() => Explain.GradCam(network, images, tensor([0L, 4L]))));
        Assert.Contains("int64 [2]", Said(() => Explain.Occlusion(network, images, tensor([0L]))));
        Assert.Contains("float [N, C, H, W]", Said(() => Explain.GradCam(network, images[0])));
        Assert.Contains("side of 1 to 8", Said(() => Explain.Occlusion(network, images, size: 9)));
        Assert.Contains("moves by 1 to 4", Said(() => Explain.Occlusion(network, images, size: 4, stride: 5)));
        Assert.Contains("gives maps of more than one place", Said(() => Explain.GradCam(nn.Sequential(nn.Flatten(), nn.Linear(192, 2)), images)));
        Assert.Contains("[2, 3, 8, 8]; one logit a class is needed", Said(() => Explain.GradCam(nn.Sequential(nn.ReLU()), images)));
    }

    [Fact]
    public void Heat_is_vermilion_where_it_is_positive_and_blue_where_it_is_negative()
    {
        using var scope = NewDisposeScope();
        var grey = new Picture([100, 100, 100, 100], 4, 1, channels: 1);
        var picture = Plots.Heat(grey, tensor(new[] { 2f, -2f, 0f, 1f }, [1, 4]), opacity: 1);
        Assert.Equal([0xD5, 0x5E, 0, 0, 0x72, 0xB2, 100, 100, 100, 156, 97, 50], picture.Pixels.ToArray());
        Assert.Equal(100, Plots.Heat(grey, zeros(1, 4)).Pixels[0]);
        Assert.Contains("should be [1, 4]", Assert.Throws<ArgumentException>(() => Plots.Heat(grey, zeros(4, 1))).Message);
        Assert.Contains("no numbers", Assert.Throws<ArgumentException>(() => Plots.Heat(grey, full([1, 4], double.NaN))).Message);
    }
}

using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace StackContract;

/// <summary>
/// Operations on images with their channels last in memory, which SystemTorch does its own way, against the same operation where it does not.
/// </summary>
public class ChannelsLastTests
{
    public static TheoryData<long, long, long, long, long, bool> Poolings => new()
    {
        // channels, height, width, window's height and width, ceil_mode
        { 32, 8, 8, 2, 2, false },
        { 21, 9, 7, 2, 2, false },
        { 21, 9, 7, 2, 2, true },
        { 3, 10, 11, 3, 4, false },
        { 70, 10, 11, 3, 4, true },
        { 2, 5, 16, 5, 16, false },
        { 64, 64, 64, 2, 2, false }, // more than one thread takes at a time
    };

    [Theory]
    [MemberData(nameof(Poolings))]
    public void Max_pooling_takes_what_the_indices_say(long channels, long height, long width, long rows, long columns, bool ceil)
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        var x = ChannelsLast(randn(3, channels, height, width).mul(3).round());  // many equal numbers: the first of them is taken
        var (expected, gradient) = ValueAndGradient(x, t => F.max_pool2d_with_indices(t, [rows, columns], ceil_mode: ceil).output);
        var (actual, ours) = ValueAndGradient(x, t => F.max_pool2d(t, [rows, columns], ceil_mode: ceil));
        Bits.Same(expected, actual);
        Bits.Same(gradient, ours);
    }

    [Fact]
    public void Max_pooling_keeps_what_is_not_a_number_and_the_first_zero()
    {
        using var scope = NewDisposeScope();
        var x = ChannelsLast(tensor([1f, float.NaN, 2, 3, -0f, 0, 0, -0f, float.NegativeInfinity, float.NegativeInfinity, float.NegativeInfinity, float.NegativeInfinity], 3, 2, 2).unsqueeze(0));
        var (y, gradient) = ValueAndGradient(x, t => F.max_pool2d(t, 2));
        Assert.Equal([float.NaN, -0f, float.NegativeInfinity], y.to(float32).flatten().data<float>().ToArray());
        Assert.True(float.IsNegative(y.to(float32).flatten()[1].item<float>()));
        Assert.Equal([0f, 1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0], gradient.ne(0).to(float32).contiguous().flatten().data<float>().ToArray());
    }

    [Fact]
    public void Max_poolings_gradient_has_a_gradient()
    {
        using var scope = NewDisposeScope();
        manual_seed(6);
        var x = ChannelsLast(randn(2, 5, 7, 6));
        var weights = randn(2, 5, 4, 3).to(bfloat16);
        Tensor Twice(Func<Tensor, Tensor> pool)
        {
            var t = x.detach().requires_grad_(true);
            var first = autograd.grad([(pool(t).to(float32).pow(2) * weights).sum()], [t], retain_graph: true, create_graph: true)[0];
            first.to(float32).pow(2).sum().backward();
            return t.grad!.to(float32);
        }
        Bits.Same(Twice(t => F.max_pool2d_with_indices(t, [2, 2], ceil_mode: true).output), Twice(t => F.max_pool2d(t, 2, ceil_mode: true)));
    }

    public static TheoryData<long[]?, double[]?, bool> Resizings => new()
    {
        { [13, 31], null, false },
        { [13, 31], null, true },
        { [4, 3], null, false },
        { null, [4, 4], false },
        { null, [1.7, 2.3], false },
        { null, [1.7, 2.3], true },
    };

    [Theory]
    [MemberData(nameof(Resizings))]
    public void Bilinear_resizing_has_one_gradient_whatever_lies_beside_what_in_memory(long[]? size, double[]? scale, bool align)
    {
        using var scope = NewDisposeScope();
        manual_seed(8);
        var x = randn(2, 21, 7, 9);
        Tensor Resized(Tensor t) => F.interpolate(t, size, scale, InterpolationMode.Bilinear, align);
        var (value, gradient) = ValueAndGradient(x, Resized);
        var (last, lasts) = ValueAndGradient(x.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2), Resized);
        Assert.True(last.allclose(value, rtol: 1e-5, atol: 1e-5));
        Assert.True(lasts.allclose(gradient, rtol: 1e-5, atol: 1e-5));
    }

    [Fact]
    public void Behind_a_concatenation_a_bfloat16_image_is_resized_and_its_gradient_with_it()
    {
        using var scope = NewDisposeScope();
        manual_seed(9);
        var (x, other) = (ChannelsLast(randn(2, 3, 5, 6)), ChannelsLast(randn(2, 4, 20, 24)));
        Tensor Joined(Tensor t) => cat([F.interpolate(t, scale_factor: [4, 4], mode: InterpolationMode.Bilinear, align_corners: false), other.to(t.dtype)], 1);
        var (value, gradient) = ValueAndGradient(x.to(float32), Joined);
        var (half, halfs) = ValueAndGradient(x, Joined);
        Assert.Equal((bfloat16, bfloat16), (half.dtype, halfs.dtype));
        Assert.True(half.to(float32).allclose(value, rtol: 1 / 128.0, atol: 1 / 64.0));
        Assert.True(halfs.to(float32).allclose(gradient, rtol: 1 / 16.0, atol: 1 / 64.0));
    }

    [Fact]
    public void A_resized_image_that_is_changed_in_a_part_keeps_the_gradient_of_what_it_became()
    {
        using var scope = NewDisposeScope();
        var x = randn(2, 3, 3, 2).permute(0, 3, 1, 2).requires_grad_(true);
        var y = F.interpolate(x, [6, 6], mode: InterpolationMode.Bilinear, align_corners: false);
        y.select(1, 0).mul_(2);
        y.retain_grad();
        y.sum().backward();
        Assert.Equal(Enumerable.Repeat(1f, 2 * 2 * 36), y.grad!.contiguous().data<float>().ToArray());
        Assert.True(x.grad!.select(1, 0).allclose(full(2, 3, 3, 8f)));
        Assert.True(x.grad!.select(1, 1).allclose(full(2, 3, 3, 4f)));
    }

    // [N, C, H, W] in bfloat16, with the channels of a pixel beside each other in memory.
    private static Tensor ChannelsLast(Tensor images) => images.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2).to(bfloat16);

    // The operation's value, and its gradient for weights that differ everywhere.
    private static (Tensor Value, Tensor Gradient) ValueAndGradient(Tensor x, Func<Tensor, Tensor> operation)
    {
        var t = x.detach().requires_grad_(true);
        var y = operation(t);
        (y.to(float32) * arange(1, y.numel() + 1).view(y.shape).to(float32) / y.numel()).sum().backward();
        return (y.detach(), t.grad!);
    }
}

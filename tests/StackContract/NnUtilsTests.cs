using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace StackContract;

public class NnUtilsTests
{
    private readonly Parameter first = new(ones(3)), second = new(ones(2, 2)), still = new(ones(1));

    public NnUtilsTests() => ((first * 3).sum() - (second * 4).sum()).backward();

    // The squares are three 9 and four 16.
    [Theory]
    [InlineData(2, 9.5393920141694561)]
    [InlineData(1, 25)]
    [InlineData(double.PositiveInfinity, 4)]
    public void A_gradient_that_is_too_long_is_shortened(double type, double norm)
    {
        Assert.Equal(norm, nn.utils.clip_grad_norm_([first, second, still], 0.5, type), 6);
        Assert.Equal(3 * 0.5 / norm, first.grad![0].item<float>(), 5);
        Assert.Equal(-4 * 0.5 / norm, second.grad![1, 1].item<float>(), 5);
        Assert.Equal(0.5, nn.utils.clip_grad_norm_([first, second], 7, type), 5);
        Assert.Null(still.grad);
        Assert.Equal(0, nn.utils.clip_grad_norm_([still], 1));
    }

    [Fact]
    public void Gradients_are_held_within_a_value()
    {
        nn.utils.clip_grad_value_([first, second, still], 3.5);
        Assert.True(first.grad!.Equals(full(3, 3f)));
        Assert.True(second.grad!.Equals(full(2, 2, -3.5f)));
    }

    [Fact]
    public void Parameters_become_a_vector_and_a_vector_parameters()
    {
        using var vector = nn.utils.parameters_to_vector([first, second]);
        Assert.True(vector.Equals(ones(7)) && vector.requires_grad);
        nn.utils.vector_to_parameters(arange(7, dtype: ScalarType.Float32), [first, second]);
        Assert.True(first.Equals(tensor(new[] { 0f, 1, 2 })));
        Assert.True(second.Equals(tensor(new[] { 3f, 4, 5, 6 }).reshape(2, 2)) && second.requires_grad);
    }

    [Fact]
    public void A_normalisation_can_be_put_into_the_layer_before_it()
    {
        using var linear = NnCases.Fill(Linear(4, 3), ScalarType.Float64);
        using var norm = NnCases.Fill(BatchNorm1d(3, eps: 0.1), ScalarType.Float64);
        linear.eval();
        norm.eval();
        using var x = Golden.Wave([5, 4], 0.3, 1).to_type(ScalarType.Float64);
        using var fused = nn.utils.fuse_linear_bn_eval(linear, norm);
        Assert.True(norm.call(linear.call(x)).allclose(fused.call(x)));

        using var conv = NnCases.Fill(Conv2d(2, 3, 3, bias: false), ScalarType.Float64);
        using var after = NnCases.Fill(BatchNorm2d(3), ScalarType.Float64);
        after.eval();
        using var image = Golden.Wave([2, 2, 5, 4], 0.3, 1).to_type(ScalarType.Float64);
        var (weight, bias) = nn.utils.fuse_conv_bn_weights(conv.weight, null, after.running_mean!, after.running_var!, after.eps, after.weight, after.bias!);
        Assert.True(after.call(conv.call(image)).allclose(functional.conv2d(image, weight, bias)));
    }
}

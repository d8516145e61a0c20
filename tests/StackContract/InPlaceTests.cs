using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace StackContract;

public class InPlaceTests
{
    private static readonly Dictionary<string, Func<Tensor, bool, Tensor>> Functions = new()
    {
        ["relu"] = (x, inplace) => relu(x, inplace),
        ["relu6"] = (x, inplace) => relu6(x, inplace),
        ["leaky_relu"] = (x, inplace) => leaky_relu(x, 0.1, inplace),
        ["elu"] = (x, inplace) => elu(x, 1, inplace),
        ["silu"] = (x, inplace) => silu(x, inplace),
        ["hardsigmoid"] = (x, inplace) => hardsigmoid(x, inplace),
        ["hardswish"] = (x, inplace) => hardswish(x, inplace),
        ["celu"] = (x, inplace) => celu(x, 1.5, inplace),
        ["selu"] = (x, inplace) => selu(x, inplace),
        ["gelu"] = (x, inplace) => gelu(x, inplace),
        ["gelu_tanh"] = (x, inplace) => gelu(x, TorchSharp.Modules.GELU.Approximate.tanh, inplace),
        ["mish"] = (x, inplace) => mish(x, inplace),
        ["sigmoid"] = (x, inplace) => sigmoid(x, inplace),
        ["tanh"] = (x, inplace) => tanh(x, inplace),
        ["rrelu"] = (x, inplace) => rrelu(x, 0.1, 0.3, inplace),
        ["threshold"] = (x, inplace) => threshold(x, 0.5, -1, inplace),
        ["softsign"] = (x, inplace) => softsign(x, inplace),
        ["tanhshrink"] = (x, inplace) => tanhshrink(x, inplace),
        ["dropout"] = (x, inplace) => dropout(x, 0, true, inplace),
        ["dropout1d"] = (x, inplace) => dropout1d(x, 0, true, inplace),
        ["dropout2d"] = (x, inplace) => dropout2d(x, 0, true, inplace),
        ["alpha_dropout"] = (x, inplace) => alpha_dropout(x, 0, true, inplace),
    };

    // What these two need for their gradient is gone with the input, in TorchSharp.
    public static TheoryData<string> NamesWithGradients => [.. Functions.Keys.Where(name => name is not ("mish" or "softsign"))];

    [Theory]
    [MemberData(nameof(NamesWithGradients))]
    public void Gives_the_same_values_and_gradients_as_out_of_place(string name)
    {
        (Tensor y, Tensor grad) Run(bool inplace)
        {
            var x = Golden.Wave([4, 6], 0.7, 8).requires_grad_();
            var y = Functions[name](x * 1, inplace);
            (y * Golden.Wave([4, 6], 0.3, 1)).sum().backward();
            return (y, x.grad!);
        }
        var (outside, inside) = (Run(false), Run(true));
        Assert.True(outside.y.Equals(inside.y));
        Assert.True(outside.grad.allclose(inside.grad, 1e-6, 1e-7));
    }

    // TorchSharp 0.107 computes the in-place ELU out of place.
    public static TheoryData<string> NamesButElu => [.. Functions.Keys.Where(name => name != "elu")];

    [Theory]
    [MemberData(nameof(NamesButElu))]
    public void Changes_its_input_which_outlives_the_result(string name)
    {
        var x = Golden.Wave([4, 6], 0.7, 8);
        using var expected = Functions[name](x, false);
        Functions[name](x, true).Dispose();
        Assert.True(x.Equals(expected));
    }

    [Fact]
    public void A_sequence_that_begins_in_place_leaves_its_input_alive()
    {
        using var layers = nn.Sequential(nn.ReLU(inplace: true), nn.Flatten());
        var x = ones(2, 3);
        layers.call(x).Dispose();
        Assert.Equal(6f, x.sum().item<float>());
    }

    [Fact]
    public void Moving_out_of_a_scope_leaves_what_the_scope_does_not_own()
    {
        var mine = ones(2);
        using (NewDisposeScope())
        {
            using var inner = NewDisposeScope();
            inner.MoveToOuter(mine);
        }
        Assert.False(mine.IsInvalid);
    }
}

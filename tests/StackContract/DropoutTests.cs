using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace StackContract;

/// <summary>Dropout multiplies by numbers of bernoulli_ over the share that it keeps, drawn in the order of memory.</summary>
public class DropoutTests
{
    // The words that an element's number is made of lie anywhere in the generator's state: at its start, after an odd number, across its end.
    private static readonly long[] Ahead = [0, 1, 310, 623, 624];

    private static readonly Dictionary<string, Func<Tensor>> Inputs = new()
    {
        ["one element"] = () => randn(1),
        ["a scalar"] = () => randn([]),
        ["a line"] = () => randn(1000),
        ["longer than what is drawn at once"] = () => randn(3, 2777),
        ["images"] = () => randn(2, 3, 5, 7),
        ["channels last"] = () => randn(2, 5, 7, 3).permute(0, 3, 1, 2),
        ["transposed"] = () => randn(33, 17).t(),
        ["every second"] = () => randn(8, 30)[TensorIndex.Colon, TensorIndex.Slice(null, null, 2)],
        ["expanded"] = () => randn(1, 9).expand(4, 9),
        ["double"] = () => randn(700, dtype: float64),
        ["bfloat16"] = () => randn(40, 30).to(bfloat16),
        ["with infinities"] = () => full(50, float.PositiveInfinity),
    };

    public static TheoryData<string> InputNames => [.. Inputs.Keys];

    [Theory]
    [MemberData(nameof(InputNames))]
    public void It_is_bernoullis_noise_and_the_generator_stands_where_that_leaves_it(string name)
    {
        using var scope = NewDisposeScope();
        foreach (var ahead in Ahead)
        {
            foreach (var p in new[] { 0.2, 0.5, 1.0 / 3, 0.999 })
            {
                var x = Inputs[name]();
                Tensor Seeded(Func<Tensor> draw)
                {
                    manual_seed(7);
                    rand(ahead);
                    return draw();
                }
                var expected = Seeded(() => x * empty_like(x).bernoulli_(1 - p).div_(1 - p));
                var after = rand(5);
                Bits.Same(expected, Seeded(() => functional.dropout(x, p)));
                Bits.Same(after, rand(5));
                Bits.Same(expected, Seeded(() => functional.dropout(x.clone(), p, inplace: true)));
                Bits.Same(after, rand(5));
            }
        }
    }

    [Fact]
    public void The_gradient_passes_where_the_element_did()
    {
        using var scope = NewDisposeScope();
        var x = ones(100, requires_grad: true);
        var y = functional.dropout(x, 0.4);
        y.sum().backward();
        Bits.Same(y.detach(), x.grad!);
        Assert.Equal([0f, (float)(1 / 0.6)], y.detach().unique().output.data<float>().ToArray().Order());
    }

    [Fact]
    public void A_leaf_that_wants_a_gradient_is_not_changed_in_place() =>
        Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => functional.dropout(ones(3, requires_grad: true), 0.5, inplace: true));

    [Fact]
    public void It_keeps_the_share_that_it_is_told_to()
    {
        manual_seed(3);
        using var kept = functional.dropout(ones(1_000_000), 0.3).count_nonzero();
        Assert.InRange(kept.item<long>(), 700_000 - 2_300, 700_000 + 2_300);  // five standard deviations
    }
}

using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace SystemTorch.Tests;

/// <summary>What a function makes on its way is gone when it returns.</summary>
public class NnLifetimeTests
{
    private static readonly Tensor X = randn(2, 3, 4, 4), Rows = randn(4, 3), Others = randn(4, 3);
    private static readonly Module<Tensor, Tensor> Deep = Sequential(Conv2d(3, 4, 3, padding: 1, padding_mode: PaddingModes.Reflect), BatchNorm2d(4), ReLU(inplace: true), Flatten(), Linear(64, 2));
    private static readonly Module<Tensor, Tensor> Unbatched = InstanceNorm1d(4), Bounded = Embedding(5, 3, max_norm: 1);
    private static readonly TorchSharp.Modules.MultiheadAttention Attention = MultiheadAttention(3, 1);

    private static readonly Dictionary<string, Action> Calls = new()
    {
        ["sequential"] = () => Deep.call(X).Dispose(),
        ["instance norm without a batch"] = () => Unbatched.call(Rows).Dispose(),
        ["embedding of bounded rows"] = () => One(tensor(new[] { 1L, 2 }), t => Bounded.call(t)),
        ["softmin"] = () => F.softmin(X, 1).Dispose(),
        ["softsign"] = () => F.softsign(X).Dispose(),
        ["tanhshrink"] = () => F.tanhshrink(X).Dispose(),
        ["relu in place"] = () => F.relu(X, inplace: true).Dispose(),
        ["adaptive max pooling"] = () => F.adaptive_max_pool2d(X, [2, 2]).Dispose(),
        ["gaussian loss"] = () => One(ones(4, 3), variance => F.gaussian_nll_loss(Rows, Others, variance, full: true)),
        ["triplet loss"] = () => F.triplet_margin_with_distance_loss(Rows, Others, Rows, swap: true).Dispose(),
        ["scaled attention"] = () => F.scaled_dot_product_attention(X, X, X, is_casual: true).Dispose(),
        ["unpooling without a batch"] = () =>
        {
            var (values, indices) = F.max_pool1d_with_indices(Rows, 3);
            F.max_unpool1d(values, indices, 3).Dispose();
            values.Dispose();
            indices.Dispose();
        },
        ["attention with a mask"] = () =>
        {
            using var hidden = zeros(4, 4, ScalarType.Bool);
            using var q = Rows.unsqueeze(1);
            var (output, weights) = Attention.call(q, q, q, attn_mask: hidden);
            output.Dispose();
            weights.Dispose();
        },
        ["clipping"] = () => nn.utils.clip_grad_norm_(Deep.parameters(), 1),
        ["fusing"] = () =>
        {
            using TorchSharp.Modules.Linear linear = Linear(3, 2);
            using TorchSharp.Modules.BatchNorm1d norm = BatchNorm1d(2);
            linear.eval();
            norm.eval();
            nn.utils.fuse_linear_bn_eval(linear, norm).Dispose();
        },
        ["saving and loading"] = () =>
        {
            using var file = new MemoryStream();
            Deep.save(file);
            Deep.load(new MemoryStream(file.ToArray()));
        },
    };

    public static TheoryData<string> Names => [.. Calls.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Leaves_no_tensor_behind(string name)
    {
        Calls[name]();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = Tensor.TotalCount;
        Calls[name]();
        Assert.Equal(before, Tensor.TotalCount);
    }

    private static void One(Tensor input, Func<Tensor, Tensor> call)
    {
        call(input).Dispose();
        input.Dispose();
    }
}

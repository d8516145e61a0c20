using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace StackContract;

public class FunctionTests
{
    private static readonly Golden Expected = Golden.Read("torch_basics.json");

    private static readonly Tensor X = Golden.Wave([2, 3, 5, 7], 0.13, 1), Weight = Golden.Wave([4, 3, 3, 3], 0.7, 0.3), Bias = Golden.Wave([4], 0.5, 0.1);
    private static readonly Tensor Logits = Golden.Wave([6, 4], 0.41, 2), Target = tensor(new long[] { 0, 3, 1, 2, 2, 0 }), Binary = Golden.Wave([6, 4], 1.7, 1).gt(0).to_type(ScalarType.Float32);

    private static readonly Dictionary<string, Func<Tensor>> Functions = new()
    {
        ["conv2d_stride2_pad1"] = () => conv2d(X, Weight, Bias, strides: [2, 2], padding: [1, 1]),
        ["conv2d_dilation2"] = () => conv2d(X, Weight, Bias, padding: [2, 2], dilation: [2, 2]),
        ["conv2d_same"] = SameConvolution,
        ["max_pool2d"] = () => max_pool2d(X, 2),
        ["max_pool2d_ceil"] = () => max_pool2d(X, 2, ceil_mode: true),
        ["avg_pool2d"] = () => avg_pool2d(X, 3, stride: 2, padding: 1),
        ["adaptive_avg_pool2d"] = () => adaptive_avg_pool2d(X, (2, 3)),
        ["batch_norm"] = () => batch_norm(X, null, null, training: true),
        ["leaky_relu"] = () => leaky_relu(X, 0.2),
        ["silu"] = () => silu(X),
        ["gelu"] = () => gelu(X),
        ["hardswish"] = () => hardswish(X * 4),
        ["softmax"] = () => softmax(Logits, 1),
        ["log_softmax"] = () => log_softmax(Logits, 1),
        ["cross_entropy"] = () => cross_entropy(Logits, Target),
        ["cross_entropy_smooth"] = () => cross_entropy(Logits, Target, label_smoothing: 0.1),
        ["cross_entropy_weighted"] = () => cross_entropy(Logits, Target, tensor(new[] { 1f, 2, 0.5f, 3 })),
        ["bce_with_logits"] = () => binary_cross_entropy_with_logits(Logits, Binary),
        ["mse"] = () => mse_loss(Logits, Binary),
        ["bilinear"] = () => interpolate(X, size: [8, 4], mode: InterpolationMode.Bilinear, align_corners: false),
        ["reflect"] = () => pad(X, [1, 2, 2, 1], PaddingModes.Reflect),
        ["one_hot"] = () => one_hot(Target, 4),
    };

    public static TheoryData<string> Names => [.. Functions.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Gives_what_PyTorch_gives(string name) => Golden.AssertClose(Expected["functions", name], Functions[name]());

    private static Tensor SameConvolution()
    {
        var layer = nn.Conv2d(3, 4, 2, Padding.Same);
        using (no_grad())
        {
            layer.weight.copy_(Weight[.., .., TensorIndex.Slice(0, 2), TensorIndex.Slice(0, 2)]);
            layer.bias!.copy_(Bias);
        }
        return layer.call(X);
    }
}

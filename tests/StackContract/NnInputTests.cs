using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace StackContract;

/// <summary>What modules and functions do with inputs that are wrong, or that are empty.</summary>
public class NnInputTests
{
    private static readonly Dictionary<string, (Type exception, Action action)> Wrong = new()
    {
        ["linear: features"] = (typeof(ExternalException), () => Linear(3, 1).call(ones(1, 2))),
        ["linear: a tensor that was disposed of"] = (typeof(InvalidOperationException), () => Linear(3, 1).call(Disposed())),
        ["linear: type"] = (typeof(ExternalException), () => Linear(3, 1).call(ones(1, 3, dtype: ScalarType.Float64))),
        ["conv2d: null"] = (typeof(NullReferenceException), () => Conv2d(3, 1, 3).call(null!)),
        ["conv2d: channels"] = (typeof(ArgumentException), () => Conv2d(3, 1, 3).call(ones(1, 2, 5, 5))),
        ["conv2d: dimensions"] = (typeof(ArgumentException), () => Conv2d(3, 1, 3).call(ones(3, 5))),
        ["conv2d: too small"] = (typeof(ExternalException), () => Conv2d(1, 1, 5).call(ones(1, 1, 3, 3))),
        ["conv2d: same with a stride"] = (typeof(ArgumentException), () => Conv2d(1, 1, 3, Padding.Same, stride: 2)),
        ["conv2d: three strides"] = (typeof(ExternalException), () => F.conv2d(ones(1, 1, 5, 5), ones(1, 1, 2, 2), strides: [1, 2, 3])),
        ["conv_transpose2d: padding mode"] = (typeof(ArgumentException), () => ConvTranspose2d(1, 1, 3, padding_mode: PaddingModes.Reflect)),
        ["conv_transpose2d: channels"] = (typeof(ArgumentException), () => ConvTranspose2d(3, 1, 3).call(ones(1, 2, 5, 5))),
        ["conv_transpose2d: output size"] = (typeof(ArgumentException), () => ConvTranspose2d(1, 1, 3, stride: 2).forward(ones(1, 1, 4, 4), [19, 10])),
        ["conv_transpose2d: output size's length"] = (typeof(ArgumentException), () => ConvTranspose2d(1, 1, 3, stride: 2).forward(ones(1, 1, 4, 4), [9])),
        ["batch_norm1d: dimensions"] = (typeof(ArgumentException), () => BatchNorm1d(3).call(ones(1, 3, 2, 2))),
        ["batch_norm2d: dimensions"] = (typeof(ArgumentException), () => BatchNorm2d(3).call(ones(1, 3))),
        ["batch_norm2d: channels"] = (typeof(ExternalException), () => BatchNorm2d(3).call(ones(1, 4, 2, 2))),
        ["batch_norm3d: dimensions"] = (typeof(ArgumentException), () => BatchNorm3d(3).call(ones(1, 3, 2, 2))),
        ["instance_norm2d: channels"] = (typeof(ArgumentException), () => InstanceNorm2d(3).call(ones(1, 4, 2, 2))),
        ["group_norm: dimensions"] = (typeof(ArgumentException), () => GroupNorm(1, 3).call(ones(2, 3))),
        ["group_norm: groups"] = (typeof(ExternalException), () => GroupNorm(2, 3).call(ones(2, 3, 2))),
        ["layer_norm: shape"] = (typeof(ExternalException), () => LayerNorm(4).call(ones(2, 3))),
        ["local_response_norm: dimensions"] = (typeof(ArgumentException), () => LocalResponseNorm(2).call(ones(2, 3))),
        ["dropout: probability"] = (typeof(ExternalException), () => Dropout(1.5).call(ones(3))),
        ["dropout1d: dimensions"] = (typeof(ArgumentException), () => Dropout1d().call(ones(3, 2))),
        ["embedding: a row that is not there"] = (typeof(ExternalException), () => Embedding(5, 3).call(tensor(new[] { 7L }))),
        ["embedding: padding"] = (typeof(ExternalException), () => Embedding(5, 3, padding_idx: 5)),
        ["attention: heads"] = (typeof(ExternalException), () => MultiheadAttention(5, 2)),
        ["attention: causal and masked"] = (typeof(ArgumentException), () => F.scaled_dot_product_attention(ones(1, 3, 2), ones(1, 3, 2), ones(1, 3, 2), ones(3, 3), is_casual: true)),
        ["max_pool2d: too small"] = (typeof(ExternalException), () => MaxPool2d(4).call(ones(1, 1, 2, 2))),
        ["max_pool2d: dimensions"] = (typeof(ExternalException), () => MaxPool2d(2).call(ones(2, 2))),
        ["max_pool2d: three sizes"] = (typeof(ExternalException), () => F.max_pool2d(ones(1, 1, 5, 5), [2, 2, 2])),
        ["adaptive_avg_pool2d: one size"] = (typeof(ExternalException), () => F.adaptive_avg_pool2d(ones(1, 1, 5, 5), [2])),
        ["max_unpool2d: type of indices"] = (typeof(ExternalException), () => MaxUnpool2d(2).call(ones(1, 1, 2, 2), ones(1, 1, 2, 2))),
        ["pixel_shuffle: channels"] = (typeof(ExternalException), () => PixelShuffle(2).call(ones(1, 3, 2, 2))),
        ["channel_shuffle: groups"] = (typeof(ExternalException), () => ChannelShuffle(2).call(ones(1, 3, 2, 2))),
        ["unflatten: sizes"] = (typeof(ExternalException), () => Unflatten(1, [2, 2]).call(ones(1, 3))),
        ["reflection_pad2d: too wide"] = (typeof(ExternalException), () => ReflectionPad2d(5).call(ones(1, 1, 4, 4))),
        ["pad: an odd count"] = (typeof(ExternalException), () => F.pad(ones(1, 1, 4, 4), [1L, 2, 3])),
        ["interpolate: nothing"] = (typeof(ExternalException), () => F.interpolate(ones(1, 1, 4, 4))),
        ["interpolate: size and factor"] = (typeof(ExternalException), () => F.interpolate(ones(1, 1, 4, 4), size: [2, 2], scale_factor: [2, 2])),
        ["interpolate: one size"] = (typeof(ExternalException), () => F.interpolate(ones(1, 1, 4, 4), size: [2], mode: InterpolationMode.Bilinear, align_corners: false)),
        ["interpolate: one factor"] = (typeof(ExternalException), () => F.interpolate(ones(1, 1, 4, 4), scale_factor: [2])),
        ["interpolate: corners"] = (typeof(ExternalException), () => F.interpolate(ones(1, 1, 4, 4), size: [2, 2], align_corners: true)),
        ["interpolate: antialias"] = (typeof(ExternalException), () => F.interpolate(ones(1, 1, 4, 4), size: [2, 2], antialias: true)),
        ["grid_sample: grid"] = (typeof(ExternalException), () => F.grid_sample(ones(1, 1, 4, 4), ones(1, 2, 2, 3))),
        ["affine_grid: theta"] = (typeof(ExternalException), () => F.affine_grid(ones(1, 2, 2), [1, 1, 2, 2])),
        ["one_hot: type"] = (typeof(ArgumentException), () => F.one_hot(ones(3, dtype: ScalarType.Int32))),
        ["one_hot: a class that is not there"] = (typeof(ExternalException), () => F.one_hot(tensor(new[] { 3L }), 2)),
        ["cross_entropy: batch"] = (typeof(ExternalException), () => CrossEntropyLoss().call(ones(2, 3), ones(3, dtype: ScalarType.Int64))),
        ["cross_entropy: a class that is not there"] = (typeof(ExternalException), () => F.cross_entropy(ones(2, 3), tensor(new[] { 1L, 7 }))),
        ["cross_entropy: weights"] = (typeof(ExternalException), () => F.cross_entropy(ones(2, 3), tensor(new[] { 1L, 2 }), ones(2))),
        ["bce: shapes"] = (typeof(ExternalException), () => BCELoss().call(ones(2, 3), ones(2))),
        ["bce_with_logits: shapes"] = (typeof(ExternalException), () => BCEWithLogitsLoss().call(ones(2, 3), ones(2))),
        ["mse: shapes"] = (typeof(ExternalException), () => MSELoss().call(ones(2, 3), ones(2, 2))),
        ["gaussian: a negative variance"] = (typeof(ArgumentException), () => GaussianNLLLoss().call(ones(2, 3), ones(2, 3), ones(2, 3) * -1)),
        ["parameter: type"] = (typeof(ExternalException), () => _ = new Parameter(ones(2, dtype: ScalarType.Int64))),
        ["parameter: null"] = (typeof(NullReferenceException), () => _ = new Parameter(null!)),
        ["init: one dimension"] = (typeof(ExternalException), () => init.kaiming_uniform_(ones(3))),
        ["init: fans"] = (typeof(ArgumentException), () => init.CalculateFanInAndFanOut(ones(3))),
        ["init: dirac"] = (typeof(ExternalException), () => init.dirac_(ones(3, 3))),
        ["init: eye"] = (typeof(ExternalException), () => init.eye_(ones(3))),
        ["utils: a short vector"] = (typeof(ExternalException), () => nn.utils.vector_to_parameters(ones(2), [new Parameter(ones(3))])),
        ["utils: fusing in training"] = (typeof(InvalidOperationException), () => nn.utils.fuse_linear_bn_eval(Linear(2, 2), BatchNorm1d(2))),
    };

    private static readonly Dictionary<string, (Func<Module<Tensor, Tensor>> module, long[] input, long[] output)> Empty = new()
    {
        ["linear"] = (() => Linear(3, 2), [0, 3], [0, 2]),
        ["conv1d"] = (() => Conv1d(3, 2, 3), [0, 3, 8], [0, 2, 6]),
        ["conv2d"] = (() => Conv2d(3, 2, 3), [0, 3, 8, 7], [0, 2, 6, 5]),
        ["conv2d_reflect"] = (() => Conv2d(3, 2, 3, padding: 1, padding_mode: PaddingModes.Reflect), [0, 3, 8, 7], [0, 2, 8, 7]),
        ["conv_transpose2d"] = (() => ConvTranspose2d(3, 2, 2, stride: 2), [0, 3, 4, 5], [0, 2, 8, 10]),
        ["batch_norm2d"] = (() => BatchNorm2d(3), [0, 3, 4, 5], [0, 3, 4, 5]),
        ["layer_norm"] = (() => LayerNorm(5), [0, 3, 5], [0, 3, 5]),
        ["group_norm"] = (() => GroupNorm(1, 3), [0, 3, 5], [0, 3, 5]),
        ["max_pool2d"] = (() => MaxPool2d(2), [0, 3, 4, 6], [0, 3, 2, 3]),
        ["avg_pool2d"] = (() => AvgPool2d(2), [0, 3, 4, 6], [0, 3, 2, 3]),
        ["adaptive_avg_pool2d"] = (() => AdaptiveAvgPool2d(1), [0, 3, 4, 6], [0, 3, 1, 1]),
        ["adaptive_max_pool2d"] = (() => AdaptiveMaxPool2d([1, 2]), [0, 3, 4, 6], [0, 3, 1, 2]),
        ["relu"] = (() => ReLU(), [0, 3], [0, 3]),
        ["softmax"] = (() => Softmax(1), [0, 3], [0, 3]),
        ["dropout"] = (() => Dropout(), [0, 3], [0, 3]),
        ["flatten"] = (() => Flatten(), [0, 3, 2], [0, 6]),
        ["upsample"] = (() => Upsample(scale_factor: [2, 2]), [0, 3, 2, 2], [0, 3, 4, 4]),
        ["zero_pad2d"] = (() => ZeroPad2d(1), [0, 3, 2, 2], [0, 3, 4, 4]),
        ["sequential"] = (() => Sequential(Conv2d(3, 2, 3), BatchNorm2d(2), ReLU(), MaxPool2d(2), Flatten(), Linear(8, 4)), [0, 3, 6, 6], [0, 4]),
    };

    public static TheoryData<string> WrongNames => [.. Wrong.Keys];

    public static TheoryData<string> EmptyNames => [.. Empty.Keys];

    [Theory]
    [MemberData(nameof(WrongNames))]
    public void What_is_wrong_is_refused(string name) => Assert.Throws(Wrong[name].exception, Wrong[name].action);

    [Theory]
    [MemberData(nameof(EmptyNames))]
    public void A_batch_of_none_gives_a_batch_of_none(string name)
    {
        using var module = Empty[name].module();
        using var x = zeros(Empty[name].input, requires_grad: true);
        using var y = module.call(x);
        Assert.Equal(Empty[name].output, y.shape);
        y.sum().backward();
        Assert.Equal(Empty[name].input, x.grad!.shape);
    }

    private static Tensor Disposed()
    {
        var t = ones(1, 3);
        t.Dispose();
        return t;
    }
}

using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace StackContract;

/// <summary>Every module with the same weights on the same input: output, gradients and running averages are PyTorch's.</summary>
public class NnModuleTests
{
    private static readonly NnCases Cases = NnCases.Read("nn_modules.json");

    // Named and in the order of tests/golden/nn_modules.py.
    private static readonly Dictionary<string, Func<Module>> Modules = new()
    {
        ["linear"] = () => Linear(6, 5),
        ["linear_no_bias"] = () => Linear(6, 5, hasBias: false),
        ["bilinear"] = () => Bilinear(3, 4, 2),
        ["conv1d"] = () => Conv1d(4, 6, 3, stride: 2, padding: 1, dilation: 2, groups: 2),
        ["conv1d_same"] = () => Conv1d(4, 3, 4, Padding.Same),
        ["conv1d_circular"] = () => Conv1d(4, 3, 3, padding: 2, padding_mode: PaddingModes.Circular),
        ["conv1d_unbatched"] = () => Conv1d(4, 3, 3),
        ["conv2d"] = () => Conv2d(4, 5, 3),
        ["conv2d_uneven"] = () => Conv2d(4, 5, (3, 2), stride: (2, 1), padding: (1, 2), dilation: (1, 2)),
        ["conv2d_groups"] = () => Conv2d(4, 6, 3, groups: 2, bias: false),
        ["conv2d_depthwise"] = () => Conv2d(4, 8, 3, padding: 1, groups: 4),
        ["conv2d_same"] = () => Conv2d(4, 3, (2, 5), Padding.Same, dilation: (2, 1)),
        ["conv2d_valid"] = () => Conv2d(4, 3, (2, 5), Padding.Valid, stride: (2, 2)),
        ["conv2d_reflect"] = () => Conv2d(4, 3, (3, 3), padding: (2, 1), padding_mode: PaddingModes.Reflect),
        ["conv2d_replicate"] = () => Conv2d(4, 3, (3, 3), stride: (2, 2), padding: (2, 1), padding_mode: PaddingModes.Replicate),
        ["conv2d_circular"] = () => Conv2d(4, 3, (3, 3), padding: (2, 1), padding_mode: PaddingModes.Circular),
        ["conv2d_same_reflect"] = () => Conv2d(4, 3, 4, Padding.Same, padding_mode: PaddingModes.Reflect),
        ["conv2d_unbatched"] = () => Conv2d(4, 3, 3),
        ["conv3d"] = () => Conv3d(4, 3, (1, 2, 3), stride: (1, 2, 1), padding: (0, 1, 1)),
        ["conv3d_same"] = () => Conv3d(4, 2, 3, Padding.Same, groups: 2),
        ["conv3d_replicate"] = () => Conv3d(4, 2, 3, padding: 1, padding_mode: PaddingModes.Replicate),
        ["conv_transpose1d"] = () => ConvTranspose1d(4, 6, 3, stride: 3, padding: 1, output_padding: 2, groups: 2),
        ["conv_transpose2d"] = () => ConvTranspose2d(4, 6, 3, stride: 2, padding: 1, output_padding: 1, groups: 2),
        ["conv_transpose2d_uneven"] = () => ConvTranspose2d(4, 3, (2, 3), stride: (1, 2), padding: (0, 1), dilation: (2, 1), bias: false),
        ["conv_transpose3d"] = () => ConvTranspose3d(4, 2, 2, stride: 2),
        ["batch_norm1d"] = () => BatchNorm1d(4),
        ["batch_norm1d_signal"] = () => BatchNorm1d(4, momentum: 0.3),
        ["batch_norm2d"] = () => BatchNorm2d(4),
        ["batch_norm2d_eval"] = () => BatchNorm2d(4, eps: 1e-3),
        ["batch_norm2d_plain"] = () => BatchNorm2d(4, affine: false, track_running_stats: false),
        ["batch_norm2d_plain_eval"] = () => BatchNorm2d(4, affine: false, track_running_stats: false),
        ["batch_norm3d"] = () => BatchNorm3d(4),
        ["instance_norm1d"] = () => InstanceNorm1d(4),
        ["instance_norm1d_unbatched"] = () => InstanceNorm1d(4, affine: true),
        ["instance_norm2d"] = () => InstanceNorm2d(4, affine: true),
        ["instance_norm2d_track"] = () => InstanceNorm2d(4, track_running_stats: true),
        ["instance_norm2d_track_eval"] = () => InstanceNorm2d(4, affine: true, track_running_stats: true),
        ["instance_norm3d"] = () => InstanceNorm3d(4),
        ["group_norm"] = () => GroupNorm(2, 4),
        ["group_norm_plain"] = () => GroupNorm(4, 4, eps: 1e-2, affine: false),
        ["layer_norm"] = () => LayerNorm(6),
        ["layer_norm_shape"] = () => LayerNorm([7, 6], eps: 1e-3),
        ["layer_norm_plain"] = () => LayerNorm([4, 11], elementwise_affine: false),
        ["local_response_norm"] = () => LocalResponseNorm(3, alpha: 0.5, beta: 0.6, k: 1.5),
        ["embedding"] = () => Embedding(6, 4),
        ["embedding_padding"] = () => Embedding(6, 4, padding_idx: -4),
        ["embedding_max_norm"] = () => Embedding(6, 4, max_norm: 0.5, norm_type: 1, scale_grad_by_freq: true),
        ["max_pool1d"] = () => MaxPool1d(3, stride: 2, padding: 1, dilation: 2),
        ["max_pool1d_ceil"] = () => MaxPool1d(4, ceil_mode: true),
        ["max_pool2d"] = () => MaxPool2d(2),
        ["max_pool2d_uneven"] = () => MaxPool2d((3, 2), stride: (2, 1), padding: (1, 0), dilation: (1, 2)),
        ["max_pool2d_ceil"] = () => MaxPool2d([3, 3], stride: [2, 2], ceil_mode: true),
        ["max_pool2d_unbatched"] = () => MaxPool2d(2),
        ["max_pool3d"] = () => MaxPool3d((1, 2, 2), padding: (0, 1, 1)),
        ["max_pool3d_ceil"] = () => MaxPool3d(2, ceil_mode: true),
        ["avg_pool1d"] = () => AvgPool1d(3, stride: 2, padding: 1, ceil_mode: true, count_include_pad: false),
        ["avg_pool2d"] = () => AvgPool2d(2),
        ["avg_pool2d_uneven"] = () => AvgPool2d((3, 2), stride: (2, 1), padding: (1, 0), ceil_mode: true),
        ["avg_pool2d_no_pad"] = () => AvgPool2d([3, 3], stride: [2, 2], padding: [1, 1], ceil_mode: true, count_include_pad: false),
        ["avg_pool2d_divisor"] = () => AvgPool2d(3, stride: 2, padding: 1, divisor_override: 5),
        ["avg_pool3d"] = () => AvgPool3d((1, 2, 2), padding: (0, 1, 1)),
        ["avg_pool3d_divisor"] = () => AvgPool3d(2, ceil_mode: true, divisor_override: 3),
        ["lp_pool1d"] = () => LPPool1d(2, 3, stride: 2),
        ["lp_pool2d"] = () => LPPool2d(1.5, [2, 3], ceil_mode: true),
        ["adaptive_avg_pool1d"] = () => AdaptiveAvgPool1d(4),
        ["adaptive_avg_pool2d"] = () => AdaptiveAvgPool2d((3, 5)),
        ["adaptive_avg_pool2d_one"] = () => AdaptiveAvgPool2d(1),
        ["adaptive_avg_pool3d"] = () => AdaptiveAvgPool3d((2, 3, 1)),
        ["adaptive_max_pool1d"] = () => AdaptiveMaxPool1d(4),
        ["adaptive_max_pool2d"] = () => AdaptiveMaxPool2d([3, 5]),
        ["relu"] = () => ReLU(),
        ["relu6"] = () => ReLU6(),
        ["leaky_relu"] = () => LeakyReLU(0.2),
        ["rrelu_eval"] = () => RReLU(0.1, 0.4),
        ["prelu"] = () => PReLU(1),
        ["prelu_channels"] = () => PReLU(4),
        ["elu"] = () => ELU(1.3),
        ["celu"] = () => CELU(1.3),
        ["selu"] = () => SELU(),
        ["gelu"] = () => GELU(),
        ["gelu_tanh"] = () => GELU(TorchSharp.Modules.GELU.Approximate.tanh),
        ["glu"] = () => GLU(),
        ["silu"] = () => SiLU(),
        ["mish"] = () => Mish(),
        ["sigmoid"] = () => Sigmoid(),
        ["log_sigmoid"] = () => LogSigmoid(),
        ["tanh"] = () => Tanh(),
        ["hardsigmoid"] = () => Hardsigmoid(),
        ["hardswish"] = () => Hardswish(),
        ["hardshrink"] = () => Hardshrink(0.7),
        ["softshrink"] = () => Softshrink(0.7),
        ["tanhshrink"] = () => Tanhshrink(),
        ["softsign"] = () => Softsign(),
        ["softplus"] = () => Softplus(2, 3),
        ["threshold"] = () => Threshold(0.5, -2),
        ["softmax"] = () => Softmax(1),
        ["softmax2d"] = () => Softmax2d(),
        ["softmin"] = () => Softmin(1),
        ["log_softmax"] = () => LogSoftmax(1),
        ["dropout_eval"] = () => Dropout(0.9),
        ["dropout1d_eval"] = () => Dropout1d(0.9),
        ["dropout2d_eval"] = () => Dropout2d(0.9),
        ["dropout3d_eval"] = () => Dropout3d(0.9),
        ["alpha_dropout_eval"] = () => AlphaDropout(0.9),
        ["flatten"] = () => Flatten(),
        ["flatten_part"] = () => Flatten(2, 3),
        ["unflatten"] = () => Unflatten(1, [2, 2]),
        ["identity"] = () => Identity(),
        ["pixel_shuffle"] = () => PixelShuffle(2),
        ["pixel_unshuffle"] = () => PixelUnshuffle(2),
        ["channel_shuffle"] = () => ChannelShuffle(2),
        ["unfold"] = () => Unfold((3, 2), dilation: (1, 2), padding: (1, 1), stride: (2, 1)),
        ["fold"] = () => Fold((4, 5), (2, 2), padding: (1, 1)),
        ["zero_pad2d"] = () => ZeroPad2d((1, 2, 0, 3)),
        ["constant_pad1d"] = () => ConstantPad1d((2, 1), 3.5),
        ["constant_pad2d"] = () => ConstantPad2d(2, -0.5),
        ["constant_pad3d"] = () => ConstantPad3d((1, 0, 2, 1, 0, 1), 0.25),
        ["reflection_pad1d"] = () => ReflectionPad1d((3, 1)),
        ["reflection_pad2d"] = () => ReflectionPad2d((1, 2, 3, 0)),
        ["reflection_pad3d"] = () => ReflectionPad3d((1, 2, 0, 1, 2, 1)),
        ["replication_pad1d"] = () => ReplicationPad1d(2),
        ["replication_pad2d"] = () => ReplicationPad2d((1, 2, 3, 0)),
        ["replication_pad3d"] = () => ReplicationPad3d(1),
        ["upsample_nearest"] = () => Upsample(scale_factor: [2, 1.5]),
        ["upsample_linear"] = () => Upsample(size: [17], mode: UpsampleMode.Linear, align_corners: true),
        ["upsample_bilinear"] = () => Upsample(size: [5, 11], mode: UpsampleMode.Bilinear),
        ["upsample_bicubic"] = () => Upsample(scale_factor: [2, 2], mode: UpsampleMode.Bicubic, align_corners: true),
        ["upsample_trilinear"] = () => Upsample(scale_factor: [2, 2, 1.5], mode: UpsampleMode.Trilinear, align_corners: false),
        ["cosine_similarity"] = () => CosineSimilarity(dim: 1),
        ["pairwise_distance"] = () => PairwiseDistance(p: 3, keepdim: true),
        ["sequential"] = () => Sequential(Conv2d(4, 3, 3), BatchNorm2d(3), ReLU(), MaxPool2d(2), Flatten(), Linear(12, 2)),
    };

    private const double Hidden = double.NegativeInfinity;

    private static readonly Dictionary<string, Func<MultiheadAttention, Tensor[], Tuple<Tensor, Tensor>>> Attention = new()
    {
        ["attention"] = (module, x) => module.call(x[0], x[1], x[2]),
        ["attention_extras"] = (module, x) => module.call(x[0], x[1], x[2]),
        ["attention_masked"] = (module, x) => module.call(x[0], x[1], x[2], attn_mask: tensor(new[] { 0, 0, Hidden, Hidden, 0, 0, 0, Hidden, 0, 0, 0, 0 }, [3, 4], dtype: x[0].dtype),
            key_padding_mask: tensor(new[] { false, false, false, false, false, false, false, true }, [2, 4])),
    };

    private static readonly string[] InHalfPrecision =
    [
        "linear", "conv1d", "conv2d", "conv2d_groups", "conv2d_depthwise", "batch_norm2d", "batch_norm2d_eval", "layer_norm", "group_norm", "embedding", "max_pool2d", "avg_pool2d",
        "adaptive_avg_pool2d", "relu", "leaky_relu", "gelu", "silu", "sigmoid", "tanh", "softmax", "log_softmax", "upsample_bilinear",
    ];

    public static TheoryData<string, ScalarType> Runs => Each(Modules.Keys, ScalarType.Float32, ScalarType.Float64);
    public static TheoryData<string, ScalarType> HalfPrecisionRuns => Each(InHalfPrecision, ScalarType.BFloat16);
    public static TheoryData<string, ScalarType> AttentionRuns => Each(Attention.Keys, ScalarType.Float32, ScalarType.Float64);

    [Fact]
    public void Every_case_of_PyTorchs_is_run() => Assert.Equal(Cases.Names.Order(), Modules.Keys.Concat(Attention.Keys.SelectMany(name => new[] { $"{name}_output", $"{name}_weights" })).Order());

    [Theory]
    [MemberData(nameof(Runs))]
    [MemberData(nameof(HalfPrecisionRuns))]
    public void Gives_what_PyTorch_gives(string name, ScalarType type)
    {
        using var module = NnCases.Fill(Modules[name](), type);
        module.train(Cases.Training(name));
        Cases.Check(name, type, inputs => Call(module, inputs), module.named_parameters());
        Cases.CheckBuffers(name, type, module);
    }

    [Theory]
    [MemberData(nameof(AttentionRuns))]
    public void Attention_gives_what_PyTorch_gives(string name, ScalarType type)
    {
        MultiheadAttention Filled() => NnCases.Fill(name == "attention_extras" ? MultiheadAttention(6, 2, bias: false, add_bias_kv: true, add_zero_attn: true, kdim: 5, vdim: 5) : MultiheadAttention(6, 2), type);
        using var module = Filled();
        Cases.Check($"{name}_output", type, inputs => Attention[name](module, inputs).Item1, module.named_parameters());
        using var other = Filled();
        Cases.Check($"{name}_weights", type, inputs => Attention[name](other, inputs).Item2);
    }

    [Fact]
    public void Layers_follow_their_properties()
    {
        using var x = Golden.Wave([2, 1, 6, 6], 0.3, 1);
        using var conv = Conv2d(1, 1, 3);
        conv.stride = [2, 1];
        Assert.Equal([2L, 1, 2, 4], conv.call(x).shape);
        conv.SetPadding([1, 0]);
        Assert.Equal([2L, 1, 3, 4], conv.call(x).shape);
        Assert.Throws<ArgumentException>(() => conv.SetPadding(Padding.Same));
        conv.stride = [1, 1];
        conv.SetPadding(Padding.Same);
        conv.padding_mode = PaddingModes.Circular;
        Assert.Equal([2L, 1, 6, 6], conv.call(x).shape);
        Assert.Equal((null, Padding.Same), (conv.padding, conv.padding_type));

        using var pool = MaxPool2d(2);
        Assert.Equal([2L, 2], pool.stride);
        (pool.kernel_size, pool.ceil_mode) = ([4, 4], true);
        Assert.Equal([2L, 1, 2, 2], pool.call(x).shape);

        using var dropout = Dropout();
        dropout.p = 0;
        Assert.True(dropout.call(x).Equals(x));
        dropout.p = 1;
        Assert.Equal(0, dropout.call(x).sum().item<float>());
    }

    [Fact]
    public void Without_a_momentum_the_averages_are_those_of_all_batches()
    {
        using var norm = BatchNorm1d(1);
        norm.momentum = null;
        foreach (var value in new[] { 1f, 2, 6 }) norm.call(tensor(new[] { value - 1, value + 1 }).reshape(2, 1));
        Assert.Equal(3, norm.running_mean!.item<float>(), 5);
        Assert.Equal(3, norm.num_batches_tracked!.item<long>());
        norm.reset_running_stats();
        Assert.Equal(0, norm.running_mean!.item<float>());
    }

    private static TheoryData<string, ScalarType> Each(IEnumerable<string> names, params ScalarType[] types)
    {
        var runs = new TheoryData<string, ScalarType>();
        foreach (var name in names)
            foreach (var type in types) runs.Add(name, type);
        return runs;
    }

    private static Tensor Call(Module module, Tensor[] inputs) => module switch
    {
        Module<Tensor, Tensor> one => one.call(inputs[0]),
        Module<Tensor, Tensor, Tensor> two => two.call(inputs[0], inputs[1]),
        _ => throw new ArgumentException($"{module.GetName()} is called otherwise."),
    };
}

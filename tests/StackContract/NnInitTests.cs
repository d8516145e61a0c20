using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.init;

namespace StackContract;

/// <summary>For the same seed weights start with the numbers that PyTorch gives them, and dropout leaves the same elements.</summary>
public class NnInitTests
{
    private static readonly NnCases Cases = NnCases.Read("nn_init.json");

    // Named as in tests/golden/nn_init.py. TorchSharp's xavier_normal_ and trunc_normal_ draw otherwise: SystemTorch.Tests has them.
    private static readonly Dictionary<string, Func<Tensor>> Functions = new()
    {
        ["uniform"] = () => uniform_(empty(3, 5), -1, 2),
        ["normal"] = () => normal_(empty(4, 8), 1, 2),
        ["eye"] = () => eye_(empty(3, 5)),
        ["dirac"] = () => dirac_(empty(4, 3, 3, 5)),
        ["xavier_uniform"] = () => xavier_uniform_(empty(4, 3, 3, 2), gain: 1.5),
        ["kaiming_uniform"] = () => kaiming_uniform_(empty(4, 3, 3, 2), a: 0.2),
        ["kaiming_uniform_out"] = () => kaiming_uniform_(empty(4, 3, 3, 2), mode: FanInOut.FanOut, nonlinearity: NonlinearityType.ReLU),
        ["kaiming_normal"] = () => kaiming_normal_(empty(6, 4), mode: FanInOut.FanOut, nonlinearity: NonlinearityType.Tanh),
        ["orthogonal"] = () => orthogonal_(empty(3, 5)),
        ["orthogonal_tall"] = () => orthogonal_(empty(6, 2, 2), gain: 2),
        ["dropout"] = () => functional.dropout(ones(40), 0.4),
        ["dropout2d"] = () => Dropout2d(0.3).call(ones(4, 5, 2, 2)),
        ["alpha_dropout"] = () => AlphaDropout(0.4).call(ones(40)),
        ["feature_alpha_dropout"] = () => FeatureAlphaDropout(0.4).call(ones(4, 5, 2, 2)),
    };

    // TorchSharp leaves GroupNorm's weights as the memory was.
    private static readonly Dictionary<string, Func<Module>> Modules = new()
    {
        ["linear"] = () => Linear(4, 3),
        ["bilinear"] = () => Bilinear(3, 4, 2),
        ["conv1d"] = () => Conv1d(4, 6, 3, groups: 2),
        ["conv2d"] = () => Conv2d(3, 4, (3, 2)),
        ["conv3d"] = () => Conv3d(2, 3, 2, bias: false),
        ["conv_transpose1d"] = () => ConvTranspose1d(4, 6, 3, groups: 2),
        ["conv_transpose2d"] = () => ConvTranspose2d(3, 4, 2),
        ["conv_transpose3d"] = () => ConvTranspose3d(2, 3, 2),
        ["batch_norm"] = () => BatchNorm2d(3),
        ["instance_norm"] = () => InstanceNorm2d(3, affine: true, track_running_stats: true),
        ["layer_norm"] = () => LayerNorm([2, 3]),
        ["prelu"] = () => PReLU(3, init: 0.1),
        ["embedding"] = () => Embedding(5, 3, padding_idx: 1),
        ["attention"] = () => MultiheadAttention(4, 2),
        ["attention_extras"] = () => MultiheadAttention(4, 2, add_bias_kv: true, kdim: 3, vdim: 5),
    };

    public static TheoryData<string> FunctionNames => [.. Functions.Keys];

    public static TheoryData<string> ModuleNames => [.. Modules.Keys];

    [Theory]
    [MemberData(nameof(FunctionNames))]
    public void Functions_draw_what_PyTorch_draws(string name)
    {
        manual_seed(17);
        Cases.CheckOutput(name, Functions[name]());
    }

    [Theory]
    [MemberData(nameof(ModuleNames))]
    public void Modules_start_with_PyTorchs_weights(string name)
    {
        manual_seed(17);
        using var module = Modules[name]();
        Cases.CheckState($"{name} module", module);
    }

    [Fact]
    public void Drawn_weights_keep_their_gradients_switch()
    {
        var weight = new TorchSharp.Modules.Parameter(empty(3, 4));
        Assert.Same(weight, kaiming_uniform_(weight));
        Assert.True(weight.requires_grad && weight.is_leaf);
        Assert.True(constant_(weight, 2).Equals(full(3, 4, 2)));
        Assert.Equal((36L, 45L), CalculateFanInAndFanOut(empty(5, 4, 3, 3)));
    }

    [Theory]
    [InlineData(NonlinearityType.Linear, 1)]
    [InlineData(NonlinearityType.Conv2D, 1)]
    [InlineData(NonlinearityType.Sigmoid, 1)]
    [InlineData(NonlinearityType.Tanh, 5.0 / 3)]
    [InlineData(NonlinearityType.ReLU, 1.4142135623730951)]
    [InlineData(NonlinearityType.LeakyReLU, 1.3867504905630728)]
    public void Gains_are_PyTorchs(NonlinearityType nonlinearity, double gain) => Assert.Equal(gain, calculate_gain(nonlinearity, 0.2), 15);
}

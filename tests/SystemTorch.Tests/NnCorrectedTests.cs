using StackContract;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace SystemTorch.Tests;

/// <summary>Where TorchSharp 0.107 errs, SystemTorch does what PyTorch does; StackContract has all that both do alike.</summary>
public class NnCorrectedTests
{
    private static readonly NnCases Cases = NnCases.Read("nn_corrected.json"), InitCases = NnCases.Read("nn_init.json");

    private static readonly Dictionary<string, Func<Module>> Modules = new()
    {
        ["hardtanh"] = () => Hardtanh(-1.5, 2), // TorchSharp gives the input back
        ["adaptive_max_pool3d"] = () => AdaptiveMaxPool3d([2, 3, 1]), // forgets its size
        ["conv_transpose2d_output_padding"] = () => ConvTranspose2d(4, 3, (3, 3), stride: (2, 2), output_padding: (1, 0)), // takes the first number for both
        ["conv2d_same_reflect"] = () => Conv2d(4, 3, (2, 5), Padding.Same, padding_mode: PaddingModes.Reflect), // pads the wrong dimension
    };

    private static readonly Dictionary<string, Func<Tensor[], Tensor>> Functions = new()
    {
        ["max_unpool_size"] = x => Unpool(F.max_pool2d_with_indices(x[0], [3, 3], strides: [2, 2])), // does not know the size, nor a stride without a padding
        ["attention_hidden"] = x => NnCases.Fill(MultiheadAttention(6, 2), x[0].dtype).call(x[0], x[1], x[2], attn_mask: Hidden).Item1, // adds a mask of truth values as 0 and 1
        ["gaussian_variance"] = x => F.gaussian_nll_loss(x[0], x[1], x[2]), // the variance has no gradient
        ["poisson_eps"] = x => F.poisson_nll_loss(x[0], x[1], log_input: false, eps: 0.25f), // eps does not arrive
        ["embedding_from_pretrained"] = x => Embedding_from_pretrained(NnCases.Fill(Embedding(6, 4), ScalarType.Float32).weight!).call(x[0]), // the state holds other weights
        ["upsample_nearest"] = x => F.upsample(x[0], scale_factor: [2, 2]), // refuses its own default
    };

    private static Tensor Hidden => tensor(new[] { false, false, true, true, false, false, false, true, false, false, false, false }, [3, 4]);

    public static TheoryData<string> ModuleNames => [.. Modules.Keys];

    public static TheoryData<string> FunctionNames => [.. Functions.Keys];

    [Fact]
    public void Every_case_of_PyTorchs_is_run() => Assert.Equal(Cases.Names.Order(), Modules.Keys.Concat(Functions.Keys).Order());

    [Theory]
    [MemberData(nameof(ModuleNames))]
    public void Modules_give_what_PyTorch_gives(string name)
    {
        using var module = (nn.Module<Tensor, Tensor>)NnCases.Fill(Modules[name](), ScalarType.Float32);
        Cases.Check(name, ScalarType.Float32, x => module.call(x[0]), module.named_parameters());
    }

    [Theory]
    [MemberData(nameof(FunctionNames))]
    public void Functions_give_what_PyTorch_gives(string name) => Cases.Check(name, ScalarType.Float32, Functions[name]);

    [Fact]
    public void Weights_start_with_PyTorchs_numbers()
    {
        manual_seed(17);
        InitCases.CheckOutput("xavier_normal", init.xavier_normal_(empty(6, 4)));
        manual_seed(17);
        InitCases.CheckOutput("trunc_normal", init.trunc_normal_(empty(4, 8), 0.5, 2, -1, 1.5));
        using var norm = GroupNorm(2, 4);
        InitCases.CheckState("group_norm module", norm);
    }

    [Fact]
    public void A_batch_with_one_value_a_channel_is_refused() // where TorchSharp makes NaN of it
    {
        using var norm = BatchNorm2d(3);
        Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => norm.call(ones(1, 3, 1, 1)));
        norm.eval();
        Assert.Equal([1L, 3, 1, 1], norm.call(ones(1, 3, 1, 1)).shape);
    }

    [Fact]
    public void A_generator_that_is_given_is_drawn_from()
    {
        using Generator one = new(5), other = new(5);
        Assert.True(init.uniform_(empty(3), generator: one).Equals(init.uniform_(empty(3), generator: other)));
        Assert.True(init.normal_(empty(3), generator: one).Equals(init.normal_(empty(3), generator: other)));
        Assert.True(init.trunc_normal_(empty(3), generator: one).Equals(init.trunc_normal_(empty(3), generator: other)));
    }

    [Fact]
    public void A_pretrained_embedding_is_what_it_was_made_of()
    {
        using var rows = ones(3, 2);
        using Embedding frozen = Embedding_from_pretrained(rows), free = Embedding_from_pretrained(rows, freeze: false);
        Assert.True(frozen.state_dict()["weight"].Equals(rows));
        Assert.Equal((false, true), (frozen.weight!.requires_grad, free.weight!.requires_grad));
    }

    private sealed class Buffered : nn.Module
    {
        public Buffered() : base(nameof(Buffered))
        {
            register_buffer("kept", ones(1));
            register_buffer("passing", ones(1), persistent: false);
        }
    }

    [Fact]
    public void A_buffer_that_is_not_kept_is_listed_and_converted_but_not_saved()
    {
        using var module = new Buffered();
        Assert.Equal(["kept", "passing"], module.named_buffers().Select(b => b.name));
        Assert.Equal(["kept"], module.named_buffers(include_nonpersistent: false).Select(b => b.name));
        Assert.Equal(["kept"], module.state_dict().Keys);
        Assert.Equal(ScalarType.Float64, module.to(ScalarType.Float64).get_buffer("passing")!.dtype);
    }

    [Fact]
    public void A_conversion_keeps_the_parameters_that_an_optimizer_knows()
    {
        using var layer = Linear(2, 1);
        var weight = layer.weight;
        layer.to(ScalarType.Float64);
        Assert.Same(weight, layer.weight);
    }

    [Fact]
    public void A_load_that_fails_leaves_the_weights_as_they_were()
    {
        using Sequential model = Sequential(Linear(2, 2), Linear(2, 2)), other = Sequential(Linear(2, 2), Linear(2, 2));
        using var file = new MemoryStream();
        other.save(file);
        var before = model.state_dict().ToDictionary(s => s.Key, s => s.Value.clone());
        Assert.Throws<EndOfStreamException>(() => model.load(new MemoryStream(file.ToArray()[..^3])));
        Assert.All(before, b => Assert.True(b.Value.Equals(model.state_dict()[b.Key])));
        Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => model.load_state_dict(new() { ["0.weight"] = zeros(2, 2), ["1.weight"] = zeros(1) }, strict: false));
        Assert.All(before, b => Assert.True(b.Value.Equals(model.state_dict()[b.Key])));
    }

    private static Tensor Unpool((Tensor values, Tensor indices) pooled) => MaxUnpool2d(3, stride: 2).call(pooled.values, pooled.indices, [7, 6]);
}

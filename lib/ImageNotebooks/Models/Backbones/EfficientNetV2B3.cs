using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ImageNotebooks;

/// <summary>
/// EfficientNetV2-B3 (Tan and Le 2021, "EfficientNetV2: Smaller Models and Faster Training") as Keras has it: fused blocks first, then inverted residuals with squeeze-and-excitation.
/// 12,930,622 parameters without the classifier. torchvision has larger networks of this kind, and the field names are theirs.
/// </summary>
public sealed class EfficientNetV2B3 : Backbone
{
    // B0's table made 1.2 times as wide and 1.4 times as deep: expansion t, channels c, repetitions n, stride s of the first, squeeze-and-excitation or a fused block.
    private static readonly (int t, int c, int n, int s, bool squeezes)[] Table =
    [
        (1, 16, 2, 1, false),
        (4, 40, 3, 2, false),
        (4, 56, 3, 2, false),
        (4, 112, 5, 2, true),
        (6, 136, 7, 1, true),
        (6, 232, 12, 2, true),
    ];

    private readonly Sequential features;
    private readonly Sequential? classifier;

    /// <summary>Makes the network with random weights.</summary>
    /// <param name="options">Its parts; the whole network where nothing is said.</param>
    public EfficientNetV2B3(BackboneOptions? options = null) : base(nameof(EfficientNetV2B3), options ?? new(), Convention.Keras)
    {
        // Keras gives these networks a momentum of 0.9.
        var style = Convention with { Momentum = 0.1 };
        features = Sequential([style.NormActivation(3, 40, 3, 2, activation: SiLU(inplace: true))]);
        var (channels, block, blocks) = (40, 0, Table.Sum(row => row.n));
        foreach (var (t, c, n, s, squeezes) in Table)
        {
            var stage = Sequential();
            for (var i = 0; i < n; i++, channels = c) stage.append(new ConvolutionBlock(channels, c, i == 0 ? s : 1, t, squeezes, 0.2 * block++ / blocks, style));
            features.append(stage);
        }
        features.append(style.NormActivation(channels, FeatureChannels, 1, activation: SiLU(inplace: true)));
        if (Options.IncludeTop) classifier = Sequential(Dropout(0.2), Linear(FeatureChannels, Options.Classes));
        RegisterComponents();
        Initialize();
    }

    /// <inheritdoc/>
    public override int FeatureChannels => 1536;

    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, Module<Tensor, Tensor> Layer)> Chain =>
        [.. features.named_children().SelectMany(stage => stage.module.children().First() is ConvolutionBlock ? Under($"features.{stage.name}", stage.module) : [($"features.{stage.name}", (Module<Tensor, Tensor>)stage.module)])];

    /// <inheritdoc/>
    protected override Tensor Classify(Tensor x) => classifier!.call(x.mean([2, 3]));

    /// <inheritdoc/>
    protected override Backbone Remake(BackboneOptions options) => new EfficientNetV2B3(options);

    // Normal by the number of outputs, as the paper's code has it; dense kernels uniform.
    private void Initialize()
    {
        using var still = no_grad();
        foreach (var layer in modules())
        {
            if (layer is Conv2d convolution)
            {
                var outputs = convolution.weight.shape[0] / convolution.groups * convolution.weight.shape[2] * convolution.weight.shape[3];
                init.normal_(convolution.weight, 0, Math.Sqrt(2.0 / outputs));
                if (convolution.bias is { } bias) init.zeros_(bias);
            }
            else if (layer is Linear dense)
            {
                var limit = 1 / Math.Sqrt(dense.weight.shape[0]);
                init.uniform_(dense.weight, -limit, limit);
                init.zeros_(dense.bias!);
            }
        }
    }

    /// <summary>
    /// The paper's figure 2. Fused: a 3 x 3 convolution widens and a 1 x 1 narrows; else a 1 x 1 widens, a depthwise 3 x 3 filters, the channels are weighed, and a 1 x 1 narrows.
    /// Where the shape allows it the input is added, and in training the whole block is left out for some images.
    /// </summary>
    private sealed class ConvolutionBlock : Module<Tensor, Tensor>
    {
        private readonly Sequential block;
        private readonly StochasticDepth? stochastic_depth;

        public ConvolutionBlock(int inChannels, int outChannels, int stride, int expansion, bool squeezes, double dropRate, Convention style) : base(squeezes ? "MBConv" : "FusedMBConv")
        {
            var width = inChannels * expansion;
            block = Sequential();
            if (squeezes)
            {
                block.append(style.NormActivation(inChannels, width, 1, activation: SiLU(inplace: true)));
                block.append(style.NormActivation(width, width, 3, stride, groups: width, activation: SiLU(inplace: true)));
                block.append(new SqueezeExcitation(width, inChannels / 4));
                block.append(style.NormActivation(width, outChannels, 1));
            }
            else
            {
                block.append(style.NormActivation(inChannels, expansion > 1 ? width : outChannels, 3, stride, activation: SiLU(inplace: true)));
                if (expansion > 1) block.append(style.NormActivation(width, outChannels, 1));
            }
            if (stride == 1 && inChannels == outChannels) stochastic_depth = new StochasticDepth(dropRate);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            using var scope = NewDisposeScope();
            var y = block.call(x);
            return (stochastic_depth is null ? y : stochastic_depth.call(y).add(x)).MoveToOuterDisposeScope();
        }
    }

    /// <summary>Squeeze-and-excitation whose two dense layers are 1 x 1 convolutions, with SiLU between them.</summary>
    private sealed class SqueezeExcitation : Module<Tensor, Tensor>
    {
        private readonly Conv2d fc1, fc2;

        public SqueezeExcitation(int channels, int units) : base(nameof(SqueezeExcitation))
        {
            (fc1, fc2) = (Conv2d(channels, units, 1), Conv2d(units, channels, 1));
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            using var scope = NewDisposeScope();
            var weights = fc1.call(x.mean([2, 3], keepdim: true));                  // [N, units, 1, 1]
            weights = fc2.call(functional.silu(weights, inplace: true)).sigmoid_(); // [N, C, 1, 1]
            return (x * weights).MoveToOuterDisposeScope();
        }
    }
}

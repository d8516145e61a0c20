using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ImageNotebooks;

/// <summary>
/// DenseNet-121 (Huang et al. 2017, "Densely Connected Convolutional Networks", table 1): every layer of a block sees the maps of all layers before it and adds 32 of its own. 7,037,504
/// parameters without the classifier, moving averages included; field names are torchvision's.
/// </summary>
public sealed class DenseNet121 : Backbone
{
    private const int Growth = 32, Bottleneck = 4;

    // The paper's table 1: layers of each dense block.
    private static readonly int[] Table = [6, 12, 24, 16];

    private readonly Sequential features;
    private readonly ReLU relu;
    private readonly Linear? classifier;

    /// <summary>Makes the network with random weights.</summary>
    /// <param name="options">Its parts; the whole network where nothing is said.</param>
    public DenseNet121(BackboneOptions? options = null) : base(nameof(DenseNet121), options ?? new(), Convention.PyTorch)
    {
        var style = Convention.KerasEpsilon(1.001e-5);
        features = Sequential(
            ("conv0", Conv2d(3, 64, 7, 2, padding: 3, bias: style.Folded)), ("norm0", style.NormOfConvolution(64)), ("relu0", ReLU(inplace: true)), ("pool0", MaxPool2d(3, 2, padding: 1)));
        var channels = 64;
        foreach (var (index, layers) in Table.Index())
        {
            features.append($"denseblock{index + 1}", Sequential(Enumerable.Range(0, layers).Select(i => ($"denselayer{i + 1}", (Module<Tensor, Tensor>)new DenseLayer(channels + (i * Growth), style)))));
            channels += layers * Growth;
            if (index == Table.Length - 1) break;
            features.append($"transition{index + 1}", Transition(channels, channels / 2, style));
            channels /= 2;
        }
        features.append("norm5", style.Norm(channels));
        relu = ReLU(inplace: true);
        if (Options.IncludeTop) classifier = Linear(channels, Options.Classes);
        RegisterComponents();
        Convention.Initialize(this);
        if (!Convention.IsKeras && classifier is not null) init.zeros_(classifier.bias!);
    }

    /// <inheritdoc/>
    public override int FeatureChannels => 1024;

    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, Module<Tensor, Tensor> Layer)> Chain => [.. Under(nameof(features), features), (nameof(relu), relu)];

    /// <inheritdoc/>
    protected override Tensor Classify(Tensor x) => classifier!.call(x.mean([2, 3]));

    /// <inheritdoc/>
    protected override Backbone Remake(BackboneOptions options) => new DenseNet121(options);

    // Between two blocks: half the channels, half the image.
    private static Sequential Transition(int inChannels, int outChannels, Convention style) => Sequential(
        ("norm", style.Norm(inChannels)), ("relu", ReLU(inplace: true)), ("conv", Conv2d(inChannels, outChannels, 1, bias: false)), ("pool", AvgPool2d(2, 2)));

    /// <summary>Adds 32 maps to those it is given.</summary>
    private sealed class DenseLayer : Module<Tensor, Tensor>
    {
        private readonly BatchNorm2d norm1;
        private readonly ReLU relu1;
        private readonly Conv2d conv1;
        private readonly Module<Tensor, Tensor> norm2;
        private readonly ReLU relu2;
        private readonly Conv2d conv2;

        public DenseLayer(int inChannels, Convention style) : base(nameof(DenseLayer))
        {
            (norm1, relu1, conv1) = (style.Norm(inChannels), ReLU(inplace: true), style.Convolution(inChannels, Bottleneck * Growth, 1));
            (norm2, relu2, conv2) = (style.NormOfConvolution(Bottleneck * Growth), ReLU(inplace: true), Conv2d(Bottleneck * Growth, Growth, 3, padding: 1, bias: false));
            RegisterComponents();
        }

        // [N, C, H, W] -> [N, C + 32, H, W]
        public override Tensor forward(Tensor x)
        {
            using var scope = NewDisposeScope();
            var y = conv1.call(relu1.call(norm1.call(x)));
            y = conv2.call(relu2.call(norm2.call(y)));
            return cat([x, y], 1).MoveToOuterDisposeScope();
        }
    }
}

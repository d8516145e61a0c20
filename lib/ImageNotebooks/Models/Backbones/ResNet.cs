using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ImageNotebooks;

/// <summary>
/// ResNet (He et al. 2016, "Deep Residual Learning for Image Recognition", table 1) of 18, 34 or 50 layers. Field names are torchvision's.
/// ResNet-50 has 23,508,032 parameters without the classifier; Keras, whose convolutions have biases and which halves the image in a block's first convolution instead of its second, has 23,587,712.
/// </summary>
public sealed class ResNet : Backbone
{
    // The paper's table 1: blocks of each stage.
    private static readonly Dictionary<int, int[]> Tables = new()
    {
        [18] = [2, 2, 2, 2],
        [34] = [3, 4, 6, 3],
        [50] = [3, 4, 6, 3],
    };

    private readonly int depth;
    private readonly Conv2d conv1;
    private readonly Module<Tensor, Tensor> bn1;
    private readonly ReLU relu;
    private readonly MaxPool2d maxpool;
    private readonly Sequential layer1, layer2, layer3, layer4;
    private readonly Linear? fc;

    /// <summary>Makes the network with random weights.</summary>
    /// <param name="depth">18, 34 or 50 layers.</param>
    /// <param name="options">Its parts; the whole network where nothing is said.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no table for this depth.</exception>
    public ResNet(int depth, BackboneOptions? options = null) : base($"{nameof(ResNet)}{depth}", options ?? new(), Convention.PyTorch)
    {
        if (!Tables.TryGetValue(depth, out var blocks)) throw new ArgumentOutOfRangeException(nameof(depth), depth, $"There are ResNets of {string.Join(", ", Tables.Keys)} layers here.");
        this.depth = depth;
        var style = Convention.KerasEpsilon(1.001e-5);
        conv1 = Conv2d(3, 64, 7, 2, padding: 3, bias: HasBiases || style.Folded);
        (bn1, relu, maxpool) = (style.NormOfConvolution(64), ReLU(inplace: true), MaxPool2d(3, 2, padding: 1));
        var channels = 64;
        Sequential Stage(int index, int width)
        {
            var stage = Sequential();
            for (var i = 0; i < blocks[index]; i++) stage.append(Block(ref channels, width, i == 0 && index > 0 ? 2 : 1, style));
            return stage;
        }
        (layer1, layer2, layer3, layer4) = (Stage(0, 64), Stage(1, 128), Stage(2, 256), Stage(3, 512));
        if (Options.IncludeTop) fc = Linear(channels, Options.Classes);
        FeatureChannels = channels;
        RegisterComponents();
        Convention.Initialize(this);
    }

    /// <inheritdoc/>
    public override int FeatureChannels { get; }

    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, Module<Tensor, Tensor> Layer)> Chain =>
    [
        (nameof(conv1), conv1), (nameof(bn1), bn1), (nameof(relu), relu), (nameof(maxpool), maxpool),
        .. Under(nameof(layer1), layer1), .. Under(nameof(layer2), layer2), .. Under(nameof(layer3), layer3), .. Under(nameof(layer4), layer4),
    ];

    /// <inheritdoc/>
    protected override Tensor Classify(Tensor x) => fc!.call(x.mean([2, 3]));

    /// <inheritdoc/>
    protected override Backbone Remake(BackboneOptions options) => new ResNet(depth, options);

    private bool HasBiases => Convention.IsKeras;

    private Module<Tensor, Tensor> Block(ref int channels, int width, int stride, Convention style)
    {
        var inChannels = channels;
        channels = depth < 50 ? width : width * Bottleneck.Expansion;
        return depth < 50 ? new BasicBlock(inChannels, width, stride, style) : new Bottleneck(inChannels, width, stride, style);
    }
}

/// <summary>The paper's figure 5, left: two 3 x 3 convolutions beside the input.</summary>
internal sealed class BasicBlock : Module<Tensor, Tensor>
{
    private readonly Conv2d conv1;
    private readonly Module<Tensor, Tensor> bn1;
    private readonly ReLU relu1;
    private readonly Conv2d conv2;
    private readonly Module<Tensor, Tensor> bn2;
    private readonly Sequential? downsample;
    private readonly ReLU relu2;

    public BasicBlock(int inChannels, int width, int stride, Convention style) : base(nameof(BasicBlock))
    {
        (conv1, bn1, relu1) = (style.Convolution(inChannels, width, 3, stride), style.NormOfConvolution(width), ReLU(inplace: true));
        (conv2, bn2) = (style.Convolution(width, width, 3), style.NormOfConvolution(width));
        if (stride > 1 || inChannels != width) downsample = Sequential(style.Convolution(inChannels, width, 1, stride), style.NormOfConvolution(width));
        relu2 = ReLU(inplace: true);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var y = relu1.call(bn1.call(conv1.call(x)));
        y = bn2.call(conv2.call(y));
        return relu2.call(y.add_(downsample?.call(x) ?? x)).MoveToOuterDisposeScope();
    }
}

/// <summary>The paper's figure 5, right: a 1 x 1 convolution narrows, a 3 x 3 filters, a 1 x 1 widens. PyTorch halves the image in the second convolution, Keras in the first.</summary>
internal sealed class Bottleneck : Module<Tensor, Tensor>
{
    public const int Expansion = 4;

    private readonly Conv2d conv1;
    private readonly Module<Tensor, Tensor> bn1;
    private readonly ReLU relu1;
    private readonly Conv2d conv2;
    private readonly Module<Tensor, Tensor> bn2;
    private readonly ReLU relu2;
    private readonly Conv2d conv3;
    private readonly Module<Tensor, Tensor> bn3;
    private readonly Sequential? downsample;
    private readonly ReLU relu3;

    public Bottleneck(int inChannels, int width, int stride, Convention style) : base(nameof(Bottleneck))
    {
        var (outChannels, keras) = (width * Expansion, style.IsKeras);
        (conv1, bn1, relu1) = (style.Convolution(inChannels, width, 1, keras ? stride : 1, bias: keras), style.NormOfConvolution(width), ReLU(inplace: true));
        (conv2, bn2, relu2) = (style.Convolution(width, width, 3, keras ? 1 : stride, bias: keras), style.NormOfConvolution(width), ReLU(inplace: true));
        (conv3, bn3) = (style.Convolution(width, outChannels, 1, bias: keras), style.NormOfConvolution(outChannels));
        if (stride > 1 || inChannels != outChannels) downsample = Sequential(style.Convolution(inChannels, outChannels, 1, stride, bias: keras), style.NormOfConvolution(outChannels));
        relu3 = ReLU(inplace: true);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var y = relu1.call(bn1.call(conv1.call(x)));
        y = relu2.call(bn2.call(conv2.call(y)));
        y = bn3.call(conv3.call(y));
        return relu3.call(y.add_(downsample?.call(x) ?? x)).MoveToOuterDisposeScope();
    }
}

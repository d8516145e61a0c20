using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace ImageNotebooks;

/// <summary>
/// ResNet-50 with normalisation and activation before the convolutions (He et al. 2016, "Identity Mappings in Deep Residual Networks", figure 1b) as Keras has it: the image is halved in the
/// last block of a stage, and the shortcut of such a block takes every second pixel. 23,564,800 parameters without the classifier. torchvision has no such network.
/// </summary>
public sealed class ResNet50V2 : Backbone
{
    // Width, blocks and the stride of the last block of each stage.
    private static readonly (int Width, int Blocks, int Stride)[] Table = [(64, 3, 2), (128, 4, 2), (256, 6, 2), (512, 3, 1)];

    private readonly Conv2d conv1;
    private readonly Sequential maxpool, layer1, layer2, layer3, layer4;
    private readonly BatchNorm2d post_bn;
    private readonly ReLU post_relu;
    private readonly Linear? fc;

    /// <summary>Makes the network with random weights.</summary>
    /// <param name="options">Its parts; the whole network where nothing is said.</param>
    public ResNet50V2(BackboneOptions? options = null) : base(nameof(ResNet50V2), options ?? new(), Convention.Keras)
    {
        var style = Convention.KerasEpsilon(1.001e-5);
        conv1 = Conv2d(3, 64, 7, 2, padding: 3);
        // No ReLU stands before it, so that the zeros count where the map is negative.
        maxpool = Sequential(ZeroPad2d(1), MaxPool2d(3, 2));
        var channels = 64;
        Sequential Stage(int index)
        {
            var (width, blocks, stride) = Table[index];
            var stage = Sequential();
            for (var i = 0; i < blocks; i++)
            {
                stage.append(new PreactivationBottleneck(channels, width, i == blocks - 1 ? stride : 1, style));
                channels = width * Bottleneck.Expansion;
            }
            return stage;
        }
        (layer1, layer2, layer3, layer4) = (Stage(0), Stage(1), Stage(2), Stage(3));
        (post_bn, post_relu) = (style.Norm(channels), ReLU(inplace: true));
        if (Options.IncludeTop) fc = Linear(channels, Options.Classes);
        RegisterComponents();
        Convention.Initialize(this);
    }

    /// <inheritdoc/>
    public override int FeatureChannels => 2048;

    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, Module<Tensor, Tensor> Layer)> Chain =>
    [
        (nameof(conv1), conv1), (nameof(maxpool), maxpool),
        .. Under(nameof(layer1), layer1), .. Under(nameof(layer2), layer2), .. Under(nameof(layer3), layer3), .. Under(nameof(layer4), layer4),
        (nameof(post_bn), post_bn), (nameof(post_relu), post_relu),
    ];

    /// <inheritdoc/>
    protected override Tensor Classify(Tensor x) => fc!.call(x.mean([2, 3]));

    /// <inheritdoc/>
    protected override Backbone Remake(BackboneOptions options) => new ResNet50V2(options);
}

/// <summary>Normalisation, ReLU, and then a bottleneck beside the input; where the number of channels changes, the shortcut is a convolution of the activated input.</summary>
internal sealed class PreactivationBottleneck : Module<Tensor, Tensor>
{
    private readonly int stride;
    private readonly BatchNorm2d preact_bn;
    private readonly ReLU preact_relu;
    private readonly Conv2d? downsample;
    private readonly Conv2d conv1;
    private readonly Module<Tensor, Tensor> bn1;
    private readonly ReLU relu1;
    private readonly Conv2d conv2;
    private readonly Module<Tensor, Tensor> bn2;
    private readonly ReLU relu2;
    private readonly Conv2d conv3;

    public PreactivationBottleneck(int inChannels, int width, int stride, Convention style) : base(nameof(PreactivationBottleneck))
    {
        this.stride = stride;
        var outChannels = width * Bottleneck.Expansion;
        (preact_bn, preact_relu) = (style.Norm(inChannels), ReLU(inplace: true));
        if (inChannels != outChannels) downsample = style.Convolution(inChannels, outChannels, 1, stride, bias: true);
        (conv1, bn1, relu1) = (style.Convolution(inChannels, width, 1), style.NormOfConvolution(width), ReLU(inplace: true));
        (conv2, bn2, relu2) = (style.Convolution(width, width, 3, stride), style.NormOfConvolution(width), ReLU(inplace: true));
        conv3 = style.Convolution(width, outChannels, 1, bias: true);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var y = preact_relu.call(preact_bn.call(x));
        var shortcut = downsample?.call(y) ?? (stride > 1 ? max_pool2d(x, 1, stride) : x);
        y = relu1.call(bn1.call(conv1.call(y)));
        y = relu2.call(bn2.call(conv2.call(y)));
        return conv3.call(y).add_(shortcut).MoveToOuterDisposeScope();
    }
}

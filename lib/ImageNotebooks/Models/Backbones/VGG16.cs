using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ImageNotebooks;

/// <summary>
/// VGG-16 (Simonyan and Zisserman 2015, "Very Deep Convolutional Networks", table 1, column D): thirteen 3 x 3 convolutions in five groups, each ended by a pooling, and three dense layers.
/// 14,714,688 parameters without the dense layers, 138,357,544 with them; field names are torchvision's. Keras builds it without dropout.
/// </summary>
public sealed class VGG16 : Backbone
{
    // The paper's column D: convolutions by their channels, a line a group.
    private static readonly int[][] Table =
    [
        [64, 64],
        [128, 128],
        [256, 256, 256],
        [512, 512, 512],
        [512, 512, 512],
    ];

    private readonly Sequential features;
    private readonly AdaptiveAvgPool2d avgpool;
    private readonly Sequential? classifier;

    /// <summary>Makes the network with random weights.</summary>
    /// <param name="options">Its parts; the whole network where nothing is said.</param>
    public VGG16(BackboneOptions? options = null) : base(nameof(VGG16), options ?? new(), Convention.PyTorch)
    {
        features = Sequential();
        var channels = 3;
        foreach (var group in Table)
        {
            foreach (var width in group)
            {
                features.append(Conv2d(channels, width, 3, padding: 1)).append(ReLU(inplace: true));
                channels = width;
            }
            features.append(MaxPool2d(2));
        }
        avgpool = AdaptiveAvgPool2d(7);
        if (Options.IncludeTop)
            classifier = Sequential(Linear(512 * 7 * 7, 4096), ReLU(inplace: true), Drop(), Linear(4096, 4096), ReLU(inplace: true), Drop(), Linear(4096, Options.Classes));
        RegisterComponents();
        Convention.Initialize(this, denseDeviation: 0.01);
    }

    /// <inheritdoc/>
    public override int FeatureChannels => 512;

    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, Module<Tensor, Tensor> Layer)> Chain => [.. Under(nameof(features), features)];

    /// <inheritdoc/>
    protected override Tensor Classify(Tensor x) => classifier!.call(avgpool.call(x).flatten(1));

    /// <inheritdoc/>
    protected override Backbone Remake(BackboneOptions options) => new VGG16(options);

    private Module<Tensor, Tensor> Drop() => Convention.IsKeras ? Identity() : Dropout(0.5);
}

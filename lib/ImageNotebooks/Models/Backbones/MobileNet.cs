using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ImageNotebooks;

/// <summary>
/// MobileNet (Howard et al. 2017, "MobileNets", table 1) as Keras has it: batch normalisation with Keras's constants, and the zero rows of a strided convolution on the far sides,
/// but for the first, which is padded as <c>same</c>: an image of odd height gets a row above too.
/// 3,228,864 parameters at width 1 without the classifier, moving averages included.
/// </summary>
public sealed class MobileNet : Backbone
{
    // The paper's table 1: output channels and stride of each depthwise separable block.
    private static readonly (int channels, int stride)[] Table =
    [
        (64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), (512, 1), (512, 1), (512, 1), (512, 1), (512, 1), (1024, 2), (1024, 1),
    ];

    private readonly double width;
    private readonly int blockCount;
    private readonly Sequential stem;
    private readonly ModuleList<Sequential> blocks;
    private readonly Sequential? classifier;

    /// <summary>Makes the network with Keras's initial weights, drawn from torch's default generator.</summary>
    /// <param name="options">Its parts; the whole network where nothing is said.</param>
    /// <param name="width">Keras's alpha: all channels are multiplied by it. Published are weights for 0.25, 0.5, 0.75 and 1.</param>
    /// <param name="blockCount">How many of the 13 depthwise separable blocks it has; with fewer it has no classifier.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width is not in (0, 4], or there are not 1 to 13 blocks.</exception>
    /// <exception cref="ArgumentException">A part of the network is to have the classifier of the whole.</exception>
    public MobileNet(BackboneOptions? options = null, double width = 1, int blockCount = 13) : base(nameof(MobileNet), options ?? new(), Convention.Keras)
    {
        if (width is not (> 0 and <= 4)) throw new ArgumentOutOfRangeException(nameof(width), width, "The width multiplies channels; it is above 0 and at most 4.");
        if (blockCount < 1 || blockCount > Table.Length) throw new ArgumentOutOfRangeException(nameof(blockCount), blockCount, $"MobileNet has 1 to {Table.Length} blocks.");
        if (blockCount < Table.Length && Options.IncludeTop) throw new ArgumentException($"The classifier needs all {Table.Length} blocks; make {blockCount} of them with IncludeTop = false.", nameof(blockCount));
        (this.width, this.blockCount) = (width, blockCount);
        int[] channels = [.. Table.Select(block => block.channels).Prepend(32).Select(Widened)];
        stem = Sequential([.. DepthwiseSeparable.Strided(3, channels[0], 2, 1, Convention, new SamePadding(3, 2)), Convention.NormOfConvolution(channels[0]), ReLU6(inplace: true)]);
        blocks = ModuleList<Sequential>([.. Table.Take(blockCount).Select((block, i) => DepthwiseSeparable.Block(channels[i], channels[i + 1], block.stride, Convention))]);
        FeatureChannels = channels[blockCount];
        if (Options.IncludeTop) classifier = Sequential(Dropout(1e-3), Linear(FeatureChannels, Options.Classes));
        RegisterComponents();
        Convention.Initialize(this);
    }

    /// <inheritdoc/>
    public override int FeatureChannels { get; }

    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, Module<Tensor, Tensor> Layer)> Chain => [(nameof(stem), stem), .. Under(nameof(blocks), blocks)];

    /// <inheritdoc/>
    protected override Tensor Classify(Tensor x) => classifier!.call(x.mean([2, 3]));

    /// <inheritdoc/>
    protected override Backbone Remake(BackboneOptions options) => new MobileNet(options, width, blockCount);

    private int Widened(int channels) => (int)(channels * width);
}

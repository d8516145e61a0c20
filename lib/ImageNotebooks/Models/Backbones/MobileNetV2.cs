using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ImageNotebooks;

/// <summary>
/// MobileNetV2 (Sandler et al. 2018, "MobileNetV2: Inverted Residuals and Linear Bottlenecks", table 2). 2,257,984 parameters without its classifier, moving averages included; field
/// names are torchvision's.
/// </summary>
public sealed class MobileNetV2 : Backbone
{
    // The paper's table 2: t expansion, c output channels, n repetitions, s stride of the first of them.
    private static readonly (int t, int c, int n, int s)[] Table =
        [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)];

    private readonly Sequential features;
    private readonly Sequential? classifier;

    /// <summary>Makes the network with random weights.</summary>
    /// <param name="options">Its parts; the whole network where nothing is said.</param>
    public MobileNetV2(BackboneOptions? options = null) : base(nameof(MobileNetV2), options ?? new(), Convention.PyTorch)
    {
        // Keras gives this network a momentum of 0.999.
        var style = Convention.IsKeras ? Convention with { Momentum = 0.001 } : Convention;
        features = Sequential([style.NormActivation(3, 32, 3, 2, activation: ReLU6(inplace: true))]);
        var channels = 32;
        foreach (var (t, c, n, s) in Table)
        {
            for (var i = 0; i < n; i++, channels = c) features.append(new InvertedResidual(channels, c, i == 0 ? s : 1, t, style));
        }
        features.append(style.NormActivation(channels, FeatureChannels, 1, activation: ReLU6(inplace: true)));
        if (Options.IncludeTop) classifier = Sequential(Dropout(0.2), Linear(FeatureChannels, Options.Classes));
        RegisterComponents();
        Convention.Initialize(this, denseDeviation: 0.01);
    }

    /// <inheritdoc/>
    public override int FeatureChannels => 1280;

    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, Module<Tensor, Tensor> Layer)> Chain => [.. Under(nameof(features), features)];

    /// <inheritdoc/>
    protected override Tensor Classify(Tensor x) => classifier!.call(x.mean([2, 3]));

    /// <inheritdoc/>
    protected override Backbone Remake(BackboneOptions options) => new MobileNetV2(options);
}

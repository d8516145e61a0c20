using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ImageNotebooks;

/// <summary>
/// MobileNetV2 (Sandler et al. 2018, "MobileNetV2: Inverted Residuals and Linear Bottlenecks", table 2). 2,257,984 parameters without its classifier; field
/// names and padding are torchvision's, so that its <c>mobilenet_v2</c> state dicts fit.
/// </summary>
public sealed class MobileNetV2 : Module<Tensor, Tensor>
{
    /// <summary>Channels of the last feature map.</summary>
    public const int FeatureChannels = 1280;

    // The paper's table 2: t expansion, c output channels, n repetitions, s stride of the first of them.
    private static readonly (int t, int c, int n, int s)[] Table =
        [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)];

    private readonly Sequential features, classifier;

    /// <summary>Makes the network with random weights, as torchvision draws them.</summary>
    /// <param name="classes">How many logits it gives.</param>
    public MobileNetV2(int classes = 1000) : base(nameof(MobileNetV2))
    {
        features = Sequential([Convolution.NormActivation(3, 32, 3, stride: 2)]);
        var channels = 32;
        foreach (var (t, c, n, s) in Table)
        {
            for (var i = 0; i < n; i++, channels = c) features.append(new InvertedResidual(channels, c, i == 0 ? s : 1, t));
        }
        features.append(Convolution.NormActivation(channels, FeatureChannels, 1));
        classifier = Sequential(Dropout(0.2), Linear(FeatureChannels, classes));
        RegisterComponents();
        foreach (var layer in modules()) Initialize(layer);
    }

    /// <summary>Logits of images.</summary>
    /// <param name="x">[N, 3, H, W], H and W of 32 or more, normalised as the weights ask for.</param>
    /// <returns>[N, classes].</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        x = features.call(x);                                               // [N, 1280, H / 32, W / 32]
        x = x.mean([2, 3]);                                                 // [N, 1280]
        return classifier.call(x).MoveToOuterDisposeScope();
    }

    private static void Initialize(Module layer)
    {
        using var still = no_grad();
        if (layer is Conv2d convolution) init.kaiming_normal_(convolution.weight, mode: init.FanInOut.FanOut);
        if (layer is not Linear dense) return;
        init.normal_(dense.weight, 0, 0.01);
        init.zeros_(dense.bias!);
    }
}

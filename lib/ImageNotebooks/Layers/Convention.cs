using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ImageNotebooks;

/// <summary>
/// What PyTorch and Keras do differently when they build one and the same network: the constants of batch normalisation, the side on which a strided convolution is padded, and how
/// initial weights are drawn. A network can hold weights of the framework whose convention it was built by, and of no other.
/// </summary>
/// <param name="IsKeras">
/// Whether a strided convolution is padded as TensorFlow's <c>same</c>, at the right and the bottom first, kernels are drawn Glorot-uniform and biases are zero; else all sides are padded alike, and
/// weights drawn as torchvision has it.
/// </param>
/// <param name="Epsilon">What batch normalisation adds to a variance.</param>
/// <param name="Momentum">The share of a new batch in the moving averages; torch's meaning, which is 1 minus Keras's.</param>
public sealed record Convention(bool IsKeras, double Epsilon, double Momentum)
{
    /// <summary>As torchvision builds: epsilon 1e-5, momentum 0.1, symmetric padding, He-normal kernels.</summary>
    public static readonly Convention PyTorch = new(false, 1e-5, 0.1);

    /// <summary>As Keras builds: epsilon 1e-3, momentum 0.99 (torch's 0.01), <c>same</c> padding, Glorot-uniform kernels.</summary>
    public static readonly Convention Keras = new(true, 1e-3, 0.01);

    /// <summary>
    /// Whether the normalisation that follows a convolution has been multiplied into its kernel and bias: the network computes the same in less time and cannot be trained well any more.
    /// Its modules keep their names.
    /// </summary>
    public bool Folded { get; init; }

    /// <summary>The convention in a few words, for a sentence: "a network as Keras builds it".</summary>
    internal string Description => $"a network as {(IsKeras ? "Keras" : "PyTorch")} builds it{(Folded ? ", with folded normalisation" : "")}";

    /// <summary>The same constants but for epsilon, for networks that Keras builds with another.</summary>
    internal Convention KerasEpsilon(double epsilon) => IsKeras ? this with { Epsilon = epsilon } : this;

    /// <summary>A convolution that a normalisation follows, padded to keep the size at stride 1: [N, in, H, W] -> [N, out, H / stride, W / stride].</summary>
    internal Conv2d Convolution(int inChannels, int outChannels, int kernelSize, int stride = 1, int groups = 1, bool bias = false) =>
        Conv2d(inChannels, outChannels, kernelSize, stride, padding: kernelSize / 2, groups: groups, bias: bias || Folded);

    /// <summary>The normalisation of what a convolution gave; nothing where it has been folded into the convolution.</summary>
    internal Module<Tensor, Tensor> NormOfConvolution(int channels) => Folded ? Identity() : Norm(channels);

    /// <summary>Batch normalisation that has to stay, because no convolution stands right before it.</summary>
    internal BatchNorm2d Norm(int channels) => BatchNorm2d(channels, Epsilon, Momentum);

    /// <summary>
    /// Convolution, normalisation and activation, named 0, 1, 2 as torchvision's <c>Conv2dNormActivation</c>; where the far sides are padded, an unnumbered padding stands before.
    /// </summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="kernelSize">Height and width of the kernel; odd.</param>
    /// <param name="stride">The step of the kernel.</param>
    /// <param name="groups">Equal to both channel counts, it filters every channel by itself.</param>
    /// <param name="activation">What follows the normalisation, or null.</param>
    internal Sequential NormActivation(int inChannels, int outChannels, int kernelSize, int stride = 1, int groups = 1, Module<Tensor, Tensor>? activation = null)
    {
        var block = Sequential();
        var padsFarSides = IsKeras && stride > 1;
        if (padsFarSides) block.append("pad", new SamePadding(kernelSize, stride));
        block.append("0", Conv2d(inChannels, outChannels, kernelSize, stride, padding: padsFarSides ? 0 : kernelSize / 2, groups: groups, bias: Folded));
        block.append("1", NormOfConvolution(outChannels));
        if (activation is not null) block.append("2", activation);
        return block;
    }

    /// <summary>Draws a network's initial weights from torch's default generator.</summary>
    /// <param name="network">Its convolutions and dense layers are drawn anew.</param>
    /// <param name="denseDeviation">The standard deviation of torchvision's dense kernels in this network, or null where it leaves them as torch draws them.</param>
    internal void Initialize(Module network, double? denseDeviation = null)
    {
        using var still = no_grad();
        foreach (var layer in network.modules())
        {
            switch (layer)
            {
                case Conv2d convolution when IsKeras: Draw(convolution.weight, convolution.bias, kernel => init.xavier_uniform_(kernel)); break;
                case Conv2d convolution: Draw(convolution.weight, convolution.bias, kernel => init.kaiming_normal_(kernel, mode: init.FanInOut.FanOut)); break;
                case Linear dense when IsKeras: Draw(dense.weight, dense.bias, kernel => init.xavier_uniform_(kernel)); break;
                case Linear dense when denseDeviation is { } deviation: Draw(dense.weight, dense.bias, kernel => init.normal_(kernel, 0, deviation)); break;
            }
        }
    }

    private static void Draw(Tensor kernel, Tensor? bias, Action<Tensor> draw)
    {
        draw(kernel);
        if (bias is not null) init.zeros_(bias);
    }
}

using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>
/// Layers as Keras makes them, so that numbers can be compared with studies written in Keras: kernels drawn Glorot-uniform (Glorot and Bengio
/// 2010), biases zero, batch normalisation with epsilon 1e-3 and a moving average that keeps 0.99 of its past.
/// </summary>
public static class Keras
{
    /// <summary>Keras's Conv2D with stride 1: [N, in, H, W] -> [N, out, H, W] with <c>same</c> padding.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="filters">Channels of the output.</param>
    /// <param name="kernelSize">Height and width of the kernel; odd, so that <c>same</c> pads both sides alike.</param>
    /// <param name="padding">Same keeps the size, Valid loses kernelSize - 1 pixels.</param>
    public static Conv2d Conv2D(int inChannels, int filters, int kernelSize, Padding padding = Padding.Same)
    {
        if (kernelSize < 1 || kernelSize % 2 == 0) throw new ArgumentOutOfRangeException(nameof(kernelSize), kernelSize, "The kernel's size is an odd number.");
        var layer = nn.Conv2d(inChannels, filters, kernelSize, padding: padding == Padding.Same ? kernelSize / 2 : 0);
        Initialize(layer.weight, layer.bias);
        return layer;
    }

    /// <summary>Keras's Dense without activation: [N, in] -> [N, units].</summary>
    public static Linear Dense(int inFeatures, int units)
    {
        var layer = nn.Linear(inFeatures, units);
        Initialize(layer.weight, layer.bias);
        return layer;
    }

    /// <summary>Keras's BatchNormalization over the channels of [N, C, H, W]. Keras's momentum 0.99 is torch's 0.01.</summary>
    public static BatchNorm2d BatchNormalization(int channels) => nn.BatchNorm2d(channels, eps: 1e-3, momentum: 0.01);

    /// <summary>Convolution, batch normalisation, ReLU: [N, in, H, W] -> [N, filters, H, W], the kernel drawn He-normal.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="filters">Channels of the output.</param>
    /// <param name="kernelSize">Height and width of the kernel; odd.</param>
    /// <param name="dilation">Distance of the pixels that the kernel sees.</param>
    /// <param name="bias">Whether the convolution has a bias of its own beside the normalisation's.</param>
    public static Sequential ConvolutionBlock(int inChannels, int filters, int kernelSize, int dilation = 1, bool bias = false)
    {
        var convolution = nn.Conv2d(inChannels, filters, kernelSize, padding: dilation * (kernelSize / 2), dilation: dilation, bias: bias);
        nn.init.kaiming_normal_(convolution.weight);
        if (bias) nn.init.zeros_(convolution.bias!);
        return nn.Sequential(convolution, BatchNormalization(filters), nn.ReLU(inplace: true));
    }

    private static void Initialize(Tensor kernel, Tensor? bias)
    {
        nn.init.xavier_uniform_(kernel);
        if (bias is not null) nn.init.zeros_(bias);
    }
}

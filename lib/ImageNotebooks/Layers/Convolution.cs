using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace ImageNotebooks;

/// <summary>Convolutions with what usually follows them, named 0, 1, 2 inside as torchvision's <c>Conv2dNormActivation</c>.</summary>
public static class Convolution
{
    /// <summary>Convolution without bias, batch normalisation, ReLU6: [N, in, H, W] -> [N, out, H / stride, W / stride].</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="kernelSize">Height and width of the kernel; odd. The image is padded on all sides so that stride 1 keeps its size.</param>
    /// <param name="stride">The step of the kernel.</param>
    /// <param name="groups">Equal to both channel counts, it filters every channel by itself.</param>
    public static Sequential NormActivation(int inChannels, int outChannels, int kernelSize, int stride = 1, int groups = 1) => Sequential(
        Conv2d(inChannels, outChannels, kernelSize, stride, padding: kernelSize / 2, groups: groups, bias: false),
        BatchNorm2d(outChannels),
        ReLU6(inplace: true));
}

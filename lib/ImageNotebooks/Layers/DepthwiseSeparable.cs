using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ImageNotebooks;

/// <summary>
/// Depthwise separable convolution (Howard et al. 2017, "MobileNets", figure 3): a 3 x 3 kernel for each channel by itself, then a 1 x 1 convolution across channels. It has
/// 9 C + C D weights where a convolution of C to D channels has 9 C D.
/// </summary>
public static class DepthwiseSeparable
{
    /// <summary>Both convolutions, each with batch normalisation and ReLU6: [N, in, H, W] -> [N, out, H / stride, W / stride].</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="stride">1, or 2 to halve the image.</param>
    /// <param name="convention">How it is built; as in Keras where nothing is said. Kernels are left as torch draws them.</param>
    public static Sequential Block(int inChannels, int outChannels, int stride = 1, Convention? convention = null)
    {
        convention ??= Convention.Keras;
        return Sequential(
        [
            .. Strided(inChannels, inChannels, stride, inChannels, convention), convention.NormOfConvolution(inChannels), ReLU6(inplace: true),
            convention.Convolution(inChannels, outChannels, 1), convention.NormOfConvolution(outChannels), ReLU6(inplace: true),
        ]);
    }

    // Keras's MobileNet pads the far sides of its blocks alone where the stride is 2, whatever the size of the image.
    internal static IEnumerable<Module<Tensor, Tensor>> Strided(int inChannels, int outChannels, int stride, int groups, Convention convention, SamePadding? padding = null)
    {
        if (stride == 1 || !convention.IsKeras) return [convention.Convolution(inChannels, outChannels, 3, stride, groups)];
        return [padding ?? (Module<Tensor, Tensor>)ZeroPad2d((0, 1, 0, 1)), Conv2d(inChannels, outChannels, 3, stride, groups: groups, bias: convention.Folded)];
    }
}

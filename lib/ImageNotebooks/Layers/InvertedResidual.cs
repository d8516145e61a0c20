using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ImageNotebooks;

/// <summary>
/// MobileNetV2's block (Sandler et al. 2018, table 1): a 1 x 1 convolution widens the input, a depthwise 3 x 3 filters each channel by itself, a linear 1 x 1
/// narrows it again; where the shape allows it the input is added. Field names are torchvision's.
/// </summary>
public sealed class InvertedResidual : Module<Tensor, Tensor>
{
    private readonly Sequential conv;
    private readonly bool addsInput;

    /// <summary>Makes the block.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="stride">1, or 2 to halve the image.</param>
    /// <param name="expansion">The paper's t: how much wider the middle is. At 1 the widening convolution is left out.</param>
    /// <param name="convention">How it is built; as in PyTorch where nothing is said.</param>
    public InvertedResidual(int inChannels, int outChannels, int stride, int expansion, Convention? convention = null) : base(nameof(InvertedResidual))
    {
        convention ??= Convention.PyTorch;
        var width = inChannels * expansion;
        conv = Sequential();
        if (expansion > 1) conv.append(convention.NormActivation(inChannels, width, 1, activation: ReLU6(inplace: true)));
        conv.append(convention.NormActivation(width, width, 3, stride, groups: width, activation: ReLU6(inplace: true)));
        conv.append(convention.Convolution(width, outChannels, 1));
        conv.append(convention.NormOfConvolution(outChannels));
        addsInput = stride == 1 && inChannels == outChannels;
        RegisterComponents();
    }

    /// <summary>Filters.</summary>
    /// <param name="x">[N, in, H, W].</param>
    /// <returns>[N, out, H / stride, W / stride].</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var y = conv.call(x);
        return (addsInput ? y.add_(x) : y).MoveToOuterDisposeScope();
    }
}

using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace ImageNotebooks;

/// <summary>
/// Squeeze-and-excitation (Hu et al. 2018, section 3): each channel's mean over the image passes through a bottleneck of two dense layers, and what
/// comes out between 0 and 1 scales that channel. It adds 2 C²/ratio + C/ratio + C parameters to a block of C channels.
/// </summary>
public sealed class SqueezeExcite : Module<Tensor, Tensor>
{
    private readonly Linear squeeze, excite;

    /// <summary>Makes the block with Keras's initial weights.</summary>
    /// <param name="channels">Channels C of the feature map.</param>
    /// <param name="ratio">By how much the bottleneck is narrower; the paper's 16 costs least, 8 was the malaria study's. A bottleneck has one unit at least.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no channel, or the ratio is below 1.</exception>
    public SqueezeExcite(int channels, int ratio = 16) : base(nameof(SqueezeExcite))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(ratio, 1);
        var units = Math.Max(1, channels / ratio);
        (squeeze, excite) = (Keras.Dense(channels, units), Keras.Dense(units, channels));
        RegisterComponents();
    }

    /// <summary>Weighs the channels.</summary>
    /// <param name="x">[N, C, H, W].</param>
    /// <returns>[N, C, H, W], in the memory format of <paramref name="x"/>.</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var weights = x.mean([2, 3]);                                     // [N, C]
        weights = relu(squeeze.call(weights));                            // [N, C / ratio]
        weights = excite.call(weights).sigmoid();                          // [N, C]
        return (x * weights.unsqueeze(-1).unsqueeze(-1)).MoveToOuterDisposeScope();
    }
}

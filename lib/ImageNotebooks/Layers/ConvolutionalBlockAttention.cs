using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace ImageNotebooks;

/// <summary>
/// The convolutional block attention module, CBAM (Woo et al. 2018, section 3): first the channels are weighed, by their means and their largest values through one bottleneck, then the pixels,
/// by a 7 x 7 convolution of the mean and the largest value over the channels.
/// </summary>
public sealed class ConvolutionalBlockAttention : Module<Tensor, Tensor>
{
    private readonly Linear squeeze, excite;
    private readonly Conv2d spatial;

    /// <summary>Makes the block with Keras's initial weights.</summary>
    /// <param name="channels">Channels C of the feature map.</param>
    /// <param name="ratio">By how much the bottleneck is narrower; it has one unit at least.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no channel, or the ratio is below 1.</exception>
    public ConvolutionalBlockAttention(int channels, int ratio = 16) : base(nameof(ConvolutionalBlockAttention))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(ratio, 1);
        var units = Math.Max(1, channels / ratio);
        (squeeze, excite, spatial) = (Keras.Dense(channels, units), Keras.Dense(units, channels), Keras.Conv2D(2, 1, 7));
        RegisterComponents();
    }

    /// <summary>Weighs the channels, then the pixels.</summary>
    /// <param name="x">[N, C, H, W].</param>
    /// <returns>[N, C, H, W].</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var channels = (Bottleneck(x.mean([2, 3])) + Bottleneck(x.amax([2, 3]))).sigmoid();                  // [N, C]
        x = x * channels.unsqueeze(-1).unsqueeze(-1);
        var pixels = spatial.call(cat([x.mean([1], keepdim: true), x.amax([1], keepdim: true)], 1)).sigmoid(); // [N, 1, H, W]
        return (x * pixels).MoveToOuterDisposeScope();
    }

    private Tensor Bottleneck(Tensor x) => excite.call(relu(squeeze.call(x)));
}

using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ImageNotebooks;

/// <summary>
/// Efficient channel attention (Wang et al. 2020, "ECA-Net", section 3): as squeeze-and-excitation each channel is scaled by a weight made of the channels' means, but each weight looks at a few
/// neighbouring channels only, with one small kernel for all. It adds 3 or 5 parameters to a block where <see cref="SqueezeExcite"/> adds thousands.
/// </summary>
public sealed class EfficientChannelAttention : Module<Tensor, Tensor>
{
    private readonly Conv1d conv;

    /// <summary>Makes the block.</summary>
    /// <param name="channels">Channels C of the feature map. The kernel sees the odd number of channels that lies at (log2 C + 1) / 2 or next above it, the paper's equation 12.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no channel.</exception>
    public EfficientChannelAttention(int channels) : base(nameof(EfficientChannelAttention))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        var reach = (int)((Math.Log2(channels) + 1) / 2);
        KernelSize = reach % 2 == 1 ? reach : reach + 1;
        conv = Conv1d(1, 1, KernelSize, padding: KernelSize / 2, bias: false);
        RegisterComponents();
    }

    /// <summary>How many channels one weight looks at.</summary>
    public int KernelSize { get; }

    /// <summary>Weighs the channels.</summary>
    /// <param name="x">[N, C, H, W].</param>
    /// <returns>[N, C, H, W].</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var weights = x.mean([2, 3]).unsqueeze(1);                               // [N, 1, C]
        weights = conv.call(weights).squeeze(1).sigmoid();                       // [N, C]
        return (x * weights.unsqueeze(-1).unsqueeze(-1)).MoveToOuterDisposeScope();
    }
}

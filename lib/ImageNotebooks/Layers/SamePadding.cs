using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ImageNotebooks;

/// <summary>
/// Zeros around an image so that an unpadded kernel of some stride gives ceil(size / stride) pixels, as TensorFlow's <c>same</c> has it: where the number of rows or columns is odd,
/// the far side gets one more. With stride 2 a 3 x 3 kernel sees a row of zeros above an image of odd height, and none above one of even height.
/// </summary>
/// <param name="kernelSize">Height and width of the kernel that follows.</param>
/// <param name="stride">Its step.</param>
public sealed class SamePadding(int kernelSize, int stride) : Module<Tensor, Tensor>(nameof(SamePadding))
{
    /// <summary>Pads.</summary>
    /// <param name="x">[N, C, H, W].</param>
    /// <returns>[N, C, H + p, W + q], p and q at most kernelSize - 1.</returns>
    public override Tensor forward(Tensor x)
    {
        var (left, right) = Sides(x.shape[3]);
        var (top, bottom) = Sides(x.shape[2]);
        return functional.pad(x, (left, right, top, bottom));
    }

    private (long Near, long Far) Sides(long size)
    {
        var padding = Math.Max(0, (((size + stride - 1) / stride - 1) * stride) + kernelSize - size);
        return (padding / 2, padding - (padding / 2));
    }
}

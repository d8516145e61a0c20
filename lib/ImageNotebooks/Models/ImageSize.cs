using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>Says which images a network takes, before a layer in its middle says it of numbers that nobody knows.</summary>
internal static class ImageSize
{
    /// <summary>Requires colour images of some heights and widths.</summary>
    /// <param name="x">[N, 3, H, W].</param>
    /// <param name="network">For the sentence.</param>
    /// <param name="least">The least height and width.</param>
    /// <param name="most">The greatest height and width.</param>
    /// <exception cref="ArgumentException">The images are others.</exception>
    public static void Require(Tensor x, nn.Module network, int least, int most = int.MaxValue)
    {
        if (x.dim() != 4 || x.shape[1] != 3)
            throw new ArgumentException($"{network.GetName()} takes images of shape [N, 3, H, W]; this tensor is [{string.Join(", ", x.shape)}].", nameof(x));
        var (height, width) = (x.shape[2], x.shape[3]);
        if (Math.Min(height, width) >= least && Math.Max(height, width) <= most) return;
        var sizes = most == int.MaxValue ? $"of {least} x {least} pixels or more" : $"of {least} to {most} pixels in height and width";
        throw new ArgumentException($"{network.GetName()} takes images {sizes}; these have {height} x {width}. Resize them first, with Resize.To({least}) for example.", nameof(x));
    }
}

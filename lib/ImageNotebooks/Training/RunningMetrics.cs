using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>Loss and accuracy over the images seen so far.</summary>
public sealed class RunningMetrics
{
    private double lossSum;
    private long correct;

    /// <summary>Images seen so far.</summary>
    public int Images { get; private set; }

    /// <summary>The mean loss an image.</summary>
    public double Loss => Images > 0 ? lossSum / Images : double.NaN;

    /// <summary>The part of the images that was classified rightly, in [0, 1].</summary>
    public double Accuracy => Images > 0 ? (double)correct / Images : double.NaN;

    /// <summary>Counts a batch.</summary>
    /// <param name="logits">[N, classes].</param>
    /// <param name="labels">[N] int64, or [N, classes] float shares; of those the largest counts as the truth.</param>
    /// <param name="meanLoss">The batch's mean loss, one number.</param>
    internal void Add(Tensor logits, Tensor labels, Tensor meanLoss)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var n = (int)labels.shape[0];
        lossSum += meanLoss.item<float>() * (double)n;
        correct += logits.argmax(1).eq(labels.dim() == 2 ? labels.argmax(1) : labels).sum().item<long>();
        Images += n;
    }
}

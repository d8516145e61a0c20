using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>Loss and accuracy over the images seen so far.</summary>
public sealed class RunningMetrics
{
    private double lossSum;
    private long right, of;

    /// <summary>Images seen so far.</summary>
    public int Images { get; private set; }

    /// <summary>The mean loss an image.</summary>
    public double Loss => Images > 0 ? lossSum / Images : double.NaN;

    /// <summary>The part of the answers that was right, in [0, 1]: of images, of labels where an image has several, or of pixels.</summary>
    public double Accuracy => of > 0 ? (double)right / of : double.NaN;

    /// <summary>Counts a batch.</summary>
    /// <param name="objective">Which answers are right.</param>
    /// <param name="logits">[N, classes, ...].</param>
    /// <param name="labels">As the objective has them.</param>
    /// <param name="meanLoss">The batch's mean loss.</param>
    internal void Add(Objective objective, Tensor logits, Tensor labels, double meanLoss)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        lossSum += meanLoss * labels.shape[0];
        var (more, among) = objective.Count(logits, labels);
        (right, of, Images) = (right + more, of + among, Images + (int)labels.shape[0]);
    }
}

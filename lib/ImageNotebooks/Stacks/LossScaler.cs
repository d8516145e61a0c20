using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>
/// Dynamic loss scaling (Micikevicius et al. 2018, section 3.2) by the rule of PyTorch's <c>GradScaler</c>: the loss is multiplied before gradients are taken, so that small ones are not rounded to 0 in
/// half precision; a step whose gradients are not finite is left out and halves the scale, and 2,000 finite ones in a row double it.
/// </summary>
internal sealed class LossScaler
{
    private const double Growth = 2, Backoff = 0.5;
    private const int GrowthInterval = 2000;

    private int finiteSteps;

    /// <summary>By what the loss is multiplied.</summary>
    public double Scale { get; private set; } = 65_536;

    /// <summary>Divides float gradients by the scale and chooses the next one.</summary>
    /// <returns>Whether all are finite, so that the optimizer may step.</returns>
    public bool Unscale(IEnumerable<Tensor> gradients)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var finite = true;
        foreach (var gradient in gradients)
        {
            gradient.mul_(1 / Scale);
            finite &= gradient.isfinite().all().item<bool>();
        }
        if (!finite) (Scale, finiteSteps) = (Scale * Backoff, 0);
        else if (++finiteSteps == GrowthInterval) (Scale, finiteSteps) = (Scale * Growth, 0);
        return finite;
    }
}

using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>Lowers the learning rate when a number has not got better for some epochs, on the epochs on which Keras's <c>ReduceLROnPlateau</c> does.</summary>
public sealed class ReduceLROnPlateau : Callback
{
    private readonly Monitor monitor;
    private readonly double factor, minDelta, minLr;
    private readonly int patience, cooldown;
    private double best;
    private int waited, cooling;

    /// <summary>Makes the callback.</summary>
    /// <param name="monitor">A column of the history.</param>
    /// <param name="factor">By what the rate is multiplied, in (0, 1).</param>
    /// <param name="patience">After how many epochs without a better value.</param>
    /// <param name="direction">Which way is better.</param>
    /// <param name="minDelta">A change that is not larger than this is none.</param>
    /// <param name="cooldown">Epochs after a reduction that are not counted.</param>
    /// <param name="minLr">The rate is not lowered below this.</param>
    public ReduceLROnPlateau(string monitor = "val_loss", double factor = 0.1, int patience = 10, Direction direction = Direction.Auto, double minDelta = 1e-4, int cooldown = 0, double minLr = 0)
    {
        if (factor is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(factor), factor, "The factor lowers the rate; it is in (0, 1).");
        ArgumentOutOfRangeException.ThrowIfNegative(patience);
        ArgumentOutOfRangeException.ThrowIfNegative(cooldown);
        (this.monitor, this.factor, this.patience, this.minDelta, this.cooldown, this.minLr) = (new(monitor, direction), factor, patience, minDelta, cooldown, minLr);
    }

    /// <inheritdoc/>
    public override void TrainingBegan(TrainingRun run) => (best, waited, cooling) = (monitor.Worst, 0, 0);

    /// <inheritdoc/>
    public override void EpochEnded(TrainingRun run, EpochRecord record)
    {
        var value = monitor.Of(record);
        if (cooling > 0) (cooling, waited) = (cooling - 1, 0);
        if (monitor.IsBetter(value, best, minDelta))
        {
            (best, waited) = (value, 0);
            return;
        }
        if (cooling > 0 || ++waited < patience || run.LearningRate <= minLr) return;
        run.LearningRate = Math.Max(run.LearningRate * factor, minLr);
        (cooling, waited) = (cooldown, 0);
    }

    /// <inheritdoc/>
    public override void Save(IDictionary<string, Tensor> state) => state["counts"] = tensor(new[] { best, waited, cooling });

    /// <inheritdoc/>
    public override void Restore(IReadOnlyDictionary<string, Tensor> state)
    {
        var counts = state["counts"].data<double>().ToArray();
        (best, waited, cooling) = (counts[0], (int)counts[1], (int)counts[2]);
    }
}

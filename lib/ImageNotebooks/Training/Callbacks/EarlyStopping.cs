using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>Ends training when a number has not got better for some epochs, on the epoch on which Keras's <c>EarlyStopping</c> does.</summary>
public sealed class EarlyStopping : Callback, IDisposable
{
    private readonly Monitor monitor;
    private readonly double minDelta;
    private readonly int patience;
    private readonly bool restoreBestWeights;
    private readonly KeptWeights bestWeights = new("best.");
    private double best;
    private int waited;

    /// <summary>Makes the callback.</summary>
    /// <param name="monitor">A column of the history.</param>
    /// <param name="minDelta">A change that is not larger than this is none; 0 or more.</param>
    /// <param name="patience">How many epochs without a better value it takes; with 0 the first one ends training.</param>
    /// <param name="direction">Which way is better.</param>
    /// <param name="restoreBestWeights">Whether the model is given the weights of the best epoch when training is ended early. Without that it keeps the last.</param>
    public EarlyStopping(string monitor = "val_loss", double minDelta = 0, int patience = 0, Direction direction = Direction.Auto, bool restoreBestWeights = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(minDelta);
        ArgumentOutOfRangeException.ThrowIfNegative(patience);
        (this.monitor, this.minDelta, this.patience, this.restoreBestWeights) = (new(monitor, direction), minDelta, patience, restoreBestWeights);
    }

    /// <summary>The epoch of the best value, counted from 1; 0 before the first.</summary>
    public int BestEpoch { get; private set; }

    /// <summary>The epoch after which training was ended, or 0.</summary>
    public int StoppedEpoch { get; private set; }

    /// <inheritdoc/>
    public override void TrainingBegan(TrainingRun run)
    {
        (best, waited, BestEpoch, StoppedEpoch) = (monitor.Worst, 0, 0, 0);
        bestWeights.Dispose();
    }

    /// <inheritdoc/>
    public override void EpochEnded(TrainingRun run, EpochRecord record)
    {
        var value = monitor.Of(record);
        waited++;
        if (monitor.IsBetter(value, best, minDelta))
        {
            (best, waited, BestEpoch) = (value, 0, run.Epoch);
            Keep(run);
            return;
        }
        // The first weights are the best even where their value is NaN; and Keras never stops after the first epoch.
        if (!bestWeights.Any) Keep(run);
        if (waited < patience || run.Epoch == 1) return;
        StoppedEpoch = run.Epoch;
        run.Stop($"{monitor.Column} has not got better than in epoch {BestEpoch} for {waited} epoch{(waited == 1 ? "" : "s")}");
        if (bestWeights.Any) bestWeights.GiveTo(run.Model);
    }

    /// <inheritdoc/>
    public override void TrainingEnded(TrainingRun run) => bestWeights.Dispose();

    /// <inheritdoc/>
    public override void Save(IDictionary<string, Tensor> state)
    {
        state["counts"] = tensor(new[] { best, waited, BestEpoch, StoppedEpoch });
        bestWeights.Save(state);
    }

    /// <inheritdoc/>
    public override void Restore(IReadOnlyDictionary<string, Tensor> state)
    {
        var counts = state["counts"].data<double>().ToArray();
        (best, waited, BestEpoch, StoppedEpoch) = (counts[0], (int)counts[1], (int)counts[2], (int)counts[3]);
        bestWeights.Restore(state);
    }

    /// <summary>Frees the weights that are kept.</summary>
    public void Dispose() => bestWeights.Dispose();

    private void Keep(TrainingRun run)
    {
        if (restoreBestWeights) bestWeights.Take(run.Model);
    }
}

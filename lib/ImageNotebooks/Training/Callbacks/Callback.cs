using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>Something that is done while a model is trained: stop early, lower the rate, save. Its memory begins anew with each <see cref="Trainer.Fit"/>, as in Keras.</summary>
public abstract class Callback
{
    /// <summary>Training begins.</summary>
    public virtual void TrainingBegan(TrainingRun run) { }

    /// <summary>A batch was learned from; with <see cref="TrainingOptions.AccumulateBatches"/> the optimizer steps at some of them only, and gradients without a step are lost where training is ended.</summary>
    /// <param name="run">Where training is.</param>
    /// <param name="loss">The mean loss of the batch.</param>
    public virtual void BatchEnded(TrainingRun run, double loss) { }

    /// <summary>An epoch was learned from, and validation measured: a callback may add numbers of its own to the epoch's record, which all callbacks, the history and its curves then have.</summary>
    /// <param name="run">Where training is; the history does not have this epoch yet.</param>
    /// <param name="metrics">What was measured, by Keras's names; add to it under a name of one's own.</param>
    public virtual void Measure(TrainingRun run, IDictionary<string, double> metrics) { }

    /// <summary>An epoch was learned from and measured.</summary>
    public virtual void EpochEnded(TrainingRun run, EpochRecord record) { }

    /// <summary>Puts what the callback has to remember into a checkpoint, under names of its own.</summary>
    /// <param name="state">Copied before this method's caller goes on.</param>
    public virtual void Save(IDictionary<string, Tensor> state) { }

    /// <summary>Takes what <see cref="Save"/> has put there; called after <see cref="TrainingBegan"/>.</summary>
    /// <param name="state">Belongs to the caller.</param>
    public virtual void Restore(IReadOnlyDictionary<string, Tensor> state) { }

    /// <summary>Training has ended, by itself or because a callback ended it; not called where it failed.</summary>
    public virtual void TrainingEnded(TrainingRun run) { }
}

/// <summary>Which way a measured number should go.</summary>
public enum Direction
{
    /// <summary>Keras's <c>auto</c>: up for accuracies and AUC, else down.</summary>
    Auto,

    /// <summary>Lower is better.</summary>
    Down,

    /// <summary>Higher is better.</summary>
    Up,
}

/// <summary>A number of each epoch that a callback watches.</summary>
internal sealed class Monitor(string column, Direction direction)
{
    public string Column => column;

    public bool IsUp { get; } = direction == Direction.Up || (direction == Direction.Auto && (column.Contains("acc", StringComparison.Ordinal) || column.EndsWith("auc", StringComparison.Ordinal)));

    /// <summary>What is worse than anything that can be measured.</summary>
    public double Worst => IsUp ? double.NegativeInfinity : double.PositiveInfinity;

    /// <summary>Whether a value is better than another by more than a difference; NaN never is.</summary>
    public bool IsBetter(double value, double than, double minDelta = 0) => IsUp ? value - minDelta > than : value + minDelta < than;

    /// <summary>The epoch's value.</summary>
    /// <exception cref="ArgumentException">Nothing of this name was measured.</exception>
    public double Of(EpochRecord record)
    {
        string[] known = ["loss", .. record.Metrics.Keys];
        return known.Contains(column) ? record[column]
            : throw new ArgumentException($"A callback watches '{column}', and an epoch measures {string.Join(", ", known)}{(column.StartsWith("val_", StringComparison.Ordinal) ? "; give Fit validation images to measure it" : "")}.");
    }
}

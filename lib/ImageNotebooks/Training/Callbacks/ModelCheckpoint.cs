using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>Saves the model's weights after each epoch, or after each that was better than all before, as Keras's <c>ModelCheckpoint</c>. A reader of the file sees the old weights or the new.</summary>
public sealed class ModelCheckpoint : Callback
{
    private readonly string path;
    private readonly Monitor monitor;
    private readonly bool saveBestOnly;
    private double best;

    /// <summary>Makes the callback.</summary>
    /// <param name="path">The safetensors file; <c>{epoch}</c> in it stands for the epoch's number.</param>
    /// <param name="monitor">A column of the history.</param>
    /// <param name="saveBestOnly">Whether only an epoch that is better than all before is saved.</param>
    /// <param name="direction">Which way is better.</param>
    public ModelCheckpoint(string path, string monitor = "val_loss", bool saveBestOnly = true, Direction direction = Direction.Auto) =>
        (this.path, this.monitor, this.saveBestOnly) = (path, new(monitor, direction), saveBestOnly);

    /// <summary>The file that was written last, or null.</summary>
    public string? LastPath { get; private set; }

    /// <inheritdoc/>
    public override void TrainingBegan(TrainingRun run) => (best, LastPath) = (monitor.Worst, null);

    /// <inheritdoc/>
    public override void EpochEnded(TrainingRun run, EpochRecord record)
    {
        if (saveBestOnly)
        {
            var value = monitor.Of(record);
            if (!monitor.IsBetter(value, best)) return;
            best = value;
        }
        LastPath = path.Replace("{epoch}", FormattableString.Invariant($"{run.Epoch:000}"), StringComparison.Ordinal);
        run.Model.SaveWeights(LastPath, new Dictionary<string, string> { ["epoch"] = FormattableString.Invariant($"{run.Epoch}") });
    }

    /// <inheritdoc/>
    public override void Save(IDictionary<string, Tensor> state) => state["best"] = tensor(new[] { best });

    /// <inheritdoc/>
    public override void Restore(IReadOnlyDictionary<string, Tensor> state) => best = state["best"].data<double>()[0];
}

/// <summary>Writes the history after each epoch, so that what was measured is not lost with the process, as Keras's <c>CSVLogger</c>.</summary>
/// <param name="path">Ends in <c>.csv</c> or <c>.json</c>.</param>
public sealed class HistoryLogger(string path) : Callback
{
    /// <inheritdoc/>
    public override void EpochEnded(TrainingRun run, EpochRecord record) => run.History.Save(path);
}

namespace ImageNotebooks;

/// <summary>Reports each epoch of a trial to its study and ends training where the study's pruner says so; the trial then returns <see cref="Trial.Prune"/> if <see cref="Trial.ShouldPrune"/>.</summary>
/// <param name="trial">The trial in which the model is trained.</param>
/// <param name="monitor">A column of the history: what the study minimises or maximises.</param>
public sealed class PruningCallback(Trial trial, string monitor = "val_loss") : Callback
{
    private readonly Monitor watched = new(monitor, Direction.Auto);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The history has no such column.</exception>
    public override void EpochEnded(TrainingRun run, EpochRecord record)
    {
        trial.Report(run.Epoch, watched.Of(record));
        if (trial.ShouldPrune) run.Stop("the study's other trials were better by now");
    }
}

namespace ImageNotebooks;

/// <summary>
/// Training was stopped after a batch, because whoever runs the notebook asked for it. Model and optimizer are those after that batch, so that another <see cref="Trainer.Fit"/> of the same trainer
/// goes on from there.
/// </summary>
public sealed class TrainingInterruptedException : OperationCanceledException
{
    private TrainingInterruptedException(string message, History history) : base(message) => History = history;

    /// <summary>The epochs that came to their end.</summary>
    public History History { get; }

    internal static TrainingInterruptedException After(int batch, int batches, TrainingRun run) => new(
        $"Training was interrupted after batch {batch} of {batches} in epoch {run.Epoch} of {run.Epochs}. Model and optimizer keep what they have learned; another Fit goes on from there.", run.History);
}

/// <summary>
/// Lets something long be stopped at a place where its objects are whole. While one of these is alive, an <see cref="Action"/> that asks for it lies under <c>ImageNotebooks.Stop</c> in
/// <see cref="AppContext"/>'s data, where a notebook host finds it without knowing of this library.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private const string Slot = "ImageNotebooks.Stop";
    private readonly object? outer = AppContext.GetData(Slot);
    private volatile bool asked;

    public Interruption() => AppContext.SetData(Slot, (Action)(() => asked = true));

    /// <summary>Whether it was asked to stop.</summary>
    public bool IsAskedFor => asked;

    public void Dispose() => AppContext.SetData(Slot, outer);
}

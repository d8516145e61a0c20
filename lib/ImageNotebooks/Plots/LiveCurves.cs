using System.Diagnostics;

namespace ImageNotebooks;

/// <summary>
/// Draws the training curves anew while a model trains: after an epoch, where the last drawing is some time ago, and when training ends. In a notebook
/// <c>var chart = display("..."); ... Callbacks = [new LiveCurves(figure => chart.Update(figure))]</c>.
/// </summary>
public sealed class LiveCurves : Callback
{
    private readonly Action<Figure> draw;
    private readonly TimeSpan between;
    private readonly Stopwatch sinceDrawn = new();

    /// <summary>Makes the callback.</summary>
    /// <param name="draw">Shows a figure in place of the one before.</param>
    /// <param name="between">The least time between two drawings; half a second where nothing is said, 0 for every epoch.</param>
    public LiveCurves(Action<Figure> draw, TimeSpan? between = null)
    {
        this.draw = draw;
        this.between = between ?? TimeSpan.FromSeconds(0.5);
        ArgumentOutOfRangeException.ThrowIfLessThan(this.between, TimeSpan.Zero, nameof(between));
    }

    /// <inheritdoc/>
    public override void TrainingBegan(TrainingRun run) => sinceDrawn.Reset();

    /// <inheritdoc/>
    public override void EpochEnded(TrainingRun run, EpochRecord record)
    {
        if (!sinceDrawn.IsRunning || sinceDrawn.Elapsed >= between) Draw(run);
    }

    /// <inheritdoc/>
    public override void TrainingEnded(TrainingRun run)
    {
        if (run.History.Count > 0) Draw(run);
    }

    private void Draw(TrainingRun run)
    {
        draw(Plots.TrainingCurves(run.History));
        sinceDrawn.Restart();
    }
}

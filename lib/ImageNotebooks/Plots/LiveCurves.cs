using System.Diagnostics;

namespace ImageNotebooks;

/// <summary>
/// Draws the training curves anew while a model trains: after an epoch, where the last drawing is some time ago, and when training ends. In a notebook
/// <c>Callbacks = [new LiveCurves(figure => figure.Display())]</c>.
/// </summary>
/// <remarks>
/// The compiler chooses the constructor by what the notebook's <c>Display</c> gives: .NET Interactive's and this workspace's give what was shown, which can be replaced
/// where it stands; Verso's gives nothing, and what it has shown stays.
/// </remarks>
public sealed class LiveCurves : Callback
{
    private readonly Action<Figure> show;
    private readonly TimeSpan between;
    private readonly Stopwatch sinceDrawn = new();

    /// <summary>Makes the callback for a notebook that can replace what it has shown.</summary>
    /// <param name="display">Shows the first figure and gives what was shown, whose method <c>Update</c> shows another in its place.</param>
    /// <param name="between">The least time between two drawings; half a second where nothing is said, 0 for every epoch.</param>
    public LiveCurves(Func<Figure, object> display, TimeSpan? between = null)
    {
        ArgumentNullException.ThrowIfNull(display);
        this.between = between ?? TimeSpan.FromSeconds(0.5);
        ArgumentOutOfRangeException.ThrowIfLessThan(this.between, TimeSpan.Zero, nameof(between));
        object? shown = null;
        show = figure =>
        {
            if (shown is null) shown = display(figure);
            else ((dynamic)shown).Update(figure);
        };
    }

    /// <summary>Makes the callback for a notebook that cannot replace what it has shown: the curves are drawn once, when training has ended.</summary>
    /// <param name="display">Shows a figure.</param>
    public LiveCurves(Action<Figure> display) => (show, between) = (display, Timeout.InfiniteTimeSpan);

    /// <inheritdoc/>
    public override void TrainingBegan(TrainingRun run) => sinceDrawn.Reset();

    /// <inheritdoc/>
    public override void EpochEnded(TrainingRun run, EpochRecord record)
    {
        if (between != Timeout.InfiniteTimeSpan && (!sinceDrawn.IsRunning || sinceDrawn.Elapsed >= between)) Draw(run);
    }

    /// <inheritdoc/>
    public override void TrainingEnded(TrainingRun run)
    {
        if (run.History.Count > 0) Draw(run);
    }

    private void Draw(TrainingRun run)
    {
        show(Plots.TrainingCurves(run.History));
        sinceDrawn.Restart();
    }
}

using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>One call of <see cref="Trainer.Fit"/> while it goes on, as callbacks see and change it.</summary>
public sealed class TrainingRun
{
    private readonly optim.Optimizer optimizer;
    private readonly double[] baseRates;
    private double factor = 1;

    internal TrainingRun(nn.Module<Tensor, Tensor> model, optim.Optimizer optimizer, int epochs, int steps)
    {
        (Model, this.optimizer, Epochs, Steps) = (model, optimizer, epochs, steps);
        baseRates = [.. optimizer.ParamGroups.Select(group => group.LearningRate)];
    }

    /// <summary>The model in training.</summary>
    public nn.Module<Tensor, Tensor> Model { get; }

    /// <summary>How many epochs there are to be.</summary>
    public int Epochs { get; }

    /// <summary>How many steps of the optimizer there are to be.</summary>
    public int Steps { get; }

    /// <summary>The epoch, counted from 1.</summary>
    public int Epoch { get; internal set; }

    /// <summary>The optimizer's steps so far.</summary>
    public int Step { get; internal set; }

    /// <summary>What was measured so far.</summary>
    public History History { get; internal set; } = History.Empty;

    /// <summary>The learning rate of the first group of weights, without the schedule; setting it changes all groups by the same factor.</summary>
    public double LearningRate
    {
        get => baseRates[0];
        set
        {
            var change = value / baseRates[0];
            for (var i = 0; i < baseRates.Length; i++) baseRates[i] *= change;
            Apply();
        }
    }

    /// <summary>Why training ends after this epoch, or null where it goes on.</summary>
    public string? StopReason { get; private set; }

    /// <summary>
    /// Ends training: at once where a batch has just ended (<see cref="Callback.BatchEnded"/>), as Keras's <c>stop_training</c>, else after this epoch. The epoch is measured, recorded and saved like any
    /// other, from the batches that it had.
    /// </summary>
    /// <param name="reason">A few words for the person who waits.</param>
    public void Stop(string reason) => StopReason ??= reason;

    /// <summary>The averages of the weights, where they are wanted.</summary>
    internal WeightAverages? Averages { get; init; }

    /// <summary>The rates of all groups without the schedule.</summary>
    internal IReadOnlyList<double> BaseRates => baseRates;

    /// <summary>Goes on where another process was.</summary>
    internal void Restore(int step, History history, double[] rates, string? stopReason)
    {
        (Step, History, Epoch, StopReason) = (step, history, history.Count, stopReason);
        rates.CopyTo(baseRates, 0);
        Apply();
    }

    /// <summary>Multiplies the rates by what a schedule says for the next step.</summary>
    internal void Schedule(LearningRateSchedule schedule)
    {
        factor = schedule(Step, Steps);
        Apply();
    }

    /// <summary>Gives the optimizer the rates without a schedule back.</summary>
    internal void EndSchedule()
    {
        factor = 1;
        Apply();
    }

    private void Apply()
    {
        foreach (var (group, rate) in optimizer.ParamGroups.Zip(baseRates)) group.LearningRate = rate * factor;
    }
}

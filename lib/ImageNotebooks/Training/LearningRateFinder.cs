using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>Finds a learning rate by trying: the rate rises exponentially from step to step, and the loss tells which rates teach and which destroy (Smith 2017, "Cyclical Learning Rates"; fast.ai's <c>lr_find</c>).</summary>
public static class LearningRateFinder
{
    // fast.ai's.
    private const double Diverged = 4;

    /// <summary>
    /// Trains for some steps with rising rates and forgets what was learned: weights, buffers, modes, torch's random state and the loader's <see cref="IBatches.Pass"/> are as they were. A loader with
    /// fewer batches is gone over again.
    /// </summary>
    /// <param name="model">[N, C, H, W] -> logits.</param>
    /// <param name="train">Images to learn from.</param>
    /// <param name="options">How to train; the optimizer's own rate, the schedule, callbacks, averages and progress are left out. Weights of several rates keep their proportion.</param>
    /// <param name="from">The first rate, of the optimizer's first group of weights.</param>
    /// <param name="to">The last rate; training ends before where the smoothed loss is 4 times its best or not finite.</param>
    /// <param name="steps">Steps of the optimizer, at least 2; 100 are usual.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rates do not rise from above 0, or are larger than a float.</exception>
    /// <exception cref="TrainingDivergedException">Even the first loss is not finite.</exception>
    public static LearningRateCurve Find(nn.Module<Tensor, Tensor> model, IBatches train, TrainingOptions? options = null, double from = 1e-7, double to = 10, int steps = 100)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(from);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(to, from);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(to, float.MaxValue);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 2);
        options ??= new();
        var recorder = new Recorder(from, to, steps);
        using var asItWas = new Restoration(model, train);
        using var trainer = new Trainer(model, options with { Schedule = recorder.Factor, Callbacks = [recorder], EmaDecay = null, Progress = new SilentProgress() });
        try
        {
            // More than enough epochs: the recorder ends training.
            trainer.Fit(train, null, epochs: steps);
        }
        catch (TrainingDivergedException) when (recorder.Losses.Count > 0)
        {
        }
        return new(recorder.Rates, recorder.Losses);
    }

    private sealed class Recorder(double from, double to, int steps) : Callback
    {
        private readonly List<double> batch = [];
        private double best = double.PositiveInfinity;

        public List<double> Losses { get; } = [];

        public IEnumerable<double> Rates => Enumerable.Range(0, Losses.Count).Select(step => from * Factor(step, steps));

        public double Factor(int step, int _) => Math.Pow(to / from, step / (steps - 1.0));

        public override void TrainingBegan(TrainingRun run) => run.LearningRate = from;

        public override void BatchEnded(TrainingRun run, double loss)
        {
            batch.Add(loss);
            if (run.Step == Losses.Count) return;                               // gradients are still being added up
            Losses.Add(batch.Average());
            batch.Clear();
            var smoothed = LearningRateCurve.Smooth(Losses).Last();
            best = Math.Min(best, smoothed);
            if (Losses.Count == steps) run.Stop("all rates were tried");
            else if (smoothed > Diverged * best) run.Stop("the loss has exploded");
        }
    }

    /// <summary>Puts back what training changes.</summary>
    private sealed class Restoration : IDisposable
    {
        private readonly nn.Module<Tensor, Tensor> model;
        private readonly IBatches train;
        private readonly int pass;
        private readonly EvaluationMode modes;
        private readonly Tensor random;
        private readonly Dictionary<string, Tensor> state;

        public Restoration(nn.Module<Tensor, Tensor> model, IBatches train)
        {
            using var still = no_grad();
            (this.model, this.train, pass, modes, random) = (model, train, train.Pass, new(model), get_rng_state().DetachFromDisposeScope());
            state = model.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.clone().DetachFromDisposeScope());
        }

        public void Dispose()
        {
            using var still = no_grad();
            foreach (var (name, value) in model.state_dict()) value.copy_(state[name]);
            foreach (var value in state.Values) value.Dispose();
            model.zero_grad();
            modes.Dispose();
            set_rng_state(random);
            random.Dispose();
            train.Pass = pass;
        }
    }
}

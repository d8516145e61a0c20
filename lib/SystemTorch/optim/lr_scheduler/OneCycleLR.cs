namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>One rise to the highest rate and one fall to almost nothing (Smith and Topin 2018), while the momentum goes the other way.</summary>
                public class OneCycleLR : LRScheduler
                {
                    public enum AnnealStrategy
                    {
                        Cos,
                        Linear,
                    }

                    /// <summary>From one rate and momentum to the next, by group, until an epoch.</summary>
                    private sealed record Phase(double End, double[] FromRate, double[] ToRate, double[] FromMomentum, double[] ToMomentum);

                    private readonly int total;
                    private readonly Phase[] phases;
                    private readonly AnnealStrategy strategy;
                    private readonly bool cycleMomentum;

                    public OneCycleLR(Optimizer optimizer, double max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1, double pct_start = 0.3, AnnealStrategy anneal_strategy = AnnealStrategy.Cos, bool cycle_momentum = true, double base_momentum = 0.85, double max_momentum = 0.95, double div_factor = 25, double final_div_factor = 1e4, bool three_phase = false, int last_epoch = -1, bool verbose = false)
                        : this(optimizer, Repeat(optimizer, max_lr), total_steps, epochs, steps_per_epoch, pct_start, anneal_strategy, cycle_momentum, Repeat(optimizer, base_momentum), Repeat(optimizer, max_momentum), div_factor, final_div_factor, three_phase, last_epoch, verbose) { }

                    public OneCycleLR(Optimizer optimizer, IEnumerable<double> max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1, double pct_start = 0.3, AnnealStrategy anneal_strategy = AnnealStrategy.Cos, bool cycle_momentum = true, IEnumerable<double>? base_momentum = null, IEnumerable<double>? max_momentum = null, double div_factor = 25, double final_div_factor = 1e4, bool three_phase = false, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        if (cycle_momentum && optimizer is not (IMomentum or IBetas))
                            throw new ArgumentException($"{optimizer.GetType().Name} has no momentum to cycle: set cycle_momentum to false.", nameof(cycle_momentum));
                        if (pct_start is < 0 or > 1) throw new ArgumentException($"pct_start is {pct_start}, and is a part of the cycle, between 0 and 1.", nameof(pct_start));
                        (total, strategy, cycleMomentum) = (Total(total_steps, epochs, steps_per_epoch), anneal_strategy, cycle_momentum);
                        var max = ForGroups(max_lr, 0, nameof(max_lr));
                        var initial = Array.ConvertAll(max, rate => rate / div_factor);
                        var min = Array.ConvertAll(initial, rate => rate / final_div_factor);
                        var (low, high) = (ForGroups(base_momentum, 0.85, nameof(base_momentum)), ForGroups(max_momentum, 0.95, nameof(max_momentum)));
                        var rise = new Phase(pct_start * total - 1, initial, max, high, low);
                        phases = three_phase
                            ? [rise, new(2 * pct_start * total - 2, max, initial, low, high), new(total - 1, initial, min, high, high)]
                            : [rise, new(total - 1, max, min, low, high)];
                        step();
                    }

                    private static int Total(int total_steps, int epochs, int steps_per_epoch)
                    {
                        if (total_steps == -1 && epochs == -1 && steps_per_epoch == -1) throw new ArgumentException("OneCycleLR needs its length: give total_steps, or epochs and steps_per_epoch.");
                        if (total_steps != -1) return total_steps > 0 ? total_steps : throw new ArgumentException($"total_steps is {total_steps}, and has to be positive.", nameof(total_steps));
                        if (epochs <= 0) throw new ArgumentException($"epochs is {epochs}, and has to be positive.", nameof(epochs));
                        if (steps_per_epoch <= 0) throw new ArgumentException($"steps_per_epoch is {steps_per_epoch}, and has to be positive.", nameof(steps_per_epoch));
                        return epochs * steps_per_epoch;
                    }

                    protected override IEnumerable<double> get_lr()
                    {
                        if (epoch > total) throw new InvalidOperationException($"Step {epoch + 1} was asked of a OneCycleLR whose cycle has {total} steps.");
                        return Groups.Select((group, i) =>
                        {
                            var (rate, momentum) = At(i);
                            if (cycleMomentum) SetMomentum(group, momentum);
                            return rate;
                        });
                    }

                    // TorchSharp asks whether the group is the last, where PyTorch asks whether the phase is. So the group whose number is
                    // that of the last phase never leaves the first, and all others end at zero, one step after the cycle.
                    private (double rate, double momentum) At(int group)
                    {
                        var i = group == phases.Length - 1 ? 0 : Array.FindIndex(phases, p => epoch <= p.End);
                        if (i < 0) return (0, 0);
                        var (phase, start) = (phases[i], i > 0 ? phases[i - 1].End : 0);
                        var part = (epoch - start) / (phase.End - start);
                        return (Anneal(phase.FromRate[group], phase.ToRate[group], part), Anneal(phase.FromMomentum[group], phase.ToMomentum[group], part));
                    }

                    private double Anneal(double from, double to, double part) =>
                        strategy == AnnealStrategy.Cos ? to + (from - to) / 2 * (Math.Cos(Math.PI * part) + 1) : (to - from) * part + from;

                    private static void SetMomentum(ILearningRateController group, double momentum)
                    {
                        if (group is IBetas adam) adam.Betas = (momentum, adam.Betas.Item2);
                        else ((IMomentum)group).Momentum = momentum;
                    }
                }
            }

            public static LRScheduler OneCycleLR(Optimizer optimizer, double max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1, double pct_start = 0.3, impl.OneCycleLR.AnnealStrategy anneal_strategy = impl.OneCycleLR.AnnealStrategy.Cos, bool cycle_momentum = true, double base_momentum = 0.85, double max_momentum = 0.95, double div_factor = 25, double final_div_factor = 1e4, bool three_phase = false, int last_epoch = -1, bool verbose = false) =>
                new impl.OneCycleLR(optimizer, max_lr, total_steps, epochs, steps_per_epoch, pct_start, anneal_strategy, cycle_momentum, base_momentum, max_momentum, div_factor, final_div_factor, three_phase, last_epoch, verbose);

            public static LRScheduler OneCycleLR(Optimizer optimizer, IEnumerable<double> max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1, double pct_start = 0.3, impl.OneCycleLR.AnnealStrategy anneal_strategy = impl.OneCycleLR.AnnealStrategy.Cos, bool cycle_momentum = true, IEnumerable<double>? base_momentum = null, IEnumerable<double>? max_momentum = null, double div_factor = 25, double final_div_factor = 1e4, bool three_phase = false, int last_epoch = -1, bool verbose = false) =>
                new impl.OneCycleLR(optimizer, max_lr, total_steps, epochs, steps_per_epoch, pct_start, anneal_strategy, cycle_momentum, base_momentum, max_momentum, div_factor, final_div_factor, three_phase, last_epoch, verbose);
        }
    }
}

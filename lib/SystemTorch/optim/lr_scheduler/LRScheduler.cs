namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>Sets the learning rate of each parameter group anew at every step, which is an epoch or a batch.</summary>
            public abstract class LRScheduler
            {
                internal readonly Optimizer optimizer = null!;
                internal IList<double> lastRates = null!;
                internal int epoch;
                private protected IList<double> baseRates = null!;
                private protected readonly bool verbose;
                protected int _step_count;

                protected LRScheduler() => epoch = -1;

                protected LRScheduler(Optimizer optimizer, int last_epoch = -1, bool verbose = false)
                {
                    this.optimizer = optimizer ?? throw new ArgumentNullException(nameof(optimizer));
                    this.verbose = verbose;
                    epoch = last_epoch;
                    baseRates = [.. Groups.Select(g => g.InitialLearningRate)];
                    lastRates = [.. Groups.Select(g => g.LearningRate)];
                }

                private protected IEnumerable<ILearningRateController> Groups => optimizer.ParamGroups;

                public virtual void step() => step(null);

                public virtual void step(int? epoch)
                {
                    _step_count++;
                    this.epoch = epoch ?? this.epoch + 1;
                    // Asked once a step: some schedulers move on, and change momenta, when they are asked.
                    var rates = (epoch is null ? get_lr() : get_closed_form_lr()).ToArray();
                    foreach (var (i, group) in Groups.Take(baseRates.Count).ToArray().Index())
                    {
                        group.LearningRate = rates[i];
                        if (verbose && lastRates[i] != rates[i]) Console.WriteLine($"Adjusting learning rate to {rates[i]}");
                        lastRates[i] = rates[i];
                    }
                }

                /// <summary>A step that knows how well training goes; most schedulers ignore it.</summary>
                public virtual void step(double current, int? epoch = null) => step(epoch);

                protected virtual IEnumerable<double> get_lr() => Scaled(1);

                /// <summary>The rates of this epoch computed from the initial ones, for a step that jumps to an epoch.</summary>
                protected virtual IEnumerable<double> get_closed_form_lr() => get_lr();

                public IEnumerable<double> get_last_lr() => lastRates;

                private protected IEnumerable<double> Scaled(double factor) => Groups.Select(g => g.LearningRate * factor);

                private protected IEnumerable<double> Initial(double factor) => baseRates.Select(rate => rate * factor);

                /// <summary>One value for each group.</summary>
                private protected double[] ForGroups(IEnumerable<double>? values, double otherwise, string name)
                {
                    var n = Groups.Count();
                    var list = values?.ToArray() ?? [.. Enumerable.Repeat(otherwise, n)];
                    return list.Length >= n ? list : throw new ArgumentException($"{name} has {list.Length} values for {n} parameter groups: give one for each.", name);
                }
            }
        }
    }
}

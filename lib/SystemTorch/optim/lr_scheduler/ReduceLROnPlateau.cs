namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Lowers the rate when a metric, handed to <see cref="step(double, int?)"/>, has stopped improving.</summary>
                public class ReduceLROnPlateau : LRScheduler
                {
                    private readonly double factor, threshold, eps;
                    private readonly int patience, cooldown;
                    private readonly bool lowerIsBetter, relative;
                    private readonly double[] lowest;
                    private double best;
                    private int badEpochs, cooling;

                    public ReduceLROnPlateau(Optimizer optimizer, string mode = "min", double factor = 0.1, int patience = 10, double threshold = 1e-4, string threshold_mode = "rel", int cooldown = 0, IList<double>? min_lr = null, double eps = 1e-8, bool verbose = false)
                        : base(optimizer, -1, verbose)
                    {
                        if (factor >= 1) throw new ArgumentException($"The factor is {factor}, and has to be less than 1 to lower the rate.", nameof(factor));
                        if (mode is not ("min" or "max")) throw new ArgumentException($"The mode is '{mode}'; it is 'min' or 'max'.", nameof(mode));
                        if (threshold_mode is not ("rel" or "abs")) throw new ArgumentException($"The threshold mode is '{threshold_mode}'; it is 'rel' or 'abs'.", nameof(threshold_mode));
                        (this.factor, this.threshold, this.eps, this.patience, this.cooldown) = (factor, threshold, eps, patience, cooldown);
                        (lowerIsBetter, relative) = (mode == "min", threshold_mode == "rel");
                        lowest = ForGroups(min_lr is { Count: > 1 } ? min_lr : null, min_lr is [var one] ? one : 0, nameof(min_lr));
                        best = lowerIsBetter ? double.PositiveInfinity : double.NegativeInfinity;
                    }

                    public override void step() => throw new InvalidOperationException("ReduceLROnPlateau needs to know the metric: call step(metric).");

                    public override void step(int? epoch) => step();

                    public override void step(double current, int? epoch = null)
                    {
                        this.epoch = epoch ?? this.epoch + 1;
                        badEpochs++;
                        if (IsBetter(current)) (best, badEpochs) = (current, 0);
                        if (cooling > 0) (cooling, badEpochs) = (cooling - 1, 0);
                        if (badEpochs <= patience) return;
                        Reduce();
                        (cooling, badEpochs) = (cooldown, 0);
                    }

                    private bool IsBetter(double current)
                    {
                        var margin = lowerIsBetter ? -threshold : threshold;
                        var bar = relative ? best * (1 + margin) : best + margin;
                        return lowerIsBetter ? current < bar : current > bar;
                    }

                    private void Reduce()
                    {
                        foreach (var (i, group) in Groups.ToArray().Index())
                        {
                            var rate = Math.Max(group.LearningRate * factor, lowest[i]);
                            if (group.LearningRate - rate <= eps) continue;
                            group.LearningRate = rate;
                            if (verbose) Console.WriteLine($"Epoch {epoch}: reducing learning rate of group {i} to {rate:g4}.");
                        }
                    }
                }
            }

            public static LRScheduler ReduceLROnPlateau(Optimizer optimizer, string mode = "min", double factor = 0.1, int patience = 10, double threshold = 1e-4, string threshold_mode = "rel", int cooldown = 0, IList<double>? min_lr = null, double eps = 1e-8, bool verbose = false) =>
                new impl.ReduceLROnPlateau(optimizer, mode, factor, patience, threshold, threshold_mode, cooldown, min_lr, eps, verbose);
        }
    }
}

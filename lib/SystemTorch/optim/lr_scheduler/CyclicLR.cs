namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Up and down between two rates (Smith 2017), while the momentum goes the other way.</summary>
                public class CyclicLR : LRScheduler
                {
                    public enum Mode
                    {
                        Triangular,
                        Triangular2,
                        ExpRange,
                    }

                    public enum ScaleMode
                    {
                        Cycle,
                        Iterations,
                    }

                    private readonly double length, risingPart;
                    private readonly Func<double, double> scale;
                    private readonly ScaleMode scaleMode;
                    private readonly double[] highest, baseMomentum, maxMomentum;
                    private readonly bool cycleMomentum;

                    public CyclicLR(Optimizer optimizer, double base_lr, double max_lr, int step_size_up = 2000, int step_size_down = -1, Mode mode = Mode.Triangular, double gamma = 1, Func<double, double>? scale_fn = null, ScaleMode scale_mode = ScaleMode.Cycle, bool cycle_momentum = true, double base_momentum = 0.8, double max_momentum = 0.9, int last_epoch = -1, bool verbose = false)
                        : this(optimizer, Repeat(optimizer, base_lr), Repeat(optimizer, max_lr), step_size_up, step_size_down, mode, gamma, scale_fn, scale_mode, cycle_momentum, Repeat(optimizer, base_momentum), Repeat(optimizer, max_momentum), last_epoch, verbose) { }

                    public CyclicLR(Optimizer optimizer, IEnumerable<double> base_lr, IEnumerable<double> max_lr, int step_size_up = 2000, int step_size_down = -1, Mode mode = Mode.Triangular, double gamma = 1, Func<double, double>? scale_fn = null, ScaleMode scale_mode = ScaleMode.Cycle, bool cycle_momentum = true, IEnumerable<double>? base_momentum = null, IEnumerable<double>? max_momentum = null, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        if (cycle_momentum && optimizer is not IMomentum)
                            throw new ArgumentException($"{optimizer.GetType().Name} has no momentum to cycle: set cycle_momentum to false.", nameof(cycle_momentum));
                        length = step_size_up + (double)(step_size_down == -1 ? step_size_up : step_size_down);
                        risingPart = step_size_up / length;
                        baseRates = ForGroups(base_lr, 0, nameof(base_lr));
                        highest = ForGroups(max_lr, 0, nameof(max_lr));
                        baseMomentum = ForGroups(base_momentum, 0.8, nameof(base_momentum));
                        maxMomentum = ForGroups(max_momentum, 0.9, nameof(max_momentum));
                        cycleMomentum = cycle_momentum;
                        // TorchSharp counts cycles for exp_range too, where PyTorch counts iterations.
                        (scale, scaleMode) = scale_fn is not null ? (scale_fn, scale_mode) : (mode switch
                        {
                            Mode.Triangular2 => cycle => 1 / Math.Pow(2, cycle - 1),
                            Mode.ExpRange => cycle => Math.Pow(gamma, cycle),
                            _ => _ => 1.0,
                        }, ScaleMode.Cycle);
                        step();
                    }

                    protected override IEnumerable<double> get_lr()
                    {
                        var cycle = Math.Floor(1 + epoch / length);
                        var x = 1 + epoch / length - cycle;
                        var height = (x <= risingPart ? x / risingPart : (x - 1) / (risingPart - 1)) * scale(scaleMode == ScaleMode.Cycle ? cycle : epoch);
                        return Groups.Select((group, i) =>
                        {
                            // TorchSharp adds here, so that the momentum rises above max_momentum; PyTorch subtracts.
                            if (cycleMomentum) ((IMomentum)group).Momentum = maxMomentum[i] + (maxMomentum[i] - baseMomentum[i]) * height;
                            return baseRates[i] + (highest[i] - baseRates[i]) * height;
                        });
                    }
                }

                private static IEnumerable<double> Repeat(Optimizer? optimizer, double value) => Enumerable.Repeat(value, optimizer?.ParamGroups.Count() ?? 0);
            }

            public static LRScheduler CyclicLR(Optimizer optimizer, double base_lr, double max_lr, int step_size_up = 2000, int step_size_down = -1, impl.CyclicLR.Mode mode = impl.CyclicLR.Mode.Triangular, double gamma = 1, Func<double, double>? scale_fn = null, impl.CyclicLR.ScaleMode scale_mode = impl.CyclicLR.ScaleMode.Cycle, bool cycle_momentum = true, double base_momentum = 0.8, double max_momentum = 0.9, int last_epoch = -1, bool verbose = false) =>
                new impl.CyclicLR(optimizer, base_lr, max_lr, step_size_up, step_size_down, mode, gamma, scale_fn, scale_mode, cycle_momentum, base_momentum, max_momentum, last_epoch, verbose);

            public static LRScheduler CyclicLR(Optimizer optimizer, IEnumerable<double> base_lr, IEnumerable<double> max_lr, int step_size_up = 2000, int step_size_down = -1, impl.CyclicLR.Mode mode = impl.CyclicLR.Mode.Triangular, double gamma = 1, Func<double, double>? scale_fn = null, impl.CyclicLR.ScaleMode scale_mode = impl.CyclicLR.ScaleMode.Cycle, bool cycle_momentum = true, IEnumerable<double>? base_momentum = null, IEnumerable<double>? max_momentum = null, int last_epoch = -1, bool verbose = false) =>
                new impl.CyclicLR(optimizer, base_lr, max_lr, step_size_up, step_size_down, mode, gamma, scale_fn, scale_mode, cycle_momentum, base_momentum, max_momentum, last_epoch, verbose);
        }
    }
}

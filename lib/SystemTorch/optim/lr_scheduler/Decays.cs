namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            // Most schedules multiply the rate of the last epoch, so that several may act on one optimizer.
            public static partial class impl
            {
                public class LambdaLR : LRScheduler
                {
                    private readonly Func<int, double>[] factors;

                    public LambdaLR(Optimizer optimizer, Func<int, double> lr_lambda, int last_epoch = -1, bool verbose = false)
                        : this(optimizer, Enumerable.Repeat(lr_lambda, optimizer?.ParamGroups.Count() ?? 0), last_epoch, verbose) { }

                    public LambdaLR(Optimizer optimizer, IEnumerable<Func<int, double>> lr_lambdas, int last_epoch = -1, bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        factors = lr_lambdas.ToArray();
                        step();
                    }

                    protected override IEnumerable<double> get_lr() => baseRates.Select((rate, i) => rate * factors[i](epoch));
                }

                public class MultiplicativeLR : LRScheduler
                {
                    private readonly Func<int, double>[] factors;

                    public MultiplicativeLR(Optimizer optimizer, IEnumerable<Func<int, double>> lr_lambdas, int last_epoch = -1, bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        factors = lr_lambdas.ToArray();
                        step();
                    }

                    public MultiplicativeLR(Optimizer optimizer, Func<int, double> lr_lambda, int last_epoch = -1, bool verbose = false)
                        : this(optimizer, Enumerable.Repeat(lr_lambda, optimizer?.ParamGroups.Count() ?? 0), last_epoch, verbose) { }

                    protected override IEnumerable<double> get_lr() => Groups.Select((g, i) => epoch > 0 ? g.LearningRate * factors[i](epoch) : g.LearningRate);
                }

                public class StepLR : LRScheduler
                {
                    private readonly int size;
                    private readonly double gamma;

                    public StepLR(Optimizer optimizer, int step_size, double gamma = 0.1, int last_epoch = -1, bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        (size, this.gamma) = (step_size, gamma);
                        step();
                    }

                    protected override IEnumerable<double> get_lr() => Scaled(epoch != 0 && epoch % size == 0 ? gamma : 1);

                    protected override IEnumerable<double> get_closed_form_lr() => Initial(Math.Pow(gamma, epoch / size));
                }

                public class MultiStepLR : LRScheduler
                {
                    private readonly HashSet<int> milestones;
                    private readonly double gamma;

                    public MultiStepLR(Optimizer optimizer, IList<int> milestones, double gamma = 0.1, int last_epoch = -1, bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        // A milestone named twice counts once; in PyTorch it counts twice.
                        (this.milestones, this.gamma) = ([.. milestones], gamma);
                        step();
                    }

                    protected override IEnumerable<double> get_lr() => Scaled(milestones.Contains(epoch) ? gamma : 1);

                    protected override IEnumerable<double> get_closed_form_lr() => Initial(Math.Pow(gamma, milestones.Count(m => m <= epoch)));
                }

                public class PolynomialLR : LRScheduler
                {
                    private readonly double total, power;

                    public PolynomialLR(Optimizer optimizer, int total_iters = 5, double power = 1, int last_epoch = -1, bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        (total, this.power) = (total_iters, power);
                        step();
                    }

                    protected override IEnumerable<double> get_lr() => Scaled(epoch == 0 || epoch > total ? 1 : Math.Pow((1 - epoch / total) / (1 - (epoch - 1) / total), power));

                    protected override IEnumerable<double> get_closed_form_lr() => Initial(Math.Pow(1 - Math.Min(total, epoch) / total, power));
                }

                public class ExponentialLR : LRScheduler
                {
                    private readonly double gamma;

                    public ExponentialLR(Optimizer optimizer, double gamma = 0.1, int last_epoch = -1, bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        this.gamma = gamma;
                        step();
                    }

                    protected override IEnumerable<double> get_lr() => Scaled(epoch == 0 ? 1 : gamma);

                    protected override IEnumerable<double> get_closed_form_lr() => Initial(Math.Pow(gamma, epoch));
                }

                public class ConstantLR : LRScheduler
                {
                    private readonly double factor;
                    private readonly int total;

                    public ConstantLR(Optimizer optimizer, double factor = 1.0 / 3, int total_iters = 5, int last_epoch = -1, bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        (this.factor, total) = (factor, total_iters);
                        step();
                    }

                    protected override IEnumerable<double> get_lr() => Scaled(epoch == 0 ? factor : epoch == total ? 1 / factor : 1);

                    protected override IEnumerable<double> get_closed_form_lr() => Initial(epoch >= total ? 1 : factor);
                }

                public class LinearLR : LRScheduler
                {
                    private readonly double start, end;
                    private readonly int total;

                    public LinearLR(Optimizer optimizer, double start_factor = 1.0 / 3, double end_factor = 1, int total_iters = 5, int last_epoch = -1, bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        (start, end, total) = (start_factor, end_factor, total_iters);
                        step();
                    }

                    protected override IEnumerable<double> get_lr() =>
                        Scaled(epoch == 0 ? start : epoch > total ? 1 : 1 + (end - start) / (total * start + (epoch - 1) * (end - start)));

                    protected override IEnumerable<double> get_closed_form_lr() => Initial(start + (end - start) * Math.Min(total, epoch) / total);
                }

                public class CosineAnnealingLR : LRScheduler
                {
                    private readonly double half, lowest;

                    public CosineAnnealingLR(Optimizer optimizer, double T_max, double eta_min = 0, int last_epoch = -1, bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        (half, lowest) = (T_max, eta_min);
                        step();
                    }

                    protected override IEnumerable<double> get_lr()
                    {
                        if (epoch == 0) return Scaled(1);
                        // At its lowest the rate leaves no trace of where it came from, and starts up again from the initial one.
                        return (epoch - 1 - half) % (2 * half) == 0
                            ? Groups.Select((g, i) => g.LearningRate + (baseRates[i] - lowest) * (1 - Math.Cos(Math.PI / half)) / 2)
                            : Groups.Select(g => Height(epoch) / Height(epoch - 1) * (g.LearningRate - lowest) + lowest);
                    }

                    protected override IEnumerable<double> get_closed_form_lr() => baseRates.Select(rate => lowest + (rate - lowest) * Height(epoch) / 2);

                    private double Height(int at) => 1 + Math.Cos(Math.PI * at / half);
                }
            }

            public static LRScheduler LambdaLR(Optimizer optimizer, Func<int, double> lr_lambda, int last_epoch = -1, bool verbose = false) => new impl.LambdaLR(optimizer, lr_lambda, last_epoch, verbose);
            public static LRScheduler MultiplicativeLR(Optimizer optimizer, Func<int, double> lr_lambda, int last_epoch = -1, bool verbose = false) => new impl.MultiplicativeLR(optimizer, lr_lambda, last_epoch, verbose);
            public static LRScheduler StepLR(Optimizer optimizer, int step_size, double gamma = 0.1, int last_epoch = -1, bool verbose = false) => new impl.StepLR(optimizer, step_size, gamma, last_epoch, verbose);
            public static LRScheduler MultiStepLR(Optimizer optimizer, IList<int> milestones, double gamma = 0.1, int last_epoch = -1, bool verbose = false) => new impl.MultiStepLR(optimizer, milestones, gamma, last_epoch, verbose);
            public static LRScheduler PolynomialLR(Optimizer optimizer, int total_iters = 5, double power = 1, int last_epoch = -1, bool verbose = false) => new impl.PolynomialLR(optimizer, total_iters, power, last_epoch, verbose);
            public static LRScheduler ExponentialLR(Optimizer optimizer, double gamma = 0.1, int last_epoch = -1, bool verbose = false) => new impl.ExponentialLR(optimizer, gamma, last_epoch, verbose);
            public static LRScheduler ConstantLR(Optimizer optimizer, double factor = 1.0 / 3, int total_iters = 5, int last_epoch = -1, bool verbose = false) => new impl.ConstantLR(optimizer, factor, total_iters, last_epoch, verbose);
            public static LRScheduler LinearLR(Optimizer optimizer, double start_factor = 1.0 / 3, double end_factor = 1, int total_iters = 5, int last_epoch = -1, bool verbose = false) => new impl.LinearLR(optimizer, start_factor, end_factor, total_iters, last_epoch, verbose);
            public static LRScheduler CosineAnnealingLR(Optimizer optimizer, double T_max, double eta_min = 0, int last_epoch = -1, bool verbose = false) => new impl.CosineAnnealingLR(optimizer, T_max, eta_min, last_epoch, verbose);
        }
    }
}

using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Limited-memory BFGS (Nocedal 1980) without a line search. It takes a closure, which it calls up to max_eval times a step.</summary>
    public class LBFGS : optim.Optimizer, optim.ILearningRateController
    {
        private readonly Parameter[] all;
        private readonly long maxIterations, maxEvaluations, historySize;
        private readonly double toleranceGradient, toleranceChange;

        // The last steps s and changes of gradient y, oldest first, with 1 / (y · s).
        private readonly List<(Tensor y, Tensor s, double rho)> history = [];
        private Tensor? direction, gradientBefore;
        private double length, scale = 1;

        internal LBFGS(IEnumerable<Parameter> parameters, double lr, long max_iter, long max_eval, double tolerance_grad, double tolerance_change, long history_size) : base(IntPtr.Zero)
        {
            all = parameters.ToArray();
            (maxIterations, maxEvaluations, historySize) = (max_iter, max_eval, history_size);
            (toleranceGradient, toleranceChange) = (tolerance_grad, tolerance_change);
            _parameter_groups.Add(new() { Parameters = all, Options = new() { LearningRate = lr, InitialLearningRate = lr } });
        }

        public double LearningRate
        {
            get => _parameter_groups[0].LearningRate;
            set => _parameter_groups[0].LearningRate = value;
        }

        public double InitialLearningRate
        {
            get => _parameter_groups[0].InitialLearningRate;
            set => _parameter_groups[0].InitialLearningRate = value;
        }

        public override Tensor step(Func<Tensor>? closure)
        {
            if (closure is null) throw new ArgumentNullException(nameof(closure), "LBFGS evaluates the loss several times a step: give it a closure that clears the gradients, computes the loss, calls backward and returns the loss.");
            var firstLoss = Evaluate(closure);
            using var scope = NewDisposeScope();
            using var still = no_grad();
            var (loss, gradient) = ((double)firstLoss, Gradient());
            var evaluations = 1L;
            for (var i = 1L; i <= maxIterations && Largest(gradient) > toleranceGradient; i++)
            {
                var isFirst = direction is null;
                if (!isFirst) Remember(gradient);
                Keep(ref direction, isFirst ? gradient.neg() : Direction(gradient));
                Keep(ref gradientBefore, gradient);
                length = isFirst ? Math.Min(1, 1 / (double)gradient.abs().sum()) * LearningRate : LearningRate;
                if (Dot(gradient, direction!) > -toleranceChange) break;
                Move();
                if (i == maxIterations) break;
                var lossBefore = loss;
                var evaluated = Evaluate(closure);
                scope.Attach(evaluated);
                (loss, gradient) = ((double)evaluated, Gradient());
                if (++evaluations >= maxEvaluations || Largest(direction!) * length <= toleranceChange || Math.Abs(loss - lossBefore) < toleranceChange) break;
            }
            return firstLoss;
        }

        /// <summary>Takes the step that was made last, and what it did to the gradient, into the history.</summary>
        private void Remember(Tensor gradient)
        {
            var (y, s) = (gradient - gradientBefore!, direction! * length);
            var curvature = Dot(y, s);
            if (curvature <= 1e-10) return;
            if (history.Count == historySize)
            {
                history[0].y.Dispose();
                history[0].s.Dispose();
                history.RemoveAt(0);
            }
            history.Add((y.DetachFromDisposeScope(), s.DetachFromDisposeScope(), 1 / curvature));
            scale = curvature / Dot(y, y);
        }

        /// <summary>Downhill by the inverse Hessian that the history implies: Nocedal's two loops.</summary>
        private Tensor Direction(Tensor gradient)
        {
            var result = gradient.neg();
            var alphas = new double[history.Count];
            for (var i = history.Count - 1; i >= 0; i--)
            {
                var (y, s, rho) = history[i];
                alphas[i] = rho * Dot(s, result);
                result.add_(y, alpha: -alphas[i]);
            }
            result.mul_(scale);
            foreach (var (i, (y, s, rho)) in history.Index()) result.add_(s, alpha: alphas[i] - rho * Dot(y, result));
            return result;
        }

        private void Move()
        {
            long at = 0;
            foreach (var p in all)
            {
                p.add_(direction!.narrow(0, at, p.numel()).reshape(p.shape), alpha: length);
                at += p.numel();
            }
        }

        private Tensor Gradient() => cat([.. all.Select(p => p.grad?.reshape(-1) ?? zeros_like(p).reshape(-1))]);

        private static Tensor Evaluate(Func<Tensor> closure)
        {
            using var enabled = enable_grad();
            return closure();
        }

        private static double Largest(Tensor t) => (double)t.abs().max();

        private static double Dot(Tensor a, Tensor b) => (double)a.dot(b);

        private static void Keep(ref Tensor? kept, Tensor tensor)
        {
            kept?.Dispose();
            kept = tensor.DetachFromDisposeScope();
        }

        private protected override void Release()
        {
            direction?.Dispose();
            gradientBefore?.Dispose();
            foreach (var (y, s, _) in history)
            {
                y.Dispose();
                s.Dispose();
            }
            history.Clear();
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            public static LBFGS LBFGS(IEnumerable<Parameter> parameters, double lr = 0.01, long max_iter = 20, long? max_eval = null, double tolerange_grad = 1e-5, double tolerance_change = 1e-9, long history_size = 100) =>
                new(parameters, lr, max_iter, max_eval ?? 5 * max_iter / 4, tolerange_grad, tolerance_change, history_size);

            public static LBFGS LBFGS(IEnumerable<(string name, Parameter parameter)> parameters, double lr = 0.01, long max_iter = 20, long? max_eval = null, double tolerange_grad = 1e-5, double tolerance_change = 1e-9, long history_size = 100) =>
                LBFGS(parameters.Select(p => p.parameter), lr, max_iter, max_eval, tolerange_grad, tolerance_change, history_size);
        }
    }
}

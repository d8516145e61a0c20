using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Adam (Kingma and Ba 2015) and, with decoupled weight decay, AdamW (Loshchilov and Hutter 2019): one native pass over all parameters a step.</summary>
    public class Adam : optim.Optimizer
    {
        private readonly Options defaults;
        private readonly bool decoupled;
        private readonly Dictionary<Parameter, State> states = new(ReferenceEqualityComparer.Instance);

        internal Adam(IEnumerable<ParamGroup> groups, Options defaults, bool decoupled)
        {
            if (defaults.LearningRate < 0) throw new ArgumentException($"Invalid learning rate: {defaults.LearningRate}");
            if (defaults.beta1 is < 0 or >= 1) throw new ArgumentException($"Invalid beta1 value: {defaults.beta1}");
            if (defaults.beta2 is < 0 or >= 1) throw new ArgumentException($"Invalid beta2 value: {defaults.beta2}");
            if (defaults.eps < 0) throw new ArgumentException($"Invalid eps: {defaults.eps}");
            (this.defaults, this.decoupled) = (defaults, decoupled);
            foreach (var group in groups) add_param_group(group);
        }

        public override void add_param_group(Modules.ParamGroup param_group)
        {
            var o = (Options)param_group.Options;
            o.LearningRate ??= defaults.LearningRate;
            o.beta1 ??= defaults.beta1;
            o.beta2 ??= defaults.beta2;
            o.eps ??= defaults.eps;
            o.weight_decay ??= defaults.weight_decay;
            o.amsgrad ??= defaults.amsgrad;
            o.maximize ??= defaults.maximize;
            o.InitialLearningRate = o.LearningRate!.Value;
            base.add_param_group(param_group);
        }

        internal override void Step(Modules.ParamGroup group)
        {
            var o = (Options)group.Options;
            // A parameter that had no gradient for a while counts fewer steps than its neighbours.
            foreach (var alike in optim.WithGradient(group, states).GroupBy(x => ++x.state.step))
            {
                var (p, m, v, top) = (new List<Tensor>(), new List<Tensor>(), new List<Tensor>(), new List<Tensor>());
                foreach (var (parameter, state) in alike)
                {
                    p.Add(parameter);
                    m.Add(state.exp_avg ??= zeros_like(parameter).DetachFromDisposeScope());
                    v.Add(state.exp_avg_sq ??= zeros_like(parameter).DetachFromDisposeScope());
                    if (o.amsgrad!.Value) top.Add(state.max_exp_avg_sq ??= zeros_like(parameter).DetachFromDisposeScope());
                }
                Native.st_adam_step(Native.Handles(p), Native.Handles(m), Native.Handles(v), Native.Handles(top), p.Count, o.amsgrad!.Value.Int(), alike.Key, o.LearningRate!.Value,
                    o.beta1!.Value, o.beta2!.Value, o.eps!.Value, o.weight_decay!.Value, decoupled.Int(), o.maximize!.Value.Int());
                GC.KeepAlive(states);
            }
        }

        protected override void Dispose(bool disposing)
        {
            foreach (var state in states.Values) state.Dispose();
            states.Clear();
        }

        public sealed class State : IDisposable
        {
            public long step;
            public Tensor? exp_avg, exp_avg_sq, max_exp_avg_sq;

            public void Dispose()
            {
                exp_avg?.Dispose();
                exp_avg_sq?.Dispose();
                max_exp_avg_sq?.Dispose();
            }
        }

        public class Options : OptimizerOptions
        {
            public double? beta1, beta2, eps, weight_decay;
            public bool? amsgrad, maximize;
        }

        public class ParamGroup : ParamGroup<Options>
        {
            public ParamGroup() { }

            public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
                : base(parameters, new() { LearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay, amsgrad = amsgrad, maximize = maximize }) { }
        }
    }

    public sealed class AdamW : Adam
    {
        internal AdamW(IEnumerable<ParamGroup> groups, Options defaults) : base(groups, defaults, decoupled: true) { }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            public static Adam Adam(IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                Adam([new Adam.ParamGroup { Parameters = parameters }], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

            public static Adam Adam(IEnumerable<(string name, Parameter parameter)> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                Adam(parameters.Select(p => p.parameter), lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

            public static Adam Adam(IEnumerable<Adam.ParamGroup> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters, AdamOptions(lr, beta1, beta2, eps, weight_decay, amsgrad, maximize), decoupled: false);

            public static AdamW AdamW(IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new([new Adam.ParamGroup { Parameters = parameters }], AdamOptions(lr, beta1, beta2, eps, weight_decay, amsgrad, maximize));

            private static Adam.Options AdamOptions(double lr, double beta1, double beta2, double eps, double weight_decay, bool amsgrad, bool maximize) =>
                new() { LearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay, amsgrad = amsgrad, maximize = maximize };
        }
    }
}

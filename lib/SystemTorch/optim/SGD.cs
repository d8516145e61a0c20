using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Stochastic gradient descent with momentum, Nesterov's too (Sutskever et al. 2013): one native pass over all parameters a step.</summary>
    public sealed class SGD : optim.Optimizer
    {
        private readonly Options defaults;
        private readonly Dictionary<Parameter, State> states = new(ReferenceEqualityComparer.Instance);

        internal SGD(IEnumerable<ParamGroup> groups, Options defaults)
        {
            if (defaults.LearningRate < 0) throw new ArgumentException($"Invalid learning rate: {defaults.LearningRate}");
            if (defaults.momentum < 0) throw new ArgumentException($"Invalid momentum value: {defaults.momentum}");
            if (defaults.nesterov!.Value && (defaults.momentum <= 0 || defaults.dampening != 0)) throw new ArgumentException("Nesterov momentum requires a momentum and zero dampening");
            this.defaults = defaults;
            foreach (var group in groups) add_param_group(group);
        }

        public override void add_param_group(Modules.ParamGroup param_group)
        {
            var o = (Options)param_group.Options;
            o.LearningRate ??= defaults.LearningRate;
            o.momentum ??= defaults.momentum;
            o.dampening ??= defaults.dampening;
            o.weight_decay ??= defaults.weight_decay;
            o.nesterov ??= defaults.nesterov;
            o.maximize ??= defaults.maximize;
            o.InitialLearningRate = o.LearningRate!.Value;
            base.add_param_group(param_group);
        }

        internal override void Step(Modules.ParamGroup group)
        {
            var o = (Options)group.Options;
            foreach (var alike in optim.WithGradient(group, states).GroupBy(x => x.state.momentum_buffer is null))
            {
                var (p, velocity) = (new List<Tensor>(), new List<Tensor>());
                foreach (var (parameter, state) in alike)
                {
                    p.Add(parameter);
                    if (o.momentum != 0) velocity.Add(state.momentum_buffer ??= zeros_like(parameter).DetachFromDisposeScope());
                }
                Native.st_sgd_step(Native.Handles(p), Native.Handles(velocity), p.Count, o.LearningRate!.Value, o.momentum!.Value, o.dampening!.Value,
                    o.weight_decay!.Value, o.nesterov!.Value.Int(), o.maximize!.Value.Int(), alike.Key.Int());
                GC.KeepAlive(states);
            }
        }

        protected override void Dispose(bool disposing)
        {
            foreach (var state in states.Values) state.momentum_buffer?.Dispose();
            states.Clear();
        }

        public sealed class State
        {
            public Tensor? momentum_buffer;
        }

        public class Options : OptimizerOptions
        {
            public double? momentum, dampening, weight_decay;
            public bool? nesterov, maximize;
        }

        public class ParamGroup : ParamGroup<Options>
        {
            public ParamGroup() { }

            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1e-3, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
                : base(parameters, new() { LearningRate = lr, momentum = momentum, dampening = dampening, weight_decay = weight_decay, nesterov = nesterov, maximize = maximize }) { }
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            public static SGD SGD(IEnumerable<Parameter> parameters, double learningRate, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                SGD([new SGD.ParamGroup { Parameters = parameters }], learningRate, momentum, dampening, weight_decay, nesterov, maximize);

            public static SGD SGD(IEnumerable<SGD.ParamGroup> parameters, double learningRate, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters, new() { LearningRate = learningRate, momentum = momentum, dampening = dampening, weight_decay = weight_decay, nesterov = nesterov, maximize = maximize });
        }
    }
}

using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Adadelta (Zeiler 2012).</summary>
    public class Adadelta : OptimizerHelper
    {
        public Adadelta(IEnumerable<Parameter> parameters, double lr, double rho = 0.9, double eps = 1e-6, double weight_decay = 0, bool maximize = false)
            : this(new ParamGroup[] { new() { Parameters = parameters } }, lr, rho, eps, weight_decay, maximize) { }

        public Adadelta(IEnumerable<ParamGroup> parameters, double lr = 1, double rho = 0.9, double eps = 1e-6, double weight_decay = 0, bool maximize = false)
        {
            NotNegative(lr);
            AtMostOne(rho);
            NotNegative(eps);
            NotNegative(weight_decay);
            Start(new Options { LearningRate = lr, rho = rho, eps = eps, weight_decay = weight_decay, maximize = maximize }, parameters);
        }

        public override void add_param_group(Modules.ParamGroup param_group) => AddGroup<Options>(param_group, p => new State(p));

        public override Tensor? step(Func<Tensor>? closure = null) => Step(Native.st_adadelta_step, closure);

        protected override void Dispose(bool disposing) => DisposeStates();

        public class Options : OptimizerOptions
        {
            public double? rho, eps, weight_decay;
            public bool? maximize;

            private protected override void Visit(Fields fields) => fields.Of(ref rho).Of(ref eps).Of(ref weight_decay).Of(ref maximize);
        }

        public sealed class State(Parameter parameter) : OptimizerState(parameter), IDisposable
        {
            public long step;
            public Tensor square_avg = null!, acc_delta = null!;

            private protected override void Visit(Fields fields) => fields.Of(ref step).Of(ref square_avg).Of(ref acc_delta);

            public void Dispose() => Release();
        }

        public class ParamGroup : ParamGroup<Options>
        {
            public ParamGroup() { }

            public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1, double rho = 0.9, double eps = 1e-6, double weight_decay = 0, bool maximize = false)
                : base(parameters, new() { LearningRate = lr, rho = rho, eps = eps, weight_decay = weight_decay, maximize = maximize }) { }
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            public static Adadelta Adadelta(IEnumerable<Parameter> parameters, double lr = 1, double rho = 0.9, double eps = 1e-6, double weight_decay = 0, bool maximize = false) =>
                new(parameters, lr, rho, eps, weight_decay, maximize);

            public static Adadelta Adadelta(IEnumerable<(string name, Parameter parameter)> parameters, double lr = 1, double rho = 0.9, double eps = 1e-6, double weight_decay = 0, bool maximize = false) =>
                new(parameters.Select(p => p.parameter), lr, rho, eps, weight_decay, maximize);

            public static Adadelta Adadelta(IEnumerable<Adadelta.ParamGroup> parameters, double lr = 1, double rho = 0.9, double eps = 1e-6, double weight_decay = 0, bool maximize = false) =>
                new(parameters, lr, rho, eps, weight_decay, maximize);
        }
    }
}

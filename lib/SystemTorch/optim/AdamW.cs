using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Adam with decoupled weight decay (Loshchilov and Hutter 2019).</summary>
    public class AdamW : OptimizerHelper, optim.IBetas
    {
        public AdamW(IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
            : this(new ParamGroup[] { new() { Parameters = parameters } }, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize) { }

        public AdamW(IEnumerable<ParamGroup> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
        {
            NotNegative(lr);
            NotNegative(eps);
            LessThanOne(beta1);
            LessThanOne(beta2);
            NotNegative(weight_decay);
            Start(new Options { LearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay, amsgrad = amsgrad, maximize = maximize }, parameters);
        }

        public (double, double) Betas
        {
            get => ((Options)_defaults).BetaPair;
            set => ((Options)_defaults).BetaPair = value;
        }

        public override void add_param_group(Modules.ParamGroup param_group) => AddGroup<Options>(param_group, p => new State(p));

        public override Tensor? step(Func<Tensor>? closure = null) => Step(Native.st_adamw_step, closure);

        protected override void Dispose(bool disposing) => DisposeStates();

        public class Options : OptimizerOptions
        {
            public double? beta1, beta2, eps, weight_decay;
            public bool? amsgrad, maximize;

            internal (double, double) BetaPair
            {
                get => (beta1!.Value, beta2!.Value);
                set => (beta1, beta2) = value;
            }

            private protected override void Visit(Fields fields) => fields.Of(ref beta1).Of(ref beta2).Of(ref eps).Of(ref weight_decay).Of(ref amsgrad).Of(ref maximize);
        }

        public sealed class State(Parameter parameter) : OptimizerState(parameter), IDisposable
        {
            public long step;
            public Tensor exp_avg = null!, exp_avg_sq = null!;
            public Tensor? max_exp_avg_sq;

            private protected override void Visit(Fields fields) => fields.Of(ref step).Of(ref exp_avg).Of(ref exp_avg_sq).Maybe(ref max_exp_avg_sq);

            public override void Initialize(OptimizerOptions options)
            {
                base.Initialize(options);
                if (((Options)options).amsgrad!.Value) max_exp_avg_sq = zeros_like(_parameter).DetachFromDisposeScope();
            }

            public void Dispose() => Release();
        }

        public class ParamGroup : ParamGroup<Options>, optim.IBetas
        {
            public ParamGroup() { }

            public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
                : base(parameters, new() { LearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay, amsgrad = amsgrad, maximize = maximize }) { }

            public (double, double) Betas
            {
                get => Options.BetaPair;
                set => Options.BetaPair = value;
            }
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            public static AdamW AdamW(IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

            public static AdamW AdamW(IEnumerable<(string name, Parameter parameter)> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters.Select(p => p.parameter), lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

            public static AdamW AdamW(IEnumerable<AdamW.ParamGroup> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);
        }
    }
}

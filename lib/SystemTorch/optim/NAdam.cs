using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Adam with Nesterov's momentum (Dozat 2016).</summary>
    public class NAdam : OptimizerHelper, optim.IBetas
    {
        public NAdam(IEnumerable<Parameter> parameters, double lr, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, double momentum_decay = 4e-3)
            : this(new ParamGroup[] { new() { Parameters = parameters } }, lr, beta1, beta2, eps, weight_decay, momentum_decay) { }

        public NAdam(IEnumerable<ParamGroup> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, double momentum_decay = 4e-3)
        {
            NotNegative(lr);
            AtMostOne(beta1);
            AtMostOne(beta2);
            NotNegative(eps);
            NotNegative(weight_decay);
            NotNegative(momentum_decay);
            Start(new Options { LearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay, momentum_decay = momentum_decay }, parameters);
        }

        public (double, double) Betas
        {
            get => ((Options)_defaults).BetaPair;
            set => ((Options)_defaults).BetaPair = value;
        }

        public override void add_param_group(Modules.ParamGroup param_group) => AddGroup<Options>(param_group, p => new State(p));

        public override Tensor? step(Func<Tensor>? closure = null) => Step(Native.st_nadam_step, closure);

        protected override void Dispose(bool disposing) => DisposeStates();

        public class Options : OptimizerOptions
        {
            public double? beta1, beta2, eps, weight_decay, momentum_decay;

            internal (double, double) BetaPair
            {
                get => (beta1!.Value, beta2!.Value);
                set => (beta1, beta2) = value;
            }

            private protected override void Visit(Fields fields) => fields.Of(ref beta1).Of(ref beta2).Of(ref eps).Of(ref weight_decay).Of(ref momentum_decay);
        }

        public sealed class State(Parameter parameter) : OptimizerState(parameter), IDisposable
        {
            public long step;
            public double mu_product;
            public Tensor exp_avg = null!, exp_avg_sq = null!;

            private protected override void Visit(Fields fields) => fields.Of(ref step).Of(ref mu_product).Of(ref exp_avg).Of(ref exp_avg_sq);

            public override void Initialize(OptimizerOptions options)
            {
                base.Initialize(options);
                mu_product = 1;
            }

            public void Dispose() => Release();
        }

        public class ParamGroup : ParamGroup<Options>, optim.IBetas
        {
            public ParamGroup() { }

            public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, double momentum_decay = 4e-3)
                : base(parameters, new() { LearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay, momentum_decay = momentum_decay }) { }

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
            public static NAdam NAdam(IEnumerable<Parameter> named_parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, double momentum_decay = 4e-3) =>
                new(named_parameters, lr, beta1, beta2, eps, weight_decay, momentum_decay);

            public static NAdam NAdam(IEnumerable<(string name, Parameter parameter)> named_parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, double momentum_decay = 4e-3) =>
                new(named_parameters.Select(p => p.parameter), lr, beta1, beta2, eps, weight_decay, momentum_decay);

            public static NAdam NAdam(IEnumerable<NAdam.ParamGroup> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, double momentum_decay = 4e-3) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay, momentum_decay);
        }
    }
}

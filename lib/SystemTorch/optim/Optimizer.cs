using TorchSharp.Modules;

namespace TorchSharp.Modules
{
    public class OptimizerOptions
    {
        public double? LearningRate { get; set; }
        public double InitialLearningRate { get; set; }
    }

    /// <summary>Parameters that share their options.</summary>
    public class ParamGroup : torch.optim.ILearningRateController
    {
        public IEnumerable<Parameter> Parameters { get; set; } = [];
        public OptimizerOptions Options { get; set; } = new();

        public double LearningRate
        {
            get => Options.LearningRate ?? throw new InvalidOperationException("This parameter group has no learning rate yet: add it to an optimizer first.");
            set => Options.LearningRate = value;
        }

        public double InitialLearningRate
        {
            get => Options.InitialLearningRate;
            set => Options.InitialLearningRate = value;
        }
    }

    public class ParamGroup<TOptions> : ParamGroup where TOptions : OptimizerOptions, new()
    {
        public ParamGroup() => base.Options = new TOptions();

        public ParamGroup(IEnumerable<Parameter> parameters, TOptions? options = null)
        {
            Parameters = parameters;
            base.Options = options ?? new();
        }

        public new TOptions Options
        {
            get => (TOptions)base.Options;
            set => base.Options = value;
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            public interface ILearningRateController
            {
                double LearningRate { get; set; }
                double InitialLearningRate { get; set; }
            }

            /// <summary>Changes parameters by their gradients.</summary>
            public abstract class Optimizer : IDisposable
            {
                private readonly List<ParamGroup> groups = [];

                public virtual IEnumerable<ILearningRateController> ParamGroups => groups;

                public virtual IEnumerable<Parameter> parameters() => groups.SelectMany(g => g.Parameters);

                public virtual void add_param_group(ParamGroup param_group)
                {
                    // A sequence that walks the module anew at each step would be walked thousands of times.
                    param_group.Parameters = param_group.Parameters.ToArray();
                    groups.Add(param_group);
                }

                public virtual void zero_grad()
                {
                    var all = parameters().ToArray();
                    var handles = Native.Handles(all);
                    Native.st_zero_grad(handles, handles.Length, 0);
                    GC.KeepAlive(all);
                }

                public virtual Tensor? step(Func<Tensor>? closure = null)
                {
                    Tensor? loss = null;
                    if (closure is not null)
                    {
                        using var enabled = enable_grad();
                        loss = closure();
                    }
                    using var still = no_grad();
                    foreach (var group in groups) Step(group);
                    return loss;
                }

                internal abstract void Step(ParamGroup group);

                public void Dispose()
                {
                    Dispose(true);
                    GC.SuppressFinalize(this);
                }

                protected virtual void Dispose(bool disposing) { }
            }

            /// <summary>The parameters of a group that have a gradient, with what the optimizer remembers of each.</summary>
            internal static List<(Parameter parameter, TState state)> WithGradient<TState>(ParamGroup group, Dictionary<Parameter, TState> states) where TState : class, new()
            {
                var result = new List<(Parameter, TState)>();
                foreach (var p in group.Parameters)
                {
                    if (!Native.st_has_grad(p)) continue;
                    if (!states.TryGetValue(p, out var state)) states[p] = state = new();
                    result.Add((p, state));
                }
                return result;
            }
        }
    }
}

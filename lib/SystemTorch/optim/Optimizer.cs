using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>What learning-rate schedulers see of a parameter group.</summary>
        public interface ILearningRateController
        {
            double LearningRate { get; set; }
            double InitialLearningRate { get; set; }
        }

        public interface IMomentum
        {
            double Momentum { get; set; }
        }

        public interface IBetas
        {
            (double, double) Betas { get; set; }
        }

        /// <summary>Changes parameters by their gradients.</summary>
        public abstract class Optimizer : IDisposable
        {
            protected IList<ParamGroup> _parameter_groups = [];

            // TorchSharp keeps a native optimizer here; nothing of the kind exists in this library.
            protected Optimizer(IntPtr handle) { }

            public virtual IEnumerable<ILearningRateController> ParamGroups => _parameter_groups;

            public virtual IEnumerable<Parameter> parameters() => _parameter_groups.SelectMany(g => g.Parameters);

            public virtual void add_param_group(ParamGroup param_group) => throw new NotImplementedException($"{GetType().Name} has one group of parameters, and takes no other.");

            public virtual void zero_grad()
            {
                var all = parameters().ToArray();
                var handles = Native.Handles(all);
                Native.st_zero_grad(handles, handles.Length, 0);
                GC.KeepAlive(all);
            }

            public virtual Tensor? step(Func<Tensor>? closure = null) => throw new NotImplementedException($"{GetType().Name} does not say what a step is: override step.");

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (disposing) Release();
            }

            private protected virtual void Release() { }

            /// <summary>Everything that another optimizer of the same kind needs to go on from here. It is not a copy: it changes with the next step.</summary>
            public class StateDictionary
            {
                internal StateDictionary() { }

                public List<OptimizerOptions> Options { get; } = [];
                public List<OptimizerState> State { get; } = [];

                /// <summary>For each group, where in <see cref="State"/> its parameters are.</summary>
                public List<List<int>> StateIndexRef { get; } = [];
            }
        }
    }
}

using System.Runtime.InteropServices;
using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>What the forward pass of a function keeps for its backward pass.</summary>
        public class AutogradContext : IDisposable
        {
            private readonly Dictionary<string, object> data = [];

            internal AutogradContext() { }

            internal List<Tensor> Saved { get; private set; } = [];
            internal List<Tensor> Dirty { get; private set; } = [];
            internal List<Tensor> NonDifferentiable { get; private set; } = [];

            /// <summary>libtorch's context, while the backward pass runs.</summary>
            internal IntPtr Native { get; set; }

            public bool MaterializeGrads { get; private set; } = true;

            public void save_for_backward(List<Tensor> tensors) => Saved = tensors;
            public void mark_dirty(List<Tensor> tensors) => Dirty = [.. tensors];
            public void mark_non_differentiable(List<Tensor> tensors) => NonDifferentiable = [.. tensors];
            public void set_materialize_grads(bool value) => MaterializeGrads = value;
            public void save_data(string key, object value) => data[key] = value;
            public object? get_data(string key) => data.GetValueOrDefault(key);

            public List<Tensor> get_saved_variables() =>
                Native != IntPtr.Zero ? [.. TakeList(st_function_saved(Native))] : throw new InvalidOperationException("The saved tensors of a function are read in its backward pass.");

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing) => Forget();

            /// <summary>Lets go of the tensors, which libtorch keeps from here on.</summary>
            internal void Forget() => Saved = Dirty = NonDifferentiable = [];
        }

        private static bool IsTensor(object? value) => value is Tensor { IsInvalid: false };

        /// <summary>A function whose gradient is written by hand. Derive from <see cref="SingleTensorFunction{T}"/> or <see cref="MultiTensorFunction{T}"/>.</summary>
        public abstract class Function<T> where T : Function<T>, new()
        {
            private static readonly T Instance = new();

            public abstract string Name { get; }

            internal abstract List<Tensor> Forward(AutogradContext ctx, object[] vars);
            internal abstract List<Tensor> Backward(AutogradContext ctx, List<Tensor> grad_outputs);

            public static List<Tensor> apply_internal(params object[] vars)
            {
                var ctx = new AutogradContext();
                List<Tensor> outputs;
                using (no_grad()) outputs = Instance.Forward(ctx, vars);
                return new Call(ctx, Array.ConvertAll(vars, IsTensor), Instance.Name, Instance.Backward).Record([.. vars.Where(IsTensor).Cast<Tensor>()], outputs);
            }
        }

        public abstract class SingleTensorFunction<T> : Function<T> where T : SingleTensorFunction<T>, new()
        {
            public static Tensor apply(params object[] vars) => apply_internal(vars)[0];

            public abstract Tensor forward(AutogradContext ctx, params object[] vars);
            public abstract List<Tensor> backward(AutogradContext ctx, Tensor grad_output);

            internal sealed override List<Tensor> Forward(AutogradContext ctx, object[] vars) => [forward(ctx, vars)];
            internal sealed override List<Tensor> Backward(AutogradContext ctx, List<Tensor> grad_outputs) => backward(ctx, grad_outputs[0]);
        }

        public abstract class MultiTensorFunction<T> : Function<T> where T : MultiTensorFunction<T>, new()
        {
            public static List<Tensor> apply(params object[] vars) => apply_internal(vars);

            public abstract List<Tensor> forward(AutogradContext ctx, params object[] vars);
            public abstract List<Tensor> backward(AutogradContext ctx, List<Tensor> grad_outputs);

            internal sealed override List<Tensor> Forward(AutogradContext ctx, object[] vars) => forward(ctx, vars);
            internal sealed override List<Tensor> Backward(AutogradContext ctx, List<Tensor> grad_outputs) => backward(ctx, grad_outputs);
        }

        /// <summary>One call of a function, kept by the graph until its node is freed.</summary>
        private sealed unsafe class Call(AutogradContext ctx, bool[] tensors, string name, Func<AutogradContext, List<Tensor>, List<Tensor>> backward)
        {
            public List<Tensor> Record(Tensor[] inputs, List<Tensor> outputs)
            {
                var owner = GCHandle.ToIntPtr(GCHandle.Alloc(this));
                var list = With(inputs, handles => st_function_apply(handles, handles.Length, List(outputs), List(ctx.Saved), List(ctx.Dirty), List(ctx.NonDifferentiable), ctx.MaterializeGrads.Int(), owner, &Backward, &Release));
                ctx.Forget();
                GC.KeepAlive(outputs);
                return [.. TakeList(list)];
            }

            [UnmanagedCallersOnly]
            private static IntPtr Backward(IntPtr owner, IntPtr context, IntPtr* gradients, long n)
            {
                var call = (Call)GCHandle.FromIntPtr(owner).Target!;
                var given = new List<Tensor>();
                for (var i = 0; i < n; i++) given.Add(gradients[i] != IntPtr.Zero ? new(gradients[i]) : Tensor.Nothing());
                try
                {
                    return call.Answer(context, given);
                }
                catch (Exception e)
                {
                    st_fail($"The backward pass of the function '{call.Name}' failed: {e.Message}");
                    return IntPtr.Zero;
                }
            }

            [UnmanagedCallersOnly]
            private static void Release(IntPtr owner) => GCHandle.FromIntPtr(owner).Free();

            private string Name => name;

            private IntPtr Answer(IntPtr context, List<Tensor> given)
            {
                ctx.Native = context;
                try
                {
                    var gradients = backward(ctx, given);
                    if (gradients.Count < tensors.Length || gradients.Skip(tensors.Length).Any(IsTensor))
                        throw new NotImplementedException($"it returned {gradients.Count} gradients, and the function takes {tensors.Length} arguments; return null for what has none.");
                    if (Enumerable.Range(0, tensors.Length).FirstOrDefault(i => !tensors[i] && IsTensor(gradients[i]), -1) is >= 0 and var odd)
                        throw new NotImplementedException($"it returned a gradient for argument {odd + 1}, which is no tensor; return null for it.");
                    return List([.. gradients.Where((_, i) => i < tensors.Length && tensors[i])]);
                }
                finally
                {
                    ctx.Native = IntPtr.Zero;
                }
            }

            private static IntPtr List(List<Tensor> tensors)
            {
                var list = st_list_new(tensors.Select(t => IsTensor(t) ? t.Handle : IntPtr.Zero).ToArray(), tensors.Count);
                GC.KeepAlive(tensors);
                return list;
            }
        }
    }
}

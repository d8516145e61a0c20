using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public bool requires_grad
        {
            get => st_requires_grad(this);
            set => st_set_requires_grad(this, value.Int());
        }

        public bool is_leaf => st_is_leaf(this);

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        /// <summary>The gradient that the last backward pass left, or null. A new object at each call, owned like any new tensor.</summary>
        public Tensor? grad
        {
            get
            {
                var handle = st_grad(this);
                return handle == IntPtr.Zero ? null : new Tensor(handle);
            }
            set => st_set_grad(this, value);
        }

        public Tensor detach() => st_detach(this);
        public Tensor detach_() => After(st_detach_(this));

        public void backward() => backward(null);

        public void backward(IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false, IList<Tensor>? inputs = null)
        {
            var grads = grad_tensors is null ? [] : Handles([.. grad_tensors]);
            var wanted = inputs is null ? [] : Handles([.. inputs]);
            st_backward(this, grads, grads.Length, (retain_graph || create_graph).Int(), create_graph.Int(), wanted, wanted.Length);
            GC.KeepAlive(grad_tensors);
            GC.KeepAlive(inputs);
        }
    }

    public static class autograd
    {
        public static IList<Tensor> grad(IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor>? grad_outputs = null, bool retain_graph = false, bool create_graph = false, bool allow_unused = false)
        {
            var (y, x) = (Handles([.. outputs]), Handles([.. inputs]));
            var grads = grad_outputs is null ? [] : Handles([.. grad_outputs]);
            var list = st_autograd_grad(y, y.Length, x, x.Length, grads, grads.Length, (retain_graph || create_graph).Int(), create_graph.Int(), allow_unused.Int());
            GC.KeepAlive(outputs);
            GC.KeepAlive(inputs);
            GC.KeepAlive(grad_outputs);
            return TakeList(list);
        }
    }

    private sealed class GradMode : IDisposable
    {
        private readonly bool before = is_grad_enabled();

        public GradMode(bool enabled) => st_set_grad_enabled(enabled.Int());

        public void Dispose() => st_set_grad_enabled(before.Int());
    }

    public static bool is_grad_enabled() => st_is_grad_enabled();
    public static IDisposable no_grad() => new GradMode(false);
    public static IDisposable enable_grad(bool enabled = true) => new GradMode(enabled);
    public static IDisposable set_grad_enabled(bool mode = true) => new GradMode(mode);
}

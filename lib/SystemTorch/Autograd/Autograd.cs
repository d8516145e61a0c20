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

        public Tensor requires_grad_(bool requires_grad = true) => After(st_set_requires_grad(this, requires_grad.Int()));
        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);
        public void retain_grad() => st_retain_grad(this);

        /// <summary>The gradient that the last backward pass left, or null. A new object at each call, owned like any new tensor.</summary>
        public Tensor? grad
        {
            get
            {
                var gradient = st_grad(this);
                return gradient == IntPtr.Zero ? null : new Tensor(gradient);
            }
            set => st_set_grad(this, value);
        }

        public Tensor detach() => st_detach(this);
        public Tensor detach_() => After(st_detach_(this));

        public void backward() => autograd.backward([this]);

        public void backward(IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false, IList<Tensor>? inputs = null) =>
            autograd.backward([this], grad_tensors, retain_graph || create_graph, create_graph, inputs);
    }

    public static partial class autograd
    {
        public static void backward(Tensor tensor, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null) =>
            backward([tensor], grad_tensors, retain_graph, create_graph, inputs);

        public static void backward(Tensor tensor, Tensor grad_tensor, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null) =>
            backward([tensor], [grad_tensor], retain_graph, create_graph, inputs);

        public static void backward(IList<Tensor> tensors, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null)
        {
            Tensor[] y = [.. tensors], grads = [.. grad_tensors ?? []], x = [.. inputs ?? []];
            st_backward(Handles(y), y.Length, Handles(grads), grads.Length, (retain_graph ?? create_graph).Int(), create_graph.Int(), Handles(x), x.Length);
            GC.KeepAlive((y, grads, x));
        }

        public static IList<Tensor> grad(IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor>? grad_outputs = null, bool retain_graph = false, bool create_graph = false, bool allow_unused = false)
        {
            Tensor[] y = [.. outputs], x = [.. inputs], grads = [.. grad_outputs ?? []];
            var list = st_autograd_grad(Handles(y), y.Length, Handles(x), x.Length, Handles(grads), grads.Length, (retain_graph || create_graph).Int(), create_graph.Int(), allow_unused.Int());
            GC.KeepAlive((y, x, grads));
            return [.. TakeList(list).Select(gradient => gradient ?? Tensor.Nothing())];
        }

        public static AnomalyMode detect_anomaly(bool check_nan = true) => new(true, check_nan);
        public static AnomalyMode set_detect_anomaly(bool mode, bool check_nan = true) => new(mode, check_nan);

        public static class functional
        {
            public static Tensor jacobian(Func<Tensor, Tensor> function, Tensor inputs) => jacobian(x => [function(x[0])], [inputs]).Single();
            public static IEnumerable<Tensor> jacobian(Func<Tensor, Tensor[]> function, Tensor inputs) => jacobian(x => function(x[0]), [inputs]);
            public static IEnumerable<Tensor> jacobian(Func<Tensor[], Tensor> function, params Tensor[] inputs) => jacobian(x => [function(x)], inputs);

            // One after the other, for each output with respect to each input: [output's shape, input's shape].
            public static IEnumerable<Tensor> jacobian(Func<Tensor[], Tensor[]> function, params Tensor[] inputs)
            {
                using var scope = NewDisposeScope();
                using var recording = enable_grad();
                var x = Array.ConvertAll(inputs, input => input.detach().requires_grad_());
                return [.. function(x).SelectMany(y => Rows(y, x)).Select(jacobian => jacobian.MoveToOuterDisposeScope())];
            }

            private static IEnumerable<Tensor> Rows(Tensor y, Tensor[] x)
            {
                var gradients = y.flatten().unbind().Select(element => grad([element], x, retain_graph: true, allow_unused: true)).ToArray();
                return x.Select((input, i) => stack(gradients.Select(g => g[i].IsInvalid ? input.zeros_like() : g[i])).view([.. y.shape, .. input.shape]));
            }
        }
    }

    private sealed class GradMode : IDisposable
    {
        private readonly bool before = is_grad_enabled();

        public GradMode(bool enabled) => st_set_grad_enabled(enabled.Int());

        public void Dispose() => st_set_grad_enabled(before.Int());
    }

    private sealed class InferenceMode(bool mode) : IDisposable
    {
        private IntPtr guard = st_inference_mode_enter(mode.Int());

        public void Dispose()
        {
            if (guard != IntPtr.Zero) st_inference_mode_exit(guard);
            guard = IntPtr.Zero;
        }
    }

    public static bool is_grad_enabled() => st_is_grad_enabled();
    public static IDisposable no_grad() => new GradMode(false);
    public static IDisposable enable_grad(bool enabled = true) => new GradMode(enabled);
    public static IDisposable set_grad_enabled(bool mode = true) => new GradMode(mode);
    public static bool is_inference_mode_enabled() => st_is_inference_mode();
    public static IDisposable inference_mode(bool mode = true) => new InferenceMode(mode);
}

/// <summary>Between construction and disposal, a backward pass that fails says which forward operation it belongs to, and one that yields NaN fails.</summary>
public class AnomalyMode : IDisposable
{
    private readonly bool before = IsEnabled, checkedNaN = ShouldCheckNaN;

    public AnomalyMode(bool enabled, bool check_nan = true) => st_set_anomaly(enabled.Int(), check_nan.Int());

    public static bool IsEnabled => st_is_anomaly_enabled();
    public static bool ShouldCheckNaN => st_anomaly_checks_nan();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing) st_set_anomaly(before.Int(), checkedNaN.Int());
    }
}

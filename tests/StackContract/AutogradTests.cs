using TorchSharp;
using static TorchSharp.torch;

namespace StackContract;

public class AutogradTests
{
    [Fact]
    public void Gradients_flow_and_stop_where_they_should()
    {
        var x = tensor(new[] { 1f, 2, 3 }, requires_grad: true);
        (x * x).sum().backward();
        Assert.Equal([2f, 4, 6], x.grad!.data<float>().ToArray());
        using (no_grad()) Assert.False((x * 2).requires_grad);
        Assert.True((x * 2).requires_grad);
        Assert.False((x * 2).detach().requires_grad);
        Assert.True(x.is_leaf);
        Assert.False((x * 2).is_leaf);
        var grad = autograd.grad([(x * x * x).sum()], [x]);
        Assert.Equal([3f, 12, 27], grad[0].data<float>().ToArray());
    }

    [Fact]
    public void Gradients_add_up_until_they_are_cleared()
    {
        var x = ones(2, requires_grad: true);
        for (var i = 0; i < 2; i++) (x * 3).sum().backward();
        Assert.Equal([6f, 6], x.grad!.data<float>().ToArray());
        x.grad = null;
        Assert.Null(x.grad);
        x.grad = ones(2);
        Assert.Equal(1f, x.grad[0].item<float>());
    }

    [Fact]
    public void Backward_takes_gradients_of_outputs_and_chosen_inputs()
    {
        Tensor x = ones(2, requires_grad: true), y = ones(2, requires_grad: true);
        (x * y * 2).backward([tensor(new[] { 1f, 10 })], inputs: [x]);
        Assert.Equal([2f, 20], x.grad!.data<float>().ToArray());
        Assert.Null(y.grad);
        autograd.backward([(x * 5).sum(), (y * 7).sum()]);
        Assert.Equal([7f, 25], x.grad!.data<float>().ToArray());
        Assert.Equal([7f, 7], y.grad!.data<float>().ToArray());
        autograd.backward(y * y, tensor(new[] { 1f, 0 }));
        Assert.Equal([9f, 7], y.grad!.data<float>().ToArray());
    }

    [Fact]
    public void A_graph_is_freed_unless_it_is_retained()
    {
        var x = ones(2, requires_grad: true);
        var y = (x * x).sum();
        y.backward(retain_graph: true);
        y.backward();
        Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => y.backward());
    }

    [Fact]
    public void A_gradient_can_be_differentiated()
    {
        var x = tensor(new[] { 2f, 3 }, requires_grad: true);
        var first = autograd.grad([(x * x * x).sum()], [x], retain_graph: true, create_graph: true)[0];
        var second = autograd.grad([first.sum()], [x])[0];
        Assert.Equal([12f, 18], second.data<float>().ToArray());
        (x.exp() * first.detach()).sum().backward(retain_graph: true, create_graph: true);
        Assert.True(x.grad!.requires_grad);
    }

    [Fact]
    public void What_was_not_used_has_a_gradient_that_is_none()
    {
        Tensor x = ones(2, requires_grad: true), y = ones(2, requires_grad: true);
        var grads = autograd.grad([x.sum()], [x, y], allow_unused: true);
        Assert.False(grads[0].IsInvalid);
        Assert.True(grads[1].IsInvalid);
    }

    [Fact]
    public void An_inner_tensor_keeps_its_gradient_on_request()
    {
        var x = ones(2, requires_grad: true);
        var y = x * 2;
        y.retain_grad();
        (y * 3).sum().backward();
        Assert.Equal([3f, 3], y.grad!.data<float>().ToArray());
    }

    [Fact]
    public void Modes_hold_for_a_scope_and_end_with_it()
    {
        Assert.True(is_grad_enabled());
        using (no_grad())
        {
            Assert.False(is_grad_enabled());
            using (enable_grad()) Assert.True(is_grad_enabled());
            using (set_grad_enabled(true)) Assert.True(is_grad_enabled());
            Assert.False(is_grad_enabled());
        }
        Assert.True(is_grad_enabled());
        Assert.False(is_inference_mode_enabled());
        using (inference_mode())
        {
            Assert.True(is_inference_mode_enabled());
            Assert.False(is_grad_enabled());
            using (inference_mode(false)) Assert.False(is_inference_mode_enabled());
            Assert.False((ones(2, requires_grad: true) * 2).requires_grad);
        }
        Assert.False(is_inference_mode_enabled());
        Assert.True(is_grad_enabled());
    }

    [Fact]
    public void Anomaly_detection_finds_the_operation_that_made_NaN()
    {
        Assert.False(AnomalyMode.IsEnabled);
        using (autograd.detect_anomaly())
        {
            Assert.True(AnomalyMode.IsEnabled);
            var x = tensor(-1f, requires_grad: true);
            var e = Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => (x.sqrt() * 2).sum().backward());
            Assert.Contains("Sqrt", e.Message, StringComparison.Ordinal);
            using (autograd.set_detect_anomaly(false)) Assert.False(AnomalyMode.IsEnabled);
        }
        Assert.False(AnomalyMode.IsEnabled);
    }

    [Fact]
    public void A_jacobian_has_the_shape_of_output_and_input()
    {
        var x = tensor(new[] { 1f, 2, 3 });
        var jacobian = autograd.functional.jacobian((Tensor t) => t * t, x);
        Assert.True(jacobian.Equals(diag(x * 2)));
        Tensor a = ones(2), b = tensor(new[] { 3f, 5 });
        var both = autograd.functional.jacobian((Tensor[] t) => (t[0] * t[1]).sum(), a, b).ToArray();
        Assert.Equal([3f, 5], both[0].data<float>().ToArray());
        Assert.Equal([1f, 1], both[1].data<float>().ToArray());
        var unused = autograd.functional.jacobian((Tensor[] t) => t[0].sum(), a, b).Last();
        Assert.Equal([0f, 0], unused.data<float>().ToArray());
    }

    private sealed class Clipped : autograd.SingleTensorFunction<Clipped>
    {
        public override string Name => nameof(Clipped);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var (x, limit) = ((Tensor)vars[0], (double)vars[1]);
            ctx.save_for_backward([x]);
            ctx.save_data("limit", limit);
            return x.clamp(-limit, limit);
        }

        // The gradient passes wherever it is positive, as in guided backpropagation, and as if nothing had been clipped.
        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
        {
            Assert.Equal(1.0, ctx.get_data("limit"));
            Assert.Equal(3f, Assert.Single(ctx.get_saved_variables())[2].item<float>());
            return [grad_output.clamp_min(0), null!];
        }
    }

    [Fact]
    public void A_function_takes_a_gradient_written_by_hand()
    {
        var x = tensor(new[] { -2f, 0.5f, 3 }, requires_grad: true);
        var y = Clipped.apply(x, 1.0);
        Assert.Equal([-1f, 0.5f, 1], y.data<float>().ToArray());
        (y * tensor(new[] { 5f, -7, 9 })).sum().backward();
        Assert.Equal([5f, 0, 9], x.grad!.data<float>().ToArray());
        using (no_grad()) Assert.False(Clipped.apply(x, 1.0).requires_grad);
    }

    private sealed class Halves : autograd.MultiTensorFunction<Halves>
    {
        public override string Name => nameof(Halves);

        public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var (x, y) = ((Tensor)vars[0], (Tensor)vars[1]);
            ctx.save_for_backward([x, y]);
            return [x * y, x + y];
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
        {
            var saved = ctx.get_saved_variables();
            return [grad_outputs[0] * saved[1] + grad_outputs[1], grad_outputs[0] * saved[0] + grad_outputs[1]];
        }
    }

    [Fact]
    public void A_function_of_several_tensors_can_be_differentiated_twice()
    {
        Tensor x = tensor(2f, requires_grad: true), y = tensor(5f, requires_grad: true);
        var outputs = Halves.apply(x, y);
        var grads = autograd.grad([outputs[0] * outputs[1]], [x, y], retain_graph: true, create_graph: true);
        Assert.Equal(45f, grads[0].item<float>());
        Assert.Equal(24f, grads[1].item<float>());
        Assert.Equal(10f, autograd.grad([grads[0]], [x])[0].item<float>());
    }
}

using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SystemTorch.Tests;

/// <summary>Where TorchSharp's optimizers fail without a word or not at all.</summary>
public class OptimizerTests
{
    [Fact]
    public void The_state_is_freed_with_the_optimizer()
    {
        using var w = new Parameter(ones(3));
        w.grad = ones(3);
        var before = Tensor.TotalCount;
        using (var optimizer = optim.SGD([w], 0.1, momentum: 0.9))
        {
            optimizer.step();
            Assert.Equal(before + 1, Tensor.TotalCount);
        }
        using (var optimizer = optim.RMSProp([w], momentum: 0.9)) optimizer.step();
        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void A_gradient_of_another_shape_is_refused_before_anything_changes()
    {
        var (a, b) = (new Parameter(ones(3)), new Parameter(ones(3)));
        (a.grad, b.grad) = (ones(3), ones(2));
        using var optimizer = optim.Adam([a, b]);
        var e = Assert.Throws<ExternalException>(() => optimizer.step());
        Assert.Contains("The gradient has shape [2], and its parameter [3].", e.Message, StringComparison.Ordinal);
        Assert.True(a.Equals(ones(3)));
        Assert.All(optimizer.state_dict().State, s => Assert.Equal(0, ((Adam.State)s).step));
    }

    [Fact]
    public void The_state_of_an_optimizer_that_remembers_nothing_can_be_given_to_another()
    {
        using var w = new Parameter(ones(3));
        using SGD plain = optim.SGD([w], 0.1), momentum = optim.SGD([w], 0.2, momentum: 0.9);
        w.grad = ones(3);
        momentum.step();
        momentum.load_state_dict(plain.state_dict());
        Assert.Null(((SGD.State)momentum.state_dict().State[0]).momentum_buffer);
        Assert.Equal([0.1], momentum.ParamGroups.Select(g => g.LearningRate));
        using var adam = optim.Adam([w]);
        Assert.Contains("SGD", Assert.Throws<ArgumentException>(() => adam.load_state_dict(plain.state_dict())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AMSGrad_may_be_switched_on_later()
    {
        using var w = new Parameter(ones(3));
        w.grad = ones(3);
        using var optimizer = optim.Adam([w]);
        optimizer.step();
        ((Adam.ParamGroup)optimizer.ParamGroups.Single()).Options.amsgrad = true;
        using (NewDisposeScope()) optimizer.step();
        Assert.Equal([3], ((Adam.State)optimizer.state_dict().State[0]).max_exp_avg_sq!.shape);
    }

    [Fact]
    public void A_chain_of_schedules_may_end_in_a_plateau()
    {
        using var optimizer = optim.SGD([new Parameter(ones(1))], 1);
        var chain = optim.lr_scheduler.ChainedLR([optim.lr_scheduler.ExponentialLR(optimizer, 0.5), optim.lr_scheduler.ReduceLROnPlateau(optimizer, patience: 0)]);
        chain.step(1.0);
        chain.step(1.0);
        Assert.Equal(0.025, optimizer.ParamGroups.Single().LearningRate, 12);
    }

    [Fact]
    public void LBFGS_follows_its_scheduler()
    {
        using var w = new Parameter(ones(2));
        using var optimizer = optim.LBFGS([w], lr: 1, max_iter: 1);
        var scheduler = optim.lr_scheduler.ExponentialLR(optimizer, 0.5);
        scheduler.step();
        Assert.Equal(0.5, optimizer.LearningRate);
        optimizer.step(() =>
        {
            optimizer.zero_grad();
            var loss = w.sum();
            loss.backward();
            return loss;
        });
        // The first direction is the gradient over its sum, 2.
        Assert.True(w.Equals(full(2, 0.75)));
    }
}

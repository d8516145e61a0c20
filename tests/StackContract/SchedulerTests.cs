using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.optim.lr_scheduler;

namespace StackContract;

/// <summary>Every schedule over the 36 epochs of tests/golden/schedulers.py, for two groups whose rates begin at 0.1 and 0.02.</summary>
public class SchedulerTests
{
    private static readonly Golden Expected = Golden.Read("schedulers.json");

    private static readonly Dictionary<string, Func<optim.Optimizer, LRScheduler>> Schedules = new()
    {
        ["lambda"] = o => LambdaLR(o, e => 1.0 / (1 + e)),
        ["multiplicative"] = o => MultiplicativeLR(o, e => 1 - 0.01 * e),
        ["step"] = o => StepLR(o, step_size: 7, gamma: 0.5),
        ["multistep"] = o => MultiStepLR(o, [20, 3, 11], gamma: 0.3),
        ["constant"] = o => ConstantLR(o),
        ["constant_long"] = o => ConstantLR(o, factor: 0.25, total_iters: 12),
        ["linear"] = o => LinearLR(o),
        ["linear_down"] = o => LinearLR(o, start_factor: 1, end_factor: 0.1, total_iters: 20),
        ["exponential"] = o => ExponentialLR(o, gamma: 0.9),
        ["polynomial"] = o => PolynomialLR(o),
        ["polynomial_square"] = o => PolynomialLR(o, total_iters: 30, power: 2),
        ["cosine"] = o => CosineAnnealingLR(o, T_max: 10),
        ["cosine_above_zero"] = o => CosineAnnealingLR(o, T_max: 25, eta_min: 0.005),
        ["sequential"] = o => SequentialLR(o, [ConstantLR(o, factor: 0.1, total_iters: 2), ExponentialLR(o, gamma: 0.9), StepLR(o, step_size: 4, gamma: 0.5)], [5, 15]),
        ["chained"] = o => ChainedLR([ConstantLR(o, factor: 0.1, total_iters: 6), ExponentialLR(o, gamma: 0.9)]),
        ["cyclic"] = o => CyclicLR(o, 0.01, 0.1, step_size_up: 5, step_size_down: 8),
        ["cyclic_triangular2"] = o => CyclicLR(o, [0.01, 0.02], [0.1, 0.3], step_size_up: 4, mode: impl.CyclicLR.Mode.Triangular2),
        ["cyclic_exp_range"] = o => CyclicLR(o, 0.01, 0.1, step_size_up: 4, mode: impl.CyclicLR.Mode.ExpRange, gamma: 0.8),
        ["cyclic_function"] = o => CyclicLR(o, 0.01, 0.1, step_size_up: 4, scale_fn: x => 1 / (1 + 0.1 * x), scale_mode: impl.CyclicLR.ScaleMode.Iterations, cycle_momentum: false),
        ["one_cycle"] = o => OneCycleLR(o, 0.5, total_steps: 40),
        ["one_cycle_linear"] = o => OneCycleLR(o, [0.5, 0.2], epochs: 10, steps_per_epoch: 4, pct_start: 0.25, anneal_strategy: impl.OneCycleLR.AnnealStrategy.Linear, div_factor: 10, final_div_factor: 100, three_phase: true),
        ["plateau"] = o => ReduceLROnPlateau(o, factor: 0.5, patience: 3),
        ["plateau_max"] = o => ReduceLROnPlateau(o, mode: "max", factor: 0.2, patience: 2, threshold: 0.01, threshold_mode: "abs", cooldown: 4, min_lr: [0.01, 0.001]),
    };

    public static TheoryData<string> Names => [.. Schedules.Keys];

    public static TheoryData<string> Jumping => ["step", "multistep", "constant_long", "linear_down", "exponential", "polynomial_square", "cosine_above_zero"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Rates_and_momenta_are_PyTorchs_epoch_by_epoch(string name)
    {
        using var optimizer = TwoGroups();
        var scheduler = Schedules[name](optimizer);
        var momenta = new List<double>();
        var rates = new List<double>();
        foreach (var metric in Expected["metrics"])
        {
            rates.AddRange(optimizer.ParamGroups.Select(g => g.LearningRate));
            momenta.AddRange(optimizer.ParamGroups.Select(g => ((optim.IMomentum)g).Momentum));
            if (scheduler is impl.ReduceLROnPlateau) scheduler.step(metric);
            else scheduler.step();
        }
        AssertClose(Expected[name, "rates"], rates);
        AssertClose(Expected[name, "momenta"], momenta);
    }

    [Theory]
    [MemberData(nameof(Jumping))]
    public void A_step_to_an_epoch_computes_its_rate_from_the_first(string name)
    {
        using var optimizer = TwoGroups();
        var scheduler = Schedules[name](optimizer);
        var rates = new List<double>();
        foreach (var epoch in Expected["jumps"])
        {
            scheduler.step((int)epoch);
            rates.AddRange(scheduler.get_last_lr());
        }
        AssertClose(Expected[name, "jumped"], rates);
    }

    [Fact]
    public void One_cycle_moves_the_first_beta_of_Adam()
    {
        using var optimizer = optim.Adam([new Adam.ParamGroup { Parameters = [new Parameter(ones(1))] }, new() { Parameters = [new Parameter(ones(1))] }]);
        var scheduler = Schedules["one_cycle"](optimizer);
        var betas = new List<double>();
        foreach (var _ in Expected["metrics"])
        {
            betas.AddRange(optimizer.ParamGroups.Select(g => ((optim.IBetas)g).Betas.Item1));
            scheduler.step();
        }
        AssertClose(Expected["one_cycle_adam", "momenta"], betas);
    }

    [Fact]
    public void A_scheduler_that_begins_at_a_later_epoch_goes_on_from_there()
    {
        using var optimizer = TwoGroups();
        var scheduler = StepLR(optimizer, step_size: 4, last_epoch: 2);
        AssertClose([0.1, 0.02], scheduler.get_last_lr());
        scheduler.step(0.5);
        AssertClose([0.01, 0.002], scheduler.get_last_lr());
    }

    [Fact]
    public void Every_group_may_have_a_function_of_its_own()
    {
        using var optimizer = TwoGroups();
        var scheduler = new impl.LambdaLR(optimizer, [_ => 1, e => 1 + e]);
        scheduler.step();
        AssertClose([0.1, 0.04], scheduler.get_last_lr());
        var multiplied = new impl.MultiplicativeLR(optimizer, [_ => 2, _ => 3]);
        multiplied.step();
        AssertClose([0.2, 0.12], multiplied.get_last_lr());
    }

    [Fact]
    public void Schedules_that_make_no_sense_are_refused()
    {
        using var optimizer = TwoGroups();
        using var adam = optim.Adam([new Parameter(ones(1))]);
        using var adagrad = optim.Adagrad([new Parameter(ones(1))]);
        Assert.Throws<ArgumentException>(() => ReduceLROnPlateau(optimizer, factor: 1));
        Assert.Throws<ArgumentException>(() => ReduceLROnPlateau(optimizer, mode: "least"));
        Assert.Throws<ArgumentException>(() => ReduceLROnPlateau(optimizer, threshold_mode: "near"));
        Assert.Throws<InvalidOperationException>(() => ReduceLROnPlateau(optimizer).step());
        Assert.Throws<ArgumentException>(() => CyclicLR(adam, 0.1, 0.2));
        Assert.Throws<ArgumentException>(() => OneCycleLR(adagrad, 0.1, total_steps: 3));
        Assert.Throws<ArgumentException>(() => OneCycleLR(optimizer, 0.1));
        Assert.Throws<ArgumentException>(() => OneCycleLR(optimizer, 0.1, total_steps: 3, pct_start: 2));
        Assert.Throws<ArgumentException>(() => SequentialLR(optimizer, [StepLR(optimizer, 1)], [1]));
        Assert.Throws<ArgumentException>(() => SequentialLR(optimizer, [StepLR(adam, 1)], []));
        var cycle = OneCycleLR(optimizer, 0.1, total_steps: 2);
        cycle.step();
        cycle.step();
        Assert.Throws<InvalidOperationException>(cycle.step);
    }

    private static SGD TwoGroups() =>
        optim.SGD([new SGD.ParamGroup { Parameters = [new Parameter(ones(1))] }, new() { Parameters = [new Parameter(ones(1))], Options = new() { LearningRate = 0.02 } }], 0.1, momentum: 0.9);

    private static void AssertClose(IEnumerable<double> expected, IEnumerable<double> actual)
    {
        var (e, a) = (expected.ToArray(), actual.ToArray());
        Assert.Equal(e.Length, a.Length);
        for (var i = 0; i < e.Length; i++)
            Assert.True(Math.Abs(e[i] - a[i]) <= 1e-12, $"Epoch {i / 2}, group {i % 2}: {a[i]}, and PyTorch has {e[i]}.");
    }
}

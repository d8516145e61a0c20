using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace StackContract;

/// <summary>Every optimizer on two groups, whose second has a learning rate of its own: see tests/golden/optimizers.py.</summary>
public class OptimizerTests
{
    private const double Slow = 0.02, Fast = 0.05;

    private static readonly Golden Expected = Golden.Read("optimizers.json");

    private static readonly Dictionary<string, Func<Parameter, Parameter, OptimizerHelper>> Optimizers = new()
    {
        ["sgd"] = (w, b) => optim.SGD(Groups<SGD.ParamGroup, SGD.Options>(w, b), Slow),
        ["sgd_dampening"] = (w, b) => optim.SGD(Groups<SGD.ParamGroup, SGD.Options>(w, b), Slow, momentum: 0.9, dampening: 0.3),
        ["sgd_nesterov_decay"] = (w, b) => optim.SGD(Groups<SGD.ParamGroup, SGD.Options>(w, b), Slow, momentum: 0.9, nesterov: true, weight_decay: 0.1),
        ["sgd_maximize_decay"] = (w, b) => optim.SGD(Groups<SGD.ParamGroup, SGD.Options>(w, b), Slow, momentum: 0.5, weight_decay: 0.1, maximize: true),
        ["adam"] = (w, b) => optim.Adam(Groups<Adam.ParamGroup, Adam.Options>(w, b), Slow, beta1: 0.8, beta2: 0.99, eps: 1e-7),
        ["adam_decay_amsgrad"] = (w, b) => optim.Adam(Groups<Adam.ParamGroup, Adam.Options>(w, b), Slow, weight_decay: 0.1, amsgrad: true),
        ["adam_maximize"] = (w, b) => optim.Adam(Groups<Adam.ParamGroup, Adam.Options>(w, b), Slow, weight_decay: 0.1, maximize: true),
        ["adamw"] = (w, b) => optim.AdamW(Groups<AdamW.ParamGroup, AdamW.Options>(w, b), Slow, weight_decay: 0.1),
        ["adamw_amsgrad_maximize"] = (w, b) => optim.AdamW(Groups<AdamW.ParamGroup, AdamW.Options>(w, b), Slow, weight_decay: 0.1, amsgrad: true, maximize: true),
        ["rmsprop"] = (w, b) => optim.RMSProp(Groups<RMSProp.ParamGroup, RMSProp.Options>(w, b), Slow, alpha: 0.9, eps: 1e-7),
        ["rmsprop_momentum_decay"] = (w, b) => optim.RMSProp(Groups<RMSProp.ParamGroup, RMSProp.Options>(w, b), Slow, momentum: 0.8, weight_decay: 0.1),
        ["rmsprop_centered"] = (w, b) => optim.RMSProp(Groups<RMSProp.ParamGroup, RMSProp.Options>(w, b), Slow, centered: true),
        ["rmsprop_everything"] = (w, b) => optim.RMSProp(Groups<RMSProp.ParamGroup, RMSProp.Options>(w, b), Slow, momentum: 0.8, weight_decay: 0.1, centered: true, maximize: true),
        ["adagrad"] = (w, b) => optim.Adagrad(Groups<Adagrad.ParamGroup, Adagrad.Options>(w, b), Slow),
        ["adagrad_decays"] = (w, b) => optim.Adagrad(Groups<Adagrad.ParamGroup, Adagrad.Options>(w, b), Slow, lr_decay: 0.1, weight_decay: 0.1, initial_accumulator_value: 0.5, eps: 1e-6),
        ["adadelta"] = (w, b) => optim.Adadelta(Groups<Adadelta.ParamGroup, Adadelta.Options>(w, b), Slow),
        ["adadelta_decay_maximize"] = (w, b) => optim.Adadelta(Groups<Adadelta.ParamGroup, Adadelta.Options>(w, b), Slow, rho: 0.8, eps: 1e-3, weight_decay: 0.1, maximize: true),
        ["adamax"] = (w, b) => optim.Adamax(Groups<Adamax.ParamGroup, Adamax.Options>(w, b), Slow),
        ["adamax_decay"] = (w, b) => optim.Adamax(Groups<Adamax.ParamGroup, Adamax.Options>(w, b), Slow, beta1: 0.8, beta2: 0.9, weight_decay: 0.1),
        ["nadam"] = (w, b) => optim.NAdam(Groups<NAdam.ParamGroup, NAdam.Options>(w, b), Slow),
        ["nadam_decay"] = (w, b) => optim.NAdam(Groups<NAdam.ParamGroup, NAdam.Options>(w, b), Slow, weight_decay: 0.1, momentum_decay: 0.1),
        ["radam"] = (w, b) => optim.RAdam(Groups<RAdam.ParamGroup, RAdam.Options>(w, b), Slow),
        ["radam_rectified"] = (w, b) => optim.RAdam(Groups<RAdam.ParamGroup, RAdam.Options>(w, b), Slow, beta1: 0.8, beta2: 0.9, weight_decay: 0.1),
        ["asgd"] = (w, b) => optim.ASGD(Groups<ASGD.ParamGroup, ASGD.Options>(w, b), Slow),
        ["asgd_averaging"] = (w, b) => optim.ASGD(Groups<ASGD.ParamGroup, ASGD.Options>(w, b), Slow, lambd: 0.5, alpha: 0.6, t0: 1, weight_decay: 0.1, maximize: true),
        ["rprop"] = (w, b) => optim.Rprop(Groups<Rprop.ParamGroup, Rprop.Options>(w, b), Slow),
        ["rprop_bounds"] = (w, b) => optim.Rprop(Groups<Rprop.ParamGroup, Rprop.Options>(w, b), Slow, etaminus: 0.25, etaplus: 1.5, min_step: 0.015, max_step: 0.06, maximize: true),
    };

    public static TheoryData<string> Names => [.. Optimizers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Five_steps_end_where_PyTorchs_end(string name)
    {
        using var single = new Training(name);
        Golden.AssertClose(Expected[name, "float32"], single.Steps(5).Weights);
        using var @double = new Training(name, ScalarType.Float64);
        Golden.AssertClose(Expected[name, "float64"], @double.Steps(5).Weights, 1e-12);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Half_precision_weights_go_the_same_way(string name)
    {
        using var rough = new Training(name, ScalarType.BFloat16);
        var (before, after, exact) = (rough.Weights, rough.Steps(5).Weights, tensor(Expected[name, "float64"]));
        // bfloat16 keeps three digits.
        Assert.InRange((double)(after - exact).norm(), 0, 0.04 * (double)exact.norm() + 0.04 * (double)(exact - before).norm());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_order_of_the_weights_in_memory_does_not_matter(string name)
    {
        using var transposed = new Training(name, lay: t => t.t().contiguous().t());
        Golden.AssertClose(Expected[name, "float32"], transposed.Steps(5).Weights);
        using var withGaps = new Training(name, lay: t => cat([t, t], t.dim() - 1).narrow(t.dim() - 1, 0, t.shape[^1]));
        Golden.AssertClose(Expected[name, "float32"], withGaps.Steps(5).Weights);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_parameter_without_a_gradient_stays_as_it_is(string name)
    {
        var (w, b) = (new Parameter(ones(3)), new Parameter(ones(3)));
        using var optimizer = Optimizers[name](w, b);
        w.sum().backward();
        optimizer.step();
        Assert.False(w.Equals(ones(3)));
        Assert.True(b.Equals(ones(3)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_file_of_TorchSharps_is_read_written_and_gone_on_from(string name)
    {
        using var resumed = new Training(name, start: tensor(Expected[name, "middle"]));
        using (var reader = new BinaryReader(new MemoryStream(Expected.Bytes(name, "file")))) resumed.Optimizer.load_state_dict(reader);
        Assert.Equal(Expected.Bytes(name, "file"), resumed.File());
        Golden.AssertClose(Expected[name, "float32"], resumed.Steps(2).Weights);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Training_that_is_resumed_ends_at_the_same_bits(string name)
    {
        using var whole = new Training(name);
        whole.Steps(3);
        var path = Path.GetTempFileName();
        try
        {
            whole.Optimizer.save_state_dict(path);
            using var resumed = new Training(name, start: whole.Weights);
            resumed.Optimizer.load_state_dict(path);
            Assert.True(whole.Steps(4).Weights.Equals(resumed.Steps(4).Weights));
            Assert.Equal(whole.File(), resumed.File());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_file_of_another_optimizer_or_model_is_refused()
    {
        using var adam = new Training("adam");
        using var sgd = new Training("sgd");
        Assert.Throws<InvalidDataException>(() => Load(adam.Optimizer, sgd.File()));
        using var one = optim.Adam([new Parameter(ones(3))]);
        Assert.Throws<ArgumentException>(() => Load(one, adam.File()));
        var (w, b) = (new Parameter(ones(4, 4)), new Parameter(ones(5)));
        using var larger = Optimizers["adam"](w, b);
        Assert.Throws<ArgumentException>(() => Load(larger, adam.File()));

        static void Load(OptimizerHelper optimizer, byte[] file)
        {
            using var reader = new BinaryReader(new MemoryStream(file));
            optimizer.load_state_dict(reader);
        }
    }

    [Fact]
    public void The_state_of_one_optimizer_can_be_given_to_another()
    {
        using var first = new Training("adam_decay_amsgrad");
        first.Steps(3);
        using var second = new Training("adam_decay_amsgrad", start: first.Weights);
        var state = first.Optimizer.state_dict();
        Assert.Equal([[0], [1]], state.StateIndexRef);
        second.Optimizer.load_state_dict(state);
        Assert.All(state.State.Zip(second.Optimizer.state_dict().State), pair => Assert.True(pair.First.ApproximatelyEquals(pair.Second)));
        first.Steps(1);
        Assert.All(state.State.Zip(second.Optimizer.state_dict().State), pair => Assert.False(pair.First.ApproximatelyEquals(pair.Second)));
        Assert.Equal(4, ((Adam.State)state.State[0]).step);
        Assert.True(first.Weights.Equals(second.Steps(1).Weights));
    }

    [Fact]
    public void A_closure_is_run_with_gradients_and_gives_the_loss()
    {
        var w = new Parameter(ones(2));
        using var optimizer = optim.SGD([w], 0.5);
        using var still = no_grad();
        var loss = optimizer.step(() =>
        {
            optimizer.zero_grad();
            var l = (w * w).sum();
            l.backward();
            return l;
        });
        Assert.Equal(2, (double)loss!);
        Assert.True(w.Equals(zeros(2)));
        Assert.Null(optimizer.step());
    }

    [Theory]
    [InlineData("lbfgs", 0.5, 4, null, 100, 1e-9)]
    [InlineData("lbfgs_short_memory", 1, 6, null, 2, 1e-9)]
    [InlineData("lbfgs_to_the_end", 1, 50, 40, 100, 1e-5)]
    public void LBFGS_evaluates_its_closure_as_PyTorchs_does(string name, double lr, int max_iter, int? max_eval, int history_size, double tolerance_change)
    {
        var (w, b) = (new Parameter(Golden.Wave([4, 3], 0.23, 0.5).to_type(ScalarType.Float64)), new Parameter(Golden.Wave([5], 0.7, 0.8).to_type(ScalarType.Float64)));
        using var optimizer = optim.LBFGS([w, b], lr, max_iter, max_eval, tolerance_change: tolerance_change, history_size: history_size);
        var losses = Expected[name, "losses"];
        foreach (var loss in losses)
        {
            var first = optimizer.step(() =>
            {
                optimizer.zero_grad();
                var l = w.matmul(Golden.Wave([3, 2], 0.31, 1).to_type(ScalarType.Float64)).pow(2).mean() + (b - 0.3).pow(4).sum();
                l.backward();
                return l;
            });
            Assert.Equal(loss, (double)first!, 9);
        }
        Golden.AssertClose(Expected[name, "float64"], cat([w.detach().flatten(), b.detach()]), 1e-9);
        Assert.Throws<ArgumentNullException>(() => optimizer.step(null!));
        Assert.Equal([lr], optimizer.ParamGroups.Select(g => g.LearningRate));
    }

    [Fact]
    public void Groups_take_the_options_they_lack_from_the_optimizer()
    {
        var (a, b, c) = (new Parameter(ones(1)), new Parameter(ones(1)), new Parameter(ones(1)));
        using var optimizer = optim.RMSProp([new RMSProp.ParamGroup([a], lr: 0.5, momentum: 0.25), new() { Parameters = [b] }], lr: 0.125, momentum: 0.75, alpha: 0.5);
        optimizer.add_param_group(new RMSProp.ParamGroup { Parameters = [c], Options = new() { LearningRate = 2 } });
        var groups = optimizer.ParamGroups.Cast<RMSProp.ParamGroup>().ToArray();
        Assert.Equal([0.5, 0.125, 2], groups.Select(g => g.LearningRate));
        Assert.Equal([0.5, 0.125, 2], groups.Select(g => g.InitialLearningRate));
        Assert.Equal([0.25, 0.75, 0.75], groups.Select(g => g.Momentum));
        Assert.Equal([0.99, 0.5, 0.5], groups.Select(g => g.Options.alpha!.Value));
        Assert.Equal([a, b, c], optimizer.parameters());
        Assert.Equal(0.75, optimizer.Momentum);
    }

    [Fact]
    public void Betas_can_be_read_and_set_a_group()
    {
        using var optimizer = optim.NAdam([("w", new Parameter(ones(1)))], lr: 0.1, beta1: 0.5);
        Assert.Equal((0.5, 0.999), optimizer.Betas);
        var group = Assert.IsType<NAdam.ParamGroup>(optimizer.ParamGroups.Single());
        group.Betas = (0.25, 0.75);
        Assert.Equal(0.25, group.Options.beta1);
        Assert.Equal((0.25, 0.75), ((optim.IBetas)group).Betas);
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused()
    {
        Parameter[] p = [new Parameter(ones(1))];
        Assert.Throws<ArgumentException>(() => optim.Adam(p, lr: -1));
        Assert.Throws<ArgumentException>(() => optim.AdamW(p, beta2: 1));
        Assert.Throws<ArgumentException>(() => optim.SGD(p, 0.1, nesterov: true));
        Assert.Throws<ArgumentException>(() => optim.RMSProp(p, momentum: -1));
        Assert.Throws<ArgumentException>(() => optim.Adagrad(p, lr_decay: -1));
        Assert.Throws<ArgumentException>(() => optim.Adadelta(p, rho: 2));
        Assert.Throws<ArgumentException>(() => optim.NAdam(p, momentum_decay: -1));
    }

    [Fact]
    public void A_graph_that_needs_the_weights_before_the_step_refuses_to_run_backward()
    {
        var w = new Parameter(ones(2));
        using var optimizer = optim.Adam([w]);
        var loss = (w * w).sum();
        loss.backward(retain_graph: true);
        optimizer.step();
        Assert.Throws<ExternalException>(() => loss.backward());
    }

    [Fact]
    public void Zero_grad_leaves_zeros()
    {
        var w = new Parameter(ones(2));
        using var optimizer = optim.SGD([w], 0.1);
        w.sum().backward();
        optimizer.zero_grad();
        Assert.True(w.grad!.Equals(zeros(2)));
    }

    [Fact]
    public void An_optimizer_of_ones_own_uses_the_same_machinery()
    {
        var w = new Parameter(ones(2));
        using var optimizer = new SignDescent([w], 0.25);
        (w * tensor(new[] { 3f, -2f })).sum().backward();
        optimizer.step();
        Assert.True(w.Equals(tensor(new[] { 0.75f, 1.25f })));
        Assert.Equal(1, optimizer.StepsOf(w));
    }

    private sealed class SignDescent : OptimizerHelper
    {
        public SignDescent(IEnumerable<Parameter> parameters, double lr)
        {
            _defaults = new OptimizerOptions { LearningRate = lr, InitialLearningRate = lr };
            _parameter_groups = [];
            add_param_group(new ParamGroup { Parameters = parameters, Options = _defaults });
        }

        public override void add_param_group(ParamGroup param_group)
        {
            base.add_param_group(param_group);
            foreach (var p in param_group.Parameters) _state[p.Handle] = new Counter(p);
        }

        public override Tensor step(Func<Tensor>? closure = null) => _step<ParamGroup>(group =>
        {
            foreach (var p in group.Parameters)
            {
                ((Counter)_state[p.Handle]).Steps++;
                p.sub_(p.grad!.sign() * group.LearningRate);
            }
        }, closure!)!;

        public int StepsOf(Parameter p) => ((Counter)_state[p.Handle]).Steps;

        private sealed class Counter(Parameter parameter) : OptimizerState(parameter)
        {
            public int Steps;

            public override void Initialize(OptimizerOptions options) => Steps = 0;
            public override void LoadStateDict(BinaryReader reader) => Steps = reader.ReadInt32();
            public override void LoadStateDict(OptimizerState source) => Steps = ((Counter)source).Steps;
            public override void SaveStateDict(BinaryWriter writer) => writer.Write(Steps);
        }
    }

    private static TGroup[] Groups<TGroup, TOptions>(Parameter w, Parameter b)
        where TGroup : ParamGroup<TOptions>, new() where TOptions : OptimizerOptions, new() =>
        [new() { Parameters = [w] }, new() { Parameters = [b], Options = new() { LearningRate = Fast } }];

    /// <summary>The little training of tests/golden/optimizers.py. Optimizer and steps have dispose scopes of their own, which the state must survive.</summary>
    private sealed class Training : IDisposable
    {
        private readonly Parameter w, b;
        private readonly ScalarType type;

        public Training(string name, ScalarType type = ScalarType.Float32, Tensor? start = null, Func<Tensor, Tensor>? lay = null)
        {
            lay ??= t => t;
            this.type = type;
            w = new Parameter(lay((start?[..12].reshape(4, 3) ?? Golden.Wave([4, 3], 0.23, 0.5)).to_type(type)));
            b = new Parameter(lay((start?[12..] ?? Golden.Wave([5], 0.7, 0.8)).to_type(type)));
            using var scope = NewDisposeScope();
            Optimizer = Optimizers[name](w, b);
        }

        public OptimizerHelper Optimizer { get; }

        public Tensor Weights => cat([w.detach().flatten(), b.detach()]).to_type(ScalarType.Float64);

        public Training Steps(int n)
        {
            for (var i = 0; i < n; i++)
            {
                using var scope = NewDisposeScope();
                Optimizer.zero_grad();
                (w.matmul(Golden.Wave([3, 2], 0.31, 1).to_type(type)).pow(2).mean() + (b - 0.3).pow(4).sum()).backward();
                Optimizer.step();
            }
            return this;
        }

        public byte[] File()
        {
            using var stream = new MemoryStream();
            using (var writer = new BinaryWriter(stream)) Optimizer.save_state_dict(writer);
            return stream.ToArray();
        }

        public void Dispose() => Optimizer.Dispose();
    }
}

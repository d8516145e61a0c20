using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace StackContract;

public class ModuleTests
{
    private sealed class Small : nn.Module<Tensor, Tensor>
    {
        private readonly Conv2d conv = nn.Conv2d(3, 4, 3, padding: 1);
        private readonly BatchNorm2d bn = nn.BatchNorm2d(4);
        private readonly Sequential head = nn.Sequential(("flat", nn.Flatten()), ("out", nn.Linear(4 * 8 * 8, 2)));

        public Small() : base(nameof(Small)) => RegisterComponents();

        public override Tensor forward(Tensor x) => head.call(nn.functional.relu(bn.call(conv.call(x))));
    }

    private sealed class Own : nn.Module
    {
        [ComponentName(Name = "renamed")]
        public readonly Parameter first = new(ones(2));
        public readonly Tensor average = zeros(2);
        public readonly Tensor count = zeros(1, dtype: ScalarType.Int64);
        public readonly Linear shared = nn.Linear(2, 2);
        public readonly Linear again;

        public Own() : base(nameof(Own))
        {
            again = shared;
            RegisterComponents();
        }
    }

    private sealed class Bare : nn.Module
    {
        public Bare() : base(nameof(Bare)) { }
    }

    private class Base : nn.Module
    {
        private readonly Linear hidden = nn.Linear(1, 1, hasBias: false);
        protected readonly Linear seen = nn.Linear(1, 1, hasBias: false);

        protected Base() : base(nameof(Base)) => RegisterComponents();
    }

    private sealed class Derived : Base
    {
        private readonly Linear own = nn.Linear(1, 1, hasBias: false);
    }

    private static readonly string[] Names = ["conv.weight", "conv.bias", "bn.weight", "bn.bias", "head.out.weight", "head.out.bias"];

    [Fact]
    public void Fields_are_registered_under_their_names_in_order()
    {
        using var model = new Small();
        Assert.Equal(Names, model.named_parameters().Select(p => p.name));
        Assert.Equal(["bn.running_mean", "bn.running_var", "bn.num_batches_tracked"], model.named_buffers().Select(b => b.name));
        Assert.Equal(["conv", "bn", "head"], model.named_children().Select(c => c.name));
        Assert.Equal(["conv", "bn", "head", "head.flat", "head.out"], model.named_modules().Select(m => m.name));
        Assert.Empty(model.named_parameters(recurse: false));
        Assert.Equal(model.parameters().Cast<Tensor>(), model.named_parameters().Select(p => (Tensor)p.parameter));
        Assert.Equal(["net.conv.weight", "net.conv.bias"], model.state_dict(prefix: "net").Keys.Take(2));
        Assert.Equal(9, model.state_dict().Count);
        var destination = new Dictionary<string, Tensor>();
        Assert.Same(destination, model.state_dict(destination));
    }

    [Fact]
    public void A_class_registers_what_it_inherits_after_its_own()
    {
        using var module = new Derived();
        Assert.Equal(["own", "seen", "hidden"], module.named_children().Select(c => c.name));
    }

    [Fact]
    public void What_two_fields_share_is_one_parameter_with_two_names_in_a_state()
    {
        using var own = new Own();
        Assert.Equal(["renamed", "shared.weight", "shared.bias"], own.named_parameters().Select(p => p.name));
        Assert.Equal(["renamed", "shared.weight", "shared.bias", "average", "count", "again.weight", "again.bias"], own.state_dict().Keys);
    }

    [Fact]
    public void Parameters_and_buffers_are_found_by_their_paths()
    {
        using var model = new Small();
        Assert.Same(model.get_parameter("head.out.bias"), model.parameters().Last());
        Assert.Same(model.get_buffer("bn.running_var"), model.buffers().ElementAt(1));
        Assert.True(model.has_parameter("conv.weight") && model.has_buffer("bn.running_mean"));
        foreach (var wrong in new[] { "conv", "conv.none", "none.weight", "", "conv.weight.more" })
        {
            Assert.Null(model.get_parameter(wrong));
            Assert.Null(model.get_buffer(wrong));
            Assert.False(model.has_parameter(wrong) || model.has_buffer(wrong));
        }
    }

    [Fact]
    public void Names_are_registered_once_and_must_be_names()
    {
        using var module = new Bare();
        module.register_parameter("p", new Parameter(ones(1)));
        module.register_buffer("b", ones(1));
        module.register_module("m", nn.Linear(1, 1));
        Assert.Throws<InvalidOperationException>(() => module.register_parameter("p", new Parameter(ones(1))));
        Assert.Throws<InvalidOperationException>(() => module.register_buffer("b", ones(1)));
        Assert.Throws<InvalidOperationException>(() => module.add_module("m", nn.Linear(1, 1)));
        Assert.Throws<ArgumentException>(() => module.register_module("a.b", nn.ReLU()));
        Assert.Throws<ArgumentException>(() => module.register_module("", nn.ReLU()));
        Assert.Throws<ArgumentNullException>(() => module.register_parameter("q", null!));
        Assert.Throws<ArgumentNullException>(() => module.register_buffer("c", null!));
        Assert.Equal(["p", "m.weight", "m.bias", "b"], module.state_dict().Keys);
        module.register_module("m", null!);
        Assert.Equal(["p", "b"], module.state_dict().Keys);
    }

    [Fact]
    public void A_module_declared_to_have_no_parameters_takes_none()
    {
        using var relu = nn.ReLU();
        Assert.IsAssignableFrom<IParameterLessModule>(relu);
        Assert.Throws<InvalidOperationException>(() => relu.register_parameter("p", new Parameter(ones(1))));
        Assert.Throws<InvalidOperationException>(() => relu.register_buffer("b", ones(1)));
        Assert.Throws<InvalidOperationException>(() => relu.register_module("m", nn.Linear(1, 1)));
        relu.register_module("m", nn.Tanh());
        Assert.Single(relu.children());
        Assert.Same(relu, relu.to(ScalarType.Int64));
    }

    [Fact]
    public void A_state_that_does_not_fit_is_refused_and_changes_nothing()
    {
        using var model = new Small();
        var state = model.state_dict();
        state.Remove("conv.bias");
        state["stray"] = ones(1);
        Assert.Throws<InvalidOperationException>(() => model.load_state_dict(state));
        var (missing, unexpected) = model.load_state_dict(state, strict: false);
        Assert.Equal(["conv.bias"], missing);
        Assert.Equal(["stray"], unexpected);
        (missing, unexpected) = model.load_state_dict(state, skip: ["conv.bias", "stray"]);
        Assert.Empty(missing.Concat(unexpected));
        Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => model.load_state_dict(new() { ["bn.weight"] = ones(5) }, strict: false));
        Assert.True(model.get_parameter("bn.weight")!.Equals(ones(4)));
    }

    [Fact]
    public void A_state_is_copied_and_takes_the_modules_type()
    {
        using Linear one = nn.Linear(2, 3), other = nn.Linear(2, 3, dtype: ScalarType.Float64);
        var weight = other.weight;
        other.load_state_dict(one.state_dict());
        Assert.Same(weight, other.weight);
        Assert.True(one.weight.to_type(ScalarType.Float64).Equals(other.weight));
    }

    [Fact]
    public void Modes_reach_every_child()
    {
        using var model = new Small();
        Assert.True(model.training);
        model.eval();
        Assert.All(model.modules().Prepend(model), m => Assert.False(m.training));
        model.train();
        Assert.All(model.modules(), m => Assert.True(m.training));
        var seen = new List<string>();
        Assert.Same(model, model.apply(m => seen.Add(m.GetType().Name)));
        Assert.Equal(["Conv2d", "BatchNorm2d", "Flatten", "Linear", "Sequential", "Small"], seen);
    }

    [Fact]
    public void Gradients_are_freed_or_set_to_zero()
    {
        using var layer = nn.Linear(2, 1);
        layer.call(ones(3, 2)).sum().backward();
        layer.zero_grad(set_to_none: false);
        Assert.True(layer.weight.grad!.Equals(zeros(1, 2)));
        layer.zero_grad();
        Assert.Null(layer.weight.grad);
    }

    [Fact]
    public void Types_change_for_numbers_and_gradients_but_not_for_counts()
    {
        using var own = new Own();
        own.shared.call(ones(1, 2)).sum().backward();
        Assert.Same(own, own.to(ScalarType.Float64));
        Assert.All(own.parameters(), p => Assert.Equal(ScalarType.Float64, p.dtype));
        Assert.Equal(ScalarType.Float64, own.get_parameter("shared.weight")!.grad!.dtype);
        Assert.Equal([ScalarType.Float64, ScalarType.Int64], own.buffers().Select(b => b.dtype));
        Assert.Equal([1L, 2L], own.shared.call(ones(1, 2, dtype: ScalarType.Float64)).shape);
        Assert.Equal(ScalarType.Float32, own.to(ones(1)).get_parameter("renamed")!.dtype);
        Assert.Equal(ScalarType.BFloat16, own.bfloat16().get_buffer("average")!.dtype);
        Assert.Equal(ScalarType.Float32, own.cpu().@float().get_buffer("average")!.dtype);
        Assert.Throws<ArgumentException>(() => own.to(ScalarType.Int64));
        Assert.Throws<ArgumentException>(() => own.@byte());
    }

    [Fact]
    public void A_weight_can_be_replaced_and_a_bias_taken_away()
    {
        using var layer = nn.Linear(2, 1);
        var before = layer.weight;
        layer.weight = new Parameter(ones(1, 2));
        layer.bias = null;
        Assert.True(before.IsInvalid);
        Assert.Equal(["weight"], layer.named_parameters().Select(p => p.name));
        Assert.Equal(5f, layer.call(tensor(new[] { 2f, 3 })).sum().item<float>());
        using var made = nn.Linear(new Parameter(ones(2, 3)), new Parameter(zeros(2)));
        Assert.Equal((3, 2), (made.in_features, made.out_features));
    }

    [Fact]
    public void A_scope_owns_no_weights_of_layers_and_disposal_frees_them_all()
    {
        Small model;
        using (NewDisposeScope()) model = new Small();
        Assert.All(model.state_dict().Values, t => Assert.False(t.IsInvalid));
        var all = model.state_dict().Values.ToList();
        model.Dispose();
        Assert.All(all, t => Assert.True(t.IsInvalid));
        Assert.Empty(model.parameters());
        Assert.Throws<InvalidOperationException>(() => model.call(ones(1, 3, 8, 8)));
    }

    [Fact]
    public void Hooks_see_calls_change_them_and_go_away()
    {
        using var model = new Small();
        using var x = ones(1, 3, 8, 8);
        var seen = new List<string>();
        var hooks = new[]
        {
            model.register_forward_pre_hook((nn.Module module) => seen.Add($"before {module.GetName()}")),
            model.register_forward_pre_hook((_, input) => input * 2),
            model.register_forward_hook((_, input, output) =>
            {
                seen.Add($"{input.sum().item<float>()} to {output.shape[1]}");
                return output * 0;
            }),
            model.register_forward_hook((nn.Module _) => seen.Add("after")),
        };
        Assert.True(model.call(x).Equals(zeros(1, 2)));
        foreach (var hook in hooks) hook.remove();
        Assert.False(model.call(x).Equals(zeros(1, 2)));
        Assert.Equal(["before Small", "384 to 2", "after"], seen);
    }

    private sealed class Six : nn.Module<int, int, int, int, int, int, int>
    {
        public Six() : base(nameof(Six)) { }

        public override int forward(int a, int b, int c, int d, int e, int f) => a + (b * 10) + (c * 100) + (d * 1000) + (e * 10000) + (f * 100000);
    }

    [Fact]
    public void Modules_of_many_inputs_have_hooks_too()
    {
        using var loss = nn.MSELoss();
        loss.register_forward_pre_hook((_, input, target) => (input, target + 1));
        loss.register_forward_hook((_, _, _, result) => result * 10);
        Assert.Equal(10f, loss.call(ones(2), ones(2)).item<float>());

        using var six = new Six();
        six.register_forward_pre_hook((_, a, b, c, d, e, f) => (f, e, d, c, b, a));
        six.register_forward_hook((_, a, _, _, _, _, _, result) => result + (a * 1000000));
        Assert.Equal(6123456, six.call(1, 2, 3, 4, 5, 6));
    }
}

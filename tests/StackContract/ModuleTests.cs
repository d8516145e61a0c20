using TorchSharp;
using TorchSharp.Modules;
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

    [Fact]
    public void Fields_are_registered_under_their_names_in_order()
    {
        using var model = new Small();
        Assert.Equal(["conv.weight", "conv.bias", "bn.weight", "bn.bias", "head.out.weight", "head.out.bias"], model.named_parameters().Select(p => p.name));
        Assert.Equal(["bn.running_mean", "bn.running_var", "bn.num_batches_tracked"], model.named_buffers().Select(b => b.name));
        Assert.Equal(["conv", "bn", "head"], model.named_children().Select(c => c.name));
        Assert.Equal(9, model.state_dict().Count);
    }

    [Fact]
    public void Weights_survive_a_file()
    {
        var file = Path.GetTempFileName();
        try
        {
            using Small first = new(), second = new();
            using var x = randn(2, 3, 8, 8);
            first.call(x);
            first.save(file);
            second.load(file);
            first.eval();
            second.eval();
            Assert.True(first.call(x).Equals(second.call(x)));

            File.WriteAllBytes(file, File.ReadAllBytes(file)[..^7]);
            Assert.Throws<EndOfStreamException>(() => second.load(file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void A_state_that_does_not_fit_is_refused()
    {
        using var model = new Small();
        var state = model.state_dict();
        state.Remove("conv.bias");
        state["stray"] = ones(1);
        Assert.Throws<InvalidOperationException>(() => model.load_state_dict(state));
        var (missing, unexpected) = model.load_state_dict(state, strict: false);
        Assert.Equal(["conv.bias"], missing);
        Assert.Equal(["stray"], unexpected);
    }

    [Fact]
    public void Modes_reach_every_child_and_hooks_see_calls()
    {
        using var model = new Small();
        model.eval();
        Assert.All(model.modules().Prepend(model), m => Assert.False(m.training));
        Assert.Equal(["conv", "bn", "head", "head.flat", "head.out"], model.named_modules().Select(m => m.name));
        var seen = new List<string>();
        var hook = model.register_forward_hook((module, input, output) =>
        {
            seen.Add($"{module.GetName()} {output.shape[1]}");
            return output;
        });
        model.call(ones(1, 3, 8, 8));
        hook.remove();
        model.call(ones(1, 3, 8, 8));
        Assert.Equal(["Small 2"], seen);
    }
}

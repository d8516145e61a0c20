using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace StackContract;

public class OptimizerTests
{
    private static readonly Golden Expected = Golden.Read("torch_basics.json");

    private static readonly Dictionary<string, Func<IEnumerable<Parameter>, double, optim.Optimizer>> Optimizers = new()
    {
        ["adam"] = (p, scale) => optim.Adam(p, lr: 0.01 * scale, eps: 1e-7),
        ["adam_decay_amsgrad"] = (p, scale) => optim.Adam(p, lr: 0.02 * scale, weight_decay: 0.1, amsgrad: true),
        ["adamw"] = (p, scale) => optim.AdamW(p, lr: 0.02 * scale, weight_decay: 0.1),
        ["sgd"] = (p, scale) => optim.SGD(p, 0.05 * scale),
        ["sgd_nesterov"] = (p, scale) => optim.SGD(p, 0.05 * scale, momentum: 0.9, nesterov: true, weight_decay: 0.01),
        ["sgd_dampening"] = (p, scale) => optim.SGD(p, 0.05 * scale, momentum: 0.9, dampening: 0.3),
    };

    public static TheoryData<string> Names => [.. Optimizers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Five_steps_end_where_PyTorchs_end(string name) => Golden.AssertClose(Expected["optimizers", name], FiveSteps(name, ScalarType.Float32)[..3], 2e-6);

    [Theory]
    [MemberData(nameof(Names))]
    public void Other_types_take_the_same_steps(string name)
    {
        Golden.AssertClose(Expected["optimizers", name], FiveSteps(name, ScalarType.Float64)[..3], 2e-6);
        // bfloat16 keeps three digits: with steps twenty times as large it must still go most of the same way.
        var (start, exact, rough) = (Golden.Wave([40, 30], 0.23, 0.5), FiveSteps(name, ScalarType.Float32, 20), FiveSteps(name, ScalarType.BFloat16, 20));
        Assert.True((rough.to_type(ScalarType.Float32) - exact).norm().item<float>() < 0.25 * (exact - start).norm().item<float>());
    }

    [Fact]
    public void Parameters_without_a_gradient_stay_as_they_are()
    {
        var (used, unused) = (new Parameter(ones(3)), new Parameter(ones(3)));
        using var optimizer = optim.Adam([used, unused], lr: 0.1);
        used.sum().backward();
        optimizer.step();
        Assert.True(unused.Equals(ones(3)));
        Assert.False(used.Equals(ones(3)));
    }

    private static Tensor FiveSteps(string name, ScalarType type, double scale = 1)
    {
        var w = new Parameter(Golden.Wave([40, 30], 0.23, 0.5).to_type(type));
        using var optimizer = Optimizers[name]([w], scale);
        for (var i = 0; i < 5; i++)
        {
            optimizer.zero_grad();
            w.matmul(Golden.Wave([30, 10], 0.31, 1).to_type(type)).pow(2).mean().backward();
            optimizer.step();
        }
        return w.detach();
    }
}

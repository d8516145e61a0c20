using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace SystemTorch.Tests;

/// <summary>Where TorchSharp 0.107 gives a wrong result or ends the process, and SystemTorch does what PyTorch does.</summary>
public class BeyondTorchSharpTests
{
    private static readonly Tensor X = arange(6, dtype: ScalarType.Float32).reshape(2, 3), Half = tensor(new[] { 0.25f, 0.5f });

    private static Tensor After(Tensor t, Func<Tensor, Tensor> change)
    {
        change(t);
        return t;
    }

    private static readonly Dictionary<string, (Func<Tensor> Call, Func<Tensor> Expected)> Results = new()
    {
        // wrong functions
        ["torch.erfinv"] = (() => erfinv(Half), () => Half.erfinv()),
        ["torch.var_mean"] = (() => var_mean(X).var, () => X.var()),
        ["linalg.inv_ex"] = (() => linalg.inv_ex(eye(2) * 4).L, () => eye(2) * 0.25),
        ["hardtanh"] = (() => X.hardtanh(0, 1), () => X.clamp(0, 1)),
        ["baddbmm"] = (() => ones(2, 2, 2).baddbmm(ones(2, 2, 3), ones(2, 3, 2) * 2, 0.5f, 3), () => full([2, 2, 2], 18.5)),
        ["tensordot by count"] = (() => X.tensordot(X.t(), 1), () => X.matmul(X.t())),
        ["nanmean"] = (() => X.nanmean(), () => X.mean()),
        ["nanmean along"] = (() => X.nanmean(1, keepdim: true), () => X.mean([1], keepdim: true)),
        ["aminmax along the last"] = (() => X.aminmax(-1).max, () => X.amax(-1)),
        ["broadcast_shapes of other ranks"] = (() => tensor(broadcast_shapes([3], [2, 1]).ToArray()), () => tensor(new long[] { 2, 3 })),

        // not in place
        ["torch.lgamma_"] = (() => After(Half.clone(), lgamma_), () => Half.lgamma()),
        ["torch.clamp_max_"] = (() => After(X.clone(), t => clamp_max_(t, 2)), () => X.clamp_max(2)),
        ["torch.clamp_min_"] = (() => After(X.clone(), t => clamp_min_(t, 2)), () => X.clamp_min(2)),
        ["elu_"] = (() => After(-X, t => t.elu_()), () => (-X).elu()),

        // a graph is kept where a gradient is to be differentiated
        ["second derivative"] = (() => SecondDerivative(tensor(3f, requires_grad: true)), () => tensor(18f)),
        ["gradient that has no memory"] = (() => tensor(GradientOfSteps(Half.clone().requires_grad_()).data<float>().ToArray()), () => zeros(2)),

        // nothing to read
        ["array of an empty matrix"] = (() => tensor(zeros(0, 3).data<float>().ToArray()), () => zeros(0)),
    };

    private static Tensor SecondDerivative(Tensor x) => autograd.grad([autograd.grad([x * x * x], [x], create_graph: true)[0]], [x])[0];

    private static Tensor GradientOfSteps(Tensor x) => autograd.grad([x.sgn().sum()], [x])[0];

    public static TheoryData<string> ResultNames => [.. Results.Keys];

    [Theory]
    [MemberData(nameof(ResultNames))]
    public void A_result_is_right(string name) => Assert.True(Results[name].Call().allclose(Results[name].Expected()));

    private static readonly Dictionary<string, (Type Exception, Action Call)> Errors = new()
    {
        ["gradient of several outputs"] = (typeof(ExternalException), () => autograd.grad([ones(2, requires_grad: true) * 2], [ones(2)])),
        ["cummax along nothing"] = (typeof(ExternalException), () => X.cummax(5)),
        ["negative randperm"] = (typeof(ExternalException), () => randperm(-1)),
        ["negative linspace"] = (typeof(ExternalException), () => linspace(0, 1, -1)),
        ["state that is none"] = (typeof(ExternalException), () => new Generator().set_state(ones(3))),
        ["null state"] = (typeof(NullReferenceException), () => new Generator().set_state(null!)),
        ["null value"] = (typeof(NullReferenceException), () => X.fill_(null!)),
        ["null index"] = (typeof(NullReferenceException), () => _ = X[(Tensor)null!]),
        ["disposed generator"] = (typeof(ObjectDisposedException), () => After(X, t => { var g = new Generator(); g.Dispose(); return rand(1, generator: g); })),
        ["too many numbers for an accessor"] = (typeof(IndexOutOfRangeException), () => _ = X.data<float>()[0, 0, 0]),
        ["number too large for its type"] = (typeof(OverflowException), () => _ = (byte)tensor(300)),
        ["number that is none"] = (typeof(OverflowException), () => _ = (int)tensor(double.NaN)),
    };

    public static TheoryData<string> ErrorNames => [.. Errors.Keys];

    [Theory]
    [MemberData(nameof(ErrorNames))]
    public void An_error_is_an_exception(string name) => Assert.Throws(Errors[name].Exception, Errors[name].Call);

    [Fact]
    public void Sizes_and_accessors_are_equal_by_value()
    {
        Assert.True(new Size((2, 3)) == new Size([2L, 3]) && new Size(2).Equals(new Size(2)) && new Size((2, 3)).GetHashCode() == new Size([2L, 3]).GetHashCode());
        Assert.True(X.data<float>().Equals(X.clone().data<float>()));
        Assert.Empty(default(Size));
    }
}

using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace SystemTorch.Tests;

/// <summary>Where TorchSharp says little or ends the process, SystemTorch throws the same type or libtorch's error, and says what to do.</summary>
public class MessageTests
{
    [Fact]
    public void Shapes_that_cannot_be_multiplied_are_named()
    {
        var e = Assert.Throws<ExternalException>(() => ones(2, 3).matmul(ones(2, 3)));
        Assert.Contains("mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)", e.Message, StringComparison.Ordinal);
    }

    private static readonly Dictionary<string, (string Part, Func<object> Call)> Sentences = new()
    {
        ["null tensor"] = ("A tensor is needed here", () => ones(2).add((Tensor)null!)),
        ["null number"] = ("A number is needed here", () => ones(2).add((Scalar)null!)),
        ["device"] = ("environment/lab --stack cuda", () => ones(2, device: new Device("cuda"))),
        ["cuda"] = ("environment/lab --stack cuda", () => CUDA),
        ["names"] = ("Dimensions have no names", () => zeros(2, names: ["rows"])),
        ["data"] = ("convert the tensor first", () => ones(2).data<double>()),
        ["mask"] = ("as in x > 0", () => ones(2).masked_select(ones(2))),
        ["function"] = ("The backward pass of the function 'Refusing' failed: not today", () => Backward(Refusing.apply(ones(1, requires_grad: true)))),
        ["function with too few gradients"] = ("returned 0 gradients, and the function takes 2 arguments", () => Backward(Forgetful.apply(ones(1, requires_grad: true), 1))),
        ["saved tensors"] = ("read in its backward pass", () => new autograd.AutogradContext().get_saved_variables()),
    };

    public static TheoryData<string> SentenceNames => [.. Sentences.Keys];

    [Theory]
    [MemberData(nameof(SentenceNames))]
    public void An_error_says_what_to_do(string name) => Assert.Contains(Sentences[name].Part, Assert.ThrowsAny<Exception>(Sentences[name].Call).Message, StringComparison.Ordinal);

    private static Tensor Backward(Tensor y)
    {
        y.backward();
        return y;
    }

    private sealed class Refusing : autograd.SingleTensorFunction<Refusing>
    {
        public override string Name => nameof(Refusing);
        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) => (Tensor)vars[0] * 2;
        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => throw new InvalidOperationException("not today");
    }

    private sealed class Forgetful : autograd.SingleTensorFunction<Forgetful>
    {
        public override string Name => nameof(Forgetful);
        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) => (Tensor)vars[0] * 2;
        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => [];
    }

    [Fact]
    public void A_disposed_tensor_is_called_disposed()
    {
        var t = ones(2);
        t.Dispose();
        Assert.Contains("disposed", Assert.Throws<InvalidOperationException>(() => t.add(1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_that_does_not_fit_is_named()
    {
        using var model = nn.Linear(2, 3);
        var state = model.state_dict();
        state.Remove("bias");
        state["stray"] = ones(1);
        var e = Assert.Throws<InvalidOperationException>(() => model.load_state_dict(state));
        Assert.Contains("Missing: [bias]. Unexpected: [stray]", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_that_were_cut_short_are_said_to_be()
    {
        using var model = nn.Linear(2, 3);
        using var file = new MemoryStream();
        model.save(file);
        using var part = new MemoryStream(file.ToArray()[..^7]);
        Assert.Contains("cut short", Assert.Throws<EndOfStreamException>(() => model.load(part)).Message, StringComparison.Ordinal);
    }
}

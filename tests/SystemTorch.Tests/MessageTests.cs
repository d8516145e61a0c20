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

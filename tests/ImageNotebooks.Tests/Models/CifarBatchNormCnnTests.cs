using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Models;

public class CifarBatchNormCnnTests
{
    [Fact]
    public void Starts_as_Keras_does()
    {
        using var model = new CifarBatchNormCnn();
        var kernel = model.get_parameter("conv3.weight")!;
        var bound = Math.Sqrt(6.0 / ((32 + 64) * 9));
        Assert.InRange(kernel.abs().max().item<float>(), 0.98 * bound, bound);
        Assert.All(model.named_parameters().Where(p => p.name.EndsWith("bias", StringComparison.Ordinal)), p => Assert.Equal(0f, p.parameter.abs().max().item<float>()));
        Assert.All(model.modules().OfType<BatchNorm2d>(), bn => Assert.Equal(1e-3, bn.eps));
    }

    [Fact]
    public void The_summary_is_laid_out_as_Kerass()
    {
        using var model = new CifarBatchNormCnn();
        var lines = model.Summary(3, 32, 32).ToString().Split('\n');
        Assert.Equal("Model: \"CifarBatchNormCnn\"", lines[0]);
        Assert.StartsWith("Layer (type)", lines[2], StringComparison.Ordinal);
        Assert.Contains(lines, l => l.StartsWith("conv1 (Conv2d)", StringComparison.Ordinal) && l.Contains("(None, 32, 32, 32)", StringComparison.Ordinal) && l.Contains(" 896 ", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("dense1 (Linear)", StringComparison.Ordinal) && l.Contains(" 2,098,176 ", StringComparison.Ordinal));
        Assert.Equal("Total params: 2,397,226 (9.14 MB)", lines[^5]);
        Assert.Equal("Trainable params: 2,396,330 (9.14 MB)", lines[^4]);
        Assert.Equal("Non-trainable params: 896 (3.50 KB)", lines[^3]);
    }

    [Fact]
    public void Looking_at_a_model_leaves_it_as_it_was()
    {
        using var model = new CifarBatchNormCnn();
        var before = model.state_dict().ToDictionary(e => e.Key, e => Golden.Probe(e.Value));
        model.Summary(3, 32, 32);
        Assert.True(model.training);
        Assert.All(model.state_dict(), e => Assert.Equal(before[e.Key], Golden.Probe(e.Value)));
    }
}

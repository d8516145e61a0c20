using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Models;

public class CifarBatchNormCnnTests
{
    [Fact]
    public void Has_the_published_number_of_parameters()
    {
        using var model = new CifarBatchNormCnn();
        var summary = model.Summary(3, 32, 32);
        Assert.Equal(2_397_226, summary.TotalParameters);
        Assert.Equal(2_396_330, summary.TrainableParameters);
        Assert.Equal(896, summary.NonTrainableParameters);
    }

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
    public void One_training_step_ends_where_PyTorchs_ends()
    {
        var golden = Golden.Read("cifar_model.json");
        using var model = Golden.Fill(new CifarBatchNormCnn());
        using var images = Golden.Wave([8, 3, 32, 32], 0.011, 0.5, 0.5);
        using var labels = arange(8) % 10;

        model.eval();
        Golden.AssertClose(golden.GetProperty("eval_logits").Numbers(), Values(model.call(images)), 1e-5, "logits in evaluation");

        model.train();
        foreach (var dropout in model.modules().OfType<Dropout>()) dropout.eval();
        using var optimizer = Optimizers.Adam()(model.parameters());
        var logits = model.call(images);
        var loss = nn.functional.cross_entropy(logits, labels);
        loss.backward();
        Golden.AssertClose(golden.GetProperty("train_logits").Numbers(), Values(logits), 1e-4, "logits in training");
        Golden.AssertClose([golden.GetProperty("loss").GetDouble()], [loss.item<float>()], 1e-5, "loss");
        foreach (var (name, p) in model.named_parameters())
            Golden.AssertClose(golden.GetProperty("gradients").GetProperty(name).Numbers(), Golden.Probe(p.grad!), 2e-3, $"gradient of {name}");

        optimizer.step();
        foreach (var expected in golden.GetProperty("after_step").EnumerateObject())
            Golden.AssertClose(expected.Value.Numbers(), Golden.Probe(model.state_dict()[expected.Name]), 1e-3, $"{expected.Name} after a step");
    }

    [Fact]
    public void The_summary_is_laid_out_as_Kerass()
    {
        using var model = new CifarBatchNormCnn();
        var lines = model.Summary(3, 32, 32).ToString().Split('\n');
        Assert.Equal("Model: \"CifarBatchNormCnn\"", lines[0]);
        Assert.StartsWith("Layer (type)", lines[2], StringComparison.Ordinal);
        Assert.Contains(lines, l => l.StartsWith("conv1 (Conv2d)", StringComparison.Ordinal) && l.Contains("(None, 32, 32, 32)", StringComparison.Ordinal) && l.EndsWith(" 896", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("dense1 (Linear)", StringComparison.Ordinal) && l.EndsWith("2,098,176", StringComparison.Ordinal));
        Assert.Equal("Total params: 2,397,226 (9.14 MB)", lines[^3]);
        Assert.Equal("Trainable params: 2,396,330 (9.14 MB)", lines[^2]);
        Assert.Equal("Non-trainable params: 896 (3.50 KB)", lines[^1]);
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

    private static double[] Values(Tensor t) => [.. t.detach().to_type(ScalarType.Float64).flatten().data<double>()];
}

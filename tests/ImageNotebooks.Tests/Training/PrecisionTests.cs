using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Training;

/// <summary>What needs no GPU of choosing formats and devices; half precision itself was not run, for want of one.</summary>
public class PrecisionTests
{
    [Fact]
    public void The_scale_halves_with_gradients_that_overflow_and_doubles_after_2000_that_do_not()
    {
        using var scope = NewDisposeScope();
        var scaler = new LossScaler();
        bool Step(float value)
        {
            using var inner = NewDisposeScope();
            return scaler.Unscale([tensor(new[] { 1f, value }), tensor(2f)]);
        }
        Assert.Equal(65_536, scaler.Scale);
        Assert.False(Step(float.PositiveInfinity));
        Assert.Equal(32_768, scaler.Scale);
        Assert.False(Step(float.NaN));
        Assert.Equal(16_384, scaler.Scale);
        for (var i = 0; i < 1999; i++) Assert.True(Step(1));
        Assert.Equal(16_384, scaler.Scale);
        Assert.True(Step(1));
        Assert.Equal(32_768, scaler.Scale);
        // One that overflows begins the count anew.
        for (var i = 0; i < 1999; i++) Step(1);
        Step(float.NegativeInfinity);
        for (var i = 0; i < 1999; i++) Step(1);
        Assert.Equal(16_384, scaler.Scale);
        Step(1);
        Assert.Equal(32_768, scaler.Scale);
    }

    [Fact]
    public void Gradients_are_divided_by_the_scale_they_were_taken_with()
    {
        using var scope = NewDisposeScope();
        var (scaler, weight) = (new LossScaler(), nn.Parameter(tensor(new[] { 1f, 2f })));
        (weight.square().sum() * scaler.Scale).backward();
        Assert.Equal([131_072f, 262_144f], weight.grad!.data<float>());
        Assert.True(scaler.Unscale([weight.grad!]));
        Assert.Equal([2f, 4f], weight.grad!.data<float>());
    }

    [Fact]
    public void Half_precision_is_refused_on_the_CPU()
    {
        using var model = new TrainerTests.Tiny();
        var problem = Assert.Throws<NotSupportedException>(() => new Trainer(model, new() { Precision = Precisions.Parse("fp16", "full") }));
        Assert.Contains("Tiny is on the CPU", problem.Message);
        Assert.Contains("bf16", problem.Message);
    }

    [Fact]
    public void Devices_are_read_by_name()
    {
        Assert.Equal(DeviceType.CPU, Devices.Parse("cpu").type);
        Assert.Equal(cuda.is_available() ? DeviceType.CUDA : DeviceType.CPU, Devices.Parse("auto").type);
        Assert.Contains("There is no device 'cuda:99'", Assert.Throws<ArgumentException>(() => Devices.Parse("cuda:99")).Message);
        foreach (var wrong in new[] { "gpu", "cuda:", "cuda:-1", "cuda1" })
            Assert.Contains($"'{wrong}' is no device", Assert.Throws<ArgumentException>(() => Devices.Parse(wrong)).Message);
    }

    [Fact]
    public void A_model_and_its_images_are_moved_and_learn_the_same()
    {
        using var data = TrainerTests.RedOrBlue(60);
        double[] Train(bool move)
        {
            manual_seed(3);
            using var model = new TrainerTests.Tiny();
            if (move) model.to(CPU);
            var batches = data.Batches(16);
            using var trainer = new Trainer(model, new() { Progress = new SilentProgress() });
            trainer.Fit(move ? batches.To(CPU) : batches, null, 2);
            return [.. model.state_dict().Values.SelectMany(Golden.Probe)];
        }
        Assert.Equal(Train(false), Train(true));
    }

    [Fact]
    public void Channels_last_learns_the_same_but_for_the_last_digits()
    {
        using var data = TrainerTests.RedOrBlue(60);
        var seen = new List<long[]>();
        float[] Train(bool channelsLast)
        {
            manual_seed(3);
            using var model = new TrainerTests.Tiny();
            var hook = ((nn.Module<Tensor, Tensor>)model.named_children().First(child => child.name == "conv").module).register_forward_pre_hook((_, input) =>
            {
                seen.Add(input.stride());
                return input;
            });
            using var trainer = new Trainer(model, new() { ChannelsLast = channelsLast, Optimizer = Optimizers.SGD(0.1), Progress = new SilentProgress() });
            trainer.Fit(data.Batches(20), null, 1);
            hook.remove();
            return [.. model.state_dict().Values.Where(value => value.is_floating_point()).SelectMany(value => value.contiguous().data<float>().ToArray())];
        }
        var (first, last) = (Train(false), Train(true));
        Assert.Equal([432, 144, 12, 1], seen[0]);
        Assert.Equal([432, 1, 36, 3], seen[^1]);
        Assert.Equal(first, last, (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void What_is_no_image_has_no_channels_to_put_last()
    {
        using var data = TrainerTests.RedOrBlue(40);
        using var features = data.Batches(10).Through(x => x.mean([2, 3]));
        foreach (var options in new TrainingOptions[] { new() { ChannelsLast = true }, new() { Precision = Precision.BFloat16 } })
        {
            using var head = nn.Linear(3, 2);
            using var trainer = new Trainer(head, options with { Progress = new SilentProgress() });
            Assert.True(double.IsFinite(trainer.Fit(features, features, 1).Last.Loss));
        }
    }
}

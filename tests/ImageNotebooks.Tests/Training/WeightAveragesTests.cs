using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Training;

/// <summary>Averages follow the weights by the published rule, and validation, callbacks and the trained model have them.</summary>
public sealed class WeightAveragesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData(Precision.Float32, 0.9)]
    [InlineData(Precision.Float32, 0.2)]
    [InlineData(Precision.BFloat16, 0.9)]
    public void Averages_follow_the_weights_of_each_step(Precision precision, double decay)
    {
        var weights = new List<double[]>();
        using var model = Model();
        weights.Add(Numbers(model));
        Fit(model, new() { EmaDecay = decay, Precision = precision, Callbacks = [new Watch(batch: run => weights.Add(Numbers(run.Model)))] }, epochs: 3);
        Assert.Equal(1 + 9, weights.Count);

        var average = weights[0];
        for (var n = 1; n < weights.Count; n++)
        {
            var d = Math.Min(decay, (1.0 + n) / (10 + n));
            average = [.. average.Zip(weights[n], (old, weight) => d * old + (1 - d) * weight)];
        }
        // On TorchSharp's package the model shows copies in bfloat16 while it learns, and the averages follow the weights themselves.
        var rounding = precision == Precision.BFloat16 && !TestStack.IsSystemTorch ? 1 / 256.0 : 0;
        Assert.Equal(average, Numbers(model), (a, b) => Math.Abs(a - b) < 1e-6 + rounding * Math.Abs(b));
        Assert.NotEqual(weights[^1], Numbers(model), (a, b) => Math.Abs(a - b) < 1e-4);
    }

    [Theory]
    [InlineData(Precision.Float32)]
    [InlineData(Precision.BFloat16)]
    public void Training_goes_on_as_if_nobody_averaged(Precision precision)
    {
        List<double[]> Weights(double? decay)
        {
            var weights = new List<double[]>();
            using var model = Model();
            Fit(model, new() { EmaDecay = decay, Precision = precision, Callbacks = [new Watch(batch: run => weights.Add(Numbers(run.Model)))] }, epochs: 3);
            return weights;
        }
        Assert.Equal(Weights(null), Weights(0.9));
    }

    [Fact]
    public void Validation_and_callbacks_see_the_averages()
    {
        using var data = TrainerTests.RedOrBlue(60);
        using var model = Model();
        double measured = 0;
        double[] seen = [];
        var look = new Watch(epoch: run =>
        {
            measured = Evaluate.Classifier(run.Model, data.Batches(20), ["red", "blue"]).MeanLoss!.Value;
            seen = Numbers(run.Model);
        });
        using var trainer = new Trainer(model, new() { EmaDecay = 0.9, Callbacks = [look], Progress = new SilentProgress() });
        var history = trainer.Fit(data.Batches(20), data.Batches(20), 2);
        Assert.Equal(history.Last["val_loss"], measured, 1e-6);
        Assert.Equal(seen, Numbers(model));
    }

    [Fact]
    public void The_best_averages_are_given_back()
    {
        var averages = new List<double[]>();
        using var model = Model();
        using var stop = new EarlyStopping("loss", minDelta: 100, patience: 2, restoreBestWeights: true);
        var history = Fit(model, new() { EmaDecay = 0.9, Callbacks = [new Watch(epoch: run => averages.Add(Numbers(run.Model))), stop] }, epochs: 9);
        Assert.Equal((3, 1), (history.Count, stop.BestEpoch));
        Assert.NotEqual(averages[0], averages[2]);
        Assert.Equal(averages[0], Numbers(model));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_run_that_is_continued_ends_with_the_same_bits(int after)
    {
        double[] Train(string place)
        {
            using var model = Model();
            Fit(model, new() { EmaDecay = 0.99 }, epochs: 4, new(place, keep: 9));
            return Numbers(model);
        }
        var place = System.IO.Path.Combine(folder.Path, "run");
        var whole = Train(place);
        foreach (var file in Directory.GetFiles(place).Order(StringComparer.Ordinal).Skip(after)) File.Delete(file);
        Assert.Equal(whole, Train(place));
    }

    [Fact]
    public void A_checkpoint_with_another_decay_is_refused()
    {
        using var model = Model();
        Fit(model, new() { EmaDecay = 0.99 }, 1, new(folder.Path));
        Assert.Contains("its decay of averages is '0.99', and here it is '0.9'", Assert.Throws<ArgumentException>(() => Fit(model, new() { EmaDecay = 0.9 }, 2, new(folder.Path))).Message);
        Assert.Contains("and here it is 'none'", Assert.Throws<ArgumentException>(() => Fit(model, new(), 2, new(folder.Path))).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Trainer(model, new() { EmaDecay = 1 }));
    }

    [Theory]
    [InlineData(Precision.Float32)]
    [InlineData(Precision.BFloat16)]
    public void No_tensor_outlives_training(Precision precision)
    {
        using var data = TrainerTests.RedOrBlue(60);
        using var model = Model();
        using var trainer = new Trainer(model, new() { EmaDecay = 0.9, Precision = precision, Progress = new SilentProgress() });
        trainer.Fit(data.Batches(16), data.Batches(16), 1);
        var after = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        trainer.Fit(data.Batches(16), data.Batches(16), 2);
        Assert.Equal(after, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    public void Dispose() => folder.Dispose();

    private static TrainerTests.Tiny Model()
    {
        manual_seed(5);
        return new();
    }

    // Three steps an epoch.
    private static History Fit(nn.Module<Tensor, Tensor> model, TrainingOptions options, int epochs, Checkpoints? checkpoints = null)
    {
        using var data = TrainerTests.RedOrBlue(60);
        using var trainer = new Trainer(model, options with { Optimizer = Optimizers.Adam(1e-2), Progress = new SilentProgress() });
        return trainer.Fit(data.Batches(20, shuffle: true), null, epochs, checkpoints);
    }

    private static double[] Numbers(nn.Module model)
    {
        using var scope = NewDisposeScope();
        return [.. model.state_dict().Where(entry => entry.Value.is_floating_point()).SelectMany(entry => entry.Value.detach().to_type(ScalarType.Float64).flatten().data<double>().ToArray())];
    }

    private sealed class Watch(Action<TrainingRun>? batch = null, Action<TrainingRun>? epoch = null) : Callback
    {
        public override void BatchEnded(TrainingRun run, double loss) => batch?.Invoke(run);

        public override void EpochEnded(TrainingRun run, EpochRecord record) => epoch?.Invoke(run);
    }
}

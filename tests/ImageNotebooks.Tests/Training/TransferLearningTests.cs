using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Training;

/// <summary>The head first, then the backbone's last part.</summary>
public sealed class TransferLearningTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Split train = Cifar10.Load("sample").Train.Take([.. Enumerable.Range(0, 48)]);
    private readonly Split validation = Cifar10.Load("sample").Test.Take([.. Enumerable.Range(0, 20)]);

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Kept_features_change_neither_the_weights_nor_the_numbers(bool augmented)
    {
        BatchLoader Images() => augmented ? Train().With(Augment.HorizontalFlip()) : Train();
        using var kept = Network();
        // A callback between two passes shows the network images, not features.
        var onImages = new OnImages(validation);
        var history = TransferLearning.Fit(kept, Images(), validation.Batches(20), new() { FrozenEpochs = 3, Frozen = Options() with { Callbacks = [onImages] } });
        Assert.Equal(history["val_accuracy"], onImages.Accuracies);
        using var passed = Network();
        passed.Backbone.KeepsAverages = true;
        using var trainer = new Trainer(passed, Options());
        var expected = trainer.Fit(Images(), validation.Batches(20), 3);
        foreach (var ((name, a), (_, b)) in passed.named_parameters().Zip(kept.named_parameters())) Assert.True(a.allclose(b, atol: 1e-6), name);
        foreach (var column in new[] { "loss", "val_loss", "accuracy", "val_accuracy" }) Assert.All(expected[column].Zip(history[column]), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        Assert.Equal(Weights(passed, "backbone").Keys, Weights(kept, "backbone").Keys);
    }

    [Fact]
    public void Fine_tuning_changes_what_comes_from_a_layer_on_and_no_average()
    {
        using var network = Network();
        var before = Weights(network, "");
        var history = Fit(network, new() { FrozenEpochs = 1, Frozen = Options(), FineTuningEpochs = 2, FineTuneFrom = "features.18", FineTuning = Options() });
        Assert.Equal((3, 2), (history.Count, history.PhaseStarts.Single()));
        using var still = no_grad();
        var changed = Weights(network, "").Where(entry => !entry.Value.equal(before[entry.Key]).all().item<bool>()).Select(entry => entry.Key).ToArray();
        Assert.All(changed, name => Assert.True(name.StartsWith("head", StringComparison.Ordinal) || name.StartsWith("backbone.features.18", StringComparison.Ordinal), name));
        Assert.Contains("backbone.features.18.0.weight", changed);
        Assert.DoesNotContain(changed, name => name.Contains("running", StringComparison.Ordinal));
    }

    [Fact]
    public void A_run_that_was_ended_goes_on_and_an_ended_phase_costs_nothing()
    {
        TransferOptions Whole(int fineTuning) => new() { FrozenEpochs = 2, Frozen = Options(), FineTuningEpochs = fineTuning, FineTuneFrom = "features.18", FineTuning = Options(), Checkpoints = folder["run"] };
        using var undisturbed = Network();
        Fit(undisturbed, Whole(2) with { Checkpoints = null });
        using (var first = Network()) Fit(first, Whole(1));
        using var second = Network();
        var history = Fit(second, Whole(2));
        Assert.Equal(4, history.Count);
        foreach (var ((name, a), (_, b)) in undisturbed.state_dict().Zip(second.state_dict())) Assert.True(a.equal(b).all().item<bool>(), name);
    }

    [Fact]
    public void Live_tensors_do_not_grow()
    {
        using var network = Network();
        Fit(network, new() { FrozenEpochs = 1, Frozen = Options() });
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Fit(network, new() { FrozenEpochs = 2, Frozen = Options() });
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void What_cannot_be_is_refused_before_anything_is_trained()
    {
        using var network = Network();
        Assert.Contains("features.99", Assert.Throws<ArgumentException>(() => Fit(network, new() { FineTuneFrom = "features.99", FineTuningEpochs = 1 })).Message);
        Assert.Contains("epochs", Assert.Throws<ArgumentException>(() => Fit(network, new() { FrozenEpochs = 0 })).Message);
    }

    private static TransferNetwork Network()
    {
        manual_seed(5);
        return TransferNetwork.WithDense(Backbones.Create("mobilenet_v2", includeTop: false, pooling: Pooling.Average), 10, normalize: new Normalize([0.5, 0.5, 0.5], [0.5, 0.5, 0.5]));
    }

    private static TrainingOptions Options() => new() { Optimizer = weights => optim.SGD(weights, 0.05), Progress = new SilentProgress() };

    private sealed class OnImages(Split images) : Callback
    {
        public List<double> Accuracies { get; } = [];

        public override void EpochEnded(TrainingRun run, EpochRecord record) =>
            Accuracies.Add(Evaluate.Classifier(run.Model, images.Batches(20), [.. Enumerable.Range(0, 10).Select(i => $"class {i}")]).Accuracy);
    }

    private BatchLoader Train() => train.Batches(16, shuffle: true, seed: 9);

    private History Fit(TransferNetwork network, TransferOptions options) => TransferLearning.Fit(network, Train(), validation.Batches(20), options);

    private static Dictionary<string, Tensor> Weights(TransferNetwork network, string prefix) =>
        network.state_dict().Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(entry => entry.Key, entry => entry.Value.detach().clone());
}

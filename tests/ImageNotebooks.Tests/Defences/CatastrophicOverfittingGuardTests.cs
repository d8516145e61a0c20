using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Defences;

/// <summary>When training is ended because robustness is lost, with attacks whose success is written down beforehand.</summary>
public sealed class CatastrophicOverfittingGuardTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData(0.2, 0, 0.3, 0.5, 0.4, 0.35, 0.45)]            // down and up again within the drop
    [InlineData(0.2, 4, 0.3, 0.5, 0.4, 0.25, 0.4)]             // more than 0.2 below 0.5
    [InlineData(0.2, 3, 0.4, 0.5, 0.0)]                        // to nothing
    [InlineData(0.05, 3, 0.4, 0.5, 0.4)]
    [InlineData(0.2, 0, 0.1, 0.0, 0.05)]                       // what never was robust cannot collapse
    public void It_stops_where_accuracy_falls_far_below_the_best(double drop, int collapsed, params double[] accuracies)
    {
        using var data = Sample();
        var script = new Script(accuracies);
        using var guard = new CatastrophicOverfittingGuard(data.Batches(8), script, drop);
        var (history, model) = Fit(data, guard, accuracies.Length);
        using (model)
        {
            Assert.Equal(collapsed, guard.CollapsedEpoch);
            var expected = accuracies.Take(collapsed == 0 ? accuracies.Length : collapsed).ToArray();
            Assert.Equal(expected, history[CatastrophicOverfittingGuard.Column], (a, b) => Math.Abs(a - b) < 1e-9);
        }
    }

    [Fact]
    public void The_model_has_the_weights_of_before_the_collapse_and_it_is_said()
    {
        using var data = Sample();
        var script = new Script([0.3, 0.5, 0.45, 0.1, 0.1]);
        using var guard = new CatastrophicOverfittingGuard(data.Batches(8), script);
        var seen = new Weights();
        var told = new List<string>();
        var (history, model) = Fit(data, guard, 5, told, seen);
        using (model)
        {
            Assert.Equal(4, history.Count);
            Assert.Equal(seen.Of[3], model.state_dict().Values.SelectMany(Golden.Probe));
            Assert.NotEqual(seen.Of[3], seen.Of[4]);
            Assert.Contains("fallen to 0.100, from 0.500 at best", Assert.Single(told), StringComparison.Ordinal);
            Assert.Contains("weights of epoch 3 again", told[0], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_same_images_are_attacked_in_the_same_way_each_time_and_in_evaluation()
    {
        using var data = Sample();
        var script = new Script([0.5, 0.5, 0.5]);
        var sample = data.Batches(8, shuffle: true);
        sample.Pass = 5;
        using var guard = new CatastrophicOverfittingGuard(sample, script);
        var (_, model) = Fit(data, guard, 3);
        using (model)
        {
            Assert.Equal(5, sample.Pass);
            Assert.Equal(9, script.Asked.Count);                                           // 20 images in batches of 8, three times
            Assert.Equal(script.Asked[..3], script.Asked[3..6]);
            Assert.Equal(script.Asked[..3], script.Asked[6..]);
            Assert.False(script.WasTraining);
        }
    }

    [Fact]
    public void Training_that_was_ended_in_the_middle_goes_on_with_what_the_guard_knew()
    {
        double[] accuracies = [0.3, 0.6, 0.55, 0.2];
        string Run(string place, params int[] epochs)
        {
            var result = "";
            foreach (var until in epochs)
            {
                using var data = Sample();
                var script = new Script(accuracies);
                script.From = Directory.Exists(place) ? epochs[0] : 0;
                using var guard = new CatastrophicOverfittingGuard(data.Batches(8), script);
                var (history, model) = Fit(data, guard, until, checkpoints: new(place));
                using (model) result = $"{guard.CollapsedEpoch} {history.Count} {string.Join(' ', model.state_dict().Values.SelectMany(Golden.Probe))}";
            }
            return result;
        }
        var whole = Run(System.IO.Path.Combine(folder.Path, "whole"), 6);
        Assert.StartsWith("4 4 ", whole, StringComparison.Ordinal);
        Assert.Equal(whole, Run(System.IO.Path.Combine(folder.Path, "halves"), 3, 6));
    }

    [Fact]
    public void No_tensor_is_left_behind_and_a_real_attack_is_measured()
    {
        using var data = Training.TrainerTests.RedOrBlue(40);
        manual_seed(1);
        // One for all: the constructor of TorchSharp's package's convolutions leaves a tensor behind.
        using var model = new Training.TrainerTests.Tiny();
        void Once()
        {
            using var guard = new CatastrophicOverfittingGuard(data.Batches(20), new Pgd(2).At(0.02));
            using var trainer = new Trainer(model, new() { Optimizer = Optimizers.Adam(1e-2), Progress = new SilentProgress(), Callbacks = [guard], Adversary = AdversarialTraining.Fast(0.02) });
            var history = trainer.Fit(data.Batches(20), null, 2);
            var expected = new Pgd(2).Run(model, data.Batches(20), ["red", "blue"], [0.02]).RobustAccuracy[^1];
            Assert.InRange(history.Last[CatastrophicOverfittingGuard.Column], expected - 0.051, expected + 0.051);     // other random starts
        }
        Once();
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var i = 0; i < 2; i++) Once();
        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void What_it_measures_can_be_watched_by_other_callbacks()
    {
        using var data = Sample();
        var script = new Script([0.3, 0.2, 0.15]);
        using var guard = new CatastrophicOverfittingGuard(data.Batches(8), script);
        using var stopping = new EarlyStopping(CatastrophicOverfittingGuard.Column, patience: 2);
        var (history, model) = Fit(data, guard, 9, more: stopping);
        using (model) Assert.Equal(3, history.Count);
        Assert.Contains("  robust_accuracy 0.1500  ", ConsoleTrainingProgress.Ended(new(3, 9, 20, new()), history.Last), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new CatastrophicOverfittingGuard(data.Batches(8), script, drop: 0));
        using var none = data.Take([]);
        Assert.Throws<ArgumentException>(() => new CatastrophicOverfittingGuard(none.Batches(8), script));
    }

    public void Dispose() => folder.Dispose();

    private static (History, nn.Module<Tensor, Tensor>) Fit(Split data, CatastrophicOverfittingGuard guard, int epochs, List<string>? told = null, Callback? more = null, Checkpoints? checkpoints = null)
    {
        manual_seed(4);
        var model = new Sign();
        using var trainer = new Trainer(model, new() { Progress = new Listener(told ?? []), Callbacks = more is null ? [guard] : [more, guard] });
        return (trainer.Fit(data.Batches(5), null, epochs, checkpoints), model);
    }

    /// <summary>20 images of class 1.</summary>
    private static Split Sample()
    {
        using var pixels = zeros([20, 1, 2, 2], ScalarType.Byte);
        return new("train", pixels, ones(20, ScalarType.Int64));
    }

    /// <summary>Class 1 where an image is bright, whatever its weight has learned; 0.5 in [0, 1] is the border.</summary>
    private sealed class Sign : nn.Module<Tensor, Tensor>
    {
        private readonly Linear dense = nn.Linear(1, 1);

        public Sign() : base(nameof(Sign)) => RegisterComponents();

        public override Tensor forward(Tensor x)
        {
            using var scope = NewDisposeScope();
            var bright = (x.mean([1, 2, 3]) - 0.5).unsqueeze(1) * dense.weight.exp();                          // [N, 1]
            return cat([bright.neg() + dense.bias! * 0, bright], 1).MoveToOuterDisposeScope();
        }
    }

    /// <summary>An attack after which exactly the written part of the sample is classified rightly, a number an epoch.</summary>
    private sealed class Script(double[] accuracies) : IAdversary
    {
        private int seen;

        public int From { get; set; }

        public bool WasTraining { get; private set; }

        public List<string> Asked { get; } = [];

        public Tensor Perturb(Func<Tensor, Tensor> network, Tensor images, Tensor labels, long step)
        {
            WasTraining |= ((nn.Module)network.Target!).training;
            Asked.Add($"{step}: {images.shape[0]}");
            var right = (int)Math.Round(accuracies[From + seen / 20] * 20);
            var first = seen % 20;
            seen += (int)images.shape[0];
            return arange(first, first + images.shape[0]).lt(right).to_type(ScalarType.Float32).reshape(-1, 1, 1, 1).expand(images.shape).clone();
        }

    }

    /// <summary>The weights as each epoch left them, before the guard acts.</summary>
    private sealed class Weights : Callback
    {
        public Dictionary<int, double[]> Of { get; } = [];

        public override void EpochEnded(TrainingRun run, EpochRecord record) => Of[run.Epoch] = [.. run.Model.state_dict().Values.SelectMany(Golden.Probe)];
    }

    private sealed class Listener(List<string> told) : ITrainingProgress
    {
        public void BatchEnded(TrainingProgress progress, RunningMetrics metrics) { }

        public void EpochEnded(TrainingProgress progress, EpochRecord record) { }

        public void Told(string sentence) => told.Add(sentence[(sentence.IndexOf(':') + 1)..]);
    }
}

using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Training;

public class LearningRateFinderTests
{
    [Fact]
    public void Rates_rise_exponentially_and_losses_are_those_of_training_with_them()
    {
        using var data = TrainerTests.RedOrBlue(60);
        using var model = Model();
        var curve = LearningRateFinder.Find(model, data.Batches(20, shuffle: true), Adam, 1e-5, 1e-2, steps: 7);
        Assert.Equal([1e-5, 3.16227766e-5, 1e-4, 3.16227766e-4, 1e-3, 3.16227766e-3, 1e-2], curve.Rates, (a, b) => Math.Abs(a / b - 1) < 1e-8);

        // The same by hand, over the loader more than twice.
        using var same = Model();
        using var optimizer = optim.Adam(same.parameters(), eps: 1e-7);
        var losses = new List<double>();
        var loader = data.Batches(20, shuffle: true);
        while (losses.Count < 7)
        {
            foreach (var batch in loader)
            {
                using var scope = NewDisposeScope();
                using var _ = batch;
                if (losses.Count == 7) continue;
                optimizer.zero_grad();
                var loss = nn.functional.cross_entropy(same.call(batch.Images), batch.Labels);
                loss.backward();
                optimizer.ParamGroups.First().LearningRate = curve.Rates[losses.Count];
                optimizer.step();
                losses.Add(loss.item<float>());
            }
        }
        Assert.Equal(losses, curve.Losses, (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Theory]
    [InlineData(Precision.Float32)]
    [InlineData(Precision.BFloat16)]
    public void Everything_is_as_it_was(Precision precision)
    {
        using var data = TrainerTests.RedOrBlue(60);
        using var model = Model();
        model.eval();
        model.named_children().First(child => child.name == "bn").module.train();
        var train = data.Batches(16, shuffle: true);
        train.Pass = 3;
        manual_seed(9);
        var (before, random, modes) = (Bytes(model), get_rng_state().bytes.ToArray(), Modes(model));
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        LearningRateFinder.Find(model, train, Adam with { Precision = precision, EmaDecay = 0.9, ClipNorm = 1 }, steps: 30);
        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.Equal(before, Bytes(model));
        Assert.Equal(random, get_rng_state().bytes.ToArray());
        Assert.Equal(modes, Modes(model));
        Assert.Equal(3, train.Pass);
        Assert.All(model.parameters(), parameter => Assert.Null(parameter.grad));
    }

    [Fact]
    public void It_ends_where_the_loss_explodes_or_is_no_number()
    {
        // Labels without a meaning: nothing ends the gradients.
        using var data = new Split("noise", randint(0, 256, [60, 3, 12, 12], dtype: ScalarType.Byte), randint(0, 2, [60]));
        using var model = nn.Sequential(nn.Flatten(), nn.Linear(3 * 12 * 12, 2));
        var before = Bytes(model);
        var exploded = LearningRateFinder.Find(model, data.Batches(20), new() { Optimizer = Optimizers.SGD(1, momentum: 0.9) }, 1e-3, 1e9);
        Assert.InRange(exploded.Rates.Count, 10, 99);
        Assert.True(exploded.Smoothed[^1] > 4 * exploded.Smoothed.Min(), exploded.ToString());
        Assert.All(exploded.Smoothed.SkipLast(1).Index(), at => Assert.True(at.Item <= 4 * exploded.Smoothed.Take(at.Index + 1).Min()));
        // After the first step the weights are too large for floats.
        var noNumber = LearningRateFinder.Find(model, data.Batches(20), new() { Optimizer = Optimizers.SGD(1) }, 1e38, 3e38, steps: 5);
        Assert.True(double.IsFinite(Assert.Single(noNumber.Losses)));
        Assert.Equal(before, Bytes(model));
    }

    [Fact]
    public void Steps_of_several_batches_count_once()
    {
        using var data = TrainerTests.RedOrBlue(60);
        using var model = Model();
        var curve = LearningRateFinder.Find(model, data.Batches(10), Adam with { AccumulateBatches = 4 }, 1e-5, 1e-3, steps: 5);
        Assert.Equal(5, curve.Losses.Count);
    }

    [Fact]
    public void The_valley_is_the_longest_row_of_lower_and_lower_losses()
    {
        // Smoothed by hand: with 0.98 and without its bias, losses 2 and 1 come to (0.98 * 0.02 * 2 + 0.02 * 1) / (1 - 0.98^2).
        var two = new LearningRateCurve([0.1, 0.2], [2, 1]);
        Assert.Equal([2, (0.98 * 2 + 1) / 1.98], two.Smoothed, (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal((double.NaN, double.NaN), (two.Suggestion, two.Steepest));

        // 40 steps: rising a little, falling from step 10 to 29, and rising again; steepest between steps 20 and 21.
        double[] smoothed = [.. Enumerable.Range(0, 40).Select(i => i < 10 ? 3 + 0.001 * i : i < 30 ? 3 - 0.1 * (i - 9) - (i > 20 ? 0.5 : 0) : 0.5 + i - 29)];
        var curve = new LearningRateCurve(Enumerable.Range(0, 40).Select(i => Math.Pow(10, -4 + 0.1 * i)), Unsmoothed(smoothed));
        Assert.Equal(smoothed, curve.Smoothed, (a, b) => Math.Abs(a - b) < 1e-9);
        // The row is one of the first ten steps and then 10 to 29, 20 lower and lower ones.
        Assert.Equal(Math.Pow(10, -4 + 0.1 * 19), curve.Suggestion, 1e-9);
        Assert.Equal(Math.Pow(10, -4 + 0.1 * 20), curve.Steepest, 1e-9);
        Assert.True(double.IsNaN(new LearningRateCurve(curve.Rates, Enumerable.Range(0, 40).Select(i => (double)i)).Suggestion));
    }

    [Fact]
    public void A_suggested_rate_teaches()
    {
        using var data = TrainerTests.RedOrBlue(400);
        using var model = Model();
        var curve = LearningRateFinder.Find(model, data.Batches(20, shuffle: true), Adam);
        Assert.InRange(curve.Suggestion, 1e-4, 1);
        using var trainer = new Trainer(model, new() { Optimizer = Optimizers.Adam(curve.Suggestion), Progress = new SilentProgress() });
        Assert.True(trainer.Fit(data.Batches(20, shuffle: true), data.Batches(100), 6).Last["val_accuracy"] > 0.95);
    }

    [Fact]
    public void Impossible_rates_are_refused()
    {
        using var data = TrainerTests.RedOrBlue(20);
        using var model = Model();
        Assert.Throws<ArgumentOutOfRangeException>(() => LearningRateFinder.Find(model, data.Batches(20), from: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => LearningRateFinder.Find(model, data.Batches(20), from: 1, to: 1));
        Assert.Throws<ArgumentException>(() => new LearningRateCurve([1, 1], [1, 2]));
        Assert.Throws<ArgumentException>(() => new LearningRateCurve([1], [1, 2]));
    }

    private static readonly TrainingOptions Adam = new() { Optimizer = Optimizers.Adam(0.5) };

    private static TrainerTests.Tiny Model()
    {
        manual_seed(5);
        return new();
    }

    private static byte[] Bytes(nn.Module model) => [.. model.state_dict().Values.SelectMany(value => value.contiguous().bytes.ToArray())];

    private static List<bool> Modes(nn.Module model) => [.. model.modules().Prepend(model).Select(module => module.training)];

    // What comes to these numbers when it is smoothed.
    private static IEnumerable<double> Unsmoothed(double[] smoothed)
    {
        var (sum, weight) = (0.0, 0.0);
        foreach (var value in smoothed)
        {
            weight = 0.98 * weight + 0.02;
            yield return (value * weight - 0.98 * sum) / 0.02;
            sum = value * weight;
        }
    }
}

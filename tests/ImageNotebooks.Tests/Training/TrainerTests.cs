using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Training;

public class TrainerTests
{
    /// <summary>A network that learns in a second.</summary>
    internal sealed class Tiny : nn.Module<Tensor, Tensor>
    {
        private readonly Conv2d conv = Keras.Conv2D(3, 8, 3);
        private readonly BatchNorm2d bn = Keras.BatchNormalization(8);
        private readonly Dropout dropout = nn.Dropout(0.1);
        private readonly Linear dense = Keras.Dense(8, 2);

        public Tiny() : base(nameof(Tiny)) => RegisterComponents();

        public override Tensor forward(Tensor x)
        {
            using var scope = NewDisposeScope();
            x = bn.call(nn.functional.relu(conv.call(x), inplace: true));
            return dense.call(dropout.call(x.mean([2, 3]))).MoveToOuterDisposeScope();
        }
    }

    [Fact]
    public void Learns_what_can_be_learned()
    {
        using var data = RedOrBlue(200);
        manual_seed(1);
        using var model = new Tiny();
        using var trainer = new Trainer(model, new() { Optimizer = Optimizers.Adam(1e-2), Progress = new SilentProgress() });
        var history = trainer.Fit(data.Batches(20, shuffle: true), data.Batches(50), epochs: 8);
        Assert.Equal(8, history.Count);
        Assert.True(history.Last["val_accuracy"] > 0.95, history.ToString());
        Assert.True(history.Last.Loss < history[0].Loss / 2, history.ToString());
        Assert.Equal(0.01, history.Last.LearningRate);
    }

    [Fact]
    public void Bf16_rounds_products_and_leaves_a_float_model_that_learned_the_same()
    {
        using var data = RedOrBlue(60);
        Dictionary<string, double[]> Train(Precision precision)
        {
            manual_seed(7);
            using var model = new Tiny();
            using var trainer = new Trainer(model, new() { Precision = precision, Progress = new SilentProgress() });
            trainer.Fit(data.Batches(20), null, epochs: 2);
            Assert.All(model.parameters(), p => Assert.Equal(ScalarType.Float32, p.dtype));
            return model.state_dict().Where(e => e.Value.is_floating_point()).ToDictionary(e => e.Key, e => e.Value.detach().flatten().to_type(ScalarType.Float64).data<double>().ToArray());
        }
        var (exact, rounded) = (Train(Precision.Float32), Train(Precision.BFloat16));
        Assert.NotEqual(exact["conv.weight"], rounded["conv.weight"]);
        // Six steps of at most about 0.001 each.
        Assert.All(exact, e => Assert.All(e.Value.Zip(rounded[e.Key]), pair => Assert.Equal(pair.First, pair.Second, 0.02)));
// The weights themselves were never rounded: below bfloat16's 16 bits there is something left.
        Assert.Contains(rounded["conv.weight"], w => BitConverter.SingleToInt32Bits((float)w) << 16 != 0);
    }

    [Theory]
    [InlineData(Precision.Float32)]
    [InlineData(Precision.BFloat16)]
    public void The_same_seed_gives_the_same_bits(Precision precision)
    {
        using var data = RedOrBlue(60);
        (History history, double[] weights) Run()
        {
            manual_seed(7);
            using var model = new Tiny();
            using var trainer = new Trainer(model, new() { Precision = precision, Progress = new SilentProgress() });
            var history = trainer.Fit(data.Batches(16, shuffle: true, seed: 3).With(Augment.Shift(0.1, 0.1) + Augment.HorizontalFlip()), data.Batches(16), epochs: 2);
            return (history, [.. model.state_dict().Values.SelectMany(Golden.Probe)]);
        }
        var (first, second) = (Run(), Run());
        Assert.Equal(first.weights, second.weights);
        Assert.Equal(first.history["loss"], second.history["loss"]);
        Assert.Equal(first.history["val_loss"], second.history["val_loss"]);
    }

    [Theory]
    [InlineData(Precision.Float32)]
    [InlineData(Precision.BFloat16)]
    public void No_tensor_outlives_an_epoch(Precision precision)
    {
        using var data = RedOrBlue(60);
        using var model = new Tiny();
        using var trainer = new Trainer(model, new() { Precision = precision, Progress = new SilentProgress() });
        var train = data.Batches(16, shuffle: true).With(Augment.Shift(0.1, 0.1));
        trainer.Fit(train, data.Batches(16), epochs: 1);
        var after = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        trainer.Fit(train, data.Batches(16), epochs: 2);
        Assert.Equal(after, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Mixed_images_teach_their_shares()
    {
        using var data = RedOrBlue(200);
        manual_seed(1);
        using var model = new Tiny();
        using var trainer = new Trainer(model, new() { Optimizer = Optimizers.Adam(1e-2), Progress = new SilentProgress() });
        var history = trainer.Fit(data.Batches(20, shuffle: true).With(Augment.CutMix(1, 2) + Augment.Mixup(0.2, 2)), data.Batches(50), epochs: 8);
        Assert.True(history.Last["val_accuracy"] > 0.95, history.ToString());
        // No one can foretell mixed images as surely as pure ones, but the larger share can be seen.
        Assert.InRange(history.Last.Loss, history.Last["val_loss"], 0.6);
        Assert.True(history.Last["accuracy"] > 0.7, history.ToString());
    }

    [Fact]
    public void A_second_fit_goes_on_with_the_optimizers_memory()
    {
        using var data = RedOrBlue(40);
        double[] Weights(params int[] epochs)
        {
            manual_seed(7);
            using var model = new Tiny();
            using var trainer = new Trainer(model, new() { Progress = new SilentProgress() });
            var train = data.Batches(10, shuffle: true, seed: 3);
            foreach (var n in epochs) trainer.Fit(train, null, n);
            return [.. model.state_dict().Values.SelectMany(Golden.Probe)];
        }
        Assert.Equal(Weights(4), Weights(1, 3));
    }

    [Fact]
    public void Measuring_agrees_with_itself_and_leaves_the_model_as_it_was()
    {
        using var data = RedOrBlue(70);
        using var model = new Tiny();
        var before = model.state_dict().Values.SelectMany(Golden.Probe).ToArray();
        var result = Evaluate.Classifier(model, data.Batches(32), ["red", "blue"]);
        Assert.True(model.training);
        Assert.Equal(before, model.state_dict().Values.SelectMany(Golden.Probe));
        Assert.Equal(70, result.TrueLabels.Count);
        Assert.Equal(data.Labels.data<long>().Select(l => (int)l), result.TrueLabels);
        for (var i = 0; i < 70; i++)
        {
            Assert.Equal(1, result.Probabilities![i, 0] + result.Probabilities[i, 1], 5);
            Assert.Equal(result.Probabilities[i, 1] > result.Probabilities[i, 0] ? 1 : 0, result.PredictedLabels[i]);
        }
        Assert.Equal(result.MeanLoss!.Value, Enumerable.Range(0, 70).Average(i => -Math.Log(result.Probabilities![i, result.TrueLabels[i]])), 5);
        Assert.Throws<ArgumentException>(() => Evaluate.Classifier(model, data.Batches(32), ["one"]));
    }

    [Fact]
    public void Precision_is_read_by_name()
    {
        Assert.Equal(Precision.Float32, Precisions.Parse("auto", "full"));
        Assert.Equal(Stack.HasFastBFloat16 ? Precision.BFloat16 : Precision.Float32, Precisions.Parse("auto", "sample"));
        Assert.Equal(Precision.BFloat16, Precisions.Parse("bf16", "full"));
        Assert.Contains("fp32, bf16 or auto", Assert.Throws<ArgumentException>(() => Precisions.Parse("int8", "full")).Message, StringComparison.Ordinal);
    }

    /// <summary>Noisy images of 12 x 12 pixels that are rather red (class 0) or rather blue (class 1).</summary>
    internal static Split RedOrBlue(int count)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1);
        var images = randint(0, 200, [count, 3, 12, 12], dtype: ScalarType.Float32, generator: random);
        var labels = randint(0, 2, [count], generator: random);
        for (var i = 0; i < count; i++) images[i, labels[i].item<long>() == 0 ? 0 : 2].add_(40);
        return new("train", images.to_type(ScalarType.Byte), labels);
    }
}

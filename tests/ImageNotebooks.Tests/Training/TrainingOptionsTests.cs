using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Training;

/// <summary>Objectives, weights and the other ways to train, against the same written out by hand.</summary>
public class TrainingOptionsTests
{
    private sealed class Flat : nn.Module<Tensor, Tensor>
    {
        private readonly Linear dense = nn.Linear(12, 3);

        public Flat() : base(nameof(Flat)) => RegisterComponents();

        public override Tensor forward(Tensor x)
        {
            using var scope = NewDisposeScope();
            return dense.call(x.flatten(1)).MoveToOuterDisposeScope();
        }
    }

    /// <summary>Some images of 2 x 2 with labels of any kind.</summary>
    private sealed class Given(int batchSize, Tensor images, Tensor labels) : IBatches
    {
        public int ImageCount => (int)images.shape[0];

        public int BatchCount => (ImageCount + batchSize - 1) / batchSize;

        public int Pass { get; set; }

        public string Identity => "given";

        public IEnumerator<Batch> GetEnumerator()
        {
            for (var start = 0; start < ImageCount; start += batchSize)
            {
                var end = Math.Min(start + batchSize, ImageCount);
                yield return new(images[start..end].clone(), labels[start..end].clone(), [.. Enumerable.Range(start, end - start).Select(i => (long)i)]);
            }
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private static readonly SilentProgress Silent = new();

    [Fact]
    public void Weights_multiply_the_losses_of_images_and_classes()
    {
        using var scope = NewDisposeScope();
        var (images, labels) = (rand(5, 3, 2, 2), tensor(new long[] { 0, 1, 2, 1, 0 }));
        float[] classes = [1, 2, 4], samples = [1, 0, 3, 1, 0.5f];
        var (ours, hand) = (Train(images, labels, new() { ClassWeights = [1, 2, 4], SampleWeights = [1, 0, 3, 1, 0.5] }), ByHand(images, labels, (logits, truth) =>
            (nn.functional.cross_entropy(logits, truth, reduction: nn.Reduction.None) * tensor(classes).index_select(0, truth) * tensor(samples)).sum() / 5));
        AssertSame(hand, ours);
    }

    [Fact]
    public void Several_labels_an_image_are_learned_by_binary_cross_entropy()
    {
        using var scope = NewDisposeScope();
        var (images, labels) = (rand(5, 3, 2, 2), randint(0, 2, [5, 3]));
        var (ours, hand) = (Train(images, labels, new() { Objective = Objective.MultiLabel(labelSmoothing: 0.1) }), ByHand(images, labels, (logits, truth) =>
            nn.functional.binary_cross_entropy_with_logits(logits, (truth.to_type(ScalarType.Float32) * 0.9f) + 0.05f)));
        AssertSame(hand, ours);
    }

    [Fact]
    public void Void_pixels_do_not_count()
    {
        using var scope = NewDisposeScope();
        using var model = new PixelNet();
        var (images, labels) = (rand(3, 3, 4, 4), randint(0, 2, [3, 4, 4]));
        labels[0, .., ..2] = tensor(255L);
        labels[1] = tensor(255L);
        using var trainer = new Trainer(model, new() { Objective = Objective.Segmentation(), Progress = Silent });
        var expected = nn.functional.cross_entropy(model.call(images), labels, ignore_index: 255).item<float>();
        var right = model.call(images).argmax(1).eq(labels).sum().item<long>();
        var history = trainer.Fit(new Given(3, images, labels), null, 1);
        Assert.Equal(expected, history.Last.Loss, 1e-6);
        Assert.Equal(right / 24.0, history.Last["accuracy"], 1e-12);
    }

    [Fact]
    public void Adding_up_batches_is_one_batch_of_their_size()
    {
        using var scope = NewDisposeScope();
        var (images, labels) = (rand(10, 3, 2, 2), randint(0, 3, [10]));
        var (whole, parts) = (Train(images, labels, new(), batchSize: 10), Train(images, labels, new() { AccumulateBatches = 5 }, batchSize: 2));
        AssertSame(whole, parts, 1e-6f);
        // The last step takes the one batch that is left, by itself.
        using var model = new Flat();
        using var trainer = new Trainer(model, new() { AccumulateBatches = 2, Progress = Silent, Callbacks = [new Counter()] });
        trainer.Fit(new Given(4, images, labels), null, 2);
        Assert.Equal(4, Counter.Steps);
    }

    [Fact]
    public void Gradients_are_no_longer_than_is_allowed()
    {
        using var scope = NewDisposeScope();
        var (images, labels) = (rand(5, 3, 2, 2) * 100, randint(0, 3, [5]));
        var ours = Train(images, labels, new() { ClipNorm = 0.01 });
        var start = Start();
        var moved = Math.Sqrt(start.Zip(ours).Sum(pair => (pair.First - pair.Second).square().sum().item<float>()));
        Assert.Equal(0.01 * Rate, moved, 1e-6);
    }

    [Fact]
    public void A_schedule_sets_the_rate_of_each_step_and_leaves_it_as_it_was()
    {
        using var scope = NewDisposeScope();
        var (images, labels) = (rand(4, 3, 2, 2), randint(0, 3, [4]));
        var rates = new List<double>();
        using var model = new Flat();
        optim.Optimizer? optimizer = null;
        using var trainer = new Trainer(model, new() { Optimizer = weights => optimizer = optim.SGD(weights, 0.5), Schedule = (step, steps) => 1 - (step / (double)steps), Progress = Silent, Callbacks = [new Watch(_ => rates.Add(optimizer!.ParamGroups.First().LearningRate))] });
        trainer.Fit(new Given(2, images, labels), null, 2);
        Assert.Equal([0.5, 0.375, 0.25, 0.125], rates);
        Assert.Equal(0.5, optimizer!.ParamGroups.First().LearningRate);
    }

    [Fact]
    public void Training_ends_where_a_callback_says_so()
    {
        using var scope = NewDisposeScope();
        var (images, labels) = (rand(4, 3, 2, 2), randint(0, 3, [4]));
        using var model = new Flat();
        using var stop = new EarlyStopping("loss", patience: 2, minDelta: 100);
        using var trainer = new Trainer(model, new() { Callbacks = [stop], Progress = Silent });
        Assert.Equal(3, trainer.Fit(new Given(2, images, labels), null, 50).Count);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(3, 1)]
    [InlineData(5, 2)]
    public void A_callback_that_stops_at_a_batch_ends_its_epoch_there(int batch, int epochs)
    {
        using var scope = NewDisposeScope();
        var (images, labels) = (rand(8, 3, 2, 2), randint(0, 3, [8]));
        var place = Directory.CreateTempSubdirectory();
        History Fit(List<double> losses)
        {
            manual_seed(4);
            using var model = new Flat();
            using var trainer = new Trainer(model, new() { Progress = Silent, Callbacks = [new Stopper(batch, losses)] });
            // Three batches an epoch, the last of two images.
            return trainer.Fit(new Given(3, images, labels), new Given(3, images, labels), 9, new Checkpoints(place.FullName));
        }
        var (losses, again) = (new List<double>(), new List<double>());
        var history = Fit(losses);
        Assert.Equal((batch, epochs), (losses.Count, history.Count));
        var last = losses.Skip((epochs - 1) * 3).ToArray();
        int[] weights = [.. new[] { 3, 3, 2 }.Take(last.Length)];
        Assert.Equal(last.Zip(weights, (loss, n) => loss * n).Sum() / weights.Sum(), history.Last.Loss, 1e-9);
        Assert.False(double.IsNaN(history.Last["val_loss"]));
        // It has ended: called again, it has nothing left to do.
        Assert.Equal(history.AsEnumerable(), Fit(again));
        Assert.Empty(again);
        place.Delete(recursive: true);
    }

    [Fact]
    public void A_loss_that_is_no_number_names_the_batch_and_the_first_layer()
    {
        using var scope = NewDisposeScope();
        var (images, labels) = (rand(6, 3, 4, 4), zeros(6, ScalarType.Int64));
        images[4] = tensor(float.PositiveInfinity);
        using var model = new PixelNet();
        using (var trainer = new Trainer(model, new() { Objective = Objective.Segmentation(), Progress = Silent }))
        {
            var problem = Assert.Throws<TrainingDivergedException>(() => trainer.Fit(new Given(2, images, zeros([6, 4, 4], ScalarType.Int64)), null, 2));
            Assert.Contains("batch 3 in epoch 1", problem.Message);
            Assert.Contains("images already hold", problem.Message);
            Assert.Contains("images 4, 5 of", problem.Message);
        }
        using var deep = new PixelNet();
        using (no_grad()) deep.get_parameter("second.weight")!.fill_(1e38f);
        using (var trainer = new Trainer(deep, new() { Objective = Objective.Segmentation(), Progress = Silent }))
            Assert.Contains("first layer whose output is not finite is second (Conv2d)", Assert.Throws<TrainingDivergedException>(() => trainer.Fit(new Given(2, rand(2, 3, 4, 4) + 10, zeros([2, 4, 4], ScalarType.Int64)), null, 2)).Message);
    }

    [Fact]
    public void What_cannot_be_trained_is_named()
    {
        using var scope = NewDisposeScope();
        var (images, labels) = (rand(4, 3, 2, 2), tensor(new long[] { 0, 1, 3, 0 }));
        Assert.Contains("A label is 3, and the model gives logits for the classes 0 to 2", Assert.Throws<ArgumentException>(() => Train(images, labels, new())).Message);
        Assert.Contains("A label is -1", Assert.Throws<ArgumentException>(() => Train(images, labels - 2 + 1, new())).Message);
        Assert.Contains("There are no training images", Assert.Throws<ArgumentException>(() => Train(images[..0], labels[..0], new())).Message);
        Assert.Contains("2 weights of classes", Assert.Throws<ArgumentException>(() => Train(images, labels.clamp(max: 2), new() { ClassWeights = [1, 1] })).Message);
        Assert.Contains("2 weights of images", Assert.Throws<ArgumentException>(() => Train(images, labels, new() { SampleWeights = [1, 1] })).Message);
        Assert.Contains("weight of a class is -1", Assert.Throws<ArgumentException>(() => Train(images, labels, new() { ClassWeights = [1, -1, 1] })).Message);
        Assert.Contains("[N, classes] of 0 and 1", Assert.Throws<ArgumentException>(() => Train(images, labels, new() { Objective = Objective.MultiLabel() })).Message);
        Assert.Contains("watches 'val_loss', and an epoch measures loss, accuracy; give Fit validation images", Assert.Throws<ArgumentException>(() => Train(images, labels.clamp(max: 2), new() { Callbacks = [new EarlyStopping()] })).Message);
        using var model = new Flat();
        foreach (var parameter in model.parameters()) parameter.requires_grad = false;
        Assert.Contains("All weights of Flat are frozen", Assert.Throws<ArgumentException>(() => new Trainer(model)).Message);
    }

    private const double Rate = 0.1;

    private static List<Tensor> Start()
    {
        manual_seed(4);
        return [.. new Flat().parameters().Select(p => p.detach().clone())];
    }

    private static List<Tensor> Train(Tensor images, Tensor labels, TrainingOptions options, int batchSize = 5)
    {
        manual_seed(4);
        var model = new Flat();
        using var trainer = new Trainer(model, options with { Optimizer = Optimizers.SGD(Rate), Progress = Silent });
        trainer.Fit(new Given(batchSize, images, labels), null, 1);
        return [.. model.parameters().Select(p => p.detach())];
    }

    private static List<Tensor> ByHand(Tensor images, Tensor labels, Func<Tensor, Tensor, Tensor> loss)
    {
        manual_seed(4);
        var model = new Flat();
        loss(model.call(images), labels).backward();
        return [.. model.parameters().Select(p => p.detach() - (Rate * p.grad!))];
    }

    private static void AssertSame(List<Tensor> expected, List<Tensor> actual, float within = 1e-7f) =>
        Assert.All(expected.Zip(actual), pair => Assert.InRange((pair.First - pair.Second).abs().max().item<float>(), 0, within));

    private sealed class PixelNet : nn.Module<Tensor, Tensor>
    {
        private readonly Conv2d first = Keras.Conv2D(3, 4, 3);
        private readonly Conv2d second = Keras.Conv2D(4, 2, 1);

        public PixelNet() : base(nameof(PixelNet)) => RegisterComponents();

        public override Tensor forward(Tensor x)
        {
            using var scope = NewDisposeScope();
            return second.call(first.call(x)).MoveToOuterDisposeScope();
        }
    }

    private sealed class Counter : Callback
    {
        public static int Steps { get; private set; }

        public override void TrainingEnded(TrainingRun run) => Steps = run.Step;
    }

    private sealed class Stopper(int batch, List<double> losses) : Callback
    {
        public override void BatchEnded(TrainingRun run, double loss)
        {
            losses.Add(loss);
            if (losses.Count == batch) run.Stop("enough");
        }
    }

    private sealed class Watch(Action<TrainingRun> look) : Callback
    {
        public override void BatchEnded(TrainingRun run, double loss) => look(run);
    }
}

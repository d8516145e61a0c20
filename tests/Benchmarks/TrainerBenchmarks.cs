using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ImageNotebooks.Benchmarks;

/// <summary>
/// What a trainer does beside forward, backward and the optimizer: loading, labels, metrics, clearing gradients, scopes. The network holds the CIFAR study's layers, over which gradients are cleared, and
/// answers with a row of numbers; what that costs counts as ours. Against as many bare steps of the whole network.
/// </summary>
internal sealed class TrainerOverheadBenchmark : Benchmark
{
    private const int Steps = 32, BatchSize = 32;

    private Split? split;
    private Answering? model;
    private Trainer? trainer;
    private BatchLoader? batches;

    public override string Group => "training";

    public override string Name => $"a trainer's own work in {Steps} CIFAR steps, batch {BatchSize}, against {Steps} bare steps";

    public override Goal Goal => Goal.AtMostTimes(0.01);

    public override Reference Reference => new OwnReference(new BareSteps(Steps, BatchSize));

    public override void Prepare()
    {
        split = new("train", randint(0, 256, [Steps * BatchSize, 3, 32, 32], dtype: ScalarType.Byte), randint(0, 10, [Steps * BatchSize]));
        model = new();
        trainer = new(model, new() { Progress = new SilentProgress() });
        batches = split.Batches(BatchSize, shuffle: true);
        // The runtime compiles a hot method anew in the background, some hundred milliseconds after it became hot.
        for (var i = 0; i < 5; i++)
        {
            Round();
            Thread.Sleep(200);
        }
    }

    public override void Round() => trainer!.Fit(batches!, null, 1);

    protected override void Dispose(bool disposing)
    {
        trainer?.Dispose();
        model?.Dispose();
        split?.Dispose();
    }

    private sealed class Answering : nn.Module<Tensor, Tensor>
    {
        private readonly CifarBatchNormCnn layers = new();
        private readonly Parameter answer = nn.Parameter(zeros(10));

        public Answering() : base(nameof(Answering)) => RegisterComponents();

        public override Tensor forward(Tensor x) => answer.expand(x.shape[0], -1);
    }

    private sealed class BareSteps(int steps, int batchSize) : Benchmark
    {
        private readonly CifarBatchNormCnn model = new();
        private readonly Tensor images = rand(batchSize, 3, 32, 32), labels = randint(0, 10, [batchSize]);
        private optim.Optimizer? optimizer;

        public override string Group => "training";

        public override string Name => "bare steps";

        public override Goal Goal => Goal.AtMostTimes(1);

        public override void Prepare()
        {
            model.train();
            optimizer = Optimizers.Adam()(model.parameters());
        }

        public override void Round()
        {
            for (var i = 0; i < steps; i++)
            {
                using var scope = NewDisposeScope();
                optimizer!.zero_grad();
                nn.functional.cross_entropy(model.call(images), labels).backward();
                optimizer.step();
            }
        }

        protected override void Dispose(bool disposing)
        {
            optimizer?.Dispose();
            model.Dispose();
            images.Dispose();
            labels.Dispose();
        }
    }
}

/// <summary>Evaluating 10,000 CIFAR images, from bytes to a result, against the network's forward passes over as many batches that are there.</summary>
internal sealed class EvaluationBenchmark(bool bare) : Benchmark
{
    private const int Images = 10_000, BatchSize = 500;

    private CifarBatchNormCnn? model;
    private Split? split;
    private Tensor? ready;

    public EvaluationBenchmark() : this(bare: false)
    {
    }

    public override string Group => "training";

    public override string Name => $"evaluating {Images:#,0} CIFAR images, against bare forward passes";

    public override Goal Goal => Goal.AtLeastFaster(0.97);

    public override Reference? Reference => bare ? null : new OwnReference(new EvaluationBenchmark(bare: true));

    public override void Prepare()
    {
        model = new();
        model.eval();
        if (bare) ready = rand(BatchSize, 3, 32, 32);
        else split = new("test", randint(0, 256, [Images, 3, 32, 32], dtype: ScalarType.Byte), randint(0, 10, [Images]));
    }

    public override void Round()
    {
        if (!bare)
        {
            Evaluate.Classifier(model!, split!.Batches(BatchSize), [.. Enumerable.Range(0, 10).Select(c => $"class {c}")]);
            return;
        }
        using var still = no_grad();
        for (var i = 0; i < Images / BatchSize; i++) model!.call(ready!).Dispose();
    }

    protected override void Dispose(bool disposing)
    {
        split?.Dispose();
        ready?.Dispose();
        model?.Dispose();
    }
}

/// <summary>What a checkpoint benchmark measures.</summary>
internal enum CheckpointPart
{
    /// <summary>From the call until the file is on disk.</summary>
    Whole,

    /// <summary>How long training is held up, while the state is copied; the file before is already written.</summary>
    Copying,
}

/// <summary>A checkpoint of VGG16 with Adam's memory, against writing as many bytes and having them on disk.</summary>
internal sealed class CheckpointBenchmark(CheckpointPart part) : Benchmark
{
    private string? folder;
    private Backbone? model;
    private optim.Optimizer? optimizer;
    private Split? split;
    private Checkpoints? checkpoints;
    private TrainingState? state;

    public override string Group => "training";

    public override string Name => part == CheckpointPart.Whole ? "a checkpoint of VGG16 and Adam, against writing its bytes" : "how long that holds training up, against writing its bytes";

    public override Goal Goal => part == CheckpointPart.Whole ? Goal.AtMostTimes(1.3) : Goal.AtMostTimes(0.5);

    public override Reference Reference => new OwnReference(new WritingBenchmark());

    public override void Prepare()
    {
        folder = Directory.CreateTempSubdirectory("checkpoint-").FullName;
        using var scope = NewDisposeScope();
        model = Backbones.Create("vgg16", includeTop: false, pooling: Pooling.Average);
        foreach (var t in model.parameters().Cast<Tensor>().Concat(model.buffers())) t.DetachFromDisposeScope();
        optimizer = Optimizers.Adam()(model.parameters());
        model.call(rand(1, 3, 32, 32)).sum().backward();
        optimizer.step();
        model.zero_grad();
        split = new("train", zeros([1, 3, 32, 32], ScalarType.Byte), zeros([1], ScalarType.Int64));
        state = new(model, optimizer, [], split.Batches(1), null, new(model, optimizer, 1, 1));
        checkpoints = new(folder, keep: 1);
        // A disk cache that has to grow first takes three times as long, on both sides.
        for (var i = 0; i < 3; i++)
        {
            checkpoints.Save(state);
            checkpoints.Wait();
        }
    }

    public override void Round()
    {
        checkpoints!.Save(state!);
        if (part == CheckpointPart.Whole) checkpoints.Wait();
    }

    public override void RoundEnded() => checkpoints!.Wait();

    protected override void Dispose(bool disposing)
    {
        optimizer?.Dispose();
        model?.Dispose();
        split?.Dispose();
        if (folder is not null) Directory.Delete(folder, recursive: true);
    }

    /// <summary>As many bytes as VGG16 and two moments of each of its weights have.</summary>
    private sealed class WritingBenchmark : Benchmark
    {
        private const int Bytes = 3 * 4 * 14_714_688;

        private readonly string path = Path.Combine(Directory.CreateTempSubdirectory("writing-").FullName, "bytes");
        private readonly byte[] bytes = new byte[Bytes];

        public override string Group => "training";

        public override string Name => "writing bytes";

        public override Goal Goal => Goal.AtMostTimes(1);

        public override void Prepare()
        {
            new Random(1).NextBytes(bytes);
            for (var i = 0; i < 3; i++) Round();
        }

        public override void Round()
        {
            using var file = File.Create(path);
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        protected override void Dispose(bool disposing) => Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }
}

/// <summary>An epoch of a head on what a frozen MobileNetV2 makes of the real animals, which the first epoch has kept. What the backbone's weights are makes no difference to the time.</summary>
internal sealed class CachedFeaturesBenchmark : Benchmark
{
    private readonly string? before = Environment.GetEnvironmentVariable(DataFolder.Variable);
    private string? cache;
    private TransferNetwork? network;
    private FeatureBatches? features;
    private Trainer? trainer;

    public override string Group => "training";

    public override string Name => "an epoch of a head on kept features of MobileNetV2, all animals that are here (1,500)";

    public override Goal Goal => Goal.Within(1);

    public override void Prepare()
    {
        cache = Directory.CreateTempSubdirectory("features-").FullName;
        Environment.SetEnvironmentVariable(DataFolder.Variable, cache);
        using var animals = Animals10.Files(RealImages.Folder("animals10")).Load(Resize.To(100));
        network = TransferNetwork.WithDense(Backbones.Create("mobilenet_v2", includeTop: false, pooling: Pooling.Average), 10, [128]);
        network.eval();
        features = animals.Batches(32, shuffle: true).Through(network.Features);
        // The images are gone after this, so the backbone has to have seen them.
        _ = features.FeatureShape;
        trainer = new(network.Head, new() { Progress = new SilentProgress() });
    }

    public override void Round() => trainer!.Fit(features!, null, 1);

    protected override void Dispose(bool disposing)
    {
        trainer?.Dispose();
        features?.Dispose();
        network?.Dispose();
        Environment.SetEnvironmentVariable(DataFolder.Variable, before);
        if (cache is not null) Directory.Delete(cache, recursive: true);
    }
}

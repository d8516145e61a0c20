using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks.Benchmarks;

/// <summary>
/// Training steps of the CIFAR-10 study's network as <see cref="Trainer"/> takes them, the loader and the running metrics included; PyTorch's side has its
/// batch ready and keeps no metrics.
/// </summary>
internal sealed class TrainingStepBenchmark(int batchSize, Precision precision, Goal goal, bool againstOurFloat32 = false) : Benchmark
{
    private const int Steps = 4;

    private CifarBatchNormCnn? model;
    private Trainer? trainer;
    private Split? images;
    private BatchLoader? batches;

    public override string Group => "training";

    public override string Name => $"{Steps} CIFAR steps, batch {batchSize}, {(precision == Precision.BFloat16 ? "bf16" : "fp32")}{(againstOurFloat32 ? " against our fp32" : " against PyTorch")}";

    public override Goal Goal => goal;

    public override Reference Reference => againstOurFloat32
        ? new OwnReference(new TrainingStepBenchmark(batchSize, Precision.Float32, goal))
        : new PythonReference("network_steps", new { network = "CifarBatchNormCnn", steps = Steps, batch = batchSize, size = 32, classes = 10, bf16 = precision == Precision.BFloat16, threads = get_num_threads() });

    public override void Prepare()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        images = new Split("train", randint(0, 256, [Steps * batchSize, 3, 32, 32]).to_type(ScalarType.Byte), randint(0, 10, [Steps * batchSize]));
        model = new CifarBatchNormCnn();
        foreach (var t in model.parameters().Cast<Tensor>().Concat(model.buffers())) t.DetachFromDisposeScope();
        trainer = new Trainer(model, new() { Precision = precision, Progress = new SilentProgress() });
        batches = images.Batches(batchSize, shuffle: true);
    }

    public override void Round() => trainer!.Fit(batches!, null, 1);

    protected override void Dispose(bool disposing)
    {
        trainer?.Dispose();
        model?.Dispose();
        images?.Dispose();
    }
}

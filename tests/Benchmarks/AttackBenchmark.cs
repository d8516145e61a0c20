using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks.Benchmarks;

/// <summary>PGD with ten steps on a batch of CIFAR's size, against nothing but ten forward passes and as many backward to the images in PyTorch: what the attack itself costs.</summary>
internal sealed class PgdBenchmark(Allocator allocator, Goal goal) : Benchmark
{
    private const int Steps = 10, Batch = 128, Size = 32, Classes = 10;

    private CifarBatchNormCnn? model;
    private Tensor? images, labels;

    public override string Group => "attacks";

    public override string Name => $"PGD-{Steps}, CifarBatchNormCnn, batch {Batch}, against {Steps} forward and backward passes of PyTorch{(allocator == Allocator.KeepsMemory ? " that keeps its memory" : "")}";

    public override Goal Goal => goal;

    public override Reference Reference => new PythonReference(
        "input_gradients", new { network = nameof(CifarBatchNormCnn), steps = Steps, batch = Batch, size = Size, classes = Classes, threads = get_num_threads() }, allocator);

    public override void Prepare()
    {
        manual_seed(1);
        model = new CifarBatchNormCnn(Classes);
        (images, labels) = (rand(Batch, 3, Size, Size), randint(0, Classes, [Batch]));
    }

    public override void Round() => new Pgd(Steps).Perturb(model!, images!, labels!, 8 / 255.0).Dispose();

    protected override void Dispose(bool disposing)
    {
        model?.Dispose();
        images?.Dispose();
        labels?.Dispose();
    }
}

using static TorchSharp.torch;

namespace ImageNotebooks.Benchmarks;

/// <summary>
/// The Intel study's augmentation of a batch, every image with its own flip, turn and zoom, against affine_grid and grid_sample in PyTorch with the same
/// maps and the same reflection at the edges.
/// </summary>
/// <param name="batchSize">Images a batch.</param>
/// <param name="size">Their height and width.</param>
/// <param name="batches">How many batches make a round.</param>
/// <param name="allocator">How PyTorch's process treats freed memory.</param>
internal sealed class AugmentBenchmark(int batchSize, int size, int batches, Allocator allocator) : Benchmark
{
    private readonly Augment augment = Augment.HorizontalFlip() + Augment.Rotate(0.2 * 360, Fill.Reflect) + Augment.Zoom(0.3, fill: Fill.Reflect);
    private readonly Generator random = new(1);
    private Tensor? images;

    public override string Group => "data";

    public override string Name =>
        $"{batches} x flip, turn and zoom {batchSize} x 3 x {size} x {size}{(allocator == Allocator.KeepsMemory ? ", PyTorch keeping freed memory" : "")}";

    public override Goal Goal => Goal.AtMostTimes(1.05);

    public override Reference Reference => new PythonReference("augment", new { batch = batchSize, size, batches, threads = get_num_threads() }, allocator);

    public override void Prepare() => images = rand(batchSize, 3, size, size);

    public override void Round()
    {
        for (var i = 0; i < batches; i++) augment.Apply(images!, random).Dispose();
    }

    protected override void Dispose(bool disposing)
    {
        images?.Dispose();
        random.Dispose();
    }
}

using static TorchSharp.torch;

namespace ImageNotebooks.Benchmarks;

/// <summary>A backbone's logits for a batch of 224 x 224 images, against the same network of torchvision, or in PyTorch where it has none.</summary>
internal sealed class InferenceBenchmark(string network, int batch) : Benchmark
{
    private const int Size = 224;

    // One image takes some hundredths of a second; the first of a round finds cold caches and sleeping threads.
    private readonly int passes = batch == 1 ? 5 : 1;

    private Backbone? model;
    private Tensor? images;

    public override string Group => "models";

    public override string Name => $"{(passes > 1 ? $"{passes} x " : "")}{network}, {batch} image{(batch > 1 ? "s" : "")} at {Size}";

    public override Goal Goal => Goal.AtMostTimes(1.03);

    public override Reference Reference => new PythonReference("inference", new { network, batch, size = Size, passes, threads = get_num_threads() });

    public override void Prepare()
    {
        model = Backbones.Create(network, convention: network is "mobilenet" or "resnet50_v2" ? Convention.Keras : Convention.PyTorch);
        model.eval();
        images = rand(batch, 3, Size, Size);
    }

    public override void Round()
    {
        using var still = inference_mode();
        for (var i = 0; i < passes; i++) model!.call(images!).Dispose();
    }

    protected override void Dispose(bool disposing)
    {
        model?.Dispose();
        images?.Dispose();
    }
}

/// <summary>The same with normalisation folded into the convolutions, against our own without.</summary>
internal sealed class FoldingBenchmark(string network, int batch) : Benchmark
{
    private Backbone? folded;
    private Tensor? images;

    public override string Group => "models";

    public override string Name => $"{network}, {batch} image{(batch > 1 ? "s" : "")}, folded against not";

    public override Goal Goal => Goal.AtLeastFaster(1.2);

    public override Reference Reference => new OwnReference(new InferenceBenchmark(network, batch));

    public override void Prepare()
    {
        using var model = Backbones.Create(network);
        model.eval();
        folded = model.Fuse();
        images = rand(batch, 3, 224, 224);
    }

    public override void Round()
    {
        using var still = inference_mode();
        for (var i = 0; i < (batch == 1 ? 5 : 1); i++) folded!.call(images!).Dispose();
    }

    protected override void Dispose(bool disposing)
    {
        folded?.Dispose();
        images?.Dispose();
    }
}

using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ImageNotebooks.Benchmarks;

/// <summary>A study's network with what one training step of it takes in.</summary>
/// <param name="Name">Its name in tests/golden/models.py.</param>
/// <param name="Make">Makes it.</param>
/// <param name="Batch">Images a step.</param>
/// <param name="Size">Height and width of an image.</param>
/// <param name="Classes">Logits an image, or a pixel.</param>
/// <param name="Steps">Steps a round.</param>
/// <param name="MultiLabel">Whether an image may show several classes: labels of 0 and 1 for each, and binary cross-entropy.</param>
/// <param name="Masks">Whether each pixel has a class.</param>
internal sealed record Network(string Name, Func<int, nn.Module<Tensor, Tensor>> Make, int Batch, int Size, int Classes, int Steps, bool MultiLabel = false, bool Masks = false)
{
    public static readonly Network[] All =
    [
        new("CifarBatchNormCnn", classes => new CifarBatchNormCnn(classes), 32, 32, 10, 8),
        new("IntelCnn", classes => new IntelCnn(classes), 32, 150, 6, 3),
        new("MalariaCnn", classes => new MalariaCnn(classes), 100, 64, 2, 6),
        new("MalariaSqueezeExciteCnn", classes => new MalariaSqueezeExciteCnn(classes), 100, 64, 2, 2),
        new("VocAlexNet", classes => new VocAlexNet(classes), 16, 150, 20, 3, MultiLabel: true),
        new("mobilenet_v2", classes => new MobileNetV2(new() { Classes = classes }), 16, 224, 20, 1),
        new("DeepLabV3Plus", classes => new DeepLabV3Plus(classes), 4, 224, 21, 1, Masks: true),
    ];
}

/// <summary>
/// Training steps of a study's network, the same code line by line on both sides: Adam with Keras's epsilon, cross-entropy (binary where an image has several labels), autocast and channels-last in bf16.
/// </summary>
/// <param name="network">The network.</param>
/// <param name="precision">The number format of the products.</param>
/// <param name="allocator">How PyTorch's process treats freed memory.</param>
/// <param name="goal">What is to be reached.</param>
/// <param name="group">The group that it is measured in.</param>
internal sealed class NetworkStepBenchmark(Network network, Precision precision, Allocator allocator, Goal goal, string group = "torch") : Benchmark
{
    private nn.Module<Tensor, Tensor>? model;
    private IModelPrecision? compute;
    private optim.Optimizer? optimizer;
    private Tensor? images, labels;

    public override string Group => group;

    public override string Name =>
        $"{network.Steps} x {network.Name}, batch {network.Batch}, {(precision == Precision.BFloat16 ? "bf16" : "fp32")} against PyTorch{(allocator == Allocator.KeepsMemory ? " that keeps its memory" : "")}";

    public override Goal Goal => goal;

    public override Reference Reference => new PythonReference(
        "network_steps",
        new { network = network.Name, steps = network.Steps, batch = network.Batch, size = network.Size, classes = network.Classes, multi_label = network.MultiLabel, bf16 = precision == Precision.BFloat16, threads = get_num_threads() },
        allocator);

    public override void Prepare()
    {
        manual_seed(1);
        model = network.Make(network.Classes);
        compute = precision.For(model);
        optimizer = Optimizers.Adam()(compute.Weights);
        images = rand(network.Batch, network.Size, network.Size, 3).permute(0, 3, 1, 2);
        if (precision == Precision.Float32) images = images.contiguous();
        using var logits = model.call(images);
        labels = network.MultiLabel ? randint(0, 2, logits.shape, dtype: ScalarType.Float32) : randint(0, network.Classes, [network.Batch, .. logits.shape[2..]]);
        model.train();
    }

    public override void Round()
    {
        for (var i = 0; i < network.Steps; i++) Step();
    }

    private void Step()
    {
        using var scope = NewDisposeScope();
        optimizer!.zero_grad();
        var logits = compute!.Forward(images!);
        Loss(logits.to_type(ScalarType.Float32)).backward();
        if (compute.TakeGradients()) compute.Step(optimizer);
    }

    private Tensor Loss(Tensor logits) =>
        network.MultiLabel ? nn.functional.binary_cross_entropy_with_logits(logits, labels!) : nn.functional.cross_entropy(logits, labels!);

    protected override void Dispose(bool disposing)
    {
        optimizer?.Dispose();
        compute?.Dispose();
        model?.Dispose();
        images?.Dispose();
        labels?.Dispose();
    }
}

using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Training;

/// <summary>A fact about NVIDIA GPUs, skipped where the stack sees none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class GpuFactAttribute : FactAttribute
{
    public GpuFactAttribute() => Skip = cuda.is_available() ? null : "no GPU";
}

/// <summary>A theory about NVIDIA GPUs, skipped where the stack sees none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class GpuTheoryAttribute : TheoryAttribute
{
    public GpuTheoryAttribute() => Skip = cuda.is_available() ? null : "no GPU";
}

/// <summary>What only a GPU can show.</summary>
public class GpuTests
{
    [GpuTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void Batches_there_are_the_bits_that_they_are_here(bool wholeSplit)
    {
        using var data = TrainerTests.RedOrBlue(100);
        var (here, there) = (data.Batches(16, shuffle: true, seed: 4), data.Batches(16, shuffle: true, seed: 4).To(Devices.Auto, wholeSplit));
        // Twice: pinned memory of the first pass is used again in the second.
        for (var pass = 0; pass < 2; pass++)
        {
            foreach (var (a, b) in here.Zip(there))
            {
                using var scope = NewDisposeScope();
                using var first = a;
                using var second = b;
                Assert.Equal(DeviceType.CUDA, b.Images.device_type);
                Assert.True(a.Images.Equals(b.Images.cpu()) && a.Labels.Equals(b.Labels.cpu()));
            }
        }
    }

    [GpuTheory]
    [InlineData(Precision.Float32)]
    [InlineData(Precision.BFloat16)]
    [InlineData(Precision.Float16)]
    public void Every_precision_learns_what_can_be_learned(Precision precision)
    {
        using var data = TrainerTests.RedOrBlue(120);
        manual_seed(3);
        using var model = new TrainerTests.Tiny();
        model.to(Devices.Auto);
        using var trainer = new Trainer(model, new() { Precision = precision, Optimizer = Optimizers.Adam(0.01), Progress = new SilentProgress() });
        var history = trainer.Fit(data.Batches(20, shuffle: true, seed: 1).To(Devices.Auto), data.Batches(50).To(Devices.Auto), 15);
        Assert.True(history[^1].Metrics["val_accuracy"] > 0.95, $"{precision}: {history[^1].Metrics["val_accuracy"]}");
        Assert.All(model.parameters(), parameter => Assert.Equal(ScalarType.Float32, parameter.dtype));
    }

    [GpuFact]
    public void Without_TF32_products_have_the_digits_of_float()
    {
        using var scope = NewDisposeScope();
        var before = Stack.TensorFloat32;
        try
        {
            Stack.TensorFloat32 = true;
            Assert.True(Stack.TensorFloat32);
            Stack.TensorFloat32 = false;
            Assert.False(Stack.TensorFloat32);
            var (a, b) = (randn(512, 512), randn(512, 512));
            var exact = a.to_type(ScalarType.Float64).matmul(b.to_type(ScalarType.Float64));
            var error = (a.to(Devices.Auto).matmul(b.to(Devices.Auto)).cpu().to_type(ScalarType.Float64) - exact).abs().max().item<double>() / exact.abs().max().item<double>();
            Assert.InRange(error, 0, 1e-5);
        }
        finally
        {
            Stack.TensorFloat32 = before;
        }
    }

    [GpuFact]
    public void A_memory_that_is_too_small_is_named()
    {
        using var data = TrainerTests.RedOrBlue(20);
        using var model = new OutOfMemoryTests.Greedy();
        model.to(Devices.Auto);
        using var trainer = new Trainer(model, new() { Progress = new SilentProgress() });
        var problem = Assert.Throws<BatchTooLargeException>(() => trainer.Fit(data.Batches(20).To(Devices.Auto), null, 1));
        Assert.Contains("The memory of cuda:0 does not hold a batch of [20, 3, 12, 12]", problem.Message);
        Assert.Contains("Try batches of 10", problem.Message);
    }
}

using ImageNotebooks;
using TorchSharp;
using static TorchSharp.torch;

namespace SystemTorch.Tests;

public class MemoryTests
{
    [Theory]
    [InlineData(Precision.Float32)]
    [InlineData(Precision.BFloat16)]
    public void Native_memory_after_the_second_epoch_is_that_after_the_first(Precision precision)
    {
        const int quarterMegabyte = 1 << 18;
        using var data = new Split("train", randint(0, 256, [64, 3, 32, 32], dtype: ScalarType.Byte), randint(0, 10, [64]));
        using var model = new CifarBatchNormCnn();
        using var trainer = new Trainer(model, new() { Precision = precision, Progress = new SilentProgress() });
        var train = data.Batches(16, shuffle: true).With(Augment.Shift(0.1, 0.1) + Augment.HorizontalFlip());
        long Measure()
        {
            trainer.Fit(train, data.Batches(32), 1);
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return LibTorch.AllocatedBytes;
        }
        Measure();
        var first = Measure();
        var second = Measure();
        // The activations of a single batch of 16 take some 20 MB: one tensor kept by mistake would show.
        Assert.InRange(second - first, -quarterMegabyte, quarterMegabyte);
    }

    [Fact]
    public void Allocated_bytes_follow_the_tensors()
    {
        var before = LibTorch.AllocatedBytes;
        using var tensor = zeros(8 << 20, dtype: ScalarType.Byte);
        Assert.InRange(LibTorch.AllocatedBytes - before, 8 << 20, 9 << 20);
    }

    [Fact]
    public void Threads_are_the_physical_cores()
    {
        Assert.Equal(Threads.PhysicalCores(), get_num_threads());
        Assert.InRange(Threads.PhysicalCores(), 1, Environment.ProcessorCount);
        Assert.Matches(@"^\d+\.\d+\.\d+", LibTorch.Version);
    }
}

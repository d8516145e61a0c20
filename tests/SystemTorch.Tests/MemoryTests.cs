using System.Runtime.CompilerServices;
using ImageNotebooks;
using TorchSharp;
using static TorchSharp.torch;

namespace SystemTorch.Tests;

public class MemoryTests
{
    [Theory]
    [InlineData(Precision.Float32)]
    [InlineData(Precision.BFloat16)]
    public void Native_memory_does_not_grow_from_epoch_to_epoch(Precision precision)
    {
        const int megabyte = 1 << 20;
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
        // What .NET itself takes from the same allocator comes and goes: the least of a few epochs is without it.
        long Least() => Enumerable.Range(0, 3).Min(_ => Measure());
        Measure();
        var (early, late) = (Least(), Least());
        // Of the six batches an epoch even the smallest activations, kept by mistake, would come to 2.3 MB in three epochs.
        Assert.InRange(late - early, long.MinValue, megabyte);
    }

    [Fact]
    public void Five_thousand_steps_leave_resident_memory_and_live_tensors_where_five_hundred_did()
    {
        using var model = new MalariaSqueezeExciteCnn();
        using var optimizer = optim.Adam(model.parameters());
        using var images = rand(4, 3, 16, 16);
        using var labels = tensor(new long[] { 0, 1, 1, 0 });
        (long resident, long live) Train(int steps)
        {
            for (var i = 0; i < steps; i++)
            {
                using var scope = NewDisposeScope();
                optimizer.zero_grad();
                nn.functional.cross_entropy(model.call(images), labels).backward();
                optimizer.step();
            }
            return (Environment.WorkingSet, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }
        Train(100);
        FillNursery();
        var early = Train(500);
        var late = Train(4500);
        Assert.Equal(early.live, late.live);
        Assert.InRange(late.resident, 0, 1.01 * early.resident);
    }

    /// <summary>Lets .NET grow its nursery, which it does in megabytes and on its own account, as far as it will.</summary>
    private static void FillNursery()
    {
        for (var (resident, quiet) = (0L, 0); quiet < 5; quiet++)
        {
            for (var i = 0; i < 64 << 10; i++) GC.KeepAlive(new byte[1000]);
            if (Environment.WorkingSet > resident) (resident, quiet) = (Environment.WorkingSet, 0);
        }
    }

    [Fact]
    public void Allocated_bytes_follow_the_tensors()
    {
        var before = LibTorch.AllocatedBytes;
        using var tensor = zeros(8 << 20, dtype: ScalarType.Byte);
        Assert.InRange(LibTorch.AllocatedBytes - before, 8 << 20, 9 << 20);
    }

    [Fact]
    public void A_large_tensor_takes_the_room_that_another_of_its_size_left()
    {
        const int size = 12 << 20;
        var large = new Queue<Tensor>();
        using var between = NewDisposeScope();
        long Resident(int count)
        {
            for (var i = 0; i < count; i++)
            {
                if (large.Count == 3) large.Dequeue().Dispose();
                large.Enqueue(ones(size, dtype: ScalarType.Byte).DetachFromDisposeScope());
                // What stays between large blocks keeps their gaps from growing together.
                for (var k = 0; k < 20; k++) _ = ones(16 << (k % 8));
            }
            return Environment.WorkingSet;
        }
        var early = Resident(6);
        Assert.InRange(Resident(100) - early, long.MinValue, 4 * size);
        foreach (var tensor in large) tensor.Dispose();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference SharedArray()
    {
        var array = new float[1000];
        from_array(array).Dispose();
        return new(array);
    }

    private sealed class Keeping : autograd.SingleTensorFunction<Keeping>
    {
        public override string Name => nameof(Keeping);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            ctx.save_data("kept", vars[1]);
            return (Tensor)vars[0] * 2;
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => [grad_output, null!];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference KeptByAFunction(bool differentiable)
    {
        var kept = new object();
        using var scope = NewDisposeScope();
        var y = Keeping.apply(ones(2, requires_grad: differentiable), kept);
        if (differentiable) y.sum().backward();
        return new(kept);
    }

    [Fact]
    public void What_native_memory_refers_to_is_let_go_with_it()
    {
        foreach (var reference in new[] { SharedArray(), KeptByAFunction(true), KeptByAFunction(false) })
        {
            GC.Collect();
            Assert.False(reference.IsAlive);
        }
    }

    [Fact]
    public void Threads_are_the_physical_cores()
    {
        Assert.Equal(Threads.PhysicalCores(), get_num_threads());
        Assert.InRange(Threads.PhysicalCores(), 1, Environment.ProcessorCount);
        Assert.Matches(@"^\d+\.\d+\.\d+", LibTorch.Version);
        Assert.Equal(LibTorch.Version, __version__);
    }
}

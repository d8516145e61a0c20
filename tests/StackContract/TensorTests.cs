using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace StackContract;

public class TensorTests
{
    [Fact]
    public void Scopes_dispose_of_what_was_made_in_them_and_of_nothing_else()
    {
        Collect();
        var before = Tensor.TotalCount;
        Tensor kept, detached;
        using (var outer = NewDisposeScope())
        {
            using (var scope = NewDisposeScope())
            {
                var a = ones(3);
                kept = (a + 1).MoveToOuterDisposeScope();
                detached = (a + 2).DetachFromDisposeScope();
                Assert.Equal(1, scope.DisposablesCount);
            }
            Assert.Equal(new[] { 2f, 2, 2 }, kept.data<float>().ToArray());
            Assert.Equal(1, outer.DisposablesCount);
        }
        Assert.True(kept.IsInvalid);
        Assert.Equal(new[] { 3f, 3, 3 }, detached.data<float>().ToArray());
        detached.Dispose();
        Collect();
        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void A_forgotten_tensor_is_freed_by_the_collector()
    {
        Collect();
        var before = Tensor.TotalCount;
        Forget();
        Assert.Equal(before + 100, Tensor.TotalCount);
        Collect();
        Assert.Equal(before, Tensor.TotalCount);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static void Forget()
        {
            for (var i = 0; i < 100; i++) _ = zeros(10);
        }
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    [Fact]
    public void Errors_of_libtorch_arrive_with_its_text()
    {
        var e = Assert.Throws<ExternalException>(() => ones(2, 3).add(ones(2, 2)));
        Assert.Contains("The size of tensor a (3) must match the size of tensor b (2) at non-singleton dimension 1", e.Message, StringComparison.Ordinal);
        Assert.Contains("Dimension out of range", Assert.Throws<ExternalException>(() => ones(2, 2).sum(7)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_disposed_or_missing_tensor_is_refused()
    {
        var t = ones(2);
        t.Dispose();
        t.Dispose();
        Assert.Throws<InvalidOperationException>(() => t.add(1));
        Assert.Throws<ArgumentNullException>(() => ones(2).add((Tensor)null!));
    }

    [Fact]
    public void Indexing_reads_and_writes_like_Python()
    {
        var t = arange(24).reshape(2, 3, 4);
        Assert.Equal(23, t[1, 2, 3].item<long>());
        Assert.Equal(23, t[-1, -1, -1].item<long>());
        Assert.Equal(new long[] { 12, 13, 14, 15 }, t[1, 0].data<long>().ToArray());
        Assert.Equal(new long[] { 0, 2 }, t[0, 0, TensorIndex.Slice(0, null, 2)].data<long>().ToArray());
        Assert.Equal(new long[] { 2, 3, 1, 4 }, t[.., TensorIndex.None, .., ..].permute(0, 2, 1, 3).shape);
        Assert.Equal(new long[] { 4, 8 }, t[0, 1..3, 0].data<long>().ToArray());
        Assert.Equal(new long[] { 2, 3 }, t[TensorIndex.Ellipsis, 0].shape);
        t[0, 0] = tensor(new long[] { 9, 9, 9, 9 });
        Assert.Equal(36, t[0, 0].sum().item<long>());
        Assert.Equal(new long[] { 20, 21, 22, 23 }, t[t.gt(19)].data<long>().ToArray());
    }

    [Fact]
    public void Arithmetic_broadcasts_and_takes_numbers_on_both_sides()
    {
        var a = tensor(new[] { 1f, 2, 4 });
        Assert.Equal(new[] { 3f, 5, 9 }, (2 * a + 1).data<float>().ToArray());
        Assert.Equal(new[] { 0f, -1, -3 }, (1 - a).data<float>().ToArray());
        Assert.Equal(new[] { 4f, 2, 1 }, (4 / a).data<float>().ToArray());
        Assert.Equal(new[] { 0.5f, 1, 2 }, (a / 2).data<float>().ToArray());
        Assert.Equal(new[] { false, false, true }, (a > 2).data<bool>().ToArray());
        Assert.Equal(new long[] { 2, 3 }, (ones(2, 1) + a).shape);
        Assert.Equal(new[] { 1f, 0, 0 }, (a % 2).data<float>().ToArray());
    }

    [Fact]
    public void Arrays_of_every_type_and_rank_become_tensors_and_come_back()
    {
        Assert.Equal(new byte[] { 1, 2, 3 }, tensor(new byte[] { 1, 2, 3 }).data<byte>().ToArray());
        Assert.Equal(new long[] { 2, 2 }, tensor(new[,] { { 1.0, 2 }, { 3, 4 } }).shape);
        Assert.Equal(ScalarType.Float32, tensor(new[] { 1, 2 }, dtype: ScalarType.Float32).dtype);
        Assert.Equal(ScalarType.Int64, tensor(3L).dtype);
        Assert.Equal(4.5, tensor(4.5).item<double>());
        Assert.True(tensor(true).item<bool>());
        Assert.Throws<ArgumentException>(() => tensor(new[] { 1f, 2, 3 }, [2, 2]));
        Assert.Throws<ArgumentException>(() => ones(2).data<long>());
        Assert.Throws<IndexOutOfRangeException>(() => ones(2, 2).data<float>()[2, 0]);
    }

    [Fact]
    public void Gradients_flow_and_stop_where_they_should()
    {
        var x = tensor(new[] { 1f, 2, 3 }, requires_grad: true);
        (x * x).sum().backward();
        Assert.Equal(new[] { 2f, 4, 6 }, x.grad!.data<float>().ToArray());
        using (no_grad()) Assert.False((x * 2).requires_grad);
        Assert.True((x * 2).requires_grad);
        var grad = autograd.grad([(x * x * x).sum()], [x]);
        Assert.Equal(new[] { 3f, 12, 27 }, grad[0].data<float>().ToArray());
    }
}

using TorchSharp;
using static TorchSharp.torch;

namespace StackContract;

public class ScopeTests
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
                Assert.Same(scope, CurrentDisposeScope);
                var a = ones(3);
                kept = (a + 1).MoveToOuterDisposeScope();
                detached = (a + 2).DetachFromDisposeScope();
                Assert.Equal(1, scope.DisposablesCount);
                Assert.True(scope.Contains(a) && outer.Contains(kept) && !scope.Contains(detached));
            }
            Assert.Equal([2f, 2, 2], kept.data<float>().ToArray());
            Assert.Equal(1, outer.DisposablesCount);
        }
        Assert.True(kept.IsInvalid);
        Assert.Equal([3f, 3, 3], detached.data<float>().ToArray());
        detached.Dispose();
        Collect();
        // Fewer, where the runtime found only now that an earlier test's tensors are unreachable.
        Assert.InRange(Tensor.TotalCount, 0, before);
    }

    [Fact]
    public void Tensors_change_their_owner()
    {
        using var outer = NewDisposeScope();
        using var inner = NewDisposeScope();
        var (a, b) = inner.MoveToOuter(ones(1), ones(2));
        var (c, d, e) = inner.Detach(ones(1), ones(2), ones(3));
        Assert.Equal((0, 2), (inner.DisposablesCount, outer.DisposablesCount));
        inner.Attach(c);
        inner.Attach(c, a);
        Assert.Equal((2, 1), (inner.DisposablesCount, outer.DisposablesCount));
        inner.MoveToOther(outer, a);
        inner.MoveToOther((DisposeScope)null!, c);
        Assert.Equal((0, 2), (inner.DisposablesCount, outer.DisposablesCount));
        d.MoveToOtherDisposeScope(inner);
        e.MoveToOtherDisposeScope(b);
        Assert.Equal((1, 3), (inner.DisposablesCount, outer.DisposablesCount));
        var kept = inner.DisposeEverythingBut(inner.MoveToOther(inner, d));
        Assert.False(kept.IsInvalid);
        inner.DisposeEverything();
        Assert.True(kept.IsInvalid);
        outer.MarkAsDisposed(e);
        Assert.False(outer.Contains(e) || e.IsInvalid);
    }

    [Fact]
    public void A_scope_may_end_before_one_inside_it()
    {
        var outer = NewDisposeScope();
        var inner = NewDisposeScope();
        outer.Dispose();
        Assert.Same(inner, CurrentDisposeScope);
        var t = ones(1);
        inner.Dispose();
        inner.Dispose();
        Assert.True(t.IsInvalid);
        Assert.Null(CurrentDisposeScope);
    }

    [Fact]
    public void A_wrapped_expression_leaves_its_result_alone()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(6f, WrappedTensorDisposeScope(() => (ones(2) + 1) * 3)[0].item<float>());
        Assert.Equal(2, scope.DisposablesCount);
    }

    [Fact]
    public void What_lives_is_counted()
    {
        DisposeScopeManager.Statistics.Reset();
        var outside = ones(1);
        using (var scope = NewDisposeScope())
        {
            var a = ones(1);
            _ = ones(2);
            scope.Detach(a);
            scope.Attach(outside);
            a.Dispose();
        }
        Assert.Equal(
            "ThreadTotalLiveCount: 0; CreatedOutsideScopeCount: 1; DisposedOutsideScopeCount: 1; CreatedInScopeCount: 2; DisposedInScopeCount: 2; AttachedToScopeCount: 1; DetachedFromScopeCount: 1",
            DisposeScopeManager.Statistics.ToString());
        Assert.Equal(2, DisposeScopeManager.Statistics.TensorStatistics.CreatedInScopeCount);
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
}

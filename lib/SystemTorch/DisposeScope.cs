namespace TorchSharp;

/// <summary>Owns the tensors made on this thread while it is the innermost open scope, and disposes of them at its end.</summary>
public sealed class DisposeScope : IDisposable
{
    private readonly DisposeScopeManager manager;
    private readonly List<IDisposable> items = [];
    private bool disposed;

    internal DisposeScope(DisposeScopeManager manager, DisposeScope? outer)
    {
        this.manager = manager;
        OuterScope = outer;
    }

    internal DisposeScope? OuterScope { get; set; }

    public int DisposablesCount => items.Count;

    public IReadOnlyList<IDisposable> DisposablesView => items;

    public bool Contains(IDisposable disposable) => disposable is torch.Tensor t ? ReferenceEquals(t.OwningDisposeScope, this) : IndexOf(disposable) >= 0;

    public T Attach<T>(T disposable) where T : IDisposable
    {
        AttachOne(disposable);
        return disposable;
    }

    public void Attach(params IDisposable[] disposables) => Attach((IEnumerable<IDisposable>)disposables);

    public IReadOnlyList<IDisposable> Attach(IEnumerable<IDisposable> disposables)
    {
        var list = disposables.ToList();
        list.ForEach(AttachOne);
        return list;
    }

    public T Detach<T>(T disposable) where T : IDisposable
    {
        DetachOne(disposable);
        return disposable;
    }

    public void Detach(params IDisposable[] disposables) => Array.ForEach(disposables, DetachOne);

    public T MoveToOuter<T>(T disposable) where T : IDisposable
    {
        MoveOne(OuterScope, disposable);
        return disposable;
    }

    public (T1 first, T2 second) MoveToOuter<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable =>
        (MoveToOuter(first), MoveToOuter(second));

    public void MoveToOuter(params IDisposable[] disposables) => MoveToOuter((IEnumerable<IDisposable>)disposables);

    public void MoveToOuter(IEnumerable<IDisposable> disposables)
    {
        foreach (var d in disposables) MoveOne(OuterScope, d);
    }

    public T MoveToOther<T>(DisposeScope? scope, T disposable) where T : IDisposable
    {
        MoveOne(scope, disposable);
        return disposable;
    }

    public void DisposeEverything() => DisposeEverythingBut([]);

    public T DisposeEverythingBut<T>(T keep) where T : IDisposable
    {
        DisposeEverythingBut([keep]);
        return keep;
    }

    public void DisposeEverythingBut(params IDisposable[] keep) => DisposeEverythingBut((IEnumerable<IDisposable>)keep);

    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        var keep = inKeep.ToHashSet<IDisposable>(ReferenceEqualityComparer.Instance);
        var all = items.ToArray();
        items.Clear();
        foreach (var d in all)
        {
            if (keep.Contains(d)) Add(d);
            else d.Dispose();
        }
    }

    public void MarkAsDisposed(IDisposable disposable) => Remove(disposable);

    public void Dispose()
    {
        if (disposed) return;
        disposed = true;
        DisposeEverything();
        manager.Close(this);
    }

    internal void Add(IDisposable disposable)
    {
        if (disposable is torch.Tensor t)
        {
            t.OwningDisposeScope = this;
            t.slot = items.Count;
        }
        items.Add(disposable);
    }

    /// <summary>Forgets an item in constant time: the last one takes its slot.</summary>
    /// <returns>Whether this scope owned it.</returns>
    internal bool Remove(IDisposable disposable)
    {
        var i = disposable is torch.Tensor t ? t.slot : IndexOf(disposable);
        if (i < 0 || i >= items.Count || !ReferenceEquals(items[i], disposable)) return false;
        var last = items.Count - 1;
        items[i] = items[last];
        if (items[i] is torch.Tensor moved) moved.slot = i;
        items.RemoveAt(last);
        return true;
    }

    private int IndexOf(IDisposable disposable) => items.FindIndex(d => ReferenceEquals(d, disposable));

    private void AttachOne(IDisposable disposable)
    {
        if (disposable is torch.Tensor t)
        {
            if (t.OwningDisposeScope is { } owner) owner.Remove(t);
            else manager.StatisticsInstance.TensorStatistics.AttachedToScopeCount++;
        }
        Add(disposable);
    }

    private void DetachOne(IDisposable disposable)
    {
        Remove(disposable);
        if (disposable is not torch.Tensor t || !ReferenceEquals(t.OwningDisposeScope, this)) return;
        t.OwningDisposeScope = null;
        manager.StatisticsInstance.TensorStatistics.DetachedFromScopeCount++;
    }

    private void MoveOne(DisposeScope? scope, IDisposable disposable)
    {
        if (scope is null)
        {
            DetachOne(disposable);
            return;
        }
        if (Remove(disposable)) scope.Add(disposable);
    }
}

/// <summary>The scopes of this thread, innermost first.</summary>
public sealed class DisposeScopeManager
{
    [ThreadStatic] private static DisposeScopeManager? current;

    internal static DisposeScopeManager ThreadSingleton => current ??= new();

    internal ThreadDisposeScopeStatistics StatisticsInstance { get; } = new();

    internal DisposeScope? CurrentDisposeScope { get; private set; }

    public static ThreadDisposeScopeStatistics Statistics => ThreadSingleton.StatisticsInstance;

    internal DisposeScope NewDisposeScope() => CurrentDisposeScope = new(this, CurrentDisposeScope);

    internal void Register(torch.Tensor t)
    {
        if (CurrentDisposeScope is { } scope)
        {
            StatisticsInstance.TensorStatistics.CreatedInScopeCount++;
            scope.Add(t);
        }
        else
        {
            StatisticsInstance.TensorStatistics.CreatedOutsideScopeCount++;
        }
    }

    internal void Disposed(torch.Tensor t)
    {
        if (t.OwningDisposeScope is { } scope)
        {
            StatisticsInstance.TensorStatistics.DisposedInScopeCount++;
            scope.Remove(t);
            t.OwningDisposeScope = null;
        }
        else
        {
            StatisticsInstance.TensorStatistics.DisposedOutsideScopeCount++;
        }
    }

    internal void Close(DisposeScope closed)
    {
        if (ReferenceEquals(CurrentDisposeScope, closed))
        {
            CurrentDisposeScope = closed.OuterScope;
            return;
        }
        for (var inner = CurrentDisposeScope; inner is not null; inner = inner.OuterScope)
        {
            if (!ReferenceEquals(inner.OuterScope, closed)) continue;
            inner.OuterScope = closed.OuterScope;
            return;
        }
    }
}

/// <summary>How many tensors this thread has made and disposed of, in and outside dispose scopes.</summary>
public sealed class ThreadDisposeScopeStatistics
{
    public LifetimeStatistics TensorStatistics { get; } = new();

    public long CreatedOutsideScopeCount => TensorStatistics.CreatedOutsideScopeCount;
    public long DisposedOutsideScopeCount => TensorStatistics.DisposedOutsideScopeCount;
    public long CreatedInScopeCount => TensorStatistics.CreatedInScopeCount;
    public long DisposedInScopeCount => TensorStatistics.DisposedInScopeCount;
    public long AttachedToScopeCount => TensorStatistics.AttachedToScopeCount;
    public long DetachedFromScopeCount => TensorStatistics.DetachedFromScopeCount;
    public long ThreadTotalLiveCount => TensorStatistics.ThreadTotalLiveCount;

    public void Reset() => TensorStatistics.Reset();

    public override string ToString() => TensorStatistics.ToString();
}

public sealed class LifetimeStatistics
{
    public long CreatedOutsideScopeCount { get; internal set; }
    public long DisposedOutsideScopeCount { get; internal set; }
    public long CreatedInScopeCount { get; internal set; }
    public long DisposedInScopeCount { get; internal set; }
    public long AttachedToScopeCount { get; internal set; }
    public long DetachedFromScopeCount { get; internal set; }

    public long ThreadTotalLiveCount => CreatedInScopeCount - DisposedInScopeCount + CreatedOutsideScopeCount - DisposedOutsideScopeCount;

    public void Reset() =>
        CreatedOutsideScopeCount = DisposedOutsideScopeCount = CreatedInScopeCount = DisposedInScopeCount = AttachedToScopeCount = DetachedFromScopeCount = 0;

    public override string ToString() =>
        $"ThreadTotalLiveCount: {ThreadTotalLiveCount}; CreatedOutsideScopeCount: {CreatedOutsideScopeCount}; DisposedOutsideScopeCount: {DisposedOutsideScopeCount}; " +
        $"CreatedInScopeCount: {CreatedInScopeCount}; DisposedInScopeCount: {DisposedInScopeCount}; AttachedToScopeCount: {AttachedToScopeCount}; DetachedFromScopeCount: {DetachedFromScopeCount}";
}

public static partial class torch
{
    public static DisposeScope NewDisposeScope() => DisposeScopeManager.ThreadSingleton.NewDisposeScope();

    public static Tensor WrappedTensorDisposeScope(Func<Tensor> expr)
    {
        using var scope = NewDisposeScope();
        return expr().MoveToOuterDisposeScope();
    }
}

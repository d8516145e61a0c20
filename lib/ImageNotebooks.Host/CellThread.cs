using System.Collections.Concurrent;

namespace ImageNotebooks.Host;

/// <summary>
/// The one thread on which every cell starts. Libraries keep state per thread - OpenMP a pool of workers, TorchSharp its
/// dispose scopes and gradient mode - that a notebook expects to find again in its next cell. There is no
/// synchronization context, so that a cell may block on a task without a deadlock; what follows a real <c>await</c> runs on the
/// thread pool.
/// </summary>
internal sealed class CellThread : IDisposable
{
    private const int StackSize = 16 << 20;

    private readonly BlockingCollection<Action> _work = [];

    public CellThread()
    {
        // A background thread does not keep the process alive when a cell never ends.
        new Thread(Work, StackSize) { IsBackground = true, Name = "notebook" }.Start();
    }

    /// <summary>Starts something on the thread.</summary>
    public Task<T> Run<T>(Func<Task<T>> start)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() => _ = CompleteAsync(start, result));
        return result.Task;
    }

    private static async Task CompleteAsync<T>(Func<Task<T>> start, TaskCompletionSource<T> result)
    {
        try
        {
            result.SetResult(await start().ConfigureAwait(false));
        }
        catch (Exception e)
        {
            result.SetException(e);
        }
    }

    private void Work()
    {
        foreach (var action in _work.GetConsumingEnumerable())
            action();
    }

    public void Dispose() => _work.CompleteAdding();
}

using System.Collections.Concurrent;
using System.Runtime;

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

    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(100);

    private readonly BlockingCollection<Action> _work = [];
    private readonly Lock _lock = new();
    private readonly Thread _thread;
    private CancellationTokenSource? _breaking;  // of the code that can be broken off now

    /// <summary>Whether this is the thread.</summary>
    public bool IsCurrent => Thread.CurrentThread == _thread;

    public CellThread()
    {
        // A background thread does not keep the process alive when a cell never ends.
        _thread = new Thread(Work, StackSize) { IsBackground = true, Name = "notebook" };
        _thread.Start();
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

    /// <summary>
    /// Runs the code of a cell, which can be ended where it stands: an endless loop or a wait is broken off as by an exception that
    /// nothing catches, while <c>finally</c> still runs; native code first returns. What only awaits is left behind.
    /// </summary>
    /// <param name="start">Starts the code on the calling thread, which is this one.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public async Task<T> RunStoppable<T>(Func<Task<T>> start, CancellationToken stop)
    {
        Task<T>? task = null;
        var breaking = new CancellationTokenSource();
        SetStoppable(breaking);
        try
        {
            // Whoever stopped it before there was something to break off relies on this.
            stop.ThrowIfCancellationRequested();
#pragma warning disable SYSLIB0046 // What is broken off may leave its objects half changed; a person who interrupts a cell would else lose them all.
            ControlledExecution.Run(() => task = start(), breaking.Token);
#pragma warning restore SYSLIB0046
        }
        finally
        {
            SetStoppable(null);
        }
        return await task!.WaitAsync(stop).ConfigureAwait(false);
    }

    /// <summary>
    /// Cancels what <see cref="RunStoppable"/> was given, and goes on at once. Code that looks at it has a moment to end by itself, as a print does: broken off within one, it may leave locks
    /// taken for ever.
    /// </summary>
    public void Stop(CancellationTokenSource source)
    {
        _ = source.CancelAsync();
        lock (_lock)
        {
            if (_breaking is not null)
                _ = BreakAsync(_breaking);
        }
    }

    private async Task BreakAsync(CancellationTokenSource breaking)
    {
        await Task.Delay(Grace).ConfigureAwait(false);
        // Cancelling waits until the thread has noticed.
        lock (_lock)
        {
            if (_breaking == breaking)
                _ = breaking.CancelAsync();
        }
        // A thread that sleeps or waits does not notice that it was broken off.
        await Task.Delay(Grace).ConfigureAwait(false);
        lock (_lock)
        {
            if (_breaking == breaking)
                _thread.Interrupt();
        }
    }

    private void SetStoppable(CancellationTokenSource? breaking)
    {
        try
        {
            lock (_lock)
                _breaking = breaking;
            // Takes a wake-up that came too late, so that it does not wake what comes next.
            if (breaking is null)
                Thread.Sleep(0);
        }
        catch (ThreadInterruptedException)
        {
            _breaking = breaking;
        }
    }

    private void Work()
    {
        while (!_work.IsCompleted)
        {
            try
            {
                foreach (var action in _work.GetConsumingEnumerable())
                    action();
            }
            catch (ThreadInterruptedException)
            {
                // A wake-up for a cell that has ended in the meantime.
            }
        }
    }

    public void Dispose() => _work.CompleteAdding();
}

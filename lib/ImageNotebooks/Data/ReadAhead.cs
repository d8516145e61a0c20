using System.Diagnostics.CodeAnalysis;

namespace ImageNotebooks;

/// <summary>
/// Gives things one after another while the next few are being filled on other threads. They are made on the caller's thread, where tensors are counted, and only filled elsewhere.
/// </summary>
/// <param name="count">How many there are.</param>
/// <param name="make">Makes one, by its number.</param>
/// <param name="fill">Fills it; what this throws is thrown where the thing is asked for.</param>
internal sealed class ReadAhead<T>(int count, Func<int, T> make, Action<int, T> fill) : IDisposable where T : class, IDisposable
{
    private const int Ahead = 2;

    private readonly Queue<(T Thing, Task Filling)> started = new();
    private int next;

    /// <summary>The next thing, which becomes the caller's; false after the last.</summary>
    public bool TryTake([NotNullWhen(true)] out T? thing)
    {
        while (started.Count <= Ahead && next < count) Start(next++);
        thing = null;
        if (!started.TryDequeue(out var first)) return false;
        try
        {
            first.Filling.GetAwaiter().GetResult();
        }
        catch
        {
            first.Thing.Dispose();
            throw;
        }
        thing = first.Thing;
        return true;
    }

    /// <summary>Frees what nobody asked for.</summary>
    public void Dispose()
    {
        foreach (var (thing, filling) in started)
        {
            // Whether it could be filled no longer matters; that nobody writes to it any more does.
            ((IAsyncResult)filling).AsyncWaitHandle.WaitOne();
            thing.Dispose();
        }
        started.Clear();
    }

    private void Start(int number)
    {
        var thing = make(number);
        started.Enqueue((thing, Task.Run(() => fill(number, thing))));
    }
}

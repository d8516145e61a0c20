using System.Text;

namespace ImageNotebooks.Host;

/// <summary>
/// Takes what the process writes through <see cref="Console"/>, whichever thread writes it, for the cell that runs.
/// Writes of native code do not pass here.
/// </summary>
internal sealed class ConsoleCapture : IDisposable
{
    private readonly Func<bool> _refuses;
    private readonly TextWriter _out = Console.Out;
    private readonly TextWriter _error = Console.Error;

    // Text that comes between two cells belongs to the one before: a thread that it started is still writing.
    private volatile ICellOutput? _target;

    /// <summary>Takes the console.</summary>
    /// <param name="refuses">Asked before each write by the thread that writes; where it says so, an <see cref="OperationCanceledException"/> ends that.</param>
    public ConsoleCapture(Func<bool> refuses)
    {
        _refuses = refuses;
        Console.SetOut(new Writer(this, OutputStream.Stdout, _out));
        Console.SetError(new Writer(this, OutputStream.Stderr, _error));
    }

    public ICellOutput? Target
    {
        get => _target;
        set => _target = value;
    }

    public void Dispose()
    {
        Console.SetOut(_out);
        Console.SetError(_error);
    }

    private sealed class Writer(ConsoleCapture capture, OutputStream stream, TextWriter original) : TextWriter
    {
        public override Encoding Encoding => original.Encoding;

        public override void Write(char value) => Write(value.ToString());

        public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

        public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

        public override void Write(string? value)
        {
            if (string.IsNullOrEmpty(value))
                return;
            if (capture._refuses())
                throw new OperationCanceledException("The cell was interrupted.");
            if (capture.Target is { } target)
                target.Write(stream, value);
            else
                original.Write(value);
        }

        public override void WriteLine(string? value) => Write(value + Environment.NewLine);

        public override void Flush() => original.Flush();
    }
}

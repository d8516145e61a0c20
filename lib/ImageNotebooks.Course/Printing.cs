using System.Text;

namespace ImageNotebooks.Course;

/// <summary>
/// The console while an answer is looked at. A loop that prints is ended here, by an exception at its next print: a thread that is broken off within one may leave the locks of the console
/// and of what shows its text taken for ever, and the notebook waiting for them.
/// </summary>
internal sealed class Printing : IDisposable
{
    private readonly TextWriter _out = Console.Out, _error = Console.Error;
    private volatile Thread? _ended;

    /// <summary>Takes what is printed from now on, and passes it on.</summary>
    public Printing()
    {
        Console.SetOut(new Writer(this, _out));
        Console.SetError(new Writer(this, _error));
    }

    /// <summary>Ends a thread where it prints next.</summary>
    public void End(Thread thread) => _ended = thread;

    /// <summary>Gives the console back.</summary>
    public void Dispose()
    {
        Console.SetOut(_out);
        Console.SetError(_error);
    }

    private sealed class Writer(Printing printing, TextWriter original) : TextWriter
    {
        public override Encoding Encoding => original.Encoding;

        public override void Write(char value) => Write([value]);

        public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

        public override void Write(string? value) => Write(value.AsSpan());

        public override void WriteLine(string? value) => Write(value + Environment.NewLine);

        public override void Write(ReadOnlySpan<char> buffer)
        {
            if (Thread.CurrentThread == printing._ended)
                throw new OperationCanceledException("The answer took too long.");
            original.Write(buffer);
        }

        public override void Flush() => original.Flush();
    }
}

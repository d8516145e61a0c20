namespace ImageNotebooks.Host;

/// <summary>
/// Shows a cell's console text while the cell runs. A terminal gets it as it comes, so that a progress line redrawn
/// with carriage returns lives; a file or a pipe gets finished lines only.
/// </summary>
public sealed class LiveMirror
{
    private readonly Lock _lock = new();
    private readonly Dictionary<OutputStream, (TextWriter Writer, TerminalText? Lines)> _streams = [];

    /// <summary>Creates a mirror on two writers.</summary>
    /// <param name="output">Where standard output is shown.</param>
    /// <param name="outputIsTerminal">Whether that is a terminal.</param>
    /// <param name="error">Where standard error is shown.</param>
    /// <param name="errorIsTerminal">Whether that is a terminal.</param>
    public LiveMirror(TextWriter output, bool outputIsTerminal, TextWriter error, bool errorIsTerminal)
    {
        _streams[OutputStream.Stdout] = (output, outputIsTerminal ? null : new TerminalText(output.Write));
        _streams[OutputStream.Stderr] = (error, errorIsTerminal ? null : new TerminalText(error.Write));
    }

    /// <summary>Whether the cursor stands at the start of a line, as far as this mirror wrote.</summary>
    public bool AtLineStart { get; private set; } = true;

    /// <summary>Shows text.</summary>
    public void Write(OutputStream stream, string text)
    {
        if (text.Length == 0)
            return;
        lock (_lock)
        {
            var (writer, lines) = _streams[stream];
            if (lines != null)
            {
                lines.Write(text);
                return;
            }
            writer.Write(text);
            AtLineStart = text[^1] == '\n';
        }
    }

    /// <summary>Ends lines that a cell left open.</summary>
    public void EndLine()
    {
        lock (_lock)
        {
            foreach (var (writer, lines) in _streams.Values)
            {
                if (lines is { Line.Length: > 0 })
                    lines.Write("\n");
                writer.Flush();
            }
            if (!AtLineStart)
                _streams[OutputStream.Stdout].Writer.WriteLine();
            AtLineStart = true;
        }
    }
}

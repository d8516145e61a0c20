using System.Text;
using System.Text.Json.Nodes;

namespace ImageNotebooks.Host;

/// <summary>
/// Sends the output of one cell to the front-end. Text is gathered and sent some times a second, so that a hundred thousand lines are a
/// few messages; of several updates of one value in that time only the last is sent. The order stays.
/// </summary>
/// <param name="channel">Where it is sent.</param>
/// <param name="executionCount">The cell's number, which goes beside its value.</param>
/// <param name="current">The output of the cell that runs now, to which updates go, so that they stay in order with what it writes.</param>
internal sealed class KernelOutput(KernelChannel channel, int executionCount, Func<KernelOutput> current) : ICellOutput
{
    /// <summary>How many characters of text are shown for one cell. Jupyter's server drops what comes faster than 1 MB a second over 3 seconds, and a browser is slow with more.</summary>
    public const int TextLimit = 2_500_000;

    /// <summary>How long text waits for more.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private const int BatchLimit = 1 << 18;

    private readonly Lock _lock = new();
    private readonly StringBuilder _text = new();
    private readonly List<(string? Id, JsonObject Message)> _waiting = [];
    private OutputStream _stream;
    private long _kept;
    private int _line;
    private bool _truncated;
    private bool _timed;

    /// <inheritdoc/>
    public void Write(OutputStream stream, string text)
    {
        lock (_lock)
        {
            if (_truncated || text.Length == 0)
                return;
            if (stream != _stream)
                CloseText();
            _stream = stream;
            _text.Append(text);
            if (Count(text) > TextLimit)
            {
                _truncated = true;
                _text.Append($"\n[This cell wrote more than {TextLimit:N0} characters; the rest is not shown.]\n");
            }
            if (_text.Length > BatchLimit)
                Send();
            else
                SendSoon();
        }
    }

    // A line that is redrawn after a carriage return counts once, however long training goes on.
    private long Count(string text)
    {
        foreach (var c in text)
        {
            _kept++;
            _line++;
            if (c == '\r')
                _kept -= _line;
            if (c is '\r' or '\n')
                _line = 0;
        }
        return _kept;
    }

    /// <inheritdoc/>
    public void Display(MimeBundle bundle, string? id = null) => Add(null, new JsonObject { ["type"] = "display", ["data"] = Data(bundle), ["id"] = id });

    /// <inheritdoc/>
    public void Update(string id, MimeBundle bundle) => current().Add(id, new JsonObject { ["type"] = "update", ["data"] = Data(bundle), ["id"] = id });

    /// <inheritdoc/>
    public void Result(MimeBundle bundle) => Add(null, new JsonObject { ["type"] = "result", ["data"] = Data(bundle), ["count"] = executionCount });

    /// <inheritdoc/>
    public void Clear(bool wait)
    {
        lock (_lock)
            (_truncated, _kept, _line) = (false, 0, 0);
        Add(null, new JsonObject { ["type"] = "clear", ["wait"] = wait });
    }

    // Jupyter wants text as one string where nbformat wants lines.
    private static JsonObject Data(MimeBundle bundle)
    {
        var data = bundle.ToJson();
        foreach (var (mimeType, content) in bundle.Bounded().Contents)
        {
            if (!MimeBundle.IsJson(mimeType))
                data[mimeType] = content;
        }
        return data;
    }

    private void Add(string? id, JsonObject message)
    {
        lock (_lock)
        {
            CloseText();
            if (id != null)
                _waiting.RemoveAll(waiting => waiting.Id == id);
            _waiting.Add((id, message));
            SendSoon();
        }
    }

    /// <summary>Sends what still waits.</summary>
    public void Flush()
    {
        lock (_lock)
            Send();
    }

    private void CloseText()
    {
        if (_text.Length == 0)
            return;
        _waiting.Add((null, new JsonObject { ["type"] = "stream", ["name"] = _stream == OutputStream.Stdout ? "stdout" : "stderr", ["text"] = _text.ToString() }));
        _text.Clear();
    }

    private void SendSoon()
    {
        if (_timed)
            return;
        _timed = true;
        _ = Task.Delay(Interval).ContinueWith(_ => Flush(), TaskScheduler.Default);
    }

    // With the lock held, so that a cell that writes faster than the front-end reads has to wait for it.
    private void Send()
    {
        _timed = false;
        CloseText();
        foreach (var (_, message) in _waiting)
            channel.Send(message);
        _waiting.Clear();
    }
}

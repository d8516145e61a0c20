using System.Text;
using System.Text.Json.Nodes;

namespace ImageNotebooks.Host;

/// <summary>
/// Collects the output of one cell as nbformat stores it: consecutive writes to a stream merged, carriage returns
/// applied, in the order in which everything came.
/// </summary>
/// <param name="executionCount">The cell's number, which nbformat repeats beside its value.</param>
public sealed class CellOutputs(int executionCount) : ICellOutput
{
    /// <summary>How many characters of console text are kept for one cell; a sentence stands for the rest.</summary>
    public const int TextLimit = 1_000_000;

    private readonly Lock _lock = new();
    private readonly List<object> _outputs = [];
    private readonly Dictionary<string, JsonObject> _displayed = [];
    private int _kept;
    private bool _truncated;
    private bool _clearing;
    private int _taken;

    /// <summary>Whether something came since <see cref="ToJson"/> was last asked.</summary>
    public bool IsNew => _taken != Version;

    /// <summary>Grows with each output, so that a reader can tell whether there is something new.</summary>
    public int Version { get; private set; }

    /// <inheritdoc/>
    public void Write(OutputStream stream, string text)
    {
        lock (_lock)
        {
            Changed();
            if (_truncated)
                return;
            if (_outputs.LastOrDefault() is not StreamOutput last || last.Stream != stream)
                _outputs.Add(last = new StreamOutput(stream));
            _kept += last.Write(text);
            _truncated = _kept > TextLimit;
            if (_truncated)
                last.Close($"\n[This cell wrote more than {TextLimit:N0} characters; the rest is not kept.]\n");
        }
    }

    /// <inheritdoc/>
    public void Display(MimeBundle bundle, string? id = null) => Add("display_data", bundle, null, id);

    /// <inheritdoc/>
    public void Update(string id, MimeBundle bundle)
    {
        var data = bundle.ToJson();
        lock (_lock)
        {
            Version++;
            if (_displayed.TryGetValue(id, out var output))
                output["data"] = data;
        }
    }

    /// <inheritdoc/>
    public void Clear(bool wait)
    {
        lock (_lock)
        {
            _clearing = true;
            if (!wait)
                Changed();
        }
    }

    /// <inheritdoc/>
    public void Result(MimeBundle bundle) => Add("execute_result", bundle, executionCount);

    /// <summary>The error that ended the cell.</summary>
    public void Error(CellError error)
    {
        lock (_lock)
        {
            Changed();
            _outputs.Add(error.ToJson());
        }
    }

    // Called with the lock held, before an output is added.
    private void Changed()
    {
        Version++;
        if (!_clearing)
            return;
        _outputs.Clear();
        _displayed.Clear();
        (_clearing, _truncated, _kept) = (false, false, 0);
    }

    private void Add(string type, MimeBundle bundle, int? count, string? id = null)
    {
        var output = new JsonObject { ["output_type"] = type, ["data"] = bundle.ToJson(), ["metadata"] = new JsonObject() };
        if (count != null)
            output["execution_count"] = count;
        lock (_lock)
        {
            Changed();
            _outputs.Add(output);
            if (id != null)
                _displayed[id] = output;
        }
    }

    /// <summary>Everything so far as the <c>outputs</c> of an nbformat code cell.</summary>
    public JsonArray ToJson()
    {
        lock (_lock)
        {
            _taken = Version;
            return [.. _outputs.Select(output => output is StreamOutput stream ? stream.ToJson() : ((JsonObject)output).DeepClone()).OfType<JsonNode>()];
        }
    }

    private sealed class StreamOutput
    {
        private readonly StringBuilder _lines = new();
        private readonly TerminalText _terminal;
        private string? _ending;

        public StreamOutput(OutputStream stream)
        {
            Stream = stream;
            _terminal = new TerminalText(line => _lines.Append(line));
        }

        public OutputStream Stream { get; }

        private int Length => _lines.Length + _terminal.Length;

        // How many characters this write added to what is kept; a redrawn progress line adds none.
        public int Write(string text)
        {
            var before = Length;
            _terminal.Write(text);
            return Length - before;
        }

        public void Close(string ending)
        {
            _lines.Append(_terminal.Line);
            _lines.Length = Math.Min(_lines.Length, TextLimit);
            _ending = ending;
        }

        public JsonObject? ToJson()
        {
            var text = _lines + (_ending ?? _terminal.Line);
            if (text.Length == 0)
                return null;
            return new JsonObject
            {
                ["output_type"] = "stream",
                ["name"] = Stream == OutputStream.Stdout ? "stdout" : "stderr",
                ["text"] = NotebookJson.Lines(text),
            };
        }
    }
}

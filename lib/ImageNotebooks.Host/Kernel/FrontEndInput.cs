using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace ImageNotebooks.Host;

/// <summary>What <see cref="Console.In"/> is in a kernel: a line is asked of the person at the front-end.</summary>
/// <param name="ask">Sends the question; what the cell has written until then has to be shown first.</param>
internal sealed class FrontEndInput(Action<JsonObject> ask) : TextReader
{
    private readonly BlockingCollection<string?> _answers = [];
    private string _rest = "";

    /// <summary>Gives the answer; null where there is nobody to ask.</summary>
    public void Answer(string? line) => _answers.Add(line);

    public override string? ReadLine()
    {
        if (_rest.Length > 0)
        {
            var line = _rest.TrimEnd('\n');
            _rest = "";
            return line;
        }
        ask(new JsonObject { ["type"] = "input", ["prompt"] = "" });
        return _answers.Take();
    }

    public override int Peek() => Fill() ? _rest[0] : -1;

    public override int Read()
    {
        if (!Fill())
            return -1;
        var c = _rest[0];
        _rest = _rest[1..];
        return c;
    }

    private bool Fill()
    {
        if (_rest.Length == 0 && ReadLine() is { } line)
            _rest = line + "\n";
        return _rest.Length > 0;
    }
}

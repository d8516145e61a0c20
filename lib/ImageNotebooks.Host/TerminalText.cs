using System.Text;

namespace ImageNotebooks.Host;

/// <summary>
/// Text as a terminal leaves it: a carriage return goes back to the start of the line and what follows overwrites it
/// character by character, a backspace goes back by one, <c>ESC[K</c> erases. Colours are kept, other control
/// sequences dropped.
/// </summary>
/// <param name="lineCompleted">Receives each finished line with its line feed.</param>
internal sealed class TerminalText(Action<string> lineCompleted)
{
    private const char Escape = '\u001b';

    // Each element is one character with the colour sequences that stand before it.
    private readonly List<string> _line = [];
    private readonly StringBuilder _incomplete = new();
    private string _colour = "";
    private int _column;

    /// <summary>The line that is still being written.</summary>
    public string Line => string.Concat(_line) + _colour;

    /// <summary>The number of characters on that line.</summary>
    public int Length => _line.Count;

    public void Write(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            var end = text.IndexOf('\n');
            if (end >= 0 && IsBlank && text[..end].IndexOfAny('\r', '\b', Escape) < 0)
            {
                lineCompleted(text[..(end + 1)].ToString());
                text = text[(end + 1)..];
                continue;
            }
            Write(text[0]);
            text = text[1..];
        }
    }

    private bool IsBlank => _line.Count == 0 && _colour.Length == 0 && _incomplete.Length == 0;

    private void Write(char c)
    {
        if (_incomplete.Length > 0)
        {
            Continue(c);
            return;
        }
        switch (c)
        {
            case '\n':
                EndLine();
                break;
            case '\r':
                _column = 0;
                break;
            case '\b':
                _column = Math.Max(0, _column - 1);
                break;
            case Escape:
            case >= '\ud800' and <= '\udbff':
                _incomplete.Append(c);
                break;
            default:
                Put(c.ToString());
                break;
        }
    }

    // A surrogate pair is one character; a control sequence ends with a letter.
    private void Continue(char c)
    {
        _incomplete.Append(c);
        if (_incomplete[0] != Escape)
        {
            Put(TakeIncomplete());
            return;
        }
        if (_incomplete.Length == 2 && c == '[')
            return;
        if (_incomplete.Length > 2 && c is < '@' or > '~')
            return;

        var sequence = TakeIncomplete();
        if (c == 'm')
            _colour += sequence;
        else if (c == 'K')
            Erase(whole: sequence.Contains('2'));
    }

    private string TakeIncomplete()
    {
        var text = _incomplete.ToString();
        _incomplete.Clear();
        return text;
    }

    private void Put(string character)
    {
        while (_line.Count < _column)
            _line.Add(" ");
        var cell = _colour + character;
        _colour = "";
        if (_column < _line.Count)
            _line[_column] = cell;
        else
            _line.Add(cell);
        _column++;
    }

    private void Erase(bool whole)
    {
        var from = whole ? 0 : Math.Min(_column, _line.Count);
        _line.RemoveRange(from, _line.Count - from);
    }

    private void EndLine()
    {
        var text = Line + "\n";
        _line.Clear();
        _colour = "";
        _column = 0;
        lineCompleted(text);
    }
}

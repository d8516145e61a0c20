using System.Globalization;
using ImageNotebooks.Host;
using Spectre.Console;

namespace ImageNotebooks.Cli;

/// <summary>
/// Shows a run as it happens: what the cells print, and a line for each cell with its number, seconds and first words.
/// On a terminal the line of the running cell is there from its start and gives way to what the cell prints.
/// </summary>
internal sealed class RunView : IRunObserver
{
    private const string EraseLine = "\r\u001b[2K";
    private const int NarrowestTitle = 20;

    // Made before a session takes the console over.
    private readonly TextWriter _out = Console.Out;
    private readonly IAnsiConsole? _terminal;
    private readonly LiveMirror _mirror;
    private readonly Lock _lock = new();
    private bool _startedLineIsShown;

    public RunView()
    {
        _mirror = new LiveMirror(_out, !Console.IsOutputRedirected, Console.Error, !Console.IsErrorRedirected);
        if (!Console.IsOutputRedirected)
            _terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(_out) });
    }

    public void CellStarted(RunCell cell)
    {
        lock (_lock)
        {
            if (_terminal == null)
                return;
            _terminal.Markup($"[blue]▸[/] {Position(cell)}            [grey]{Markup.Escape(Title(cell, 24))}[/]");
            _startedLineIsShown = true;
        }
    }

    public void CellWrote(OutputStream stream, string text)
    {
        lock (_lock)
        {
            HideStartedLine();
            _mirror.Write(stream, text);
        }
    }

    public void CellEnded(RunCell cell, TimeSpan duration, RunStatus status)
    {
        lock (_lock)
        {
            HideStartedLine();
            _mirror.EndLine();
            var seconds = string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds,8:0.00} s");
            if (_terminal == null)
                _out.WriteLine($"{Position(cell)} {seconds}  {(status == RunStatus.Finished ? "" : $"({RunTable.Word(status)}) ")}{Title(cell, 24)}");
            else
                _terminal.MarkupLine($"{(status == RunStatus.Finished ? "[green]✓[/]" : "[red]✗[/]")} {Position(cell)} {seconds}  {Markup.Escape(Title(cell, 24))}");
        }
    }

    private void HideStartedLine()
    {
        if (!_startedLineIsShown)
            return;
        _out.Write(EraseLine);
        _startedLineIsShown = false;
    }

    private static string Position(RunCell cell)
    {
        var total = cell.Total.ToString(CultureInfo.InvariantCulture);
        return $"{cell.Number.ToString(CultureInfo.InvariantCulture).PadLeft(total.Length)}/{total}";
    }

    // A line that wraps could not be erased again.
    private string Title(RunCell cell, int used)
    {
        var room = Math.Max(NarrowestTitle, (_terminal?.Profile.Width ?? 100) - used);
        return cell.Title.Length <= room ? cell.Title : cell.Title[..(room - 1)] + "…";
    }
}

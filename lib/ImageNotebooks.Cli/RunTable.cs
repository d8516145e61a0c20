using System.Globalization;
using ImageNotebooks.Host;
using Spectre.Console;

namespace ImageNotebooks.Cli;

/// <summary>Prints what became of several notebooks: for a terminal, or for a pipe a line each.</summary>
public static class RunTable
{
    private static readonly string[] Heads = ["notebook", "result", "seconds", "cells", "charts"];

    /// <summary>Prints to stdout.</summary>
    public static void Show(IReadOnlyList<RunRow> rows)
    {
        if (Console.IsOutputRedirected)
            Console.Write(Text(rows));
        else
            Show(AnsiConsole.Console, rows);
    }

    /// <summary>The heads, then a line each: notebook, result, seconds, cells, charts, and the report, or why there is none to read.</summary>
    public static string Text(IReadOnlyList<RunRow> rows)
    {
        string[][] lines = [Heads, .. rows.Select(Cells)];
        string[] last = ["report", .. rows.Select(row => row.Problem ?? row.Report ?? "")];
        return string.Concat(lines.Zip(last, (line, end) => $"{Line(line, lines)}  {end}".TrimEnd() + "\n"));
    }

    /// <summary>A line each that fits into 80 letters, and below it what is too long for a column: why it failed, and the report.</summary>
    public static void Show(IAnsiConsole console, IReadOnlyList<RunRow> rows)
    {
        string[][] lines = [Heads, .. rows.Select(Cells)];
        console.MarkupLine($"[grey]  {Line(Heads, lines)}[/]");
        foreach (var row in rows)
        {
            var (mark, colour) = row.Status switch { RunStatus.Finished => ("✓", "green"), null => ("·", "grey"), _ => ("✗", "red") };
            console.MarkupLine($"[{colour}]{mark}[/] {Line(Cells(row), lines).EscapeMarkup()}");
            Below(console, row.Problem, colour);
            Below(console, row.Report, "grey");
        }
    }

    private static void Below(IAnsiConsole console, string? text, string colour)
    {
        if (text != null)
            console.Write(new Padder(new Text(text, Style.Parse(colour)), new Padding(4, 0, 0, 0)));
    }

    // Words stand left, numbers right.
    private static string Line(string[] cells, string[][] all) => string.Join("  ", cells.Select((cell, i) =>
        all.Max(line => line[i].Length) is var width && i < 2 ? cell.PadRight(width) : cell.PadLeft(width)));

    private static string[] Cells(RunRow row) =>
    [
        row.Notebook, Word(row.Status), row.Status == null ? "" : row.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture),
        row.Cells == 0 ? "" : row.CellsRun == row.Cells ? $"{row.Cells}" : $"{row.CellsRun}/{row.Cells}", row.Cells == 0 ? "" : $"{row.Charts}",
    ];

    /// <summary>How a run ended, in words.</summary>
    public static string Word(RunStatus? status) => status switch
    {
        null => "not run",
        RunStatus.TimedOut => "timed out",
        { } other => other.ToString().ToLowerInvariant(),
    };
}

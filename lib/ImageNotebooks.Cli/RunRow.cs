using ImageNotebooks.Host;

namespace ImageNotebooks.Cli;

/// <summary>What became of one notebook of <c>lab run all</c>.</summary>
/// <param name="Notebook">Its name, such as <c>03-cifar-10</c>.</param>
/// <param name="Status">How its run ended; null where it was stopped before it began.</param>
/// <param name="Elapsed">How long it took, its process's start included.</param>
/// <param name="CellsRun">How many code cells ran, the one that failed included.</param>
/// <param name="Cells">How many code cells it has to run.</param>
/// <param name="Charts">How many charts it shows.</param>
/// <param name="Report">Its report as a person would type it from here; null where there is none.</param>
/// <param name="Problem">Why it did not come to its end, in one line; null where it did.</param>
public sealed record RunRow(string Notebook, RunStatus? Status, TimeSpan Elapsed, int CellsRun, int Cells, int Charts, string? Report, string? Problem)
{
    /// <summary>A notebook that was not run.</summary>
    /// <param name="options">The run that was asked for.</param>
    /// <param name="problem">Why it could not be; null where it was the user who stopped before it.</param>
    public static RunRow NotRun(RunOptions options, string? problem) => new(NameOf(options), problem == null ? null : RunStatus.Failed, default, 0, 0, 0, null, problem);

    /// <summary>A run that has ended, with what its executed notebook tells.</summary>
    /// <param name="options">The run.</param>
    /// <param name="result">How it ended; null where nothing of it could be written.</param>
    /// <param name="started">When it began: an executed notebook from before tells nothing about it.</param>
    public static RunRow Of(RunOptions options, RunResult? result, DateTimeOffset started)
    {
        var elapsed = DateTimeOffset.UtcNow - started;
        var problem = result == null ? "The executed notebook could not be written." : result.Message?.Split('\n')[0].TrimEnd();
        var row = new RunRow(NameOf(options), result?.Status ?? RunStatus.Failed, elapsed, 0, 0, 0, null, problem);
        if (Read(options.OutputPath, started) is not { } executed)
            return row;
        var cells = executed.Cells.Where(RunRecord.IsToRun).ToList();
        return row with
        {
            CellsRun = cells.Count(cell => cell.ExecutionCount != null),
            Cells = cells.Count,
            Charts = ChartPage.ChartsOf(executed).Count,
            Report = File.Exists(options.ReportPath) ? NotebookProcess.Shorten(options.ReportPath) : null,
        };
    }

    private static Notebook? Read(string path, DateTimeOffset started)
    {
        try
        {
            var notebook = Host.Notebook.Read(path);
            return new RunRecord(notebook).Started >= started ? notebook : null;
        }
        catch (NotebookException)
        {
            return null;
        }
    }

    private static string NameOf(RunOptions options) => Path.GetFileNameWithoutExtension(options.NotebookPath);
}

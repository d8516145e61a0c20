namespace ImageNotebooks.Host;

/// <summary>How a notebook is run.</summary>
public sealed record RunOptions
{
    /// <summary>The notebook to run; it is not changed.</summary>
    public required string NotebookPath { get; init; }

    /// <summary>Where the executed notebook is written after every cell; the report goes beside it as .html.</summary>
    public required string OutputPath { get; init; }

    /// <summary>Values for parameters that the notebook declares.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>The models to run of a notebook that has several (see <see cref="NotebookModels"/>); none for all.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>How long one cell may take; null for as long as it likes.</summary>
    public TimeSpan? CellTimeout { get; init; }

    /// <summary>Whether the cells after one that failed are run too.</summary>
    public bool KeepsGoing { get; init; }

    /// <summary>Where the report is written.</summary>
    public string ReportPath => Path.ChangeExtension(OutputPath, ".html");
}

/// <summary>How a run stands or ended.</summary>
public enum RunStatus
{
    /// <summary>A cell is running.</summary>
    Running,

    /// <summary>Every cell ran.</summary>
    Finished,

    /// <summary>A cell threw, did not compile or ended the process.</summary>
    Failed,

    /// <summary>A cell took longer than it may.</summary>
    TimedOut,

    /// <summary>The user stopped it.</summary>
    Interrupted,
}

/// <summary>How a run ended.</summary>
/// <param name="Status">The end.</param>
/// <param name="Message">For a run that did not finish, one sentence that says which cell and why.</param>
public sealed record RunResult(RunStatus Status, string? Message)
{
    /// <summary>0 for a finished run, 130 for one the user stopped, else 1.</summary>
    public int ExitCode => Status switch
    {
        RunStatus.Finished => 0,
        RunStatus.Interrupted => 130,
        _ => 1,
    };
}

/// <summary>A code cell of a run.</summary>
/// <param name="Number">Its number, the same as in brackets beside it, from 1.</param>
/// <param name="Total">How many cells the run has.</param>
/// <param name="Source">Its C#.</param>
public sealed record RunCell(int Number, int Total, string Source)
{
    /// <summary>The cell's first line that says something, without directives and comments where it has others.</summary>
    public string Title
    {
        get
        {
            var lines = Source.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0).ToList();
            return lines.FirstOrDefault(line => !line.StartsWith("//", StringComparison.Ordinal) && !line.StartsWith("using ", StringComparison.Ordinal)) ?? lines[0];
        }
    }
}

/// <summary>Follows a run while it happens. Calls for console text come from any thread.</summary>
public interface IRunObserver
{
    /// <summary>A cell starts.</summary>
    void CellStarted(RunCell cell);

    /// <summary>The running cell wrote to the console.</summary>
    void CellWrote(OutputStream stream, string text);

    /// <summary>A cell ended.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="duration">How long it took.</param>
    /// <param name="status"><see cref="RunStatus.Finished"/>, or why it did not finish.</param>
    void CellEnded(RunCell cell, TimeSpan duration, RunStatus status);
}

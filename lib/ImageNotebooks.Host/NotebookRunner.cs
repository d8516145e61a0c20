using System.Diagnostics;

namespace ImageNotebooks.Host;

/// <summary>
/// Runs the code cells of a notebook in order and writes the executed notebook after each, so that whatever happens,
/// what was done so far is on disk.
/// </summary>
public sealed class NotebookRunner
{
    // A cell may train for hours: what it has shown so far is saved in between.
    private static readonly TimeSpan SaveInterval = TimeSpan.FromSeconds(5);

    private readonly RunOptions _options;
    private readonly IRunObserver? _observer;
    private readonly Notebook _notebook;
    private readonly RunRecord _record;

    // A later cell may update what an earlier one displayed.
    private readonly List<(NotebookCell Cell, CellOutputs Outputs)> _ran = [];

    /// <summary>Reads the notebook and gives it its parameters; nothing runs and nothing is written yet.</summary>
    /// <exception cref="NotebookException">The notebook cannot be read, or a parameter or model is unknown, or a value is of the wrong type.</exception>
    public NotebookRunner(RunOptions options, IRunObserver? observer = null)
    {
        _options = options;
        _observer = observer;
        _notebook = Notebook.Read(options.NotebookPath);
        NotebookParameter.Inject(_notebook, options.Parameters);
        NotebookModels.Check(_notebook, options.Models);
        _record = new RunRecord(_notebook);
    }

    /// <summary>The notebook as it stands: what runs, and while it runs the outputs so far.</summary>
    public Notebook Notebook => _notebook;

    /// <summary>Runs every code cell that the chosen models do not leave out, up to the first that fails unless it <see cref="RunOptions.KeepsGoing"/>, then writes the report.</summary>
    /// <param name="interrupt">Stops the run; the running cell is left behind.</param>
    /// <exception cref="NotebookException">The executed notebook or the report cannot be written.</exception>
    public async Task<RunResult> RunAsync(CancellationToken interrupt = default)
    {
        StartRecord();
        // environment/start.csx asks: a page without plotly.js would be given it by the first cell.
        AppContext.SetSwitch("ImageNotebooks.ReportHoldsPlotly", true);
        using var session = new ScriptSession(Path.GetDirectoryName(Path.GetFullPath(_options.NotebookPath))!);
        var result = new RunResult(RunStatus.Finished, null);
        var cells = _notebook.Cells.Where(RunRecord.IsToRun).ToList();
        for (var i = 0; i < cells.Count && (result.Status == RunStatus.Finished || (_options.KeepsGoing && result.Status == RunStatus.Failed)); i++)
        {
            var next = await RunCellAsync(session, cells[i], new RunCell(i + 1, cells.Count, cells[i].Source), interrupt).ConfigureAwait(false);
            result = result.Status == RunStatus.Finished || next.Status is not (RunStatus.Finished or RunStatus.Failed) ? next : result;
        }
        End(_notebook, _options, result);
        return result;
    }

    private void StartRecord()
    {
        var parameters = NotebookParameter.Of(_notebook).Select(parameter => new KeyValuePair<string, string>(
            parameter.Name, _options.Parameters.TryGetValue(parameter.Name, out var value) ? parameter.Literal(value) : parameter.Default));
        _record.Start(parameters, _options.Models);
        _notebook.Write(_options.OutputPath);
    }

    private async Task<RunResult> RunCellAsync(ScriptSession session, NotebookCell cell, RunCell run, CancellationToken interrupt)
    {
        var outputs = new CellOutputs(run.Number);
        _ran.Add((cell, outputs));
        RunRecord.StartCell(cell, run.Number);
        _notebook.Write(_options.OutputPath);
        _observer?.CellStarted(run);

        var clock = Stopwatch.StartNew();
        var task = session.RunAsync(run.Number, run.Source, _observer == null ? outputs : new Tee(outputs, _observer), cell.Language);
        var result = await WaitAsync(task, outputs, run.Number, interrupt).ConfigureAwait(false);

        TakeOutputs();
        RunRecord.EndCell(cell, result.Status, clock.Elapsed);
        _notebook.Write(_options.OutputPath);
        _observer?.CellEnded(run, clock.Elapsed, result.Status);
        return result;
    }

    private async Task<RunResult> WaitAsync(Task<CellError?> task, CellOutputs outputs, int number, CancellationToken interrupt)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(interrupt);
        if (_options.CellTimeout is { } timeout)
            stop.CancelAfter(timeout);
        var stopped = Task.Delay(Timeout.Infinite, stop.Token);
        while (await Task.WhenAny(task, stopped, Task.Delay(SaveInterval, CancellationToken.None)).ConfigureAwait(false) is var first
            && first != task && first != stopped)
        {
            if (!_ran.Any(ran => ran.Outputs.IsNew))
                continue;
            TakeOutputs();
            _notebook.Write(_options.OutputPath);
        }

        if (task.IsCompleted)
            return Ended(await task.ConfigureAwait(false), outputs, number);
        return interrupt.IsCancellationRequested
            ? Stopped(RunStatus.Interrupted, "Interrupted", $"Cell {number} was interrupted.", outputs)
            : Stopped(RunStatus.TimedOut, "Timeout",
                $"Cell {number} did not end within {_options.CellTimeout!.Value.TotalSeconds:0.###} s and was left; give it more with --timeout, or make it do less.", outputs);
    }

    private void TakeOutputs()
    {
        foreach (var (cell, outputs) in _ran.Where(ran => ran.Outputs.IsNew))
            cell.Outputs = outputs.ToJson();
    }

    private RunResult Ended(CellError? error, CellOutputs outputs, int number)
    {
        if (error == null)
            return new RunResult(RunStatus.Finished, null);
        outputs.Error(error);
        var place = error.Place == null ? $"Cell {number} failed"
            : error.Place.StartsWith($"cell {number},", StringComparison.Ordinal) ? $"C{error.Place[1..]} failed"
            : $"Cell {number} failed in {error.Place}";
        return new RunResult(RunStatus.Failed, $"{place}: {error.Name}: {NotebookModels.Explain(error.Message, _notebook, _options.Models)}");
    }

    private static RunResult Stopped(RunStatus status, string name, string message, CellOutputs outputs)
    {
        outputs.Error(new CellError(name, message, [message]));
        return new RunResult(status, message);
    }

    /// <summary>Writes the end of a run into its notebook and its report.</summary>
    internal static void End(Notebook notebook, RunOptions options, RunResult result)
    {
        new RunRecord(notebook).End(result.Status, result.Message);
        notebook.Write(options.OutputPath);
        HtmlReport.Write(notebook, options.ReportPath, options.NotebookPath);
    }

    private sealed class Tee(CellOutputs outputs, IRunObserver observer) : ICellOutput
    {
        public void Write(OutputStream stream, string text)
        {
            outputs.Write(stream, text);
            observer.CellWrote(stream, text);
        }

        public void Display(MimeBundle bundle, string? id = null) => outputs.Display(bundle, id);

        public void Update(string id, MimeBundle bundle) => outputs.Update(id, bundle);

        public void Clear(bool wait) => outputs.Clear(wait);

        public void Result(MimeBundle bundle) => outputs.Result(bundle);
    }
}

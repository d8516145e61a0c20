using static ImageNotebooks.Host.Tests.TemporaryFolder;

namespace ImageNotebooks.Host.Tests;

public sealed class NotebookRunnerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private RunOptions Options(params System.Text.Json.Nodes.JsonObject[] cells) => new()
    {
        NotebookPath = _folder.Notebook("nb/study.ipynb", cells),
        OutputPath = _folder["runs/study.ipynb"],
    };

    private static string Value(NotebookCell cell) => NotebookJson.Text(cell.Outputs.Single()!["data"]!["text/plain"])!;

    private static string ErrorName(NotebookCell cell) => cell.Outputs.Last()!["ename"]!.ToString();

    private sealed class Recorder(Action<string>? onEvent = null) : IRunObserver
    {
        public List<string> Events { get; } = [];

        private void Add(string text)
        {
            Events.Add(text);
            onEvent?.Invoke(text);
        }

        public void CellStarted(RunCell cell) => Add($"start {cell.Number}/{cell.Total} {cell.Title}");

        public void CellWrote(OutputStream stream, string text) => Add($"{stream} {text}");

        public void CellEnded(RunCell cell, TimeSpan duration, RunStatus status) => Add($"end {cell.Number} {status}");
    }

    [Fact]
    public async Task EveryCodeCellRunsInOrderAndTheSourceNotebookIsNotChanged()
    {
        var options = Options(Markdown("# Study"), Code("var x = 20;"), Code(" "), Code("x + 1"));
        var before = File.ReadAllText(options.NotebookPath);
        var result = await new NotebookRunner(options).RunAsync();

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(before, File.ReadAllText(options.NotebookPath));
        var executed = Notebook.Read(options.OutputPath);
        Assert.Equal([null, 1, null, 2], executed.Cells.Select(cell => cell.ExecutionCount));
        Assert.Equal("21", Value(executed.Cells[3]));
        Assert.EndsWith("Z", executed.Cells[3].Metadata["execution"]!["shell.execute_reply"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal(RunStatus.Finished, new RunRecord(executed).Status);
        Assert.NotNull(RunRecord.DurationOf(executed.Cells[1]));
        Assert.True(File.Exists(options.ReportPath));
    }

    [Fact]
    public async Task ParametersAreOverriddenAfterTheirCell()
    {
        var options = Options(Code("var Data = \"sample\"; double Rate = 0.1;", "parameters"), Code("$\"{Data} {Rate}\""))
            with
        { Parameters = new Dictionary<string, string> { ["Data"] = "/some where", ["Rate"] = "0.5" } };
        await new NotebookRunner(options).RunAsync();

        var executed = Notebook.Read(options.OutputPath);
        Assert.Equal(["injected-parameters"], executed.Cells[1].Tags);
        Assert.Equal("/some where 0.5", Value(executed.Cells[2]));
        Assert.Equal([new("Data", "\"/some where\""), new("Rate", "0.5")], new RunRecord(executed).Parameters);
    }

    [Fact]
    public void AnUnknownParameterIsRefusedBeforeAnythingIsWritten()
    {
        var options = Options(Code("int Epochs = 1;", "parameters")) with { Parameters = new Dictionary<string, string> { ["Epoch"] = "1" } };
        Assert.Throws<NotebookException>(() => new NotebookRunner(options));
        Assert.False(Directory.Exists(_folder["runs"]));
    }

    [Fact]
    public async Task TheFirstFailingCellStopsTheRun()
    {
        var options = Options(Code("1"), Code("var a = 1;\nthrow new InvalidOperationException(\"the tray is empty\");"), Code("3"));
        var result = await new NotebookRunner(options).RunAsync();

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("Cell 2, line 2 failed: System.InvalidOperationException: the tray is empty", result.Message);
        var executed = Notebook.Read(options.OutputPath);
        Assert.Equal("System.InvalidOperationException", ErrorName(executed.Cells[1]));
        Assert.Contains("throw new InvalidOperationException", executed.Cells[1].Outputs[0]!["traceback"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Null(executed.Cells[2].ExecutionCount);
    }

    [Fact]
    public async Task TheNotebookOnDiskNamesTheRunningCellAndHoldsTheEarlierOutputs()
    {
        var seen = new List<string>();
        var options = Options(Code("1"), Code("Console.WriteLine(\"now\");"));
        var observer = new Recorder(text =>
        {
            if (text != "Stdout now\n")
                return;
            var saved = Notebook.Read(_folder["runs/study.ipynb"]);
            seen.Add($"{new RunRecord(saved).Status} {new RunRecord(saved).RunningCell!.ExecutionCount} {Value(saved.Cells[0])}");
        });
        await new NotebookRunner(options, observer).RunAsync();
        Assert.Equal(["Running 2 1"], seen);
        Assert.Equal(["start 1/2 1", "end 1 Finished", "start 2/2 Console.WriteLine(\"now\");", "Stdout now\n", "end 2 Finished"], observer.Events);
    }

    [Theory]
    [InlineData("while (true) { }")]
    [InlineData("await Task.Delay(-1);")]
    public async Task ACellThatNeverEndsIsLeftAfterTheTimeout(string code)
    {
        // The endless loop looks at a flag now and then, so that the test's process is not left with a busy thread.
        code = code.Replace("{ }", "{ if (AppContext.TryGetSwitch(\"test.ended\", out var ended) && ended) break; }", StringComparison.Ordinal);
        var options = Options(Code(code), Code("2")) with { CellTimeout = TimeSpan.FromSeconds(3) };
        var result = await new NotebookRunner(options).RunAsync();
        AppContext.SetSwitch("test.ended", true);

        Assert.Equal((RunStatus.TimedOut, 1), (result.Status, result.ExitCode));
        Assert.StartsWith("Cell 1 did not end within 3 s", result.Message, StringComparison.Ordinal);
        var executed = Notebook.Read(options.OutputPath);
        Assert.Equal("Timeout", ErrorName(executed.Cells[0]));
        Assert.Contains("timed out", File.ReadAllText(options.ReportPath), StringComparison.Ordinal);
        AppContext.SetSwitch("test.ended", false);
    }

    [Fact]
    public async Task AnInterruptionLeavesAMarkedNotebookAndAReport()
    {
        using var interrupt = new CancellationTokenSource();
        var options = Options(Code("Console.WriteLine(\"begun\");\nawait Task.Delay(-1);"));
        var observer = new Recorder(text =>
        {
            if (text == "Stdout begun\n")
                interrupt.Cancel();
        });
        var result = await new NotebookRunner(options, observer).RunAsync(interrupt.Token);

        Assert.Equal(130, result.ExitCode);
        var executed = Notebook.Read(options.OutputPath);
        Assert.Equal("begun\n", NotebookJson.Text(executed.Cells[0].Outputs[0]!["text"]));
        Assert.Equal("Interrupted", ErrorName(executed.Cells[0]));
        Assert.Equal(RunStatus.Interrupted, new RunRecord(executed).Status);
        Assert.True(File.Exists(options.ReportPath));
    }

    [Fact]
    public async Task AnOutputThatCannotBeWrittenIsNamed()
    {
        var options = Options(Code("1")) with { OutputPath = Path.Combine(_folder.File("blocked", ""), "study.ipynb") };
        var problem = await Assert.ThrowsAsync<NotebookException>(() => new NotebookRunner(options).RunAsync());
        Assert.Contains("cannot be written", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OutputsOfAnEarlierRunAreNotKept()
    {
        var options = Options(Code("throw new Exception();"), Code("2"));
        await new NotebookRunner(options).RunAsync();
        var notebook = Notebook.Read(options.OutputPath);
        notebook.Cells[0].Source = "1";
        notebook.Write(options.NotebookPath);
        await new NotebookRunner(options).RunAsync();
        Assert.Equal(["1", "2"], Notebook.Read(options.OutputPath).Cells.Select(Value));
    }
}

using System.Diagnostics;
using static ImageNotebooks.Host.Tests.TemporaryFolder;

namespace ImageNotebooks.Host.Tests;

/// <summary>The real command in a process of its own, with the real child process under it.</summary>
public sealed class RunCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public RunCommandTests()
    {
        _folder.File("ImageNotebooks.sln", "");
    }

    public void Dispose() => _folder.Dispose();

    private Process Start(params string[] arguments) => LabProcess.Start(_folder.Root, ["run", .. arguments]);

    private Task<LabProcess.Finished> RunAsync(params string[] arguments) => LabProcess.EndAsync(Start(arguments));

    private Notebook Executed(string name) => Notebook.Read(_folder[$"notebooks/runs/{name}/{name}.ipynb"]);

    private static string Evalue(NotebookCell cell) => cell.Outputs.Last()!["evalue"]!.ToString();

    [Fact]
    public async Task ANamedNotebookRunsAndLeavesANotebookAndAReport()
    {
        _folder.Notebook("notebooks/03-small.ipynb", Code("var Data = \"sample\"; int Epochs = 1;", "parameters"), Code("Console.WriteLine($\"half\\r{Data} {Epochs}\");"));
        var run = await RunAsync("small", "--data", "pictures", "--set", "Epochs=4");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains($"\n{_folder["pictures"]} 4\n", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"3/3 +\d+\.\d\d s  Console\.WriteLine", run.Output);
        Assert.Contains(Path.Combine("notebooks", "runs", "03-small", "03-small.html"), run.Output, StringComparison.Ordinal);
        Assert.Equal(RunStatus.Finished, new RunRecord(Executed("03-small")).Status);
    }

    [Fact]
    public async Task ChosenModelsReachTheProcessThatRuns()
    {
        _folder.Notebook("notebooks/several.ipynb", Code("\"a\"", "model:a"), Code("\"b\"", "model:b"), Code("\"c\"", "model:c"));
        var run = await RunAsync("several", "--models", "a, c");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal([1, null, 2], Executed("several").Cells.Select(cell => cell.ExecutionCount));
    }

    [Fact]
    public async Task AFailingCellIsNamedOnceOnStandardError()
    {
        _folder.Notebook("notebooks/bad.ipynb", Code("1"), Code("\nthrow new Exception(\"no more\");"));
        var run = await RunAsync("bad", "--data", "sample");
        Assert.Equal((1, "lab: There is no parameter 'Data': the notebook has no code cell tagged 'parameters' that declares any.\n"), (run.ExitCode, run.Error));

        run = await RunAsync("bad");
        Assert.Equal((1, "lab: Cell 2, line 2 failed: System.Exception: no more\n"), (run.ExitCode, run.Error));
        Assert.Contains("bad.html", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Environment.Exit(0);", "Cell 2 ended the whole process with exit code 0")]
    [InlineData("Environment.Exit(3);", "Cell 2 ended the whole process with exit code 3")]
    public Task ACellThatEndsTheProcessIsReported(string code, string sentence) => TakenDownAsync(code, sentence);

    [UnixTheory("signals")]
    [InlineData("Environment.FailFast(\"gone\");", "Cell 2 ended the whole process with signal 6 (SIGABRT)")]
    [InlineData("int Deep(int n) => 1 + Deep(n + 1) + Deep(n); Deep(0)", "Cell 2 ended the whole process with signal 6 (SIGABRT)")]
    [InlineData("new System.Threading.Thread(() => throw new Exception(\"alone\")).Start(); await Task.Delay(-1);", "Cell 2 ended the whole process with signal 6 (SIGABRT)")]
    [InlineData("System.Diagnostics.Process.GetCurrentProcess().Kill();", "Cell 2 ended the whole process with signal 9 (SIGKILL")]
    public Task ACellThatTakesTheProcessDownIsReported(string code, string sentence) => TakenDownAsync(code, sentence);

    private async Task TakenDownAsync(string code, string sentence)
    {
        _folder.Notebook("notebooks/deadly.ipynb", Code("\"first\""), Code(code), Code("\"third\""));
        var run = await RunAsync("deadly");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("lab: " + sentence, run.Error, StringComparison.Ordinal);
        var executed = Executed("deadly");
        Assert.Equal("first", NotebookJson.Text(executed.Cells[0].Outputs[0]!["data"]!["text/plain"]));
        Assert.StartsWith(sentence, Evalue(executed.Cells[1]), StringComparison.Ordinal);
        Assert.Equal(RunStatus.Failed, new RunRecord(executed).Status);
        Assert.Contains(sentence, File.ReadAllText(_folder["notebooks/runs/deadly/deadly.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ACellThatNeverEndsIsReportedEvenWhenItHoldsAForegroundThread()
    {
        _folder.Notebook("notebooks/endless.ipynb", Code("new System.Threading.Thread(() => { while (true) { } }).Start();\nwhile (true) { }"));
        var run = await RunAsync("endless", "--timeout", "3");
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("lab: Cell 1 did not end within 3 s", run.Error, StringComparison.Ordinal);
        Assert.StartsWith("Cell 1 did not end", Evalue(Executed("endless").Cells[0]), StringComparison.Ordinal);
    }

    [UnixFact("signals")]
    public async Task ControlCLeavesAMarkedNotebook()
    {
        _folder.Notebook("notebooks/long.ipynb", Code("Console.WriteLine(\"begun\");\nawait Task.Delay(-1);"));
        var process = Start("long");
        Assert.Equal("begun", await process.StandardOutput.ReadLineAsync());
        await LabProcess.InterruptAsync(process);
        var run = await LabProcess.EndAsync(process);

        Assert.Equal((130, "lab: Cell 1 was interrupted.\n"), (run.ExitCode, run.Error));
        Assert.Equal(RunStatus.Interrupted, new RunRecord(Executed("long")).Status);
    }

    [Fact]
    public async Task AnUnwritableOutputIsOneSentence()
    {
        _folder.Notebook("notebooks/fine.ipynb", Code("1"));
        var run = await RunAsync("fine", "--output", Path.Combine(_folder.File("blocked", ""), "fine.ipynb"));
        Assert.Equal(1, run.ExitCode);
        Assert.Matches(@"^lab: .*fine\.ipynb cannot be written: .*\n$", run.Error);
    }

    [Theory]
    [InlineData("does not exist", "There is no notebook named 'does not exist'")]
    [InlineData("none.ipynb", "There is no notebook")]
    [InlineData("fine --set Epochs", "--set takes Name=Value")]
    [InlineData("fine --set Epoch=2", "There is no parameter 'Epoch'; the notebook has Epochs = 1.")]
    [InlineData("fine --set Epochs=two", "cannot be set to 'two'")]
    [InlineData("fine --set Epochs=2 --set Epochs=3", "is set twice")]
    [InlineData("fine --models cnn", "this one has no code cell tagged 'model:NAME'")]
    [InlineData("several --models cnn,resnet", "There is no model 'resnet'; the notebook has cnn, mobilenet.")]
    [InlineData("several --models ,", "such as --models cnn,mobilenet; it was given none.")]
    [InlineData("fine --timeout 0", "--timeout is the number of seconds")]
    [InlineData("fine --output x.html", "has to end in .ipynb")]
    [InlineData("fine --output notebooks/fine.ipynb", "would be overwritten")]
    [InlineData("text.ipynb", "is not JSON")]
    public async Task BadInputIsOneSentenceAndNothingRuns(string line, string sentence)
    {
        _folder.Notebook("notebooks/fine.ipynb", Code("int Epochs = 1;", "parameters"));
        _folder.Notebook("notebooks/several.ipynb", Code("1", "model:cnn"), Code("2", "model:mobilenet"));
        _folder.File("text.ipynb", "text");
        string[] arguments = line == "does not exist" ? [line] : line.Split(' ');
        var run = await RunAsync(arguments);

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("", run.Output);
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
        Assert.False(Directory.Exists(_folder["notebooks/runs"]));
    }
}

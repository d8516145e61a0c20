using static ImageNotebooks.Host.Tests.TemporaryFolder;

namespace ImageNotebooks.Host.Tests;

/// <summary><c>lab run all</c> in a process of its own, with the real child processes under it.</summary>
public sealed class RunAllTests : IDisposable
{
    private const string Chart = """
        display(new Chart());
        class TypeFormatterSourceAttribute(Type type) : Attribute { public Type FormatterSourceType => type; }
        [TypeFormatterSource(typeof(Source))] public class Chart { }
        public class Source { public object[] CreateTypeFormatters() => [new Formatter()]; }
        public class Formatter { public string MimeType => "application/vnd.plotly.v1+json"; public bool Format(object o, System.IO.TextWriter w) { w.Write("{}"); return true; } }
        """;

    private readonly TemporaryFolder _folder = new();

    public RunAllTests() => _folder.File("ImageNotebooks.sln", "");

    public void Dispose() => _folder.Dispose();

    private Task<LabProcess.Finished> RunAsync(params string[] arguments) => LabProcess.EndAsync(LabProcess.Start(_folder.Root, ["run", "all", .. arguments]));

    private static string[] Table(string output) => [.. output.TrimEnd('\n').Split('\n').SkipWhile(line => !line.StartsWith("notebook ", StringComparison.Ordinal)).Skip(1)];

    private Notebook Executed(string name) => Notebook.Read(_folder[$"notebooks/runs/{name}/{name}.ipynb"]);

    [Fact]
    public async Task EveryStudyRunsAlsoAfterOneThatFailedAndATableTellsOfAll()
    {
        _folder.Notebook("notebooks/01-good.ipynb", Code(Chart), Code("display(new Chart()); 2"));
        _folder.Notebook("notebooks/02-bad.ipynb", Code("1"), Code("throw new Exception(\"no more\\nsecond line\");"), Code("3"));
        _folder.Notebook("notebooks/03-deadly.ipynb", Code("Environment.Exit(3);"));
        _folder.File("notebooks/04-text.ipynb", "text");
        _folder.Notebook("notebooks/05-last.ipynb", Code("5"));
        _folder.Notebook("notebooks/course/06-lesson.ipynb", Code("6"));
        var run = await RunAsync();

        Assert.Equal(1, run.ExitCode);
        var table = Table(run.Output);
        Assert.Equal(5, table.Length);
        Assert.Matches(@"^01-good +finished +\d+\.\d +2 +2  notebooks/runs/01-good/01-good\.html$", table[0]);
        Assert.Matches(@"^02-bad +failed +\d+\.\d +2/3 +0  Cell 2, line 1 failed: System\.Exception: no more$", table[1]);
        Assert.Matches(@"^03-deadly +failed +\d+\.\d +1 +0  Cell 1 ended the whole process with exit code 3", table[2]);
        Assert.Matches(@"^04-text +failed .*04-text\.ipynb is not JSON", table[3]);
        Assert.Matches(@"^05-last +finished ", table[4]);
        Assert.Contains("05-last (5 of 5)\n", run.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["notebooks/runs/06-lesson"]));
    }

    [Fact]
    public async Task EachNotebookGetsWhatItKnowsOfTheParametersAndModels()
    {
        _folder.Notebook("notebooks/01-a.ipynb", Code("var Data = \"sample\"; int Epochs = 1;", "parameters"), Code("1", "model:cnn"), Code("2", "model:vgg"));
        _folder.Notebook("notebooks/02-b.ipynb", Code("var Data = \"sample\"; double Rate = 1;", "parameters"), Code("1", "model:resnet"));
        _folder.Notebook("notebooks/03-c.ipynb", Code("3"));
        var run = await RunAsync("--data", "full", "--set", "Epochs=4", "--set", "Rate=0.5", "--models", "cnn");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal([new("Data", "\"full\""), new("Epochs", "4")], new RunRecord(Executed("01-a")).Parameters);
        Assert.Equal([new("Data", "\"full\""), new("Rate", "0.5")], new RunRecord(Executed("02-b")).Parameters);
        Assert.Equal([1, 2, 3, null], Executed("01-a").Cells.Select(cell => cell.ExecutionCount));
        Assert.Equal([1, 2, 3], Executed("02-b").Cells.Select(cell => cell.ExecutionCount));
    }

    [Theory]
    [InlineData("--set Epoch=2", "No notebook has a parameter 'Epoch'; between them they have Epochs, Rate.")]
    [InlineData("--set Epochs=two", "The parameter Epochs cannot be set to 'two'")]
    [InlineData("--models cnn", "No notebook has a model 'cnn'; they have none.")]
    [InlineData("--output x.ipynb", "--output and --open are about one notebook")]
    [InlineData("--timeout 0", "--timeout is the number of seconds")]
    public async Task WhatNoNotebookKnowsIsRefusedBeforeAnythingRuns(string line, string sentence)
    {
        _folder.Notebook("notebooks/01-a.ipynb", Code("int Epochs = 1;", "parameters"));
        _folder.Notebook("notebooks/02-b.ipynb", Code("double Rate = 1;", "parameters"));
        var run = await RunAsync(line.Split(' '));
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("lab: " + sentence, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
        Assert.False(Directory.Exists(_folder["notebooks/runs"]));
    }

    [Fact]
    public async Task AWorkspaceWithoutNotebooksSaysSo()
    {
        var run = await RunAsync();
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("lab: There is nothing to run: ", run.Error, StringComparison.Ordinal);
    }

    [UnixFact("signals")]
    public async Task ControlCStopsAllOfThem()
    {
        _folder.Notebook("notebooks/01-long.ipynb", Code("Console.WriteLine(\"begun\");\nawait Task.Delay(-1);"));
        _folder.Notebook("notebooks/02-next.ipynb", Code("2"));
        var process = LabProcess.Start(_folder.Root, "run", "all");
        while (await process.StandardOutput.ReadLineAsync() is { } line && line != "begun")
        {
        }
        await LabProcess.InterruptAsync(process);
        var run = await LabProcess.EndAsync(process);

        Assert.Equal((130, "lab: Cell 1 was interrupted.\n"), (run.ExitCode, run.Error));
        Assert.Matches("^01-long +interrupted .*Cell 1 was interrupted\\.$", Table(run.Output)[0]);
        Assert.Matches("^02-next +not run$", Table(run.Output)[1]);
        Assert.False(Directory.Exists(_folder["notebooks/runs/02-next"]));
    }
}

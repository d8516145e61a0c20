namespace ImageNotebooks.Host.Tests;

/// <summary><c>lab compare</c> in a process of its own, in a workspace whose library does no more than it is asked for.</summary>
public sealed class CompareCommandTests : IDisposable
{
    private const string Library = """
        public sealed class RunComparison
        {
            public string[] Folders;
            public static RunComparison Of(params string[] folders) => new() { Folders = folders };
            public override string ToString() => "run   accuracy\n" + string.Join("\n", Folders.Select(Path.GetFileName));
        }
        public static class Plots { public static string TrainingCurves(RunComparison runs) => $"curves of {runs.Folders.Length} runs"; }
        Console.WriteLine("noise");
        """;

    private readonly TemporaryFolder _folder = new();

    public CompareCommandTests()
    {
        _folder.File("ImageNotebooks.sln", "");
        _folder.File("environment/start.csx", Library);
        foreach (var run in new[] { "first run", "second" })
        {
            _folder.File($"{run}/run.json", "{}");
            _folder.File($"{run}/history.csv", "");
        }
    }

    public void Dispose() => _folder.Dispose();

    private Task<LabProcess.Finished> CompareAsync(params string[] words) => LabProcess.EndAsync(LabProcess.Start(_folder.Root, ["compare", .. words]));

    [Fact]
    public async Task PrintsTheTableAndSaysWhereTheReportIs()
    {
        var run = await CompareAsync("second", "first run");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.StartsWith("run   accuracy\nsecond\nfirst run\n", run.Output, StringComparison.Ordinal);
        Assert.Contains(Path.Combine("notebooks", "runs", "compare", "compare.html"), run.Output, StringComparison.Ordinal);
        Assert.Contains("curves of 2 runs", File.ReadAllText(_folder["notebooks/runs/compare/compare.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LeavesTheNotebookWhereItIsTold()
    {
        var run = await CompareAsync("second", "first run", "--output", "two.ipynb");
        Assert.Equal(0, run.ExitCode);
        Assert.True(File.Exists(_folder["two.ipynb"]) && File.Exists(_folder["two.html"]));
        Assert.False(Directory.Exists(_folder["notebooks"]));
    }

    [Theory]
    [InlineData("second", "lab: `lab compare` shows training runs side by side")]
    [InlineData("second nowhere", "lab: There is no folder 'nowhere'")]
    [InlineData("second nowhere --output x.html", "lab: There is no folder 'nowhere'")]
    [InlineData("second second", "lab: 'second' is a run that is given twice")]
    public async Task WhatCannotBeComparedIsRefusedBeforeAnythingRuns(string line, string sentence)
    {
        var run = await CompareAsync(line.Split(' '));
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.StartsWith(sentence, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
        Assert.False(Directory.Exists(_folder["notebooks"]));
    }

    [Fact]
    public async Task ARunThatTheLibraryCannotReadFailsWithItsSentence()
    {
        _folder.File("environment/start.csx", Library.Replace("new() { Folders = folders }", "throw new FormatException(\"run.json of 'second' is damaged\")", StringComparison.Ordinal));
        var run = await CompareAsync("second", "first run");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("run.json of 'second' is damaged", run.Error, StringComparison.Ordinal);
        Assert.Contains("compare.html", run.Output, StringComparison.Ordinal);
    }
}

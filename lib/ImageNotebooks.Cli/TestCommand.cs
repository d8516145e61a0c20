using System.CommandLine;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Spectre.Console;

namespace ImageNotebooks.Cli;

/// <summary><c>lab test</c>: builds and runs the solution's test projects one after another.</summary>
public static class TestCommand
{
    /// <summary>The command for <see cref="Program"/>'s list.</summary>
    public static Command Create()
    {
        var filter = new Option<string>("--filter") { Description = "Run only tests whose full name contains this word (or any `dotnet test` filter)" };
        var hang = new Option<int>("--hang-timeout") { Description = "Seconds after which a test that does not end counts as failed", DefaultValueFactory = _ => 600 };
        var command = new Command("test", "Run every test and end with the line `N passed, N failed`") { filter, hang };
        command.SetAction((parsed, stop) => Run(Workspace.Find(), parsed.GetValue(filter), parsed.GetValue(hang), stop));
        return command;
    }

    private static async Task<int> Run(Workspace workspace, string? filter, int hangSeconds, CancellationToken stop)
    {
        var results = new List<ProjectResult>();
        foreach (var project in ProjectsOf(await File.ReadAllTextAsync(workspace.PathOf("ImageNotebooks.sln"), stop), workspace.Stack))
        {
            var result = await Waiting(Path.GetFileNameWithoutExtension(project), () => RunProject(workspace, project, filter, hangSeconds, stop));
            results.Add(result);
            // A filter leaves most projects without a test; they would only hide the one that was meant.
            if (filter is null || result.Count(TestState.Failed) > 0 || result.Tests.Count > 0) Console.WriteLine(TestReport.Line(result));
            Console.Write(TestReport.Failures(result));
        }
        Console.Write(TestReport.Skipped(results));
        Console.Write(TestReport.Slowest(results));
        if (results.All(result => result.Count(TestState.Passed) + result.Count(TestState.Failed) == 0)) await Console.Error.WriteLineAsync("lab: no test ran.");
        Console.WriteLine();
        Console.WriteLine(TestReport.Counts(results));
        return TestReport.IsGreen(results) ? 0 : 1;
    }

    /// <summary>The test projects that a solution names, as paths below its folder; SystemTorch exists only on its own stack.</summary>
    public static IReadOnlyList<string> ProjectsOf(string solution, string stack) =>
    [
        .. Regex.Matches(solution, "\"(tests[^\"]+(?:\\.Tests|StackContract)\\.csproj)\"").Select(match => match.Groups[1].Value.Replace('\\', '/'))
            .Where(project => stack is "system" or "" || !project.EndsWith("/SystemTorch.Tests.csproj", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    private static async Task<ProjectResult> RunProject(Workspace workspace, string project, string? filter, int hangSeconds, CancellationToken stop)
    {
        var name = Path.GetFileNameWithoutExtension(project);
        var watch = Stopwatch.StartNew();
        if (await ProjectBuild.Run(workspace, project, stop) is { } errors) return new(name, [], errors, watch.Elapsed);

        var results = Directory.CreateTempSubdirectory("lab-test-");
        try
        {
            string[] only = filter is null ? [] : ["--filter", filter];
            var assembly = Path.Combine(Path.GetDirectoryName(project)!, "bin", "Release", "net10.0", name + ".dll");
            var (exitCode, output) = await ChildProcess.Capture(workspace.Root, "dotnet",
            [
                "test", assembly, "--logger", "trx;LogFileName=tests.trx", "--results-directory", results.FullName,
                // This older spelling is the one that does without a dump of gigabytes when an assembly is tested.
                $"--blame:CollectHangDump;HangDumpType=none;TestTimeout={hangSeconds}s", .. only,
            ], stop);
            var file = TrxFile.Read(Path.Combine(results.FullName, "tests.trx"));
            return new(name, file.Tests, WhatBroke(name, exitCode, file, output), watch.Elapsed);
        }
        finally
        {
            results.Delete(recursive: true);
        }
    }

    /// <summary>Why a project's run as a whole failed, null where it came to its end.</summary>
    public static string? WhatBroke(string project, int exitCode, TrxFile file, string output)
    {
        if (file.Abort is null && (exitCode == 0 || file.Tests.Any(test => test.State == TestState.Failed))) return null;
        var hung = Regex.Match(output, @"inactivity time of (\d+ \w+)");
        var running = Regex.Match(output, @"running when the crash occurred:\s*\n((?:\S.*\n)+)").Groups[1].Value.TrimEnd().Replace("\n", ", ", StringComparison.Ordinal);
        var what = hung.Success ? $"{project} hung: no test ended for {hung.Groups[1].Value} (a busy machine may need a larger --hang-timeout)" : $"{project} did not come to its end (exit code {exitCode})";
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return $"{what}{(running.Length > 0 ? $"; running then: {running}" : "")}.\n{string.Join('\n', lines.Take(30))}";
    }

    private static Task<ProjectResult> Waiting(string project, Func<Task<ProjectResult>> run) =>
        Console.IsOutputRedirected ? run() : AnsiConsole.Status().StartAsync(project.EscapeMarkup(), _ => run());
}

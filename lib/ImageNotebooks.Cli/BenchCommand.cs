using System.CommandLine;

namespace ImageNotebooks.Cli;

/// <summary><c>lab bench</c>: builds tests/Benchmarks, which knows what is measured, and runs it.</summary>
public static class BenchCommand
{
    private const string Project = "tests/Benchmarks/Benchmarks.csproj";

    /// <summary>The command for <see cref="Program"/>'s list.</summary>
    public static Command Create()
    {
        var group = new Argument<string>("group") { Description = "Run only this group of benchmarks", DefaultValueFactory = _ => "" };
        var json = new Option<string>("--json") { Description = "Also write the medians to this file", HelpName = "FILE" };
        var rounds = new Option<int>("--rounds") { Description = "How often each side runs; the median is reported", DefaultValueFactory = _ => 7 };
        rounds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1) result.AddError("--rounds takes a number from 1 on.");
        });
        var command = new Command("bench", "Measure against PyTorch, side by side, and say which goals are met") { group, json, rounds };
        command.SetAction((parsed, stop) => Run(Workspace.Find(), parsed.GetValue(group)!, parsed.GetValue(json), parsed.GetValue(rounds), stop));
        return command;
    }

    private static async Task<int> Run(Workspace workspace, string group, string? json, int rounds, CancellationToken stop)
    {
        var file = json is null ? "" : Path.GetFullPath(json);
        if (file.Length > 0 && !Directory.Exists(Path.GetDirectoryName(file))) throw new LabException($"--json: the folder of {file} does not exist; make it first.");
        if (await ProjectBuild.Run(workspace, Project, stop) is { } errors) throw new LabException(errors);
        var program = workspace.PathOf("tests", "Benchmarks", "bin", "Release", "net10.0", "Benchmarks.dll");
        return await ChildProcess.Attach(Environment.CurrentDirectory, "dotnet", [program, $"{rounds}", group, file], stop);
    }
}

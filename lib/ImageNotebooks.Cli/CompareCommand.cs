using System.CommandLine;
using ImageNotebooks.Host;
using Spectre.Console;

namespace ImageNotebooks.Cli;

/// <summary>
/// <c>lab compare</c>: shows training runs side by side. What runs hold is the library's knowledge, and this program is built
/// before it; so it writes a small notebook about them, has that run as any other and prints the table that comes out.
/// </summary>
internal static class CompareCommand
{
    private const string Table = "runs";

    private static readonly Argument<string[]> Runs = LibraryAnswer.Names(ArgumentArity.ZeroOrMore, "The folders of two or more training runs, each with its run.json and history.csv", "run");
    private static readonly Option<string?> OutputOption = new("--output") { Description = "Where the executed notebook goes; its report goes beside it", HelpName = "file.ipynb" };
    private static readonly Option<bool> OpenOption = new("--open") { Description = "Opens the report" };

    /// <summary>The command for <see cref="Program"/>'s list.</summary>
    public static Command Create()
    {
        var command = new Command("compare", "Shows training runs side by side") { Runs, OutputOption, OpenOption };
        // Not asynchronous, as `lab run`: Ctrl-C is passed on to the child, which ends in its own time.
        command.SetAction(parsed => RunAsync(RunFolders.Check(parsed.GetValue(Runs) ?? []), parsed.GetValue(OutputOption), parsed.GetValue(OpenOption)).GetAwaiter().GetResult());
        return command;
    }

    private static async Task<int> RunAsync(IReadOnlyList<string> folders, string? output, bool open)
    {
        var root = NotebookLocator.FindRoot(Environment.CurrentDirectory)
            ?? throw new LabException("this folder is not inside the workspace, whose library reads the runs; start with environment/lab.");
        var scratch = Directory.CreateTempSubdirectory("lab-compare-");
        try
        {
            var source = Path.Combine(scratch.FullName, "compare.ipynb");
            var options = new RunOptions
            {
                NotebookPath = source,
                OutputPath = output is null ? NotebookLocator.DefaultOutput(source, root) : NotebookProcess.OutputPath(output),
            };
            NotebookOf(folders, root).Write(source);
            if (await Waiting(() => NotebookProcess.RunAsync(options, quiet: true)) is not { } result) return 1;
            if (result.Status == RunStatus.Finished)
            {
                var table = Notebook.Read(options.OutputPath).Cells.Single(cell => cell.Source == Table);
                Console.WriteLine(table.ResultText?.TrimEnd());
            }
            NotebookProcess.SayWhere(options);
            if (open) NotebookProcess.Open(options.ReportPath);
            return result.ExitCode;
        }
        catch (NotebookException problem)
        {
            throw new LabException(problem.Message);
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    private static Notebook NotebookOf(IReadOnlyList<string> folders, string root) => Notebook.Of(
        NotebookCell.Markdown("# Training runs side by side"),
        NotebookCell.Code($"#load \"{Path.Combine(root, "environment", "start.csx")}\"\nusing ImageNotebooks;"),
        NotebookCell.Code($"var {Table} = RunComparison.Of(\n    {string.Join(",\n    ", folders.Select(Literal))});"),
        NotebookCell.Code(Table),
        NotebookCell.Code($"Plots.TrainingCurves({Table})"));

    private static string Literal(string path) => $"@\"{path.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static Task<RunResult?> Waiting(Func<Task<RunResult?>> run) =>
        Console.IsOutputRedirected ? run() : AnsiConsole.Status().StartAsync("reading the runs", _ => run());
}

using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using ImageNotebooks.Host;

namespace ImageNotebooks.Cli;

/// <summary><c>lab run</c>: runs a notebook from the first cell to the last, or all of them, and leaves executed notebooks and reports.</summary>
internal static class RunCommand
{
    private const string All = "all";

    private static readonly Argument<string> NotebookArgument = new("notebook") { Description = "A notebook's name, such as cifar-10, or the path of an .ipynb file; 'all' runs every notebook of the workspace" };
    private static readonly Option<string?> DataOption = new("--data") { Description = "sample, full or a folder; short for --set Data=…" };
    private static readonly Option<string[]> SetOption = new("--set") { Description = "Gives a parameter of the notebook a value; may be repeated", HelpName = "Name=Value" };
    private static readonly Option<string[]> ModelsOption = new("--models") { Description = "Leaves out the cells of a notebook's other models", HelpName = "name,name" };
    private static readonly Option<double?> TimeoutOption = new("--timeout") { Description = "How many seconds one cell may take", HelpName = "seconds" };
    private static readonly Option<bool> KeepGoingOption = new("--keep-going") { Description = "Runs the cells after one that failed, too" };
    private static readonly Option<string?> OutputOption = new("--output") { Description = "Where the executed notebook goes; its report goes beside it", HelpName = "file.ipynb" };
    private static readonly Option<bool> OpenOption = new("--open") { Description = "Opens the report when the run has ended" };
    private static readonly Option<bool> InProcessOption = new("--in-process") { Hidden = true };

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        var command = new Command("run", "Runs a notebook and writes a report")
        {
            NotebookArgument, DataOption, SetOption, ModelsOption, TimeoutOption, KeepGoingOption, OutputOption, OpenOption, InProcessOption,
        };
        // Not asynchronous: System.CommandLine would end an asynchronous action two seconds after Ctrl-C, finished or not.
        command.SetAction(parsed => RunAsync(parsed).GetAwaiter().GetResult());
        return command;
    }

    /// <summary>The words by which a child process is asked for a run.</summary>
    public static List<string> Words(RunOptions options)
    {
        List<string> words = ["run", options.NotebookPath, InProcessOption.Name, OutputOption.Name, options.OutputPath];
        foreach (var (name, value) in options.Parameters)
            words.AddRange([SetOption.Name, $"{name}={value}"]);
        if (options.Models.Count > 0)
            words.AddRange([ModelsOption.Name, string.Join(',', options.Models)]);
        if (options.CellTimeout is { } timeout)
            words.AddRange([TimeoutOption.Name, timeout.TotalSeconds.ToString("R", CultureInfo.InvariantCulture)]);
        if (options.KeepsGoing)
            words.Add(KeepGoingOption.Name);
        return words;
    }

    private static async Task<int> RunAsync(ParseResult parsed)
    {
        var inProcess = parsed.GetValue(InProcessOption);
        try
        {
            var root = NotebookLocator.FindRoot(Environment.CurrentDirectory);
            if (parsed.GetValue(NotebookArgument) == All)
                return await RunAll.RunAsync(ReadAll(parsed, root)).ConfigureAwait(false);
            var options = ReadOptions(parsed, NotebookLocator.Resolve(parsed.GetValue(NotebookArgument)!, root), root);
            return inProcess ? await NotebookProcess.RunHereAsync(options).ConfigureAwait(false) : await SuperviseAsync(options, parsed.GetValue(OpenOption)).ConfigureAwait(false);
        }
        catch (NotebookException problem)
        {
            await Console.Error.WriteLineAsync("lab: " + problem.Message).ConfigureAwait(false);
            return inProcess ? RunSupervisor.UnwritableExitCode : 1;
        }
    }

    private static List<RunOptions> ReadAll(ParseResult parsed, string? root)
    {
        if (parsed.GetValue(OutputOption) != null || parsed.GetValue(OpenOption))
            throw new NotebookException($"--output and --open are about one notebook; `lab run {All}` leaves every report in notebooks/runs and ends with a table of them.");
        var notebooks = root == null ? [] : NotebookLocator.Studies(root);
        if (notebooks.Count == 0)
            throw new NotebookException($"There is nothing to run: {(root == null ? "this folder is not inside the workspace" : $"{Path.Combine(root, "notebooks")} holds no notebooks")}.");
        return [.. notebooks.Select(notebook => ReadOptions(parsed, notebook, root))];
    }

    private static RunOptions ReadOptions(ParseResult parsed, string notebook, string? root)
    {
        var output = parsed.GetValue(OutputOption) is { } given ? NotebookProcess.OutputPath(given) : NotebookLocator.DefaultOutput(notebook, root);
        if (output == notebook)
            throw new NotebookException($"--output names the notebook that is to be run, {notebook}, which would be overwritten; name another file.");
        if (parsed.GetValue(TimeoutOption) is { } seconds && seconds is not (> 0 and <= int.MaxValue / 1000))
            throw new NotebookException($"--timeout is the number of seconds that one cell may take, above 0; it was given as {seconds.ToString(CultureInfo.InvariantCulture)}.");
        return new RunOptions
        {
            NotebookPath = notebook,
            OutputPath = output,
            Parameters = ReadParameters(parsed),
            Models = ReadModels(parsed),
            KeepsGoing = parsed.GetValue(KeepGoingOption),
            CellTimeout = parsed.GetValue(TimeoutOption) is { } timeout ? TimeSpan.FromSeconds(timeout) : null,
        };
    }

    private static Dictionary<string, string> ReadParameters(ParseResult parsed)
    {
        var parameters = new Dictionary<string, string>();
        if (parsed.GetValue(DataOption) is { } data)
            parameters["Data"] = data is "sample" or "full" ? data : Path.GetFullPath(data);
        foreach (var setting in parsed.GetValue(SetOption) ?? [])
        {
            var equals = setting.IndexOf('=');
            if (equals <= 0)
                throw new NotebookException($"--set takes Name=Value, such as --set Epochs=2; it was given '{setting}'.");
            if (!parameters.TryAdd(setting[..equals].Trim(), setting[(equals + 1)..]))
                throw new NotebookException($"The parameter {setting[..equals].Trim()} is set twice; leave one of them out.");
        }
        return parameters;
    }

    private static List<string> ReadModels(ParseResult parsed)
    {
        if (parsed.GetValue(ModelsOption) is not { Length: > 0 } lists)
            return [];
        var models = lists.SelectMany(list => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Distinct().ToList();
        return models.Count > 0 ? models : throw new NotebookException("--models takes the names of models with commas between them, such as --models cnn,mobilenet; it was given none.");
    }

    private static async Task<int> SuperviseAsync(RunOptions options, bool open)
    {
        // Reading here refuses a bad notebook or parameter before anything is started.
        _ = new NotebookRunner(options);
        var clock = Stopwatch.StartNew();
        if (await NotebookProcess.RunAsync(options).ConfigureAwait(false) is not { } result)
            return 1;
        NotebookProcess.SayWhere(options, result.Status == RunStatus.Finished ? clock.Elapsed : null);
        if (open)
            NotebookProcess.Open(options.ReportPath);
        return result.ExitCode;
    }
}

using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using ImageNotebooks.Host;

namespace ImageNotebooks.Cli;

/// <summary>
/// <c>lab run</c>: runs a notebook from the first cell to the last and leaves an executed notebook and a report. The
/// cells run in a child process, so that this one can say what happened when a cell takes the process down.
/// </summary>
internal static class RunCommand
{
    private static readonly Argument<string> NotebookArgument = new("notebook") { Description = "A notebook's name, such as cifar-10, or the path of an .ipynb file" };
    private static readonly Option<string?> DataOption = new("--data") { Description = "sample, full or a folder; short for --set Data=…" };
    private static readonly Option<string[]> SetOption = new("--set") { Description = "Gives a parameter of the notebook a value; may be repeated", HelpName = "Name=Value" };
    private static readonly Option<double?> TimeoutOption = new("--timeout") { Description = "How many seconds one cell may take", HelpName = "seconds" };
    private static readonly Option<string?> OutputOption = new("--output") { Description = "Where the executed notebook goes; its report goes beside it", HelpName = "file.ipynb" };
    private static readonly Option<bool> OpenOption = new("--open") { Description = "Opens the report when the run has ended" };
    private static readonly Option<bool> InProcessOption = new("--in-process") { Hidden = true };

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        var command = new Command("run", "Runs a notebook and writes a report")
        {
            NotebookArgument, DataOption, SetOption, TimeoutOption, OutputOption, OpenOption, InProcessOption,
        };
        // Not asynchronous: System.CommandLine would end an asynchronous action two seconds after Ctrl-C, finished or not.
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        try
        {
            var options = ReadOptions(parsed);
            return parsed.GetValue(InProcessOption)
                ? RunHereAsync(options).GetAwaiter().GetResult()
                : SuperviseAsync(options, parsed.GetValue(OpenOption)).GetAwaiter().GetResult();
        }
        catch (NotebookException problem)
        {
            Console.Error.WriteLine("lab: " + problem.Message);
            return parsed.GetValue(InProcessOption) ? RunSupervisor.UnwritableExitCode : 1;
        }
    }

    private static RunOptions ReadOptions(ParseResult parsed)
    {
        var root = NotebookLocator.FindRoot(Environment.CurrentDirectory);
        var notebook = NotebookLocator.Resolve(parsed.GetValue(NotebookArgument)!, root);
        var output = parsed.GetValue(OutputOption) is { } given ? Path.GetFullPath(given) : NotebookLocator.DefaultOutput(notebook, root);
        if (!output.EndsWith(".ipynb", StringComparison.OrdinalIgnoreCase))
            throw new NotebookException($"--output names the executed notebook and has to end in .ipynb, not '{Path.GetFileName(output)}'.");
        if (output == notebook)
            throw new NotebookException($"--output names the notebook that is to be run, {notebook}, which would be overwritten; name another file.");
        if (parsed.GetValue(TimeoutOption) is { } seconds && seconds is not (> 0 and <= int.MaxValue / 1000))
            throw new NotebookException($"--timeout is the number of seconds that one cell may take, above 0; it was given as {seconds.ToString(CultureInfo.InvariantCulture)}.");
        return new RunOptions
        {
            NotebookPath = notebook,
            OutputPath = output,
            Parameters = ReadParameters(parsed),
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

    private static async Task<int> RunHereAsync(RunOptions options)
    {
        using var interrupt = new CancellationTokenSource();
        void Interrupt(PosixSignalContext context)
        {
            context.Cancel = true;
            interrupt.Cancel();
        }
        using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
        using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);

        var runner = new NotebookRunner(options, new RunView());
        var result = await runner.RunAsync(interrupt.Token).ConfigureAwait(false);

        // A cell that was left behind may hold threads that would keep the process alive.
        Environment.Exit(result.ExitCode);
        return result.ExitCode;
    }

    private static async Task<int> SuperviseAsync(RunOptions options, bool open)
    {
        // Reading here refuses a bad notebook or parameter before anything is started.
        _ = new NotebookRunner(options);
        var clock = Stopwatch.StartNew();
        var result = await RunSupervisor.RunAsync(ChildCommand(options), options).ConfigureAwait(false);
        if (result == null)
            return 1;
        if (result.Message != null)
            await Console.Error.WriteLineAsync("lab: " + result.Message).ConfigureAwait(false);
        Summarise(result, options, clock.Elapsed);
        if (open)
            Open(options.ReportPath);
        return result.ExitCode;
    }

    private static void Summarise(RunResult result, RunOptions options, TimeSpan elapsed)
    {
        if (!File.Exists(options.ReportPath))
            return;
        Console.WriteLine();
        if (result.Status == RunStatus.Finished)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Finished in {elapsed.TotalSeconds:0.0} s."));
        Console.WriteLine($"Notebook  {Shorten(options.OutputPath)}");
        Console.WriteLine($"Report    {Shorten(options.ReportPath)}");
    }

    private static string Shorten(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }

    private static ProcessStartInfo ChildCommand(RunOptions options)
    {
        var program = Environment.ProcessPath!;
        var start = new ProcessStartInfo(program);
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
            start.ArgumentList.Add(Assembly.GetEntryAssembly()!.Location);
        List<string> arguments = ["run", options.NotebookPath, InProcessOption.Name, OutputOption.Name, options.OutputPath];
        foreach (var (name, value) in options.Parameters)
            arguments.AddRange([SetOption.Name, $"{name}={value}"]);
        if (options.CellTimeout is { } timeout)
            arguments.AddRange([TimeoutOption.Name, timeout.TotalSeconds.ToString("R", CultureInfo.InvariantCulture)]);
        arguments.ForEach(start.ArgumentList.Add);
        return start;
    }

    private static void Open(string report)
    {
        try
        {
            Process.Start(new ProcessStartInfo(report) { UseShellExecute = true })?.Dispose();
        }
        catch (Win32Exception e)
        {
            Console.Error.WriteLine($"lab: The report could not be opened ({e.Message}); open {report} in a browser.");
        }
    }
}

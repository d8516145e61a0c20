using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using ImageNotebooks.Host;

namespace ImageNotebooks.Cli;

/// <summary>Runs a notebook in a child process of this program, so that this one can say what happened when a cell takes the process down.</summary>
internal static class NotebookProcess
{
    /// <summary>Runs a notebook and says on stderr why it did not come to its end.</summary>
    /// <param name="options">The run.</param>
    /// <param name="quiet">Whether what the cells print is not shown.</param>
    /// <returns>How the run ended; null when there is nothing to read, because it could not be written, and the child has said so.</returns>
    public static async Task<RunResult?> RunAsync(RunOptions options, bool quiet = false)
    {
        var child = Command(options);
        child.RedirectStandardOutput = quiet;
        var result = await RunSupervisor.RunAsync(child, options).ConfigureAwait(false);
        if (result?.Message != null)
            await Console.Error.WriteLineAsync("lab: " + result.Message).ConfigureAwait(false);
        return result;
    }

    /// <summary>The other side: runs the notebook in this process, and ends it.</summary>
    public static async Task<int> RunHereAsync(RunOptions options)
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

    /// <summary>The executed notebook's path as --output gives it.</summary>
    /// <exception cref="NotebookException">It does not end in .ipynb.</exception>
    public static string OutputPath(string given) => given.EndsWith(".ipynb", StringComparison.OrdinalIgnoreCase)
        ? Path.GetFullPath(given)
        : throw new NotebookException($"--output names the executed notebook and has to end in .ipynb, not '{Path.GetFileName(given)}'.");

    /// <summary>Says where the executed notebook and its report are, if there is one.</summary>
    /// <param name="options">The run.</param>
    /// <param name="finishedIn">How long it took; null where that is not worth saying.</param>
    public static void SayWhere(RunOptions options, TimeSpan? finishedIn = null)
    {
        if (!File.Exists(options.ReportPath))
            return;
        Console.WriteLine();
        if (finishedIn is { } elapsed)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Finished in {elapsed.TotalSeconds:0.0} s."));
        Console.WriteLine($"Notebook  {Shorten(options.OutputPath)}");
        Console.WriteLine($"Report    {Shorten(options.ReportPath)}");
    }

    /// <summary>Opens a report in the user's browser.</summary>
    public static void Open(string report)
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

    /// <summary>A path as a person would type it from here.</summary>
    public static string Shorten(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }

    /// <summary>The command by which a child process makes a run.</summary>
    public static ProcessStartInfo Command(RunOptions options)
    {
        var program = Environment.ProcessPath!;
        var start = new ProcessStartInfo(program);
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
            start.ArgumentList.Add(Assembly.GetEntryAssembly()!.Location);
        RunCommand.Words(options).ForEach(start.ArgumentList.Add);
        return start;
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace ImageNotebooks.Host;

/// <summary>
/// Runs a notebook in a child process and says how that ended, also when a cell took the process down with it: the
/// executed notebook on disk names the cell that was running.
/// </summary>
public static class RunSupervisor
{
    /// <summary>What the child exits with when it could not write the executed notebook and has said so (sysexits' EX_IOERR).</summary>
    public const int UnwritableExitCode = 74;

    private static readonly Dictionary<int, string> SignalNames = new()
    {
        [4] = "SIGILL",
        [6] = "SIGABRT",
        [7] = "SIGBUS",
        [8] = "SIGFPE",
        [9] = "SIGKILL, as the system sends when memory runs out",
        [11] = "SIGSEGV",
        [15] = "SIGTERM",
    };

    /// <summary>Starts the child, waits for it and reads what it left. Ctrl-C is passed on to it; a second one ends it.</summary>
    /// <param name="child">The command that runs the notebook with the same <paramref name="options"/>; it inherits the terminal; what it prints is dropped where its standard output is redirected.</param>
    /// <param name="options">The run.</param>
    /// <param name="watch">Looks at the child while it runs, and may end it; null where nobody does.</param>
    /// <returns>How the run ended; null when the child has already told the user why there is nothing to read.</returns>
    /// <exception cref="NotebookException">The executed notebook or its report cannot be written.</exception>
    public static async Task<RunResult?> RunAsync(ProcessStartInfo child, RunOptions options, Func<Process, Task>? watch = null)
    {
        child.UseShellExecute = false;
        using var process = Process.Start(child)!;
        // A full pipe would stop the child.
        if (child.RedirectStandardOutput)
            process.BeginOutputReadLine();
        if (child.RedirectStandardError)
            process.BeginErrorReadLine();
        var watching = watch?.Invoke(process) ?? Task.CompletedTask;
        var processId = process.Id;
        var signals = 0;
        void PassOn(PosixSignalContext context)
        {
            context.Cancel = true;
            Signal(process, kill: ++signals > 1);
        }
        using (PosixSignalRegistration.Create(PosixSignal.SIGINT, PassOn))
        using (PosixSignalRegistration.Create(PosixSignal.SIGTERM, PassOn))
            await process.WaitForExitAsync().ConfigureAwait(false);
        await watching.ConfigureAwait(false);
        return Read(processId, process.ExitCode, signals > 0, options);
    }

    private static RunResult? Read(int processId, int exitCode, bool interrupted, RunOptions options)
    {
        if (exitCode == UnwritableExitCode)
            return null;
        var notebook = ReadOwn(options.OutputPath, processId);
        if (notebook == null)
            return interrupted
                ? new RunResult(RunStatus.Interrupted, "Interrupted before the first cell.")
                : new RunResult(RunStatus.Failed, $"The process that runs the notebook ended with {Describe(exitCode)} before the first cell.");

        var record = new RunRecord(notebook);
        if (record.Status is { } status and not RunStatus.Running)
            return new RunResult(status, record.Message);
        var result = Close(notebook, exitCode, interrupted);
        NotebookRunner.End(notebook, options, result);
        return result;
    }

    // A file that an earlier run left at the same place says nothing about this one.
    private static Notebook? ReadOwn(string path, int processId)
    {
        try
        {
            var notebook = Notebook.Read(path);
            return new RunRecord(notebook).ProcessId == processId ? notebook : null;
        }
        catch (NotebookException)
        {
            return null;
        }
    }

    private static RunResult Close(Notebook notebook, int exitCode, bool interrupted)
    {
        var status = interrupted ? RunStatus.Interrupted : RunStatus.Failed;
        var cell = new RunRecord(notebook).RunningCell;
        if (cell == null)
            return new RunResult(status, $"The process that runs the notebook ended with {Describe(exitCode)} between two cells.");

        var message = interrupted
            ? $"Cell {cell.ExecutionCount} was interrupted."
            : $"Cell {cell.ExecutionCount} ended the whole process with {Describe(exitCode)}; what it printed before is kept as far as it was saved.";
        cell.Outputs.Add(new CellError(interrupted ? "Interrupted" : "ProcessEnded", message, [message]).ToJson());
        RunRecord.EndCell(cell, status, RunRecord.SinceStartOf(cell));
        return new RunResult(status, message);
    }

    private static string Describe(int exitCode)
    {
        if (OperatingSystem.IsWindows() || exitCode <= 128)
            return $"exit code {exitCode}";
        var signal = exitCode - 128;
        var name = SignalNames.TryGetValue(signal, out var known) ? $" ({known})" : "";
        return string.Create(CultureInfo.InvariantCulture, $"signal {signal}{name}");
    }

    // A terminal sends Ctrl-C to both processes; a signal sent to this one alone has to be passed on. The child counts it once.
    private static void Signal(Process process, bool kill)
    {
        try
        {
            if (kill)
                process.Kill(entireProcessTree: true);
            else if (!OperatingSystem.IsWindows())
                _ = SendSignal(process.Id, 2);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself in the meantime.
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SendSignal(int processId, int signal);
}

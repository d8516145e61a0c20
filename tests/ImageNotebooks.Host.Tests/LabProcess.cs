using System.Diagnostics;

namespace ImageNotebooks.Host.Tests;

/// <summary>The real program in a process of its own, as a person starts it in a folder.</summary>
internal static class LabProcess
{
    public static Process Start(string folder, params IEnumerable<string> words)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "lab.dll"), .. words])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        start.Environment.Remove(NotebookLocator.RootVariable);
        return Process.Start(start)!;
    }

    public static async Task<Finished> EndAsync(Process process)
    {
        using (process)
        {
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return new Finished(process.ExitCode, (await output).ReplaceLineEndings("\n"), (await error).ReplaceLineEndings("\n"));
        }
    }

    /// <summary>What a terminal's Ctrl-C sends.</summary>
    public static async Task InterruptAsync(Process process)
    {
        // The shell's own kill, for container images of Debian have no other.
        using var kill = Process.Start("bash", ["-c", $"kill -INT {process.Id}"]);
        await kill.WaitForExitAsync();
    }

    internal sealed record Finished(int ExitCode, string Output, string Error);
}

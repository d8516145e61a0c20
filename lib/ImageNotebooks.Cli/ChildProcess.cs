using System.Diagnostics;
using System.Text;

namespace ImageNotebooks.Cli;

/// <summary>Runs another program to its end.</summary>
public static class ChildProcess
{
    /// <summary>Runs a program without input and collects what it prints.</summary>
    /// <param name="folder">Its current directory.</param>
    /// <param name="command">The program.</param>
    /// <param name="arguments">Its arguments, one a word.</param>
    /// <param name="stop">Ends it together with all that it started.</param>
    /// <returns>The exit code, and stdout and stderr as they came.</returns>
    public static async Task<(int ExitCode, string Output)> Capture(string folder, string command, IEnumerable<string> arguments, CancellationToken stop)
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var output = new StringBuilder();
        void Collect(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is null) return;
            lock (output) output.Append(line.Data).Append('\n');
        }

        using var process = new Process { StartInfo = start };
        process.OutputDataReceived += Collect;
        process.ErrorDataReceived += Collect;
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await WaitOrKill(process, stop);
        lock (output) return (process.ExitCode, output.ToString());
    }

    /// <summary>Runs a program on this one's own terminal and returns its exit code.</summary>
    /// <inheritdoc cref="Capture"/>
    public static async Task<int> Attach(string folder, string command, IEnumerable<string> arguments, CancellationToken stop)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { WorkingDirectory = folder })!;
        await WaitOrKill(process, stop);
        return process.ExitCode;
    }

    private static async Task WaitOrKill(Process process, CancellationToken stop)
    {
        try
        {
            await process.WaitForExitAsync(stop);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}

using System.Diagnostics;

namespace ImageNotebooks.Cli;

/// <summary>Takes the network away from a process, where the system lets a user do that: on Linux, by a network namespace of its own.</summary>
internal static class Isolation
{
    private static readonly string[] Words = ["--net", "--map-root-user", "--"];

    /// <summary>Whether this system can, tried once.</summary>
    public static bool IsPossible { get; } = Try();

    /// <summary>The same command without a network.</summary>
    public static ProcessStartInfo WithoutNetwork(ProcessStartInfo command)
    {
        var start = new ProcessStartInfo("unshare", [.. Words, command.FileName, .. command.ArgumentList])
        {
            RedirectStandardOutput = command.RedirectStandardOutput,
            RedirectStandardError = command.RedirectStandardError,
        };
        return start;
    }

    private static bool Try()
    {
        if (!OperatingSystem.IsLinux() || new Machine().FindCommand("unshare") is null) return false;
        using var process = Process.Start(new ProcessStartInfo("unshare", [.. Words, "true"]) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}

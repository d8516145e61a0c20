using System.Diagnostics;

namespace Notebooks.Tests;

/// <summary><c>lab</c> as a person starts it, with its output kept.</summary>
internal sealed record LabRun(int ExitCode, string Output, string Errors)
{
    public static LabRun Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Repository.PathOf("lib", "ImageNotebooks.Cli", "bin", "Release", "net10.0", "lab.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["IMAGENOTEBOOKS_ROOT"] = Repository.Root;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new(process.ExitCode, output, errors.Result);
    }
}

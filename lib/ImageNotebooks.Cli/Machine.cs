using System.ComponentModel;
using System.Diagnostics;

namespace ImageNotebooks.Cli;

/// <summary>Reads what a machine says of itself: its files, the commands on its PATH and their answers. Nothing here throws for what is absent.</summary>
/// <param name="fileRoot">The folder that stands for <c>/</c>.</param>
/// <param name="searchPath">The folders to look for commands in, separated as PATH separates them.</param>
public sealed class Machine(string fileRoot = "/", string? searchPath = null)
{
    private readonly string[] _folders = (searchPath ?? Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    // On Windows npm is npm.cmd, and dotnet is dotnet.exe.
    private static readonly string[] Endings = OperatingSystem.IsWindows() ? [".exe", ".cmd", ".bat"] : [""];

    /// <summary>A file's text, or null where it is absent or may not be read.</summary>
    /// <param name="path">An absolute path.</param>
    public string? Read(string path)
    {
        try
        {
            return File.ReadAllText(Locate(path));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The first path that a pattern names, or null; <c>*</c> stands for any characters within one folder's or file's name.</summary>
    /// <param name="pattern">An absolute path, or one with <c>*</c> in it.</param>
    public string? Match(string pattern)
    {
        IEnumerable<string> found = [Locate("/")];
        foreach (var part in pattern.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            found = found.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFileSystemEntries(folder, part)).Order(StringComparer.Ordinal);
        }
        return found.FirstOrDefault();
    }

    /// <summary>Where the first of these commands lies, or null where PATH holds none of them.</summary>
    public string? FindCommand(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            var place = _folders.SelectMany(folder => Endings.Select(ending => Path.Combine(folder, name + ending))).FirstOrDefault(File.Exists);
            if (place is not null) return place;
        }
        return null;
    }

    /// <summary>Whether a proof of <c>apt-packages.txt</c> holds: a command on PATH, or a path or pattern that begins with <c>/</c>.</summary>
    public bool Holds(string proof) => (proof.StartsWith('/') ? Match(proof) : FindCommand(proof)) is not null;

    /// <summary>What a command prints, trimmed; null where it is absent, fails or takes longer than ten seconds.</summary>
    public string? Ask(string folder, string command, params ReadOnlySpan<string> arguments)
    {
        if ((Path.IsPathRooted(command) ? command : FindCommand(command)) is not { } place) return null;
        var start = new ProcessStartInfo(place, arguments.ToArray())
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            var answer = process.StandardOutput.ReadToEndAsync();
            if (process.WaitForExit(TimeSpan.FromSeconds(10)) && process.ExitCode == 0) return answer.GetAwaiter().GetResult().Trim();
            if (!process.HasExited) process.Kill(entireProcessTree: true);
            return null;
        }
        catch (Exception problem) when (problem is Win32Exception or IOException)
        {
            return null;
        }
    }

    private string Locate(string path) => Path.Combine(fileRoot, path.TrimStart('/'));
}

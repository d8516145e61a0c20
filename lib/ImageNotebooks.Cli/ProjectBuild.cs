namespace ImageNotebooks.Cli;

/// <summary>Builds projects of the workspace, one at a time among all that run the workspace at once.</summary>
public static class ProjectBuild
{
    private const int LinesShown = 20;

    /// <summary>Builds a project for Release on the workspace's stack.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="project">The project file's path below the root.</param>
    /// <param name="stop">Ends the build.</param>
    /// <returns>The compiler's errors, null where the build succeeded.</returns>
    public static async Task<string?> Run(Workspace workspace, string project, CancellationToken stop)
    {
        string[] stack = workspace.Stack.Length > 0 ? [$"-p:Stack={workspace.Stack}"] : [];
        using var turn = await TakeTurn(workspace, stop);
        var (exitCode, output) = await ChildProcess.Capture(
            workspace.Root, "dotnet", ["build", project, "-c", "Release", "--nologo", "-v", "quiet", .. stack], stop);
        return exitCode == 0 ? null : $"{project} does not build:\n{Errors(output, workspace.Root)}";
    }

    /// <summary>The distinct error lines of a build's output, or its last lines where no line is an error.</summary>
    public static string Errors(string output, string root)
    {
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Replace(root + Path.DirectorySeparatorChar, "", StringComparison.Ordinal)).ToList();
        var errors = lines.Where(line => line.Contains(": error ", StringComparison.Ordinal)).Distinct().Take(LinesShown).ToList();
        return string.Join('\n', errors.Count > 0 ? errors : lines.TakeLast(LinesShown));
    }

    // .NET locks an unshared file with flock, as the launcher does, so both wait for each other.
    private static async Task<FileStream> TakeTurn(Workspace workspace, CancellationToken stop)
    {
        Directory.CreateDirectory(workspace.StateFolder);
        while (true)
        {
            try
            {
                return new FileStream(Path.Combine(workspace.StateFolder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(200, stop);
            }
        }
    }
}

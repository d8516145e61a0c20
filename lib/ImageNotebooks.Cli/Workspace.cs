namespace ImageNotebooks.Cli;

/// <summary>Where the workspace lies and which stack it runs on, as the launcher <c>environment/lab</c> found them.</summary>
/// <param name="Root">Absolute path of the folder that holds <c>ImageNotebooks.sln</c>.</param>
/// <param name="Stack"><c>system</c>, <c>cpu</c> or <c>cuda</c>; empty where none was chosen yet.</param>
public sealed record Workspace(string Root, string Stack)
{
    /// <summary>The launcher's git-ignored notes: <c>stack</c>, the fingerprints of what was built, the logs.</summary>
    public string StateFolder => PathOf("environment", ".state");

    /// <summary>Why this stack was chosen, as the launcher noted it; null where it noted nothing about this stack.</summary>
    public string? StackReason
    {
        get
        {
            var note = Path.Combine(StateFolder, "stack");
            if (!File.Exists(note)) return null;
            var words = File.ReadAllText(note).Trim().Split(' ', 2);
            return words.Length == 2 && words[0] == Stack ? words[1] : null;
        }
    }

    /// <summary>An absolute path inside the workspace.</summary>
    public string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    /// <summary>Reads what the launcher set, or looks upwards from this program where it was started without the launcher.</summary>
    /// <exception cref="LabException">No folder above this program holds <c>ImageNotebooks.sln</c>.</exception>
    public static Workspace Find()
    {
        var root = Environment.GetEnvironmentVariable("IMAGENOTEBOOKS_ROOT") is { Length: > 0 } given ? given : RootAbove(AppContext.BaseDirectory);
        return new Workspace(Path.GetFullPath(root), Environment.GetEnvironmentVariable("IMAGENOTEBOOKS_STACK") ?? "");
    }

    private static string RootAbove(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ImageNotebooks.sln"))) return folder.FullName;
        }
        throw new LabException($"No folder above {start} holds ImageNotebooks.sln; start this program with environment/lab.");
    }
}

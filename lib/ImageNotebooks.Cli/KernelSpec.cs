using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ImageNotebooks.Cli;

/// <summary>A kernel that Jupyter knows.</summary>
/// <param name="Folder">The folder that holds its <c>kernel.json</c>; the folder's name is the kernel's.</param>
/// <param name="Words">The command that starts it.</param>
public sealed record KernelSpec(string Folder, IReadOnlyList<string> Words)
{
    /// <summary>The name under which notebooks in C# ask for their kernel; .NET Interactive chose it.</summary>
    public const string Name = ".net-csharp";

    private const string Program = "imagenotebooks_kernel.py";

    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whether it is this workspace's kernel, or that of another copy of it.</summary>
    public bool IsOurs => Words.Any(word => Path.GetFileName(word) == Program);

    /// <summary>Whether it is .NET Interactive's.</summary>
    public bool IsDotNetInteractive => Words.Any(word => word.Contains("dotnet-interactive", StringComparison.Ordinal) || word == "interactive");

    /// <summary>The folder of the user's kernels, as Jupyter determines it.</summary>
    /// <param name="variable">Reads an environment variable.</param>
    public static string UserFolder(Func<string, string?> variable)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var data = variable("JUPYTER_DATA_DIR") is { Length: > 0 } given ? given
            : OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Jupyter")
            : OperatingSystem.IsWindows() ? Path.Combine(variable("APPDATA") ?? home, "jupyter")
            : Path.Combine(variable("XDG_DATA_HOME") is { Length: > 0 } share ? share : Path.Combine(home, ".local", "share"), "jupyter");
        return Path.Combine(data, "kernels");
    }

    /// <summary>The kernels in a folder, those whose <c>kernel.json</c> cannot be read left out.</summary>
    public static IReadOnlyList<KernelSpec> In(string folder)
    {
        if (!Directory.Exists(folder)) return [];
        return [.. Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).Select(Read).OfType<KernelSpec>()];
    }

    /// <summary>The kernel in a folder; null where there is none that can be read.</summary>
    public static KernelSpec? Read(string folder)
    {
        try
        {
            var words = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "kernel.json")))?["argv"]?.AsArray();
            return words is null ? null : new(folder, [.. words.Select(word => word?.ToString() ?? "")]);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Registers this workspace's kernel: first whole beside its place, then moved there.</summary>
    /// <param name="folder">The folder of kernels.</param>
    /// <param name="workspace">The workspace whose kernel it is.</param>
    /// <param name="python">A Python that has ipykernel.</param>
    /// <param name="dotnet">The program that runs .NET programs.</param>
    /// <exception cref="LabException">The folder cannot be written to.</exception>
    public static KernelSpec Install(string folder, Workspace workspace, string python, string dotnet)
    {
        var place = Path.Combine(folder, Name);
        string[] words = [python, workspace.PathOf("environment", "jupyter", Program), "-f", "{connection_file}"];
        var json = new JsonObject
        {
            ["argv"] = new JsonArray([.. words.Select(word => JsonValue.Create(word))]),
            ["display_name"] = ".NET (C#)",
            ["language"] = "C#",
            ["interrupt_mode"] = "message",
            ["env"] = new JsonObject { ["IMAGENOTEBOOKS_ROOT"] = workspace.Root, ["IMAGENOTEBOOKS_STACK"] = workspace.Stack, ["IMAGENOTEBOOKS_DOTNET"] = dotnet },
        };
        try
        {
            Directory.CreateDirectory(place);
            var temporary = Path.Combine(place, $"kernel.json.{Environment.ProcessId}.tmp");
            File.WriteAllText(temporary, json.ToJsonString(Format) + "\n");
            File.Move(temporary, Path.Combine(place, "kernel.json"), overwrite: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new LabException($"{place} cannot be written ({problem.Message.TrimEnd('.')}); mend its permissions, or name another place for Jupyter's files with JUPYTER_DATA_DIR.");
        }
        return new(place, words);
    }
}

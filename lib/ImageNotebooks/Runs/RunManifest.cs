using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>What decides the numbers of a run of training: with the same manifest they come out again. Written down when the run begins.</summary>
public sealed record RunManifest
{
    /// <summary>The seed of everything drawn at random.</summary>
    public required long Seed { get; init; }

    /// <summary>The images, in words.</summary>
    public required string Data { get; init; }

    /// <summary><see cref="ImageDataset.ContentHash"/>: other pixels, labels or another division give another.</summary>
    public required string DataHash { get; init; }

    /// <summary>What was chosen: batch size, precision, learning rate ...</summary>
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    /// <summary>The git commit of the folder in which the program runs, with "and changes" where files differ from it; "none" where there is no repository or no git.</summary>
    public required string Commit { get; init; }

    /// <summary>See <see cref="ImageNotebooks.Stack.Description"/>.</summary>
    public required string Stack { get; init; }

    /// <summary>Versions of this library, of what implements TorchSharp's API, and of .NET.</summary>
    public required IReadOnlyDictionary<string, string> Libraries { get; init; }

    /// <summary>The processor's name and how many there are.</summary>
    public required string Processor { get; init; }

    /// <summary>How many GPUs libtorch sees.</summary>
    public required string Gpu { get; init; }

    /// <summary>The operating system.</summary>
    public required string System { get; init; }

    /// <summary>When the run began, UTC.</summary>
    public required DateTime Started { get; init; }

    /// <summary>The manifest of a run that begins now, here.</summary>
    /// <param name="seed">The seed given to <c>manual_seed</c> and to the loaders.</param>
    /// <param name="data">The images. All of them are read for their hash, a second for 500 MB.</param>
    /// <param name="parameters">What was chosen.</param>
    public static RunManifest Now(long seed, ImageDataset data, params (string Name, object? Value)[] parameters) => new()
    {
        Seed = seed,
        Data = data.ToString(),
        DataHash = data.ContentHash(),
        Parameters = parameters.ToDictionary(parameter => parameter.Name, parameter => string.Create(CultureInfo.InvariantCulture, $"{parameter.Value}")),
        Commit = GitCommit(),
        Stack = ImageNotebooks.Stack.Description,
        Libraries = new Dictionary<string, string> { ["ImageNotebooks"] = Version(typeof(RunManifest)), [typeof(Tensor).Assembly.GetName().Name!] = Version(typeof(Tensor)), [".NET"] = Environment.Version.ToString() },
        Processor = ProcessorName(),
        Gpu = cuda.is_available() ? $"{cuda.device_count()} CUDA" : "none",
        System = RuntimeInformation.OSDescription,
        Started = DateTime.UtcNow,
    };

    /// <summary>Everything but the time, name by name, for comparing two manifests.</summary>
    internal IEnumerable<(string Name, string Value)> Facts =>
    [
        ("seed", Seed.ToString(CultureInfo.InvariantCulture)), .. Parameters.Select(pair => (pair.Key, pair.Value)), ("data", Data), ("data hash", DataHash), ("commit", Commit),
        ("stack", Stack), .. Libraries.Select(pair => (pair.Key, pair.Value)), ("processor", Processor), ("GPU", Gpu), ("system", System),
    ];

    private static string Version(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? type.Assembly.GetName().Version?.ToString() ?? "unknown";

    private static string GitCommit()
    {
        if (Git("rev-parse", "--short=12", "HEAD") is not { Length: > 0 } commit) return "none";
        // A run's own results are not a change of what it runs.
        return Git("status", "--porcelain", "--untracked-files=no", "--", ":/", ":(top,exclude)notebooks/results") is { Length: > 0 } ? commit + " and changes" : commit;
    }

    private static string? Git(params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo("git", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
            using var git = Process.Start(start)!;
            git.ErrorDataReceived += (_, _) => { };
            git.BeginErrorReadLine();
            var output = git.StandardOutput.ReadToEnd().Trim();
            git.WaitForExit();
            return git.ExitCode == 0 ? output : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static string ProcessorName()
    {
        var model = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
            : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");
        return $"{model ?? RuntimeInformation.ProcessArchitecture.ToString()}, {Environment.ProcessorCount} processors";
    }
}

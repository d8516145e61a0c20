using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace ImageNotebooks.Cli;

/// <summary>Looks at one machine and workspace for <c>lab doctor</c>. It loads no library, so it also answers where libtorch is broken.</summary>
/// <param name="machine">The machine to look at.</param>
/// <param name="workspace">The workspace to look at.</param>
public sealed class Findings(Machine machine, Workspace workspace)
{
    private const string LibTorchHeaders = "/usr/include/torch/csrc/api/include/torch/";

    private bool OnSystemStack => workspace.Stack == "system";

    /// <summary>Everything that was looked for, in the order in which a person asks for it.</summary>
    public IReadOnlyList<Finding> All() =>
    [
        System(), Sdk(), Stack(), .. Packages(), LibTorch(), Blas(), Library(),
        Processor(), Features(), Memory(), Gpu(),
        .. Codecs(), Plotly(), KaTeX(), Jupyter(), Kernel(), Browser(), Reference(), DataFolder(),
    ];

    private Finding System()
    {
        var name = Regex.Match(machine.Read("/etc/os-release") ?? "", "^PRETTY_NAME=\"?(.*?)\"?$", RegexOptions.Multiline).Groups[1].Value;
        if (name.Length == 0) name = RuntimeInformation.OSDescription;
        return new("System", FindingState.Ok, $"{name}, {RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}{GLibC()}");
    }

    private static string GLibC()
    {
        if (!OperatingSystem.IsLinux()) return "";
        try
        {
            return ", glibc " + Marshal.PtrToStringUTF8(gnu_get_libc_version());
        }
        catch (Exception problem) when (problem is DllNotFoundException or EntryPointNotFoundException)
        {
            return ", no glibc";
        }
    }

    [DllImport("libc")]
    private static extern nint gnu_get_libc_version();

    private Finding Sdk() => machine.Ask(workspace.Root, "dotnet", "--version") is { } version
        ? new(".NET SDK", FindingState.Ok, version)
        : new(".NET SDK", FindingState.Missing, "none that global.json accepts", "https://dotnet.microsoft.com/download/dotnet/10.0");

    private Finding Stack() => workspace.Stack.Length == 0
        ? new("Stack", FindingState.Optional, "not chosen yet", "environment/lab doctor")
        : new("Stack", FindingState.Ok, $"{workspace.Stack}{(workspace.StackReason is { } reason ? $": {reason}" : "")} (change it with --stack)");

    private IEnumerable<Finding> Packages()
    {
        var needed = PackagesFor("run");
        var missing = Missing(needed);
        yield return missing.Count == 0
            ? new("Packages", FindingState.Ok, $"all {needed.Count} that `lab run` needs")
            : new("Packages", FindingState.Missing, "without " + string.Join(", ", missing), AptPackage.InstallCommand(missing));
    }

    private Finding Reference()
    {
        var missing = Missing(PackagesFor("bench"));
        return missing.Count == 0
            ? new("PyTorch", FindingState.Ok, "the reference of `lab bench` is there")
            : new("PyTorch", FindingState.Optional, "the reference of `lab bench` lacks " + string.Join(", ", missing), AptPackage.InstallCommand(missing));
    }

    private List<AptPackage> PackagesFor(string group) =>
        [.. AptPackage.ReadAll(File.ReadAllText(workspace.PathOf("environment", "apt-packages.txt"))).Where(package => package.IsFor(group, workspace.Stack))];

    private List<string> Missing(IEnumerable<AptPackage> packages) => [.. packages.Where(package => !machine.Holds(package.Proof)).Select(package => package.Name)];

    private Finding LibTorch()
    {
        if (!OnSystemStack) return FromNuGet("libtorch", workspace.Stack == "cuda" ? "TorchSharp-cuda-linux" : "TorchSharp-cpu");
        return LibTorchVersion() is { } version
            ? new("libtorch", FindingState.Ok, version + ", the system's, CPU only")
            : new("libtorch", FindingState.Missing, "its headers are not installed", AptPackage.InstallCommand("libtorch-dev"));
    }

    // Debian's header of 1.13.1 still says 1.13.0, so the package is asked first.
    private string? LibTorchVersion()
    {
        if (machine.Read(LibTorchHeaders + "torch.h") is null) return null;
        if (machine.Ask("/", "dpkg-query", "--show", "--showformat=${Version}", "libtorch-dev") is { Length: > 0 } package) return package;
        var numbers = Regex.Matches(machine.Read(LibTorchHeaders + "version.h") ?? "", @"#define TORCH_VERSION_(?:MAJOR|MINOR|PATCH) (\d+)");
        return string.Join('.', numbers.Select(number => number.Groups[1].Value));
    }

    private Finding Blas()
    {
        if (!OnSystemStack) return new("BLAS", FindingState.Ok, "comes with libtorch");
        if (machine.Match("/usr/lib/*/libblas.so.3") is not { } entry)
        {
            return new("BLAS", FindingState.Missing, "none is installed", AptPackage.InstallCommand("libopenblas0-pthread"));
        }
        var provider = FinalTarget(entry);
        if (provider.Contains("openblas", StringComparison.Ordinal)) return new("BLAS", FindingState.Ok, "OpenBLAS, " + provider);
        if (!Path.GetDirectoryName(provider)!.EndsWith("/blas", StringComparison.Ordinal)) return new("BLAS", FindingState.Ok, provider);
        var mend = machine.Match("/usr/lib/*/openblas-pthread/libblas.so.3") is null
            ? AptPackage.InstallCommand("libopenblas0-pthread")
            : $"update-alternatives --auto libblas.so.3-{Path.GetFileName(Path.GetDirectoryName(entry))}";
        return new("BLAS", FindingState.Optional, $"the reference BLAS, many times slower than OpenBLAS, {provider}", mend);
    }

    private static string FinalTarget(string path) => new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;

    private Finding Library()
    {
        if (File.Exists(Path.Combine(workspace.StateFolder, "library"))) return new("Library", FindingState.Ok, "built");
        return File.Exists(Path.Combine(workspace.StateFolder, "library.log"))
            ? new("Library", FindingState.Missing, "its last build failed, see environment/.state/library.log", "environment/lab run")
            : new("Library", FindingState.Ok, "not built yet; the first `lab run` builds it");
    }

    private Finding Processor()
    {
        if (Cpu() is not { LogicalCores: > 0 } cpu) return new("Threads", FindingState.Ok, $"{Environment.ProcessorCount} hardware threads");
        var usable = Environment.ProcessorCount < cpu.LogicalCores ? $", {Environment.ProcessorCount} usable here" : "";
        return new("Threads", FindingState.Ok, $"{cpu.PhysicalCores} cores, {cpu.LogicalCores} hardware threads{usable}{(cpu.Model.Length > 0 ? $" ({cpu.Model})" : "")}");
    }

    private Finding Features()
    {
        if (Cpu() is not { LogicalCores: > 0, Flags: var flags }) return new("CPU features", FindingState.Ok, "not told by this system; training stays in fp32 unless bf16 is asked for");
        string[] wanted = ["avx2", "avx512f", "avx512_bf16", "amx_bf16"];
        var present = wanted.Where(flags.Contains).ToList();
        var bf16 = flags.Contains("avx512_bf16") || flags.Contains("amx_bf16") ? "bf16 training is fast here" : "no bf16 instructions, so training stays in fp32";
        return new("CPU features", FindingState.Ok, $"{(present.Count > 0 ? string.Join(' ', present) : $"none of {string.Join(' ', wanted)}")} ({bf16})");
    }

    private CpuInfo Cpu() => CpuInfo.Parse(machine.Read("/proc/cpuinfo") ?? "");

    private Finding Memory()
    {
        var fields = Regex.Matches(machine.Read("/proc/meminfo") ?? "", @"^(MemTotal|MemAvailable): +(\d+) kB", RegexOptions.Multiline)
            .ToDictionary(match => match.Groups[1].Value, match => long.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture) * 1024);
        return fields.Count == 2
            ? new("Memory", FindingState.Ok, $"{GiB(fields["MemTotal"])}, {GiB(fields["MemAvailable"])} of it free")
            : new("Memory", FindingState.Ok, GiB(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes));
    }

    private static string GiB(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024.0 * 1024 * 1024):0.0} GiB");

    // NVIDIA, CUDA Compatibility, table 1; the launcher has it too.
    private const int OldestDriver = 525;

    private Finding Gpu()
    {
        var cards = machine.Ask(workspace.Root, "nvidia-smi", "--query-gpu=name,memory.total,driver_version", "--format=csv,noheader");
        var driver = Regex.Match(machine.Read("/proc/driver/nvidia/version") ?? "", @"Kernel Module\D*([\d.]+)").Groups[1].Value;
        if (string.IsNullOrEmpty(cards) && driver.Length == 0) return new("GPU", FindingState.Ok, "no NVIDIA driver; the CPU computes");
        var found = string.IsNullOrEmpty(cards) ? $"NVIDIA driver {driver}" : string.Join("; ", cards.Split('\n')).Replace(", ", " ", StringComparison.Ordinal);
        var version = driver.Length > 0 ? driver : Regex.Match(cards ?? "", @", ([\d.]+)\s*$", RegexOptions.Multiline).Groups[1].Value;
        if (int.TryParse(version.Split('.')[0], CultureInfo.InvariantCulture, out var major) && major < OldestDriver)
            return new("GPU", workspace.Stack == "cuda" ? FindingState.Missing : FindingState.Ok, found + $", older than the {OldestDriver} that CUDA 12 needs", workspace.Stack == "cuda" ? "environment/lab doctor --stack cpu" : null);
        return workspace.Stack == "cuda"
            ? new("GPU", FindingState.Ok, found)
            : new("GPU", FindingState.Optional, found + $", not used by stack {workspace.Stack}", "environment/lab doctor --stack cuda");
    }

    private IEnumerable<Finding> Codecs()
    {
        if (OnSystemStack)
        {
            yield return SystemLibrary("JPEG", "libjpeg-turbo", "libturbojpeg.pc", "libturbojpeg0-dev");
            yield return SystemLibrary("PNG", "libpng", "libpng.pc", "libpng-dev");
        }
        else
        {
            yield return FromNuGet("JPEG, PNG", "SixLabors.ImageSharp");
        }
    }

    private Finding SystemLibrary(string what, string library, string description, string package)
    {
        string[] folders = ["/usr/lib/*/pkgconfig/", "/usr/lib64/pkgconfig/", "/usr/lib/pkgconfig/", "/usr/local/lib/pkgconfig/", "/usr/share/pkgconfig/"];
        var file = folders.Select(folder => machine.Match(folder + description)).FirstOrDefault(match => match is not null);
        if (file is null) return new(what, FindingState.Optional, $"no {library}", AptPackage.InstallCommand(package));
        return new(what, FindingState.Ok, $"{library} {Regex.Match(File.ReadAllText(file), @"^Version: *(\S+)", RegexOptions.Multiline).Groups[1].Value}");
    }

    private Finding FromNuGet(string what, string package)
    {
        var version = Regex.Match(File.ReadAllText(workspace.PathOf("Directory.Packages.props")), $"Include=\"{package}\" Version=\"([^\"]+)\"").Groups[1].Value;
        return new(what, FindingState.Ok, version.Length > 0 ? $"NuGet package {package} {version}" : $"NuGet package {package}, not used by this version");
    }

    private Finding Plotly() => FromNpm("plotly.js", "plotly.js-dist-min", FindingState.Missing, "no chart can be drawn");

    private Finding KaTeX() => FromNpm("KaTeX", "katex", FindingState.Optional, "reports show formulas as their LaTeX");

    private Finding FromNpm(string what, string name, FindingState without, string loss)
    {
        var package = workspace.PathOf("environment", "node_modules", name, "package.json");
        return File.Exists(package)
            ? new(what, FindingState.Ok, Regex.Match(File.ReadAllText(package), "\"version\": *\"([^\"]+)\"").Groups[1].Value)
            : new(what, without, $"not installed, so {loss}", $"npm ci --prefix {workspace.PathOf("environment")}");
    }

    /// <summary>What opens notebooks.</summary>
    public static readonly string[] NotebookPrograms = ["jupyter", "jupyter-lab", "jupyter-notebook", "code"];

    private Finding Jupyter() => machine.FindCommand(NotebookPrograms) is { } place
        ? new("Jupyter", FindingState.Ok, place)
        : new("Jupyter", FindingState.Optional, "neither Jupyter nor VS Code, to open notebooks in", AptPackage.InstallCommand("jupyter-notebook", "python3-ipykernel"));

    private Finding Kernel()
    {
        if (KernelSpec.Read(Path.Combine(KernelSpec.UserFolder(Environment.GetEnvironmentVariable), KernelSpec.Name)) is not { } kernel)
            return new("Kernel", FindingState.Optional, $"{KernelSpec.Name} is not registered with Jupyter", "environment/lab kernel install");
        if (!kernel.IsOurs) return new("Kernel", FindingState.Ok, $"{(kernel.IsDotNetInteractive ? ".NET Interactive's" : "another program's")}, {kernel.Folder}");
        return kernel.Words.Where(Path.IsPathRooted).FirstOrDefault(file => !File.Exists(file)) is { } gone
            ? new("Kernel", FindingState.Optional, $"registered, but {gone} is gone", "environment/lab kernel install")
            : new("Kernel", FindingState.Ok, kernel.Folder);
    }

    private Finding Browser() => machine.FindCommand("chromium", "chromium-browser", "google-chrome", "microsoft-edge", "firefox") is { } place
        ? new("Browser", FindingState.Ok, place)
        : new("Browser", FindingState.Optional, "none, to look at reports with and for some tests", AptPackage.InstallCommand("chromium"));

    private Finding DataFolder()
    {
        var folder = ImageNotebooks.DataFolder.In(workspace.Root).Path;
        // Not made before something is put there.
        var disk = folder;
        while (!Directory.Exists(disk)) disk = Path.GetDirectoryName(disk) ?? workspace.Root;
        return new("Data", FindingState.Ok, $"{folder}, {GiB(new DriveInfo(disk).AvailableFreeSpace)} free");
    }
}

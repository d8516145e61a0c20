using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace TorchSharp;

// How libSystemTorch.so, which lies beside the assembly, is found and loaded, and what is said when it cannot be.
internal static partial class Native
{
    private static readonly Lock Configuring = new();
    private static bool configured;

    // Nothing here can fail: an error in a static constructor reaches the user as a TypeInitializationException without a reason.
    static Native() => NativeLibrary.SetDllImportResolver(typeof(Native).Assembly, Resolve);

    private static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? search)
    {
        if (name != Lib) return IntPtr.Zero;
        var path = Path.Combine(Path.GetDirectoryName(assembly.Location) is { Length: > 0 } folder ? folder : AppContext.BaseDirectory, "libSystemTorch.so");
        IntPtr library;
        try
        {
            LeaveSignalsToTheRuntime();
            library = NativeLibrary.Load(path);
        }
        catch (DllNotFoundException e)
        {
            throw new DllNotFoundException(WhyNotLoaded(path, e.Message, LibraryFolders()), e);
        }
        lock (Configuring)
        {
            if (configured) return library;
            // Set first, because configuring calls the library, and each call comes by here.
            configured = true;
            Runtime.Configure();
        }
        return library;
    }

    // Debian 13's libtorch brings UCX along, which by default takes the signals that .NET makes a NullReferenceException or a
    // DivideByZeroException of, and ends the process. It asks the C library's environment, which .NET's own copy does not reach.
    private static void LeaveSignalsToTheRuntime()
    {
        const int doNotReplace = 0;
        _ = setenv("UCX_ERROR_SIGNALS", "", doNotReplace);
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int replace);

    /// <summary>Names the libtorch that the library was built against, the one that the machine has, and what to do.</summary>
    /// <param name="library">Path of libSystemTorch.so.</param>
    /// <param name="loader">What the runtime said; its last line is the system's loader's.</param>
    /// <param name="folders">Where to look for libtorch.</param>
    internal static string WhyNotLoaded(string library, string loader, IEnumerable<string> folders)
    {
        if (!File.Exists(library))
            return $"SystemTorch's native library {library} is missing. Building the project makes it, on a machine that has libtorch's headers (Debian's package libtorch-dev): " +
                   "'environment/lab doctor' shows what this one lacks.";
        var wanted = LibTorchName().Match(Encoding.Latin1.GetString(File.ReadAllBytes(library))) is { Success: true } match ? match.Value : "libtorch_cpu.so";
        var found = folders.Where(Directory.Exists).SelectMany(folder => Directory.GetFiles(folder, "libtorch_cpu.so*")).ToArray();
        var remedy = found.Length == 0
            ? "no libtorch was found on this machine. Install it (Debian's package libtorch-dev; 'environment/lab doctor' shows what is missing)."
            : found.Any(file => Path.GetFileName(file) == wanted)
                ? $"that is there ({string.Join(", ", found)}), so something else that it needs is not."
                : $"this machine has another one ({string.Join(", ", found)}). Delete lib/SystemTorch/obj and build the project again, or install the version that is wanted.";
        return $"SystemTorch could not load {library}. It was built against {wanted}, and {remedy} The system's loader said: {loader.TrimEnd().Split('\n')[^1].Trim()}";
    }

    private static IEnumerable<string> LibraryFolders() =>
    [
        .. (Environment.GetEnvironmentVariable("LD_LIBRARY_PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries),
        "/usr/local/lib", "/usr/lib", "/usr/lib64",
        .. Directory.Exists("/usr/lib") ? Directory.GetDirectories("/usr/lib", "*-linux-gnu*") : [],
    ];

    [GeneratedRegex(@"libtorch_cpu\.so[0-9.]*")]
    private static partial Regex LibTorchName();
}

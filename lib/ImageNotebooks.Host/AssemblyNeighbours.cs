using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace ImageNotebooks.Host;

/// <summary>
/// Loads the assemblies that notebooks name with <c>#r</c>, each once per process and into the context where the rest
/// of the program lives, so that a type means the same everywhere. What such an assembly needs - other assemblies, native
/// libraries - is looked for beside it and where its <c>.deps.json</c> says.
/// </summary>
internal static class AssemblyNeighbours
{
    private static readonly ConcurrentDictionary<string, AssemblyDependencyResolver?> Folders = new();
    private static readonly Lazy<IReadOnlyDictionary<string, string>> Trusted = new(ReadTrusted);

    static AssemblyNeighbours()
    {
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            Find(name) is { } path ? context.LoadFromAssemblyPath(path) : null;
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += (_, name) => LoadNative(name);
    }

    /// <summary>The assembly in a file: the one of that name that the process has already, else loaded from the file.</summary>
    /// <exception cref="BadImageFormatException">The file is no .NET assembly.</exception>
    public static Assembly Load(string path)
    {
        var name = AssemblyName.GetAssemblyName(path);
        var folder = Path.GetDirectoryName(path)!;
        var dependencies = Path.ChangeExtension(path, ".deps.json");
        Folders.AddOrUpdate(
            folder,
            _ => File.Exists(dependencies) ? new AssemblyDependencyResolver(path) : null,
            (_, known) => known ?? (File.Exists(dependencies) ? new AssemblyDependencyResolver(path) : null));

        return AssemblyLoadContext.Default.Assemblies.FirstOrDefault(loaded => loaded.GetName().Name == name.Name)
            ?? (Trusted.Value.ContainsKey(name.Name!) ? Assembly.Load(new AssemblyName(name.Name!)) : AssemblyLoadContext.Default.LoadFromAssemblyPath(path));
    }

    /// <summary>Looks for what is needed in this folder too.</summary>
    public static void AddFolder(string folder) => Folders.TryAdd(folder, null);

    /// <summary>The file of an assembly of the runtime, of this program, or beside one that was loaded; null when there is none.</summary>
    public static string? Find(AssemblyName name)
    {
        if (Trusted.Value.TryGetValue(name.Name!, out var trusted))
            return trusted;
        foreach (var (folder, resolver) in Folders)
        {
            var path = Path.Combine(folder, name.Name + ".dll");
            if (File.Exists(path) || (path = resolver?.ResolveAssemblyToPath(name)) != null)
                return path;
        }
        return null;
    }

    private static nint LoadNative(string name)
    {
        foreach (var (folder, resolver) in Folders)
        {
            var candidates = FileNames(name)
                .SelectMany(file => new[] { Path.Combine(folder, file), Path.Combine(folder, "runtimes", RuntimeInformation.RuntimeIdentifier, "native", file) })
                .Append(resolver?.ResolveUnmanagedDllToPath(name));
            foreach (var path in candidates)
            {
                if (File.Exists(path))
                    return NativeLibrary.Load(path);
            }
        }
        return 0;
    }

    private static IEnumerable<string> FileNames(string name)
    {
        var extension = OperatingSystem.IsWindows() ? ".dll" : OperatingSystem.IsMacOS() ? ".dylib" : ".so";
        return [name, name + extension, "lib" + name + extension];
    }

    private static Dictionary<string, string> ReadTrusted() =>
        ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .GroupBy(Path.GetFileNameWithoutExtension)
        .ToDictionary(group => group.Key!, group => group.First());
}

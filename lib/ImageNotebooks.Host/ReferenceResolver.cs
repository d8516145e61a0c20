using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Scripting.Hosting;

namespace ImageNotebooks.Host;

/// <summary>
/// Resolves <c>#r</c>: a path relative to the file that it stands in, or the name of an assembly of the runtime. The
/// compiler sees the file of the assembly that is really loaded, so that compiling and running never disagree.
/// </summary>
internal sealed class ReferenceResolver(string folder, InteractiveAssemblyLoader loader) : MetadataReferenceResolver
{
    private readonly Dictionary<string, PortableExecutableReference> _references = [];

    /// <summary>Why a reference could not be resolved, by what <c>#r</c> said.</summary>
    public Dictionary<string, string> Problems { get; } = [];

    public override bool ResolveMissingAssemblies => true;

    public override ImmutableArray<PortableExecutableReference> ResolveReference(
        string reference, string? baseFilePath, MetadataReferenceProperties properties)
    {
        if (reference.StartsWith("nuget:", StringComparison.OrdinalIgnoreCase))
        {
            Problems[reference] = "packages are fetched for a cell's own lines and not for those of a loaded file; put the line into the cell";
            return [];
        }
        var path = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(baseFilePath) ?? folder, reference));
        if (File.Exists(path))
            return Load(reference, path);
        if (AssemblyNeighbours.Find(new AssemblyName { Name = reference }) is { } known)
            return [Reference(known)];
        Problems[reference] = $"there is no file {path}";
        return [];
    }

    private ImmutableArray<PortableExecutableReference> Load(string reference, string path)
    {
        try
        {
            var assembly = AssemblyNeighbours.Load(path);
            loader.RegisterDependency(assembly);
            return [Reference(assembly.Location)];
        }
        catch (Exception e) when (e is BadImageFormatException or FileLoadException)
        {
            Problems[reference] = $"{path} is no .NET assembly that can be loaded: {e.Message}";
            return [];
        }
    }

    /// <summary>Loads the assemblies of packages; what is in a package and is no .NET assembly is passed over.</summary>
    public IReadOnlyList<PortableExecutableReference> LoadPackages(RestoredPackages packages)
    {
        foreach (var native in packages.NativeFolders)
            AssemblyNeighbours.AddFolder(native);
        return [.. packages.Assemblies.SelectMany(path => Load(path, path))];
    }

    public override PortableExecutableReference? ResolveMissingAssembly(MetadataReference definition, AssemblyIdentity referenceIdentity) =>
        AssemblyNeighbours.Find(new AssemblyName { Name = referenceIdentity.Name }) is { } path ? Reference(path) : null;

    /// <summary>The compiler's view of an assembly file, read once.</summary>
    public PortableExecutableReference Reference(string path)
    {
        if (!_references.TryGetValue(path, out var reference))
            _references[path] = reference = MetadataReference.CreateFromFile(path);
        return reference;
    }

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}

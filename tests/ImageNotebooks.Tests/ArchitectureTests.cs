using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ImageNotebooks.Tests;

/// <summary>The rooms of the library use each other in one direction only.</summary>
public class ArchitectureTests
{
    /// <summary>For each folder of lib/ImageNotebooks the folders whose types it may use.</summary>
    private static readonly Dictionary<string, string[]> Uses = new()
    {
        ["Formatting"] = [],
        ["Stacks"] = [],
        ["Transforms"] = [],
        ["Layers"] = [],
        ["Metrics"] = ["Formatting"],
        ["Weights"] = ["Formatting"],
        ["Models"] = ["Layers", "Weights", "Formatting"],
        ["Data"] = ["Transforms", "Stacks", "Formatting"],
        ["Training"] = ["Data", "Models", "Metrics", "Weights", "Stacks", "Formatting"],
        ["Attacks"] = ["Training", "Data", "Models", "Metrics", "Layers", "Formatting"],
        ["Defences"] = ["Attacks", "Training", "Data", "Models", "Metrics", "Layers", "Transforms", "Formatting"],
        ["Explain"] = ["Models"],
        ["Tuning"] = ["Training", "Formatting"],
        ["Runs"] = ["Training", "Data", "Metrics", "Weights", "Stacks", "Formatting"],
        ["Plots"] = ["Runs", "Explain", "Attacks", "Training", "Data", "Metrics", "Tuning", "Formatting"],
    };

    private static readonly string Library = TestSupport.Repository.PathOf("lib", "ImageNotebooks");

    [Fact]
    public void No_room_uses_one_above_it()
    {
        var compilation = Compile();
        var rooms = compilation.SyntaxTrees.Select(tree => Room(tree.FilePath)).Distinct();
        Assert.Equal(Uses.Keys.Order(), rooms.Order());

        var uses = compilation.SyntaxTrees.SelectMany(tree => TypesUsedIn(tree, compilation).Select(type => (tree.FilePath, type))).ToList();
        Assert.Contains(uses, use => Room(use.FilePath) == "Training" && use.type.Name == "IBatches");
        Assert.Empty(uses.Where(use => RoomOf(use.type) is { } room && room != Room(use.FilePath) && !Uses[Room(use.FilePath)].Contains(room))
            .Select(use => $"{Path.GetRelativePath(Library, use.FilePath)} uses {use.type.Name} of {RoomOf(use.type)}").Distinct());
    }

    [Fact]
    public void The_allowed_uses_form_no_circle()
    {
        bool Reaches(string from, string to) => Uses[from].Any(next => next == to || Reaches(next, to));
        Assert.All(Uses.Keys, room => Assert.False(Reaches(room, room)));
    }

    private static CSharpCompilation Compile()
    {
        var files = Directory.GetFiles(Library, "*.cs", SearchOption.AllDirectories)
            .Where(file => Room(file) is not ("bin" or "obj") && !file.Contains($"Stacks{Path.DirectorySeparatorChar}NuGet", StringComparison.Ordinal));
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(file => Path.GetFileNameWithoutExtension(file) != "ImageNotebooks").Select(file => MetadataReference.CreateFromFile(file));
        const string implicitUsings = "global using System; global using System.IO; global using System.Linq; global using System.Collections.Generic; global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;";
        return CSharpCompilation.Create("ImageNotebooks", files.Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), path: file))
            .Append(CSharpSyntaxTree.ParseText(implicitUsings, path: Path.Combine(Library, "Formatting", "Usings.cs"))), references);
    }

    private static IEnumerable<INamedTypeSymbol> TypesUsedIn(SyntaxTree tree, Compilation compilation)
    {
        var model = compilation.GetSemanticModel(tree);
        return tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>().Select(name => model.GetSymbolInfo(name).Symbol)
            .Select(symbol => symbol as INamedTypeSymbol ?? symbol?.ContainingType).OfType<INamedTypeSymbol>();
    }

    private static string? RoomOf(INamedTypeSymbol type) => type.DeclaringSyntaxReferences.FirstOrDefault() is { } place ? Room(place.SyntaxTree.FilePath) : null;

    private static string Room(string file) => Path.GetRelativePath(Library, file).Split(Path.DirectorySeparatorChar)[0];
}

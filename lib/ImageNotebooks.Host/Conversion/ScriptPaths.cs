using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ImageNotebooks.Host;

/// <summary>Where the files that a notebook names are, seen from the folder of the file that it is turned into.</summary>
/// <param name="From">The notebook's folder.</param>
/// <param name="To">The other file's folder.</param>
/// <param name="Root">The workspace's folder; null outside of one.</param>
internal sealed record ScriptPaths(string From, string To, string? Root)
{
    private const string Built = "bin/Release/net10.0";

    public static ScriptPaths Of(string source, string target)
    {
        var (from, to) = (Folder(source), Folder(target));
        return new ScriptPaths(from, to, NotebookLocator.FindRoot(from) ?? NotebookLocator.FindRoot(to));

        static string Folder(string path) => Path.GetDirectoryName(Path.GetFullPath(path))!;
    }

    /// <summary>The first line of every notebook of the workspace.</summary>
    public string Start => $"#load \"{Seen("environment/start.csx")}\"";

    /// <summary>What a script needs instead of it: the library, and <c>display</c>.</summary>
    public IReadOnlyList<string> ScriptReferences =>
        [$"#load \"{Seen($"lib/ImageNotebooks/{Built}/references.csx")}\"", $"#r \"{Seen($"lib/ImageNotebooks.Host/{Built}/ImageNotebooks.Host.dll")}\""];

    /// <summary>What a program needs instead of it.</summary>
    public IReadOnlyList<string> ProjectReferences =>
        [$"#:project {Seen("lib/ImageNotebooks/ImageNotebooks.csproj")}", $"#:project {Seen("lib/ImageNotebooks.Host/ImageNotebooks.Host.csproj")}"];

    /// <summary>Whether a <c>#load</c> is that of the workspace's start file.</summary>
    public bool IsStart(string file) => Root != null && Path.GetFullPath(Path.Combine(From, file)) == Path.Combine(Root, "environment", "start.csx");

    /// <summary>A file's path as written in the notebook, written for the other file.</summary>
    public string Relative(string file) => Path.IsPathRooted(file) || From == To ? file : Slashed(Path.GetRelativePath(To, Path.Combine(From, file)));

    /// <summary>A cell whose <c>#load</c> and <c>#r</c> name the same files from the other folder; the names of packages and assemblies stay.</summary>
    public string Rebase(string source)
    {
        if (From == To)
            return source;
        var root = CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(kind: SourceCodeKind.Script)).GetCompilationUnitRoot();
        var files = root.GetLoadDirectives().Select(line => line.File)
            .Concat(root.GetReferenceDirectives().Select(line => line.File).Where(file => IsFile(file.ValueText)));
        foreach (var file in files.OrderByDescending(file => file.SpanStart))
            source = source[..file.SpanStart] + $"\"{Relative(file.ValueText)}\"" + source[file.Span.End..];
        return source;
    }

    /// <summary>Whether what <c>#r</c> names is a file that is there, and not a package or an assembly of the runtime.</summary>
    public bool IsFile(string reference) => File.Exists(Path.Combine(From, reference));

    private string Seen(string file) => Slashed(Path.GetRelativePath(To, Path.Combine(Root
        ?? throw new NotebookException("The notebook loads environment/start.csx, and neither it nor the new file is inside the workspace; convert it there."), file)));

    private static string Slashed(string path) => path.Replace(Path.DirectorySeparatorChar, '/');
}

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
    private const string Course = "course.csx";

    /// <summary>The files that notebooks of the workspace load first; the one with more comes first.</summary>
    public static IReadOnlyList<string> Starts { get; } = [Course, "start.csx"];

    public static ScriptPaths Of(string source, string target)
    {
        var (from, to) = (Folder(source), Folder(target));
        return new ScriptPaths(from, to, NotebookLocator.FindRoot(from) ?? NotebookLocator.FindRoot(to));

        static string Folder(string path) => Path.GetDirectoryName(Path.GetFullPath(path))!;
    }

    /// <summary>What a script or program needs instead of the file that a notebook of the workspace loads first.</summary>
    /// <param name="start">Which of <see cref="Starts"/> it loads.</param>
    /// <param name="isProgram">Whether it is for a program, which refers to projects and not to assemblies.</param>
    public IReadOnlyList<string> LinesFor(string start, bool isProgram)
    {
        // The course's project brings the library with it.
        var project = start == Course ? "ImageNotebooks.Course" : "ImageNotebooks";
        return isProgram ? [$"#:project {Seen($"lib/{project}/{project}.csproj")}", $"#:project {Seen("lib/ImageNotebooks.Host/ImageNotebooks.Host.csproj")}"] :
        [
            $"#load \"{Seen($"lib/ImageNotebooks/{Built}/references.csx")}\"", $"#r \"{Seen($"lib/ImageNotebooks.Host/{Built}/ImageNotebooks.Host.dll")}\"",
            .. start == Course ? [$"#r \"{Seen($"lib/ImageNotebooks.Course/{Built}/ImageNotebooks.Course.dll")}\""] : Array.Empty<string>(),
        ];
    }

    /// <summary>The line by which a notebook loads one of <see cref="Starts"/>.</summary>
    public string Load(string start) => $"#load \"{Seen($"environment/{start}")}\"";

    /// <summary>Which of <see cref="Starts"/> a <c>#load</c> names; null where it names another file.</summary>
    public string? StartOf(string file) =>
        Root == null ? null : Starts.FirstOrDefault(start => Path.GetFullPath(Path.Combine(From, file)) == Path.Combine(Root, "environment", start));

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
        ?? throw new NotebookException("The notebook loads a file of the workspace, and neither it nor the new file is inside the workspace; convert it there."), file)));

    private static string Slashed(string path) => path.Replace(Path.DirectorySeparatorChar, '/');
}

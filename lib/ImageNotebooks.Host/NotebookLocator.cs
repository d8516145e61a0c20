using System.Text.RegularExpressions;

namespace ImageNotebooks.Host;

/// <summary>Finds the workspace and its notebooks.</summary>
public static partial class NotebookLocator
{
    /// <summary>The environment variable in which the launcher says where the workspace is.</summary>
    public const string RootVariable = "IMAGENOTEBOOKS_ROOT";

    /// <summary>The workspace's folder: what the launcher said, else the nearest folder upwards that holds the solution; null outside of one.</summary>
    public static string? FindRoot(string startFolder)
    {
        if (Environment.GetEnvironmentVariable(RootVariable) is { Length: > 0 } root)
            return Path.GetFullPath(root);
        for (var folder = new DirectoryInfo(startFolder); folder != null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ImageNotebooks.sln")))
                return folder.FullName;
        }
        return null;
    }

    /// <summary>The file of a notebook.</summary>
    /// <param name="nameOrPath">
    /// A path; or a name, with its number or without, else some whole words of it: <c>cifar-10</c>, and <c>cifar</c> where no
    /// other name has that word, find <c>notebooks/03-cifar-10.ipynb</c>. A study goes before a lesson: <c>segmentation</c> is
    /// the study of VOC, the lesson <c>13-segmentation</c>.
    /// </param>
    /// <param name="root">The workspace's folder, or null outside of one.</param>
    /// <exception cref="NotebookException">There is no such notebook, or several.</exception>
    public static string Resolve(string nameOrPath, string? root)
    {
        if (NotebookFormats.IsKnown(nameOrPath) || File.Exists(nameOrPath))
        {
            var path = Path.GetFullPath(nameOrPath);
            return File.Exists(path) ? path : throw new NotebookException($"There is no notebook {path}; check the path, or give the name of a notebook of the workspace.");
        }

        var all = root == null ? [] : List(root);
        Func<string, bool>[] rules =
        [
            path => Name(path) == nameOrPath,
            path => ShortName(path) == nameOrPath,
            path => $"-{Name(path)}-".Contains($"-{nameOrPath}-", StringComparison.Ordinal),
        ];
        var found = new[] { root == null ? [] : Studies(root), all }.SelectMany(group => rules.Select(rule => group.Where(rule).ToList()))
            .FirstOrDefault(matches => matches.Count > 0) ?? [];
        if (found.Count == 1)
            return found[0];

        var problem = found.Count == 0 ? $"There is no notebook named '{nameOrPath}'" : $"Several notebooks answer to '{nameOrPath}'";
        var list = (found.Count == 0 ? all : found).Select(path => found.Count == 0 ? ShortName(path) : Path.GetRelativePath(root!, path)).ToList();
        throw new NotebookException(list.Count == 0
            ? $"{problem}, and {(root == null ? "this folder is not inside the workspace" : $"{Path.Combine(root, "notebooks")} holds none")}; give the path of an .ipynb file."
            : $"{problem}; there {(list.Count == 1 ? "is" : "are")} {string.Join(", ", list)}.");
    }

    /// <summary>The notebooks of the workspace in order, without those in folders of their own, such as a course's.</summary>
    /// <param name="root">The workspace's folder.</param>
    public static IReadOnlyList<string> Studies(string root)
    {
        var folder = Path.Combine(root, "notebooks");
        return [.. List(root).Where(path => Path.GetDirectoryName(path) == folder)];
    }

    /// <summary>Where the executed notebook goes unless the user says otherwise.</summary>
    /// <param name="notebookPath">The notebook.</param>
    /// <param name="root">The workspace's folder, or null outside of one.</param>
    public static string DefaultOutput(string notebookPath, string? root)
    {
        var name = Path.GetFileNameWithoutExtension(notebookPath);
        var folder = root == null ? Path.GetDirectoryName(Path.GetFullPath(notebookPath))! : Path.Combine(root, "notebooks");
        return Path.Combine(folder, "runs", name, name + ".ipynb");
    }

    /// <summary>The library that draws charts, as npm put it into the workspace; null where it is not there.</summary>
    internal static string? FindPlotly() => FindPackageFile("plotly.js-dist-min/plotly.min.js");

    /// <summary>A file of a package that npm put into the workspace; null where it is not there.</summary>
    internal static string? FindPackageFile(string path) =>
        FindRoot(AppContext.BaseDirectory) is { } root && Path.Combine([root, "environment", "node_modules", .. path.Split('/')]) is var file && File.Exists(file) ? file : null;

    private static List<string> List(string root)
    {
        var folder = Path.Combine(root, "notebooks");
        if (!Directory.Exists(folder))
            return [];
        return [.. Directory.EnumerateFiles(folder, "*.ipynb", SearchOption.AllDirectories)
            .Where(path => !Path.GetRelativePath(folder, path).Split(Path.DirectorySeparatorChar)[..^1].Any(part => part is "runs" or "solutions" || part.StartsWith('.')))
            .Order(StringComparer.Ordinal)];
    }

    private static string Name(string path) => Path.GetFileNameWithoutExtension(path);

    private static string ShortName(string path) => NumberPrefix().Replace(Name(path), "");

    [GeneratedRegex(@"^\d+-")]
    private static partial Regex NumberPrefix();
}

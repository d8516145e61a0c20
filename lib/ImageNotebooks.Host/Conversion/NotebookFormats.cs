namespace ImageNotebooks.Host;

/// <summary>
/// The files that hold a notebook: Jupyter's .ipynb, .NET Interactive's .dib, a C# script in cells (.csx, jupytext's percent
/// format), and a program of one file (.cs, for <c>dotnet run</c>). The ending of a file's name says which it is. All but
/// .ipynb hold no outputs.
/// </summary>
public static class NotebookFormats
{
    /// <summary>The endings, with their dot.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [".ipynb", ".dib", ".csx", ".cs"];

    /// <summary>Whether a file's name ends as a notebook's does.</summary>
    public static bool IsKnown(string path) => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>The notebook that a file's text holds.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="path">The file, for its ending, for paths relative to it, and for messages.</param>
    /// <exception cref="NotebookException">The text is not of that format, or has cells that do not run here.</exception>
    public static Notebook Parse(string text, string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".dib" => DibFormat.Parse(text, path),
        ".csx" or ".cs" => ScriptFormat.Parse(text, path),
        _ => Notebook.Parse(text, path),
    };

    /// <summary>The text of a file that holds a notebook.</summary>
    /// <param name="notebook">The notebook.</param>
    /// <param name="source">The file it was read from: paths in it are relative to that file's folder.</param>
    /// <param name="target">The file that the text is for: its ending chooses the format, and paths become relative to its folder.</param>
    /// <exception cref="NotebookException">The ending is none of <see cref="Extensions"/>, or the notebook has something that the format cannot hold.</exception>
    public static string Write(Notebook notebook, string source, string target) => Path.GetExtension(target).ToLowerInvariant() switch
    {
        ".ipynb" => Notebook.Of(notebook.Cells.Select(cell => Rebased(cell, source, target))).ToJson(),
        ".dib" => DibFormat.Write(notebook, cell => Rebased(cell, source, target)),
        ".csx" => ScriptFormat.Write(notebook, ScriptPaths.Of(source, target), isProgram: false),
        ".cs" => ScriptFormat.Write(notebook, ScriptPaths.Of(source, target), isProgram: true),
        var other => throw new NotebookException($"{target} cannot be written: '{other}' is the ending of no kind of notebook; there are {string.Join(", ", Extensions)}."),
    };

    /// <summary>Writes a notebook to a file of another format, as <see cref="Write"/> says and <see cref="Notebook.Write"/> does.</summary>
    /// <exception cref="NotebookException">As for <see cref="Write"/>, or the file cannot be written.</exception>
    public static void Save(Notebook notebook, string source, string target) => Notebook.WriteFile(target, Write(notebook, source, target));

    /// <summary>Makes a notebook's <c>#load</c> and <c>#r</c> name the same files from another place.</summary>
    /// <param name="notebook">The notebook; it is changed.</param>
    /// <param name="source">The file it was read from.</param>
    /// <param name="target">The file it will be written to.</param>
    public static void Rebase(Notebook notebook, string source, string target)
    {
        foreach (var cell in notebook.Cells.Where(cell => cell.Kind == CellKind.Code && cell.Language == CellLanguage.CSharp))
            cell.Source = ScriptPaths.Of(source, target).Rebase(cell.Source);
    }

    // Outputs and ids stay behind: they belong to the file that was run.
    private static NotebookCell Rebased(NotebookCell cell, string source, string target)
    {
        var copy = new NotebookCell(cell.Json.DeepClone().AsObject());
        copy.Json.Remove("id");
        if (copy.Kind == CellKind.Code)
        {
            (copy.Outputs, copy.ExecutionCount) = ([], null);
            if (copy.Language == CellLanguage.CSharp)
                copy.Source = ScriptPaths.Of(source, target).Rebase(copy.Source);
        }
        return copy;
    }
}

using System.Text;

namespace ImageNotebooks.Host;

/// <summary>
/// .NET Interactive's and Polyglot Notebooks' .dib files: cells one below the other, each after a line with <c>#!</c> and its
/// language. The format has no place for tags; they stand in a comment on a cell's first line.
/// </summary>
internal static class DibFormat
{
    private const string Tags = "// tags: ";

    private const string Meta = "meta";

    private const string Raw = "raw";

    public static string Write(Notebook notebook, Func<NotebookCell, NotebookCell> prepare)
    {
        var text = new StringBuilder("#!meta\n\n{\"kernelInfo\":{\"defaultKernelName\":\"csharp\",\"items\":[{\"aliases\":[],\"name\":\"csharp\"}]}}\n");
        foreach (var cell in notebook.Cells.Select(prepare))
        {
            text.Append("\n#!").Append(NameOf(cell)).Append("\n\n");
            if (cell.Tags.Count > 0 && cell.Kind == CellKind.Code)
                text.Append(Tags).AppendJoin(", ", cell.Tags).Append('\n');
            text.Append(cell.Source.Trim('\n')).Append('\n');
        }
        return text.ToString();
    }

    private static string NameOf(NotebookCell cell) => cell.Kind switch
    {
        CellKind.Markdown => "markdown",
        CellKind.Raw => Raw,
        _ => cell.Language.ToString().ToLowerInvariant(),
    };

    public static Notebook Parse(string text, string path)
    {
        var cells = new List<NotebookCell>();
        var (language, lines) = ("csharp", new List<string>());
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (Begins(line, path) is not { } next)
            {
                lines.Add(line);
                continue;
            }
            Add(cells, language, lines);
            (language, lines) = (next, []);
        }
        Add(cells, language, lines);
        return Notebook.Of(cells);
    }

    // The language whose cell a line begins; null for a line of a cell, such as #!time.
    private static string? Begins(string line, string path)
    {
        if (!line.StartsWith("#!", StringComparison.Ordinal))
            return null;
        var word = line[2..].Trim();
        if (word is Meta or Raw || CellLanguages.Find(word) != null)
            return word;
        return word.Split(' ')[0] is var first && (first == "time" || CellLanguages.Find(first) != null) ? null
            : throw new NotebookException($"{path} has a cell in '#!{word}', and only {string.Join(", ", CellLanguages.Names)} run here; rewrite or remove that cell.");
    }

    private static void Add(List<NotebookCell> cells, string language, List<string> lines)
    {
        var source = string.Join('\n', lines).Trim('\n');
        if (language == Meta || source.Trim().Length == 0)
            return;
        if (language == Raw)
            cells.Add(NotebookCell.Raw(source));
        else if (CellLanguages.Find(language) is CellLanguage.Markdown)
            cells.Add(NotebookCell.Markdown(source));
        else
            cells.Add(Code(source, CellLanguages.Find(language)!.Value));
    }

    private static NotebookCell Code(string source, CellLanguage language)
    {
        string[] tags = [];
        if (source.StartsWith(Tags, StringComparison.Ordinal))
        {
            var end = source.IndexOf('\n') is var found and >= 0 ? found : source.Length;
            tags = source[Tags.Length..end].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            source = source[end..].TrimStart('\n');
        }
        var cell = NotebookCell.Code(source, null, tags);
        if (language != CellLanguage.CSharp)
            cell.Metadata.Child("polyglot_notebook")["kernelName"] = language.ToString().ToLowerInvariant();
        return cell;
    }
}

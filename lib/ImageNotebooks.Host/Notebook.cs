using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ImageNotebooks.Host;

/// <summary>
/// A C# notebook in Jupyter's format (nbformat 4, https://nbformat.readthedocs.io). What this library does not know of
/// a notebook - metadata, ids, attachments - is kept as it was read.
/// </summary>
public sealed class Notebook
{
    private const int SupportedFormat = 4;
    private static readonly string[] CSharpNames = ["c#", "csharp", "cs"];
    private static readonly JsonDocumentOptions ReadOptions = new() { MaxDepth = 512, AllowDuplicateProperties = false };

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly JsonObject _json;
    private readonly List<NotebookCell> _cells;

    private Notebook(JsonObject json)
    {
        _json = json;
        _cells = [.. json["cells"]!.AsArray().Select(cell => new NotebookCell(cell!.AsObject()))];
    }

    /// <summary>The cells in order.</summary>
    public IReadOnlyList<NotebookCell> Cells => _cells;

    /// <summary>The notebook's metadata as JSON; changes to it are written.</summary>
    public JsonObject Metadata => _json.Child("metadata");

    /// <summary>Whether cells carry ids (nbformat 4.5 and later).</summary>
    public bool HasCellIds => _json["nbformat_minor"] is JsonValue minor && minor.TryGetValue<int>(out var n) && n >= 5;

    /// <summary>A new notebook of these cells: of nbformat 4.4 where a cell has no id, else of 4.5.</summary>
    public static Notebook Of(params IEnumerable<NotebookCell> cells) => Of([.. cells]);

    private static Notebook Of(List<NotebookCell> cells) => new(new JsonObject
    {
        ["cells"] = new JsonArray([.. cells.Select(cell => cell.Json)]),
        ["metadata"] = new JsonObject { ["kernelspec"] = new JsonObject { ["display_name"] = ".NET (C#)", ["language"] = "C#", ["name"] = ".net-csharp" } },
        ["nbformat"] = SupportedFormat,
        ["nbformat_minor"] = cells.All(cell => cell.Id != null) ? 5 : 4,
    });

    /// <summary>Reads a notebook from a file of any of the <see cref="NotebookFormats"/>.</summary>
    /// <exception cref="NotebookException">
    /// The file is missing or unreadable, not UTF-8, not JSON, not a notebook, of another format than nbformat 4, or in another
    /// language than C#.
    /// </exception>
    public static Notebook Read(string path)
    {
        string text;
        try
        {
            using var reader = new StreamReader(path, StrictUtf8);
            text = reader.ReadToEnd();
        }
        catch (DecoderFallbackException e)
        {
            throw new NotebookException($"{path} is not UTF-8 ({e.Message.TrimEnd('.')}); restore the file from version control, or save it as UTF-8 in the editor that wrote it.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NotebookException($"The notebook {path} cannot be read: {e.Message}", e);
        }
        return NotebookFormats.Parse(text, path);
    }

    /// <summary>Reads a notebook from its JSON text.</summary>
    /// <param name="text">The content of an .ipynb file.</param>
    /// <param name="name">The file's name, for messages.</param>
    /// <exception cref="NotebookException">As <see cref="Read"/>, for a file of that format.</exception>
    public static Notebook Parse(string text, string name)
    {
        JsonNode? root;
        try
        {
            root = JsonNode.Parse(text, documentOptions: ReadOptions);
        }
        catch (JsonException e)
        {
            throw new NotebookException(
                $"{name} is not JSON (line {e.LineNumber + 1}), so it is no notebook; check that it is the whole .ipynb file and holds no merge conflict.", e);
        }
        var json = CheckShape(root, name);
        CheckLanguage(json, name);
        return new Notebook(json);
    }

    private static JsonObject CheckShape(JsonNode? root, string name)
    {
        if (root is not JsonObject json || json["nbformat"] is not JsonValue format || !format.TryGetValue<int>(out var version))
            throw new NotebookException($"{name} is JSON but no notebook: it has no 'nbformat' number; give the path of an .ipynb file.");
        if (version != SupportedFormat)
            throw new NotebookException(
                $"{name} is in nbformat {version}, and only nbformat {SupportedFormat} is read here; open it in Jupyter and save it to convert it.");
        if (json["cells"] is not JsonArray cells)
            throw new NotebookException($"{name} has no list of cells; restore the file from version control.");
        for (var i = 0; i < cells.Count; i++)
        {
            if (cells[i] is not JsonObject cell || cell.String("cell_type") is null || NotebookJson.Text(cell["source"]) is null)
                throw new NotebookException(
                    $"Cell {i + 1} of {name} is malformed: it needs a 'cell_type' and a 'source' that is a string or a list of strings; restore the file from version control.");
        }
        return json;
    }

    // A notebook that names no language is taken for C#; one that names another must not be compiled as if it were.
    private static void CheckLanguage(JsonObject json, string name)
    {
        var metadata = json["metadata"] as JsonObject;
        var language = (metadata?["kernelspec"] as JsonObject).String("language")
            ?? (metadata?["language_info"] as JsonObject).String("name")?.Replace("polyglot-notebook", "csharp");
        if (language != null && !CSharpNames.Contains(language.ToLowerInvariant()))
            throw new NotebookException($"{name} is written for the language '{language}', and only C# notebooks run here; run it with its own kernel.");

        foreach (var cell in json["cells"]!.AsArray().Select(cell => cell!.AsObject()).Where(cell => cell.String("cell_type") == "code"))
        {
            var own = (cell["metadata"] as JsonObject)?.CellLanguage();
            if (own != null && CellLanguages.Find(own) == null)
                throw new NotebookException($"{name} has a code cell in the language '{own}', and only {string.Join(", ", CellLanguages.Names)} run here; rewrite or remove that cell.");
        }
    }

    /// <summary>Puts a cell before the cell that is now at <paramref name="index"/>.</summary>
    public void Insert(int index, NotebookCell cell)
    {
        _json["cells"]!.AsArray().Insert(index, cell.Json);
        _cells.Insert(index, cell);
    }

    /// <summary>Takes a cell out.</summary>
    public void Remove(NotebookCell cell)
    {
        _json["cells"]!.AsArray().Remove(cell.Json);
        _cells.Remove(cell);
    }

    /// <summary>The notebook as the text of an .ipynb file, formatted as Jupyter formats it.</summary>
    public string ToJson() => NotebookJson.Write(_json);

    /// <summary>
    /// Writes the notebook to a file: first whole under another name in the same folder, then moved into place, so that
    /// a full disk or a crash leaves the earlier file as it was. Missing folders are made.
    /// </summary>
    /// <exception cref="NotebookException">The file cannot be written.</exception>
    public void Write(string path) => WriteFile(path, ToJson());

    internal static void WriteFile(string path, string text)
    {
        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            File.WriteAllText(temporary, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            DeleteQuietly(temporary);
            throw new NotebookException(
                $"{path} cannot be written: {e.Message.TrimEnd('.')}; free some space or name another place with --output.", e);
        }
    }

    // The failure that matters is the one being reported; a leftover temporary file is not worth hiding it.
    private static void DeleteQuietly(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }
}

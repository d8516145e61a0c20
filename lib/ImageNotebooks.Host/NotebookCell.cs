using System.Text.Json.Nodes;

namespace ImageNotebooks.Host;

/// <summary>What a cell holds.</summary>
public enum CellKind
{
    /// <summary>C# that is run.</summary>
    Code,

    /// <summary>Prose.</summary>
    Markdown,

    /// <summary>Text for other tools; neither run nor shown.</summary>
    Raw,
}

/// <summary>
/// One cell of a <see cref="Notebook"/>: a view on its JSON, so that metadata, ids and attachments that this library
/// does not know are kept.
/// </summary>
public sealed class NotebookCell
{
    internal NotebookCell(JsonObject json) => Json = json;

    internal JsonObject Json { get; }

    /// <summary>Code, Markdown or raw.</summary>
    public CellKind Kind => Json.String("cell_type") switch
    {
        "code" => CellKind.Code,
        "markdown" => CellKind.Markdown,
        _ => CellKind.Raw,
    };

    /// <summary>The cell's id (nbformat 4.5), or null in older notebooks.</summary>
    public string? Id => Json.String("id");

    /// <summary>The cell's text, with line feeds between its lines.</summary>
    public string Source
    {
        get => NotebookJson.Text(Json["source"])!;
        set => Json["source"] = NotebookJson.Lines(value);
    }

    /// <summary>The cell's metadata as JSON; changes to it are written.</summary>
    public JsonObject Metadata => Json.Child("metadata");

    /// <summary>The language that the cell's metadata names, as Polyglot Notebooks and .NET Interactive leave it; C# where they name none.</summary>
    /// <exception cref="NotebookException">It is no language that runs here.</exception>
    public CellLanguage Language
    {
        get
        {
            var name = (Json["metadata"] as JsonObject)?.CellLanguage();
            return name == null ? CellLanguage.CSharp : CellLanguages.Find(name)
                ?? throw new NotebookException($"A code cell is in the language '{name}', and only {string.Join(", ", CellLanguages.Names)} run here; rewrite or remove that cell.");
        }
    }

    /// <summary>The number in brackets beside an executed code cell; null before it ran.</summary>
    public int? ExecutionCount
    {
        get => Json["execution_count"] is JsonValue value && value.TryGetValue<int>(out var count) ? count : null;
        set => Json["execution_count"] = value;
    }

    /// <summary>The outputs of a code cell as nbformat's JSON objects.</summary>
    public JsonArray Outputs
    {
        get
        {
            if (Json["outputs"] is not JsonArray outputs)
                Json["outputs"] = outputs = [];
            return outputs;
        }
        set => Json["outputs"] = value;
    }

    /// <summary>The plain text of the value that the cell ended with; null where it has none.</summary>
    public string? ResultText =>
        NotebookJson.Text(Outputs.OfType<JsonObject>().LastOrDefault(output => output.String("output_type") == "execute_result")?["data"]?["text/plain"]);

    /// <summary>The cell's tags, such as <c>parameters</c>.</summary>
    public IReadOnlyList<string> Tags =>
        Metadata["tags"] is JsonArray tags ? [.. tags.Select(tag => tag?.ToString() ?? "")] : [];

    /// <summary>A cell of prose.</summary>
    /// <param name="source">Its Markdown.</param>
    public static NotebookCell Markdown(string source) =>
        new(new JsonObject { ["cell_type"] = "markdown", ["metadata"] = new JsonObject(), ["source"] = NotebookJson.Lines(source) });

    /// <summary>A cell that is neither run nor shown.</summary>
    /// <param name="source">Its text.</param>
    public static NotebookCell Raw(string source) =>
        new(new JsonObject { ["cell_type"] = "raw", ["metadata"] = new JsonObject(), ["source"] = NotebookJson.Lines(source) });

    /// <summary>A code cell with no outputs yet.</summary>
    /// <param name="source">Its C#.</param>
    /// <param name="id">Its id, or null in notebooks older than nbformat 4.5.</param>
    /// <param name="tags">Its tags.</param>
    public static NotebookCell Code(string source, string? id = null, params string[] tags)
    {
        var json = new JsonObject { ["cell_type"] = "code", ["execution_count"] = null };
        if (id != null)
            json["id"] = id;
        json["metadata"] = new JsonObject();
        if (tags.Length > 0)
            json["metadata"]!["tags"] = new JsonArray([.. tags.Select(tag => JsonValue.Create(tag))]);
        json["outputs"] = new JsonArray();
        json["source"] = NotebookJson.Lines(source);
        return new NotebookCell(json);
    }
}

using System.Text.Json.Nodes;

namespace ImageNotebooks.Host;

/// <summary>Why a cell failed.</summary>
/// <param name="Name">The exception's type, or <c>CompilationError</c>.</param>
/// <param name="Message">What it says.</param>
/// <param name="Traceback">The lines to show: message, places in cells and files with their source, causes.</param>
/// <param name="Place">Where in the notebook, such as <c>cell 3, line 2</c>; null when that is not known.</param>
public sealed record CellError(string Name, string Message, IReadOnlyList<string> Traceback, string? Place = null)
{
    /// <summary>The error as nbformat stores it.</summary>
    public JsonObject ToJson() => new()
    {
        ["output_type"] = "error",
        ["ename"] = Name,
        ["evalue"] = Message,
        ["traceback"] = new JsonArray([.. Traceback.Select(line => JsonValue.Create(line))]),
    };
}

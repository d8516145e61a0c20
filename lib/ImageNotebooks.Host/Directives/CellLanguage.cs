namespace ImageNotebooks.Host;

/// <summary>What the lines of a code cell are written in.</summary>
public enum CellLanguage
{
    /// <summary>C#, which is compiled and run.</summary>
    CSharp,

    /// <summary>Markup that is shown.</summary>
    Html,

    /// <summary>A script for the page.</summary>
    JavaScript,

    /// <summary>Prose that is shown.</summary>
    Markdown,

    /// <summary>A diagram (https://mermaid.js.org).</summary>
    Mermaid,

    /// <summary>Statements for an SQLite database.</summary>
    Sql,
}

/// <summary>The names by which cells choose their language, in a directive or in their metadata.</summary>
internal static class CellLanguages
{
    private static readonly Dictionary<string, CellLanguage> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["csharp"] = CellLanguage.CSharp,
        ["c#"] = CellLanguage.CSharp,
        ["cs"] = CellLanguage.CSharp,
        ["html"] = CellLanguage.Html,
        ["javascript"] = CellLanguage.JavaScript,
        ["js"] = CellLanguage.JavaScript,
        ["markdown"] = CellLanguage.Markdown,
        ["md"] = CellLanguage.Markdown,
        ["mermaid"] = CellLanguage.Mermaid,
        ["sql"] = CellLanguage.Sql,
    };

    /// <summary>The name of each language that a sentence gives.</summary>
    public static IReadOnlyList<string> Names { get; } = ["csharp", "html", "javascript", "markdown", "mermaid", "sql"];

    /// <summary>The language of a name; null for a name that is none of them.</summary>
    public static CellLanguage? Find(string name) => Known.TryGetValue(name, out var language) ? language : null;
}

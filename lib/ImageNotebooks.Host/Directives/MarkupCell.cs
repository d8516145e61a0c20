namespace ImageNotebooks.Host;

/// <summary>Cells that are shown and not run.</summary>
internal static class MarkupCell
{
    /// <summary>What a notebook shows of a part that is no program.</summary>
    /// <param name="language">HTML, JavaScript, Markdown or Mermaid.</param>
    /// <param name="source">Its text.</param>
    public static MimeBundle Show(CellLanguage language, string source) => language switch
    {
        CellLanguage.Html => new MimeBundle(ValueFormatter.Html, source),
        CellLanguage.JavaScript => new MimeBundle(ValueFormatter.Html, Script(source)),
        CellLanguage.Markdown => new MimeBundle([new("text/markdown", source), new(ValueFormatter.PlainText, source)]),
        // JupyterLab draws the first form; VS Code and others draw a fenced block of Markdown.
        CellLanguage.Mermaid => new MimeBundle(
            [new("text/vnd.mermaid", source), new("text/markdown", $"```mermaid\n{source}\n```"), new(ValueFormatter.PlainText, source)]),
        _ => throw new ArgumentOutOfRangeException(nameof(language), language, "It is run and not shown."),
    };

    // In a function, so that a cell can await, and can run twice although it declares names.
    private static string Script(string source) =>
        $"<script>(async () => {{\n{source.Replace("</script", "<\\/script", StringComparison.OrdinalIgnoreCase)}\n}})();</script>";
}

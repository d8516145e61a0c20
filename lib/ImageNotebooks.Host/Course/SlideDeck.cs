using System.Text.RegularExpressions;

namespace ImageNotebooks.Host;

/// <summary>
/// An executed notebook as slides: one HTML page that needs nothing else. A cell tagged <c>slide</c> begins a slide, and one tagged <c>skip</c> is left out; in a notebook
/// without such tags every heading begins one. Cells that only load and import are left out too.
/// </summary>
public static partial class SlideDeck
{
    private const string SlideTag = "slide";
    private const string SkipTag = "skip";

    /// <summary>Writes the page to a file.</summary>
    /// <exception cref="NotebookException">The file cannot be written.</exception>
    public static void Write(Notebook notebook, string path, string notebookPath) => Notebook.WriteFile(path, Render(notebook, notebookPath));

    /// <summary>The page as text.</summary>
    /// <param name="notebook">The executed notebook.</param>
    /// <param name="notebookPath">Its folder holds the pictures that its prose shows, its name stands in for a missing title.</param>
    public static string Render(Notebook notebook, string notebookPath)
    {
        // The first title stands on the first slide, not in a header above.
        var markdown = new ReportMarkdown(Path.GetDirectoryName(Path.GetFullPath(notebookPath))!, takesTitle: false);
        var outputs = new ReportOutputs(markdown);
        var slides = string.Join('\n', Divide(notebook).Select(cells => $"<section class=\"slide\">\n{string.Concat(cells.Select(cell => HtmlReport.Cell(cell, markdown, outputs)))}</section>"));
        var title = markdown.Title ?? Path.GetFileNameWithoutExtension(notebookPath);
        return HtmlReport.Page(title, HtmlReport.Resource("deck.css") + PageLibraries.Styles(slides), "deck", $"""
            <main>
            {slides}
            </main>
            <output id="place" aria-live="polite"></output>
            {HtmlReport.Scripts(slides)}
            <script>
            {HtmlReport.Resource("deck.js")}
            </script>
            """);
    }

    /// <summary>The cells of each slide.</summary>
    private static List<List<NotebookCell>> Divide(Notebook notebook)
    {
        var tagged = notebook.Cells.Any(cell => cell.Tags.Contains(SlideTag));
        var slides = new List<List<NotebookCell>>();
        foreach (var cell in notebook.Cells.Where(IsShown).SelectMany(cell => tagged ? [cell] : AtHeadings(cell)))
        {
            var begins = tagged ? cell.Tags.Contains(SlideTag) : cell.Kind == CellKind.Markdown && cell.Source.TrimStart().StartsWith('#');
            if (begins || slides.Count == 0)
                slides.Add([]);
            slides[^1].Add(cell);
        }
        return slides;
    }

    // What a cell says of the slide before stands above its heading.
    private static IEnumerable<NotebookCell> AtHeadings(NotebookCell cell) =>
        cell.Kind != CellKind.Markdown || cell.Source.Contains("```", StringComparison.Ordinal) || cell.Json["attachments"] != null ? [cell]
        : Heading().Split(cell.Source).Where(part => part.Trim().Length > 0).Select(NotebookCell.Markdown);

    [GeneratedRegex("^(?=#{1,6} )", RegexOptions.Multiline)]
    private static partial Regex Heading();

    private static bool IsShown(NotebookCell cell) => cell.Kind != CellKind.Raw && !cell.Tags.Any(tag => tag is SkipTag or NotebookParameter.Tag or NotebookParameter.InjectedTag)
        && !(cell.Kind == CellKind.Code && HtmlReport.IsPlumbing(cell.Source));
}

using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;

namespace ImageNotebooks.Host;

/// <summary>An executed notebook as one HTML page that needs nothing else: no network, no other file.</summary>
public static class HtmlReport
{
    /// <summary>Writes the page to a file.</summary>
    /// <param name="notebook">The executed notebook.</param>
    /// <param name="path">The page's file.</param>
    /// <param name="notebookPath">The notebook that was run: its folder holds the pictures that its prose shows, its name stands in for a missing title.</param>
    /// <exception cref="NotebookException">The file cannot be written.</exception>
    public static void Write(Notebook notebook, string path, string notebookPath) => Notebook.WriteFile(path, Render(notebook, notebookPath));

    /// <summary>The page as text.</summary>
    /// <param name="notebook">The executed notebook.</param>
    /// <param name="notebookPath">As for <see cref="Write"/>.</param>
    public static string Render(Notebook notebook, string notebookPath)
    {
        var markdown = new ReportMarkdown(Path.GetDirectoryName(Path.GetFullPath(notebookPath))!);
        var outputs = new ReportOutputs(markdown);
        var body = new StringBuilder();
        foreach (var cell in notebook.Cells)
            body.Append(Cell(cell, markdown, outputs));

        var title = markdown.Title ?? Path.GetFileNameWithoutExtension(notebookPath);
        var content = body.ToString();
        return Page(title, PageLibraries.Styles(content), "", $"""
            {Contents(markdown.Headings)}
            <main>
            {Header(new RunRecord(notebook), title, notebookPath)}
            {content}
            </main>
            {Scripts(content)}
            """);
    }

    /// <summary>A page with the report's look.</summary>
    /// <param name="title">Its title, as text.</param>
    /// <param name="styles">More of its styles.</param>
    /// <param name="kind">The class of its body; empty for a report.</param>
    /// <param name="body">Its body, as HTML.</param>
    internal static string Page(string title, string styles, string kind, string body) => $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{WebUtility.HtmlEncode(title)}</title>
        <style>
        {Resource("report.css")}{styles}
        </style>
        </head>
        <body{(kind.Length > 0 ? $" class=\"{kind}\"" : "")}>
        {body}
        </body>
        </html>

        """.ReplaceLineEndings("\n");

    internal static string Cell(NotebookCell cell, ReportMarkdown markdown, ReportOutputs outputs) => cell.Kind switch
    {
        CellKind.Markdown => $"<section class=\"prose\">\n{markdown.ToHtml(cell.Source, cell.Json["attachments"] as JsonObject)}</section>\n",
        CellKind.Code when cell.Source.Trim().Length > 0 || cell.Outputs.Count > 0 => Code(cell, outputs),
        _ => "",
    };

    private static string Code(NotebookCell cell, ReportOutputs outputs)
    {
        var count = cell.ExecutionCount?.ToString(CultureInfo.InvariantCulture) ?? " ";
        var id = cell.ExecutionCount == null ? "" : $" id=\"cell-{count}\"";
        var time = RunRecord.DurationOf(cell) is { } duration ? $"<time>{Describe(duration)}</time>" : "";
        var leftOut = RunRecord.WhyLeftOut(cell);
        var note = leftOut ?? (cell.Tags.Contains(NotebookParameter.InjectedTag) ? "set for this run" : null);
        var results = cell.Outputs.Count == 0 || leftOut != null ? "" : $"<div class=\"outputs\">\n{outputs.ToHtml(cell.Outputs)}</div>\n";
        if (cell.Source.Trim().Length == 0)
            return $"<section class=\"code\"{id}>\n{results}</section>\n";
        return $"""
            <section class="code"{id}>
            <details{(leftOut != null || IsPlumbing(cell.Source) ? "" : " open")}><summary><span class="count">[{count}]</span>{(note == null ? "" : $"<em>{WebUtility.HtmlEncode(note)}</em>")}{time}</summary>
            <pre class="source"><code>{CSharpHighlighter.ToHtml(cell.Source.TrimEnd())}</code></pre></details>
            {results}</section>

            """;
    }

    // A cell that only loads and imports tells a reader nothing; it is there, folded.
    internal static bool IsPlumbing(string source) => source.Split('\n').Select(line => line.Trim()).All(line =>
        line.Length == 0 || line.StartsWith('#') || line.StartsWith("//", StringComparison.Ordinal) || line.StartsWith("using ", StringComparison.Ordinal));

    private static string Contents(List<ReportHeading> headings)
    {
        if (headings.Count < 2)
            return "";
        var top = headings.Min(heading => heading.Level);
        var items = headings.Where(heading => heading.Level <= top + 1).Select(heading =>
            $"<li class=\"level-{heading.Level - top + 1}\"><a href=\"#{heading.Id}\">{WebUtility.HtmlEncode(heading.Text)}</a></li>");
        return $"<nav aria-label=\"Contents\"><ol>\n{string.Join("\n", items)}\n</ol></nav>";
    }

    private static string Header(RunRecord record, string title, string notebookPath)
    {
        var facts = new List<string> { Fact("Notebook", Path.GetFileName(notebookPath)) };
        if (record.Started is { } started)
            facts.Add(Fact("Run", started.ToLocalTime().ToString("d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture)));
        if (record.Duration is { } duration)
            facts.Add(Fact("Duration", Describe(duration)));
        if (record.Models.Count > 0)
            facts.Add(Fact("Models", string.Join(", ", record.Models)));
        if (record.Status is { } status and not RunStatus.Finished)
            facts.Add(Fact("Status", status == RunStatus.TimedOut ? "timed out" : status.ToString().ToLowerInvariant()));

        var rows = record.Parameters.Select(parameter => $"<tr><th scope=\"row\">{WebUtility.HtmlEncode(parameter.Key)}</th><td><code>{WebUtility.HtmlEncode(parameter.Value)}</code></td></tr>").ToList();
        var table = rows.Count == 0 ? "" : $"<table class=\"parameters\"><caption>Parameters</caption>\n{string.Join("\n", rows)}\n</table>\n";
        var message = record.Status is null or RunStatus.Finished || record.Message == null ? "" : $"<p class=\"failure\">{WebUtility.HtmlEncode(record.Message)}</p>\n";
        return $"<header>\n<h1>{WebUtility.HtmlEncode(title)}</h1>\n<dl>{string.Concat(facts)}</dl>\n{message}{table}<button type=\"button\" id=\"toggle-code\" hidden>Hide code</button>\n</header>";
    }

    private static string Fact(string name, string value) => $"<div><dt>{name}</dt><dd>{WebUtility.HtmlEncode(value)}</dd></div>";

    private static string Describe(TimeSpan time)
    {
        var culture = CultureInfo.InvariantCulture;
        if (time.TotalSeconds < 60)
            return time.TotalSeconds.ToString(time.TotalSeconds < 10 ? "0.00" : "0.0", culture) + " s";
        return time.TotalHours < 1 ? $"{time.Minutes} min {time.Seconds} s" : $"{(int)time.TotalHours} h {time.Minutes} min";
    }

    internal static string Scripts(string body) => $"{PageLibraries.Scripts(body)}<script>\n{Resource("report.js")}\n</script>";

    internal static string Resource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The resource {name} is missing from ImageNotebooks.Host.dll; rebuild it.");
        return new StreamReader(stream).ReadToEnd();
    }
}

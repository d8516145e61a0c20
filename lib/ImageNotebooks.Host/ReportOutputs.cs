using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace ImageNotebooks.Host;

/// <summary>The outputs of code cells as HTML.</summary>
/// <param name="markdown">Renders outputs that are Markdown.</param>
internal sealed class ReportOutputs(ReportMarkdown markdown)
{
    private const string Plotly = "application/vnd.plotly.v1+json";

    // Of several forms of one value the richest that a page without a network can show.
    private static readonly string[] Preference =
        [Plotly, "text/html", "image/svg+xml", "image/png", "image/jpeg", "image/gif", "text/markdown", "application/json", "text/latex", "text/plain"];

    public string ToHtml(JsonArray outputs)
    {
        var html = new StringBuilder();
        foreach (var output in outputs.OfType<JsonObject>())
            html.AppendLine(ToHtml(output));
        return html.ToString();
    }

    private string ToHtml(JsonObject output) => output.String("output_type") switch
    {
        "stream" => $"<pre class=\"stream {WebUtility.HtmlEncode(output.String("name"))}\">{AnsiText.ToHtml(NotebookJson.Text(output["text"]) ?? "")}</pre>",
        "error" => Error(output),
        _ => Data(output["data"] as JsonObject ?? []),
    };

    private static string Error(JsonObject output)
    {
        var head = $"{output.String("ename")}: {output.String("evalue")}";
        var lines = output["traceback"] is JsonArray traceback ? traceback.Select(line => line?.ToString() ?? "").ToList() : [];
        var trace = lines.Count > 1 || (lines.Count == 1 && !head.EndsWith(lines[0], StringComparison.Ordinal))
            ? $"<pre>{AnsiText.ToHtml(string.Join("\n", lines))}</pre>" : "";
        return $"<div class=\"error\" role=\"alert\"><p>{WebUtility.HtmlEncode(head)}</p>{trace}</div>";
    }

    private string Data(JsonObject data)
    {
        var mimeType = Preference.FirstOrDefault(data.ContainsKey) ?? data.Select(pair => pair.Key).FirstOrDefault();
        if (mimeType == null)
            return "";
        var content = data[mimeType];
        var text = NotebookJson.Text(content) ?? content?.ToJsonString() ?? "";
        return mimeType switch
        {
            Plotly => Chart(content),
            "text/html" => $"<div class=\"html\">{text}</div>",
            "image/svg+xml" => $"<div class=\"picture\">{text}</div>",
            "image/png" or "image/jpeg" or "image/gif" => $"<div class=\"picture\"><img alt=\"{WebUtility.HtmlEncode(Alt(data))}\" src=\"data:{mimeType};base64,{text.ReplaceLineEndings("")}\"></div>",
            "text/markdown" => $"<div class=\"prose\">{markdown.ToHtml(text)}</div>",
            "text/latex" => ReportMarkdown.Formula("div", "math display", text.Trim('$', '\n', ' ')),
            "text/plain" or "application/json" => $"<pre class=\"value\">{AnsiText.ToHtml(text)}</pre>",
            _ => $"<p class=\"note\">An output of type {WebUtility.HtmlEncode(mimeType)} cannot be shown on this page.</p>",
        };
    }

    private static string Alt(JsonObject data) => NotebookJson.Text(data["text/plain"]) ?? "Picture made by the cell above";

    // Data in a script element of a type that is not run; ToJsonString writes '<' as \u003C, so nothing in it ends the element.
    private static string Chart(JsonNode? figure)
    {
        // What our figures say of themselves; of another's the heading.
        var layout = figure?["layout"];
        var words = Word(layout?["meta"], "description") ?? Word(layout?["title"], "text") ?? "Chart";
        return $"{PageLibraries.ChartMark} role=\"img\" aria-label=\"{WebUtility.HtmlEncode(words)}\"><script type=\"application/json\">{figure?.ToJsonString()}</script></div>";
    }

    private static string? Word(JsonNode? parent, string name) =>
        parent is JsonObject && parent[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}

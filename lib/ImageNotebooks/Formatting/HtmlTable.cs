using System.Net;
using System.Text;

namespace ImageNotebooks;

/// <summary>Writes the tables that results are shown as: colours and fonts come from the page, light or dark.</summary>
internal static class HtmlTable
{
    private const string Style = """
        <style>
        .image-notebooks-table { border-collapse: collapse; font-variant-numeric: tabular-nums; margin: 0.5em 0; color: inherit; background: transparent; }
        .image-notebooks-table caption { text-align: left; padding: 0.3em 0.7em; font-weight: 600; }
        .image-notebooks-table th, .image-notebooks-table td { text-align: right; padding: 0.2em 0.7em; border: 0; background: transparent; color: inherit; }
        .image-notebooks-table th:first-child, .image-notebooks-table td:first-child { text-align: left; }
        .image-notebooks-table thead th { border-bottom: 1px solid rgba(127,127,127,0.6); }
        .image-notebooks-table tr.rule > * { border-top: 1px solid rgba(127,127,127,0.6); }
        .image-notebooks-table tr.best > * { font-weight: 700; }
        </style>
        """;

    /// <summary>One row of cells; <paramref name="CssClass"/> may be <c>rule</c> (a line above) or <c>best</c> (bold).</summary>
    public readonly record struct Row(IEnumerable<string> Cells, string CssClass = "");

    /// <summary>The table as an HTML fragment; every text is encoded here.</summary>
    public static string Render(IEnumerable<string> headers, IEnumerable<Row> rows, string? caption = null)
    {
        var html = new StringBuilder(Style).Append("<table class=\"image-notebooks-table\">");
        if (caption is not null)
            html.Append("<caption>").Append(Encode(caption)).Append("</caption>");
        html.Append("<thead><tr>");
        foreach (var header in headers)
            html.Append("<th scope=\"col\">").Append(Encode(header)).Append("</th>");
        html.Append("</tr></thead><tbody>");
        foreach (var (cells, cssClass) in rows)
        {
            html.Append(cssClass.Length == 0 ? "<tr>" : $"<tr class=\"{cssClass}\">");
            foreach (var cell in cells)
                html.Append("<td>").Append(Encode(cell)).Append("</td>");
            html.Append("</tr>");
        }
        return html.Append("</tbody></table>").ToString();
    }

    /// <summary>Text as it must stand in HTML.</summary>
    public static string Encode(string text) => WebUtility.HtmlEncode(text);
}

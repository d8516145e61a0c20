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
        .image-notebooks-table tr.best > *, .image-notebooks-table td.best { font-weight: 700; }
        .image-notebooks-table td.text, .image-notebooks-table th.text { text-align: left; }
        .image-notebooks-table tr.frozen > * { opacity: 0.65; }
        .image-notebooks-scroll { max-height: 24em; overflow: auto; }
        .image-notebooks-wide { max-height: 40em; overflow: auto; }
        .image-notebooks-wide td { white-space: nowrap; }
        .image-notebooks-wide th { position: sticky; top: 0; background: rgba(127,127,127,0.2) !important; backdrop-filter: blur(12px); }
        .image-notebooks-wide td:last-child { white-space: normal; min-width: 12em; overflow-wrap: anywhere; }
        .image-notebooks-scroll td { white-space: nowrap; max-width: 22em; overflow: hidden; text-overflow: ellipsis; }
        .image-notebooks-scroll th button { all: unset; cursor: pointer; }
        .image-notebooks-scroll th button:focus-visible { outline: 2px solid; }
        .image-notebooks-scroll th[aria-sort=ascending] button::after { content: " ▲"; }
        .image-notebooks-scroll th[aria-sort=descending] button::after { content: " ▼"; }
        </style>
        """;

    /// <summary>
    /// Sorts the table by the column whose head was pressed, numbers as numbers; pressed again, the other way round. An attribute, since a notebook's page may keep
    /// nothing else of an output.
    /// </summary>
    private const string Sort = """
        const head = event.target.closest('th'), table = this.parentElement, down = head.getAttribute('aria-sort') === 'ascending';
        for (const other of head.parentElement.children) other.removeAttribute('aria-sort');
        head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
        const compare = new Intl.Collator(undefined, { numeric: true }).compare, text = row => row.cells[head.cellIndex].textContent;
        table.tBodies[0].append(...[...table.tBodies[0].rows].sort((a, b) => (down ? -1 : 1) * compare(text(a), text(b))));
        """;

    /// <summary>One row of cells; <paramref name="CssClass"/> may be <c>rule</c> (a line above) or <c>best</c> (bold).</summary>
    public readonly record struct Row(IEnumerable<string> Cells, string CssClass = "")
    {
        /// <summary>The numbers of the cells that are bold.</summary>
        public IReadOnlyCollection<int>? BestCells { get; init; }
    }

    /// <summary>The table as an HTML fragment; every text is encoded here.</summary>
    /// <param name="headers">The columns' heads.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="caption">What stands above.</param>
    /// <param name="text">The numbers of the columns that hold text and start at the left, as the first always does.</param>
    public static string Render(IEnumerable<string> headers, IEnumerable<Row> rows, string? caption = null, IReadOnlyCollection<int>? text = null) =>
        Render(headers, rows, caption, sortable: false, text);

    /// <summary>The same for long tables: in a frame that scrolls, sorted by a click on a column's head.</summary>
    public static string Sortable(IEnumerable<string> headers, IEnumerable<Row> rows, string? caption = null) =>
        $"<div class=\"image-notebooks-scroll\" tabindex=\"0\">{Render(headers, rows, caption, sortable: true, null)}</div>";

    /// <summary>The same for tables of many rows in a fixed order: in a frame that scrolls under the columns' heads.</summary>
    /// <param name="headers">The columns' heads.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="caption">What stands above.</param>
    /// <param name="text">The numbers of the columns that hold text and start at the left, as the first always does.</param>
    public static string Scrolling(IEnumerable<string> headers, IEnumerable<Row> rows, string? caption, IReadOnlyCollection<int> text) =>
        $"<div class=\"image-notebooks-wide\" tabindex=\"0\">{Render(headers, rows, caption, sortable: false, text)}</div>";

    private static string Render(IEnumerable<string> headers, IEnumerable<Row> rows, string? caption, bool sortable, IReadOnlyCollection<int>? text)
    {
        string Kind(int column) => text?.Contains(column) == true ? " class=\"text\"" : "";
        var html = new StringBuilder(Style).Append("<table class=\"image-notebooks-table\">");
        if (caption is not null)
            html.Append("<caption>").Append(Encode(caption)).Append("</caption>");
        html.Append(sortable ? $"<thead onclick=\"{Encode(Sort)}\"><tr>" : "<thead><tr>");
        foreach (var (i, header) in headers.Select(Encode).Index())
            html.Append("<th scope=\"col\"").Append(Kind(i)).Append('>').Append(sortable ? $"<button>{header}</button>" : header).Append("</th>");
        html.Append("</tr></thead><tbody>");
        foreach (var row in rows)
        {
            html.Append(row.CssClass.Length == 0 ? "<tr>" : $"<tr class=\"{row.CssClass}\">");
            foreach (var (i, cell) in row.Cells.Index())
                html.Append("<td").Append(row.BestCells?.Contains(i) == true ? " class=\"best\"" : Kind(i)).Append('>').Append(Encode(cell)).Append("</td>");
            html.Append("</tr>");
        }
        return html.Append("</tbody></table>").ToString();
    }

    /// <summary>Text as it must stand in HTML.</summary>
    public static string Encode(string text) => WebUtility.HtmlEncode(text);
}

using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.Data.Sqlite;

namespace ImageNotebooks.Host;

/// <summary>
/// Runs cells of SQL in SQLite. <c>#!sql FILE</c> opens a database, which is made where there is none, and
/// <c>#!sql</c> goes on with the one opened last; before the first it is one in memory that lives as long as the session.
/// </summary>
/// <param name="folder">The notebook's folder, from which a relative path starts.</param>
internal sealed class SqlCells(string folder) : IDisposable
{
    private const int RowLimit = 100;

    private SqliteConnection? _connection;

    /// <summary>Runs the statements of a part and shows a table for each that has rows.</summary>
    /// <exception cref="SqliteException">SQLite refused a statement; those before it were done.</exception>
    public void Run(CellPart part, ICellOutput output)
    {
        if (part.Argument.Length > 0)
            Open(part.Argument.Trim('"', '\''));
        _connection ??= Connect(":memory:");
        if (string.IsNullOrWhiteSpace(part.Source))
            return;
        using var command = _connection.CreateCommand();
        command.CommandText = part.Source;
        using var reader = command.ExecuteReader();
        do
        {
            if (reader.FieldCount > 0)
                output.Display(Table(reader));
        }
        while (reader.NextResult());
        if (reader.RecordsAffected > 0)
            output.Write(OutputStream.Stdout, $"{reader.RecordsAffected} row{(reader.RecordsAffected == 1 ? "" : "s")} changed.\n");
    }

    private void Open(string file)
    {
        var connection = Connect(file == ":memory:" ? file : Path.GetFullPath(Path.Combine(folder, file)));
        _connection?.Dispose();
        _connection = connection;
    }

    private static SqliteConnection Connect(string source)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = source, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private static MimeBundle Table(SqliteDataReader reader)
    {
        string[] columns = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
        var rows = new List<object?[]>();
        while (rows.Count <= RowLimit && reader.Read())
            rows.Add([.. Enumerable.Range(0, columns.Length).Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i))]);
        var more = rows.Count > RowLimit ? $"The first {RowLimit} rows; ask for fewer with LIMIT, or count them." : null;
        rows = [.. rows.Take(RowLimit)];
        return new MimeBundle([new(ValueFormatter.Html, Html(columns, rows, more)), new(ValueFormatter.PlainText, Text(columns, rows, more))]);
    }

    private static string Html(string[] columns, List<object?[]> rows, string? more)
    {
        var html = new StringBuilder("<table>\n<thead><tr>");
        foreach (var column in columns)
            html.Append("<th>").Append(WebUtility.HtmlEncode(column)).Append("</th>");
        html.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in rows)
        {
            html.Append("<tr>");
            foreach (var value in row)
                html.Append(value is long or double ? "<td style=\"text-align:right\">" : "<td>").Append(WebUtility.HtmlEncode(Describe(value))).Append("</td>");
            html.Append("</tr>\n");
        }
        return html.Append("</tbody>\n</table>").Append(more == null ? "" : $"\n<p>{more}</p>").ToString();
    }

    private static string Text(string[] columns, List<object?[]> rows, string? more) =>
        string.Join('\n', [string.Join('\t', columns), .. rows.Select(row => string.Join('\t', row.Select(Describe))), .. more == null ? [] : new[] { more }]);

    private static string Describe(object? value) => value switch
    {
        null => "NULL",
        byte[] bytes => $"{bytes.Length} bytes",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    /// <summary>Closes the database.</summary>
    public void Dispose() => _connection?.Dispose();
}

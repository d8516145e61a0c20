using System.Collections;
using System.Net;
using System.Reflection;
using System.Text;

namespace ImageNotebooks.Host;

/// <summary>A sequence of records as a small HTML table, one row a record.</summary>
internal static class HtmlTable
{
    private const int RowLimit = 100;

    /// <summary>The table, or null when the value is no sequence of records of one type.</summary>
    public static string? TryFormat(object value)
    {
        if (value is not IEnumerable sequence || ElementType(value.GetType()) is not { } type || !IsRecord(type))
            return null;

        var rows = sequence.Cast<object?>().Take(RowLimit + 1).ToList();
        if (rows.Count == 0 || rows.Any(row => row?.GetType() != type))
            return null;
        return Format(rows, PlainTextFormatter.Readable(type));
    }

    private static Type? ElementType(Type type) => type.GetInterfaces().Append(type)
        .FirstOrDefault(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GetGenericArguments()[0];

    // The compiler gives record classes a method <Clone>$, record structs a method PrintMembers, anonymous types a name with '<>'.
    private static bool IsRecord(Type type) =>
        (type.GetMethod("<Clone>$") != null
            || (type.IsValueType && type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance) != null)
            || type.Name.StartsWith("<>f__AnonymousType", StringComparison.Ordinal))
        && PlainTextFormatter.Readable(type).Count > 0;

    private static string Format(List<object?> rows, IReadOnlyList<PropertyInfo> columns)
    {
        var html = new StringBuilder("<table>\n<thead><tr>");
        foreach (var column in columns)
            html.Append("<th").Append(Alignment(column)).Append(WebUtility.HtmlEncode(column.Name)).Append("</th>");
        html.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in rows.Take(RowLimit))
        {
            html.Append("<tr>");
            foreach (var column in columns)
                html.Append("<td").Append(Alignment(column)).Append(WebUtility.HtmlEncode(PlainTextFormatter.Format(PlainTextFormatter.Read(column, row!)))).Append("</td>");
            html.Append("</tr>\n");
        }
        html.Append("</tbody>\n</table>");
        if (rows.Count > RowLimit)
            html.Append($"\n<p>The first {RowLimit} rows.</p>");
        return html.ToString();
    }

    private static string Alignment(PropertyInfo column) => IsNumber(column.PropertyType) ? " style=\"text-align:right\">" : ">";

    private static bool IsNumber(Type type) =>
        Type.GetTypeCode(Nullable.GetUnderlyingType(type) ?? type) is >= TypeCode.SByte and <= TypeCode.Decimal && !type.IsEnum;
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ImageNotebooks.Host;

/// <summary>
/// Writes JSON as Jupyter does: one space of indent, characters beyond ASCII as they are, keys in the order they were
/// read. A notebook that was only opened and saved therefore has no difference for version control to show.
/// </summary>
internal static class NotebookJson
{
    public static string Write(JsonNode node)
    {
        var text = new StringBuilder();
        Append(text, node, 0);
        return text.Append('\n').ToString();
    }

    private static void Append(StringBuilder text, JsonNode? node, int depth)
    {
        switch (node)
        {
            case JsonObject map:
                AppendItems(text, '{', '}', map.ToList(), depth, pair =>
                {
                    AppendString(text, pair.Key);
                    text.Append(": ");
                    Append(text, pair.Value, depth + 1);
                });
                break;
            case JsonArray list:
                AppendItems(text, '[', ']', list.ToList(), depth, item => Append(text, item, depth + 1));
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                AppendString(text, value.GetValue<string>());
                break;
            default:
                text.Append(node?.ToJsonString() ?? "null");
                break;
        }
    }

    private static void AppendItems<T>(StringBuilder text, char open, char close, List<T> items, int depth, Action<T> append)
    {
        text.Append(open);
        for (var i = 0; i < items.Count; i++)
        {
            text.Append(i == 0 ? "\n" : ",\n").Append(' ', depth + 1);
            append(items[i]);
        }
        if (items.Count > 0)
            text.Append('\n').Append(' ', depth);
        text.Append(close);
    }

    private static void AppendString(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append(@"\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => text.Append(c),
            };
        }
        text.Append('"');
    }

    /// <summary>Text as nbformat stores it: a list of lines, each with its line end.</summary>
    public static JsonArray Lines(string text)
    {
        var lines = new JsonArray();
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end + 1;
            lines.Add(text[start..end]);
            start = end;
        }
        return lines;
    }

    /// <summary>Text that nbformat allows as one string or as a list of lines; null for anything else.</summary>
    public static string? Text(JsonNode? node) => node switch
    {
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        JsonArray lines when lines.All(line => line?.GetValueKind() == JsonValueKind.String) =>
            string.Concat(lines.Select(line => line!.GetValue<string>())),
        _ => null,
    };

    /// <summary>The string at <paramref name="key"/>, or null when there is none or it is no string.</summary>
    public static string? String(this JsonObject? map, string key) =>
        map?[key] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>The language that a cell's metadata names; null where they name none.</summary>
    public static string? CellLanguage(this JsonObject metadata) =>
        (metadata["polyglot_notebook"] as JsonObject).String("kernelName") ?? (metadata["dotnet_interactive"] as JsonObject).String("language");

    /// <summary>The object at <paramref name="key"/>, put there when there was none.</summary>
    public static JsonObject Child(this JsonObject map, string key)
    {
        if (map[key] is not JsonObject child)
            map[key] = child = [];
        return child;
    }
}

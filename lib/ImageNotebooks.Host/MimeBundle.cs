using System.Text.Json;
using System.Text.Json.Nodes;

namespace ImageNotebooks.Host;

/// <summary>One value in several MIME types, richest first; a front-end shows the first that it can.</summary>
/// <param name="Contents">MIME type and text of each form; pictures are base64, JSON types are JSON text.</param>
public sealed record MimeBundle(IReadOnlyList<KeyValuePair<string, string>> Contents)
{
    /// <summary>A value in one form.</summary>
    public MimeBundle(string mimeType, string content)
        : this([new(mimeType, content)])
    {
    }

    /// <summary>The text in a MIME type, or null when the bundle has no such form.</summary>
    public string? this[string mimeType] => Contents.FirstOrDefault(content => content.Key == mimeType).Value;

    /// <summary>How many characters one form of a value may have; front-ends stand still over more, and the file would not open again.</summary>
    public const int Limit = 50_000_000;

    /// <summary>The forms that are not too long to be shown, and a sentence where one is.</summary>
    internal MimeBundle Bounded()
    {
        if (Contents.FirstOrDefault(content => content.Value.Length > Limit) is not { Key: { } mimeType, Value: var large })
            return this;
        var kept = Contents.Where(content => content.Value.Length <= Limit && content.Key != ValueFormatter.PlainText);
        return new([.. kept, new(ValueFormatter.PlainText, $"[This value has {large.Length:N0} characters as {mimeType}, and no more than {Limit:N0} are shown; show a part of it.]")]);
    }

    /// <summary>The <c>data</c> of an nbformat output: JSON types as JSON, everything else as lines of text; a form of more than <see cref="Limit"/> characters is left out, and said so.</summary>
    /// <exception cref="InvalidOperationException">The content of a JSON type is not JSON.</exception>
    public JsonObject ToJson()
    {
        var data = new JsonObject();
        foreach (var (mimeType, content) in Bounded().Contents)
            data[mimeType] = IsJson(mimeType) ? ParseJson(mimeType, content) : NotebookJson.Lines(content);
        return data;
    }

    internal static bool IsJson(string mimeType) =>
        mimeType == "application/json" || mimeType.EndsWith("+json", StringComparison.Ordinal);

    private static JsonNode? ParseJson(string mimeType, string content)
    {
        try
        {
            return JsonNode.Parse(content, documentOptions: new JsonDocumentOptions { MaxDepth = 512 });
        }
        catch (JsonException e)
        {
            throw new InvalidOperationException(
                $"What the formatter for {mimeType} wrote is not JSON ({e.Message}); numbers such as NaN have to be written as null.", e);
        }
    }
}

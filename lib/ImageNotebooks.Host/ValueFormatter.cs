using System.Net;

namespace ImageNotebooks.Host;

/// <summary>HTML that is shown as it is; made by <see cref="DisplayHelpers.HTML"/>.</summary>
/// <param name="Content">The markup.</param>
public sealed record HtmlContent(string Content)
{
    /// <summary>The markup itself.</summary>
    public override string ToString() => Content;
}

/// <summary>Turns values into what a notebook shows.</summary>
public static class ValueFormatter
{
    /// <summary>Plain text.</summary>
    public const string PlainText = "text/plain";

    /// <summary>HTML.</summary>
    public const string Html = "text/html";

    /// <summary>
    /// The forms of a value: those its formatters write (found by .NET Interactive's naming convention), a table for a
    /// sequence of records, and always plain text.
    /// </summary>
    /// <param name="value">The value; null is shown as <c>null</c>.</param>
    /// <param name="mimeTypes">The wanted MIME types; none for those that suit the value.</param>
    /// <exception cref="ArgumentException">The value cannot be written in one of <paramref name="mimeTypes"/>.</exception>
    public static MimeBundle Format(object? value, params string[] mimeTypes)
    {
        if (mimeTypes.Length > 0)
            return new MimeBundle([.. mimeTypes.Distinct().Select(mimeType => new KeyValuePair<string, string>(mimeType, FormatAs(value, mimeType)))]);
        if (value is MimeBundle bundle)
            return bundle;

        var contents = new List<KeyValuePair<string, string>>();
        if (value is HtmlContent html)
            contents.Add(new(Html, html.Content));
        else if (value != null)
        {
            var formatters = ConventionFormatters.For(value.GetType());
            foreach (var mimeType in formatters.MimeTypes.Distinct())
            {
                if (formatters.Format(value, mimeType) is { } content)
                    contents.Add(new(mimeType, content));
            }
            if (contents.Count == 0 && HtmlTable.TryFormat(value) is { } table)
                contents.Add(new(Html, table));
        }
        if (contents.All(content => content.Key != PlainText))
            contents.Add(new(PlainText, FormatAs(value, PlainText)));
        return new MimeBundle(contents);
    }

    private static string FormatAs(object? value, string mimeType)
    {
        if (value != null && ConventionFormatters.For(value.GetType()).Format(value, mimeType) is { } content)
            return content;
        return (value, mimeType) switch
        {
            (MimeBundle bundle, _) when bundle[mimeType] is { } text => text,
            (_, PlainText) => PlainTextFormatter.Format(value),
            (HtmlContent html, Html) => html.Content,
            (not null, Html) when HtmlTable.TryFormat(value) is { } table => table,
            (_, Html) => $"<pre>{WebUtility.HtmlEncode(PlainTextFormatter.Format(value))}</pre>",
            (string text, _) => text,
            _ => throw new ArgumentException(
                $"A value of type {value?.GetType().Name ?? "null"} cannot be shown as {mimeType}: it has no formatter for that; leave the MIME type out or give a string."),
        };
    }
}

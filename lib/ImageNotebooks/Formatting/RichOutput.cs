namespace ImageNotebooks;

/// <summary>A value that a notebook can show in more ways than plain text.</summary>
/// <remarks>Verso shows whatever has a public method of this name, and asks no formatter.</remarks>
internal interface IRichOutput
{
    /// <summary>This value as an HTML fragment, as a notebook shows it.</summary>
    string ToHtml();

    /// <summary>This value written as <paramref name="mimeType"/>, or null where it cannot be.</summary>
    string? Render(string mimeType) => mimeType switch
    {
        MimeTypes.Html => ToHtml(),
        MimeTypes.PlainText => ToString(),
        _ => null,
    };
}

/// <summary>The MIME types that values of this library are written as.</summary>
internal static class MimeTypes
{
    /// <summary>What a check of the course found, for a program to read.</summary>
    public const string Check = "application/vnd.imagenotebooks.check+json";

    public const string Html = "text/html";
    public const string PlainText = "text/plain";
    public const string Plotly = "application/vnd.plotly.v1+json";
}

/// <summary>
/// Names the class that writes values of the attributed type for a notebook. .NET Interactive and hosts that follow it
/// recognise this attribute by its name and its two properties, so that neither side needs a reference to the other.
/// </summary>
/// <remarks>Internal, so that a notebook that imports .NET Interactive's attribute of this name sees only that one.</remarks>
/// <param name="formatterSourceType">A class with a public constructor without parameters and a method
/// <c>CreateTypeFormatters()</c>, which gives objects with a property <c>MimeType</c> and a method
/// <c>bool Format(object, TextWriter)</c>.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = true)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    /// <summary>The class whose <c>CreateTypeFormatters()</c> gives the formatters.</summary>
    public Type FormatterSourceType { get; } = formatterSourceType;

    /// <summary>The MIME types a host shows when it is not asked for a certain one, best first.</summary>
    public string[]? PreferredMimeTypes { get; set; }
}

/// <summary>Gives a notebook host the formatters of every <see cref="IRichOutput"/>.</summary>
internal sealed class RichOutputFormatterSource
{
    /// <summary>One formatter for each MIME type; a formatter declines values that cannot be written as its type.</summary>
    public IEnumerable<object> CreateTypeFormatters() =>
        [new Formatter(MimeTypes.Plotly), new Formatter(MimeTypes.Html), new Formatter(MimeTypes.Check), new Formatter(MimeTypes.PlainText)];

    private sealed class Formatter(string mimeType)
    {
        public string MimeType { get; } = mimeType;

        public bool Format(object instance, TextWriter writer)
        {
            if ((instance as IRichOutput)?.Render(MimeType) is not { } content)
                return false;
            writer.Write(content);
            return true;
        }
    }
}

using System.IO.Compression;
using System.Text;

namespace ImageNotebooks;

/// <summary>
/// The plotly.js that was built into this library. Shown once in a page, it draws the charts that are on it already and those that
/// follow, without a network.
/// </summary>
[TypeFormatterSource(typeof(RichOutputFormatterSource), PreferredMimeTypes = [MimeTypes.Html])]
public sealed class PlotlyLibrary : IRichOutput
{
    private const string Missing =
        "plotly.js is not built into ImageNotebooks.dll, so charts cannot be drawn without a network: "
        + "run 'npm ci' in the folder environment and build again, or let environment/lab do both.";

    private static readonly string Loader = Resource.ReadText("plotly-loader.js").TrimEnd();

    private readonly string? source;

    internal PlotlyLibrary(string? source) => this.source = source;

    /// <summary>Whether plotly.js was there when this library was built.</summary>
    public bool IsEmbedded => source is not null;

    /// <summary>plotly.js as a script for a page's <c>&lt;script&gt;</c> element.</summary>
    /// <exception cref="InvalidOperationException">It was not there when this library was built.</exception>
    public string Source => source is null
        ? throw new InvalidOperationException(Missing)
        // Either sequence would end or confuse the script element; in a string or a regular expression the backslash changes nothing.
        : source.Replace("</script", "<\\/script", StringComparison.OrdinalIgnoreCase).Replace("<!--", "<\\!--", StringComparison.Ordinal);

    /// <summary>
    /// The script element that loads plotly.js once and draws what waits for it, or a sentence that says what is missing. plotly.js is in it compressed: a notebook that is saved keeps it, and Jupyter
    /// refuses outputs of more than a megabyte a second.
    /// </summary>
    public string ToHtml() => IsEmbedded
        ? $"<script>{Loader}(\"{Convert.ToBase64String(Compressed(source!))}\");</script>"
        : $"<p>{HtmlTable.Encode(Missing)}</p>";

    /// <summary>Whether charts can be drawn without a network.</summary>
    public override string ToString() => IsEmbedded ? "plotly.js is loaded: charts are drawn without a network." : Missing;

    private static byte[] Compressed(string text)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.SmallestSize)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return bytes.ToArray();
    }
}

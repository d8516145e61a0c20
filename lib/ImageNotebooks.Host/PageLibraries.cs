using System.Text.RegularExpressions;

namespace ImageNotebooks.Host;

/// <summary>The libraries that npm put into the workspace, as parts of a page that needs no other file: plotly.js draws its charts, KaTeX sets its formulas.</summary>
internal static partial class PageLibraries
{
    /// <summary>What opens a chart's element.</summary>
    public const string ChartMark = "<div class=\"chart\"";

    /// <summary>What a formula's element carries, so that no other HTML of a cell is taken for one.</summary>
    public const string MathMark = " data-tex>";

    private const string KaTeX = "katex/dist/katex.min.js";

    /// <summary>Styles for what a page's body holds; without KaTeX a formula stays its LaTeX, in a code element.</summary>
    public static string Styles(string body) =>
        body.Contains(MathMark, StringComparison.Ordinal) && Find("katex/dist/katex.min.css") is { } file ? WithFonts(File.ReadAllText(file), Path.GetDirectoryName(file)!) : "";

    /// <summary>Scripts for what a page's body holds.</summary>
    public static string Scripts(string body)
    {
        string?[] files =
        [
            body.Contains(ChartMark, StringComparison.Ordinal) ? NotebookLocator.FindPlotly() : null,
            body.Contains(MathMark, StringComparison.Ordinal) ? Find(KaTeX) : null,
        ];
        return string.Concat(files.OfType<string>().Select(file => $"<script>{Embeddable(File.ReadAllText(file))}</script>\n"));
    }

    // In a script element these two begin something else, also inside of a string.
    private static string Embeddable(string script) =>
        script.Replace("</script", @"\x3C/script", StringComparison.OrdinalIgnoreCase).Replace("<!--", @"\x3C!--", StringComparison.Ordinal);

    // Every browser that runs the report's script reads the first format.
    private static string WithFonts(string css, string folder) => FontSources().Replace(css, source =>
        $"url(data:font/woff2;base64,{Convert.ToBase64String(File.ReadAllBytes(Path.Combine(folder, source.Groups[1].Value)))}) format(\"woff2\")");

    private static string? Find(string path) => NotebookLocator.FindPackageFile(path);

    [GeneratedRegex("""url\((fonts/\w[^)]*\.woff2)\) format\("woff2"\)(?:,url\([^)]*\) format\("[a-z]+"\))*""")]
    private static partial Regex FontSources();
}

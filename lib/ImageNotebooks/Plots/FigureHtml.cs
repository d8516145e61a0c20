using System.Security.Cryptography;
using System.Text;

namespace ImageNotebooks;

/// <summary>Writes a figure as an HTML fragment: a place, a sentence for pages that cannot draw it, and a script.</summary>
internal static class FigureHtml
{
    private static readonly string Script = Resource.ReadText("figure.js").TrimEnd();

    public static string Render(string json, string description, string? heading, int? width, int? height)
    {
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)).AsSpan(0, 8));
        var name = HtmlTable.Encode(heading ?? "Chart");
        var style = (width is { } w ? $"width:{w}px;" : "width:100%;") + (height is { } h ? $"min-height:{h}px" : "");
        return $"""
            <div class="image-notebooks-figure" data-figure="{id}" role="img" aria-label="{HtmlTable.Encode(description)}" style="{style}">{name}: this chart is drawn by plotly.js, which this page does not have. Run the notebook's first cell, which loads it, in this same page.</div>
            <script>{Script}("{id}",{json});</script>
            """;
    }
}

using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.Mathematics;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace ImageNotebooks.Host;

/// <summary>A heading of the report.</summary>
internal sealed record ReportHeading(int Level, string Text, string Id);

/// <summary>
/// The Markdown cells of a notebook as HTML. Pictures - attachments and files beside the notebook - become part of the
/// page, and headings are collected for the table of contents.
/// </summary>
/// <param name="notebookFolder">The folder of the pictures that the prose shows.</param>
/// <param name="takesTitle">Whether the title is taken out of its cell, to head the page.</param>
internal sealed partial class ReportMarkdown(string notebookFolder, bool takesTitle = true)
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables().UseEmphasisExtras().UseTaskLists().UseFootnotes().UseAutoLinks().UseMathematics().Build();

    private readonly HashSet<string> _ids = [];

    /// <summary>The headings met so far, without the title.</summary>
    public List<ReportHeading> Headings { get; } = [];

    /// <summary>The text of the first heading of the first level, which may head the page instead of standing in its cell.</summary>
    public string? Title { get; private set; }

    public string ToHtml(string markdown, JsonObject? attachments = null)
    {
        var document = Markdown.Parse(markdown, Pipeline);
        foreach (var heading in document.Descendants<HeadingBlock>().ToList())
            Collect(heading);
        foreach (var image in document.Descendants<LinkInline>().Where(link => link.IsImage))
            image.Url = Embed(image.Url ?? "", attachments);

        using var writer = new StringWriter();
        var renderer = new HtmlRenderer(writer);
        Pipeline.Setup(renderer);
        renderer.ObjectRenderers.ReplaceOrAdd<HtmlMathInlineRenderer>(new MathInlineRenderer());
        renderer.ObjectRenderers.ReplaceOrAdd<HtmlMathBlockRenderer>(new MathBlockRenderer());
        renderer.Render(document);
        return writer.ToString();
    }

    /// <summary>A formula as its LaTeX, which the page's script sets.</summary>
    public static string Formula(string element, string kind, string tex) => $"<{element} class=\"{kind}\"{PageLibraries.MathMark}<code>{WebUtility.HtmlEncode(tex.Trim())}</code></{element}>";

    private void Collect(HeadingBlock heading)
    {
        var text = Text(heading.Inline);
        if (Title == null && heading.Level == 1)
        {
            Title = text;
            if (takesTitle)
                heading.Parent!.Remove(heading);
            return;
        }
        var slug = NotInSlug().Replace(text.ToLowerInvariant(), "-").Trim('-');
        var id = slug.Length == 0 ? "section" : slug;
        for (var n = 2; !_ids.Add(id); n++)
            id = $"{slug}-{n}";
        heading.GetAttributes().Id = id;
        Headings.Add(new ReportHeading(heading.Level, text, id));
    }

    private static string Text(ContainerInline? inline)
    {
        var text = new StringBuilder();
        foreach (var part in inline?.Descendants() ?? [])
            text.Append(part switch
            {
                LiteralInline literal => literal.Content.ToString(),
                CodeInline code => code.Content,
                MathInline math => math.Content.ToString(),
                _ => "",
            });
        return text.ToString();
    }

    private string Embed(string url, JsonObject? attachments)
    {
        if (url.StartsWith("attachment:", StringComparison.Ordinal))
        {
            var data = attachments?[Uri.UnescapeDataString(url["attachment:".Length..])] as JsonObject;
            return data?.FirstOrDefault() is { Value: not null } picture ? $"data:{picture.Key};base64,{NotebookJson.Text(picture.Value)}" : url;
        }
        if (url.Contains(':'))
            return url;
        var path = Path.Combine(notebookFolder, Uri.UnescapeDataString(url));
        return MimeTypeOf(path) is { } mimeType && File.Exists(path) ? $"data:{mimeType};base64,{Convert.ToBase64String(File.ReadAllBytes(path))}" : url;
    }

    private static string? MimeTypeOf(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".png" => "image/png",
        ".jpg" or ".jpeg" => "image/jpeg",
        ".gif" => "image/gif",
        ".svg" => "image/svg+xml",
        ".webp" => "image/webp",
        _ => null,
    };

    [GeneratedRegex(@"[^\p{L}\p{N}]+")]
    private static partial Regex NotInSlug();

    private sealed class MathInlineRenderer : HtmlObjectRenderer<MathInline>
    {
        protected override void Write(HtmlRenderer renderer, MathInline math) =>
            renderer.Write(Formula("span", math.DelimiterCount == 2 ? "math display" : "math", math.Content.ToString()));
    }

    private sealed class MathBlockRenderer : HtmlObjectRenderer<MathBlock>
    {
        protected override void Write(HtmlRenderer renderer, MathBlock math) =>
            renderer.WriteLine(Formula("div", "math display", math.Lines.ToString()));
    }
}

using System.Text;
using System.Text.Json;

namespace ImageNotebooks.Course;

/// <summary>One thing that a check looked at.</summary>
/// <param name="What">What was asked, in words.</param>
/// <param name="Passed">Whether the answer is right there.</param>
/// <param name="Message">What differs: expected and actual; null where it is right.</param>
public sealed record CheckCase(string What, bool Passed, string? Message = null)
{
    /// <summary>What is expected, as a picture; null where numbers say it better.</summary>
    internal Picture? Expected { get; init; }

    /// <summary>What the answer gave, as a picture.</summary>
    internal Picture? Actual { get; init; }
}

/// <summary>What a check found.</summary>
/// <param name="Id">The exercise, such as <c>02.1</c>.</param>
/// <param name="Title">What it is about.</param>
/// <param name="Points">What it is worth.</param>
/// <param name="Cases">What was looked at.</param>
/// <param name="Hint">A hint; null until the second failure.</param>
[TypeFormatterSource(typeof(RichOutputFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Check])]
public sealed record CheckResult(string Id, string Title, int Points, IReadOnlyList<CheckCase> Cases, string? Hint) : IRichOutput
{
    /// <summary>Whether everything is right.</summary>
    public bool Passed => Cases.All(one => one.Passed);

    private string Verdict => Passed ? $"solved, {Points} point{(Points == 1 ? "" : "s")}" : $"not yet: {Cases.Count(one => one.Passed)} of {Cases.Count} right";

    string? IRichOutput.Render(string mimeType) => mimeType switch
    {
        MimeTypes.Html => ToHtml(),
        MimeTypes.Check => JsonSerializer.Serialize(new { id = Id, points = Passed ? Points : 0, of = Points, passed = Passed, message = Cases.FirstOrDefault(one => !one.Passed) is { } first ? $"{first.What}: {first.Message}" : "" }),
        _ => ToString(),
    };

    /// <summary>The check as lines of text.</summary>
    public override string ToString()
    {
        var lines = Cases.Select(one => one.Passed ? $"  ✓ {one.What}" : $"  ✗ {one.What}: {one.Message}").Prepend($"{Id} {Title}: {Verdict}");
        return string.Join('\n', Hint is null ? lines : lines.Append($"  Hint: {Hint}"));
    }

    /// <summary>The check as an HTML fragment.</summary>
    public string ToHtml()
    {
        var colour = Passed ? Theme.Right : Theme.Wrong;
        var html = new StringBuilder($"<div role=\"status\" style=\"border-left:4px solid {colour};padding:0.3em 0.9em;margin:0.4em 0\">")
            .Append($"<strong style=\"color:{colour}\">{(Passed ? "✓" : "✗")} {HtmlTable.Encode(Id)} {HtmlTable.Encode(Title)}</strong> <span>{Verdict}</span>")
            .Append("<ul style=\"list-style:none;padding-left:0.4em;margin:0.3em 0\">");
        foreach (var one in Cases)
            html.Append("<li>").Append(one.Passed ? "✓ " : "✗ ").Append(HtmlTable.Encode(one.What)).Append(one.Passed ? "" : $": {HtmlTable.Encode(one.Message ?? "")}").Append(Pictures(one)).Append("</li>");
        html.Append("</ul>");
        if (Hint is not null)
            html.Append("<p><strong>Hint.</strong> ").Append(HtmlTable.Encode(Hint)).Append("</p>");
        return html.Append("</div>").ToString();
    }

    private static string Pictures(CheckCase one) => one is { Passed: false, Expected: { } expected, Actual: { } actual }
        ? $"<div style=\"display:flex;gap:1.5em;margin:0.3em 0\">{Shown(expected, "expected")}{Shown(actual, "yours")}</div>" : "";

    private static string Shown(Picture picture, string caption) =>
        $"<figure style=\"margin:0\">{picture.ToHtml()}<figcaption>{caption}</figcaption></figure>";
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ImageNotebooks.Host;

/// <summary>Consecutive lines of a cell in one language.</summary>
/// <param name="Language">The language.</param>
/// <param name="Source">
/// Its lines. Those of C# stand where they stand in the cell, below as many empty lines as there are lines before them, so that the
/// compiler's lines and columns are the cell's.
/// </param>
/// <param name="Argument">What follows the directive in its line, such as the file of <c>#!sql study.db</c>.</param>
/// <param name="Line">The line in the cell, from 1, where the part or its directive stands.</param>
internal sealed record CellPart(CellLanguage Language, string Source, string Argument, int Line);

/// <summary>A cell does not say clearly what it wants: a directive that is unknown or has the wrong words after it.</summary>
/// <param name="message">The sentence.</param>
/// <param name="line">The line in the cell, from 1.</param>
internal sealed class DirectiveException(string message, int line) : Exception(message)
{
    public int Line => line;
}

/// <summary>
/// A cell divided by its directives: a line that begins with <c>#!</c> and a language gives the lines below it, up to the
/// next such line, to that language; <c>#!time</c> shows how long the cell took. A line inside a C# string or comment is
/// no directive.
/// </summary>
internal sealed record CellParts(IReadOnlyList<CellPart> Parts, bool Timed)
{
    private const string Time = "time";

    /// <summary>The words that may follow <c>#!</c>.</summary>
    public static IReadOnlyList<string> Directives { get; } = [Time, .. CellLanguages.Names];

    /// <summary>Divides a cell.</summary>
    /// <param name="source">The cell's text.</param>
    /// <param name="language">The language of lines before the first directive.</param>
    /// <exception cref="DirectiveException">A directive is unknown or has the wrong words after it.</exception>
    public static CellParts Of(string source, CellLanguage language = CellLanguage.CSharp)
    {
        var lines = source.ReplaceLineEndings("\n").Split('\n');
        if (lines.FirstOrDefault(line => line.Trim().Length > 0) is { } first && first.StartsWith('%') && language == CellLanguage.CSharp)
            throw new DirectiveException($"'{first.Trim()}' is a command of IPython and not C#; take the line out.", Array.IndexOf(lines, first) + 1);

        var parts = new List<CellPart>();
        var timed = false;
        var (start, argument) = (0, "");
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith("#!", StringComparison.Ordinal) || (language == CellLanguage.CSharp && IsInsideToken(lines, start, i)))
                continue;
            var (name, rest) = Divide(lines[i]);
            if (name == Time)
            {
                Refuse(name, rest, i);
                timed = true;
                lines[i] = "";
                continue;
            }
            var next = CellLanguages.Find(name) ?? throw Unknown(name, i);
            if (next != CellLanguage.Sql)
                Refuse(name, rest, i);
            Add(parts, language, lines, start, i, argument);
            (language, argument) = (next, rest);
            lines[i] = "";
            start = i;
        }
        Add(parts, language, lines, start, lines.Length, argument);
        return new CellParts(parts, timed);
    }

    private static (string Name, string Words) Divide(string line)
    {
        var words = line[2..].TrimStart().Split((char[]?)null, 2, StringSplitOptions.TrimEntries);
        return (words[0], words.Length > 1 ? words[1] : "");
    }

    private static void Refuse(string name, string rest, int index)
    {
        if (rest.Length > 0)
            throw new DirectiveException($"#!{name} takes no words after it, and here is '{rest}'; put it into the next line.", index + 1);
    }

    private static DirectiveException Unknown(string name, int index) => new(
        $"'#!{name}' is no directive that is known here; there are {string.Join(", ", Directives.Select(known => "#!" + known))}. Take the line out, or write the cell in one of these.", index + 1);

    private static void Add(List<CellPart> parts, CellLanguage language, string[] lines, int start, int end, string argument)
    {
        var text = string.Join('\n', lines[start..end]);
        // A line of SQL may be only the database to use from now on.
        if (string.IsNullOrWhiteSpace(text) && argument.Length == 0)
            return;
        parts.Add(new CellPart(language, language == CellLanguage.CSharp ? new string('\n', start) + text : text.Trim('\n'), argument, start + 1));
    }

    // Whether a line begins inside a string or a comment of the C# above it.
    private static bool IsInsideToken(string[] lines, int start, int index)
    {
        var text = string.Join('\n', lines[start..index]) + "\n";
        var position = text.Length;
        foreach (var token in SyntaxFactory.ParseTokens(text + string.Join('\n', lines[index..])))
        {
            if (token.FullSpan.End <= position)
                continue;
            if (token.SpanStart < position)
                return token.Span.End > position && token.IsKind(SyntaxKind.EndOfFileToken) == false;
            return token.LeadingTrivia.Any(trivia => trivia.SpanStart < position && trivia.Span.End > position);
        }
        return false;
    }
}

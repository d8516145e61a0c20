using System.Net;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ImageNotebooks.Host;

/// <summary>C# as HTML with a <c>span</c> around each keyword, type, call, text, number, comment and directive.</summary>
internal static class CSharpHighlighter
{
    private static readonly CSharpParseOptions Options = new(kind: SourceCodeKind.Script);

    // Words that the parser makes keywords only by context.
    private static readonly HashSet<string> ContextualKeywords =
        ["var", "await", "async", "record", "yield", "when", "with", "init", "get", "set", "nameof", "dynamic", "partial", "required", "and", "or", "not", "where", "select", "from", "let", "orderby", "group", "into", "join", "on", "equals", "by", "ascending", "descending"];

    public static string ToHtml(string code)
    {
        var html = new StringBuilder();
        var tokens = SyntaxFactory.ParseTokens(code, options: Options).ToList();
        for (var i = 0; i < tokens.Count; i++)
        {
            AppendTrivia(html, tokens[i].LeadingTrivia);
            Append(html, Class(tokens[i], i > 0 ? tokens[i - 1] : default, i + 1 < tokens.Count ? tokens[i + 1] : default), tokens[i].Text);
            AppendTrivia(html, tokens[i].TrailingTrivia);
        }
        return html.ToString();
    }

    private static string? Class(SyntaxToken token, SyntaxToken previous, SyntaxToken next)
    {
        var kind = token.Kind();
        if (SyntaxFacts.IsReservedKeyword(kind) || (kind == SyntaxKind.IdentifierToken && !previous.IsKind(SyntaxKind.DotToken) && ContextualKeywords.Contains(token.Text)))
            return "k";
        return kind switch
        {
            SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.InterpolatedStringToken
                or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
                or SyntaxKind.Utf8StringLiteralToken => "s",
            SyntaxKind.NumericLiteralToken => "n",
            SyntaxKind.IdentifierToken when next.IsKind(SyntaxKind.OpenParenToken) && !previous.IsKind(SyntaxKind.NewKeyword) => "f",
            SyntaxKind.IdentifierToken when char.IsUpper(token.Text[0]) && !previous.IsKind(SyntaxKind.DotToken) && !next.IsKind(SyntaxKind.EqualsToken) && !next.IsKind(SyntaxKind.ColonToken) => "t",
            _ => null,
        };
    }

    private static void AppendTrivia(StringBuilder html, SyntaxTriviaList list)
    {
        foreach (var trivia in list)
        {
            var type = trivia.IsDirective ? "d"
                : trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
                    or SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia ? "c" : null;
            Append(html, type, trivia.ToFullString());
        }
    }

    private static void Append(StringBuilder html, string? type, string text)
    {
        if (text.Length == 0)
            return;
        var encoded = WebUtility.HtmlEncode(text);
        html.Append(type == null ? encoded : $"<span class=\"{type}\">{encoded}</span>");
    }
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ImageNotebooks.Host;

/// <summary>The C# of a cell, divided by where its lines stand in a file that holds all cells.</summary>
/// <param name="Loads">The files that it loads.</param>
/// <param name="References">What its <c>#r</c> lines name.</param>
/// <param name="Usings">Its using directives.</param>
/// <param name="Body">Everything else; a value at its end is displayed.</param>
/// <param name="Types">The types that it declares, where they are to stand apart.</param>
internal sealed record CellCode(IReadOnlyList<string> Loads, IReadOnlyList<string> References, IReadOnlyList<string> Usings, string Body, string Types)
{
    private static readonly CSharpParseOptions Script = new(kind: SourceCodeKind.Script);

    /// <summary>Divides a cell.</summary>
    /// <param name="source">Its C#.</param>
    /// <param name="typesApart">Whether types stand apart, as they must in a program with statements at its top.</param>
    public static CellCode Of(string source, bool typesApart)
    {
        var root = CSharpSyntaxTree.ParseText(source, Script).GetCompilationUnitRoot();
        var (loads, references) = (root.GetLoadDirectives(), root.GetReferenceDirectives());
        var types = typesApart ? root.Members.Where(member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax).ToList() : [];

        var edits = loads.Select(line => (line.Span, New: ""))
            .Concat(references.Select(line => (line.Span, New: "")))
            .Concat(root.Usings.Select(line => (line.Span, New: "")))
            .Concat(types.Select(type => (type.Span, New: "")));
        if (Value(root) is { } value)
            edits = edits.Append((value.Span, $"display({value});"));
        return new CellCode(
            [.. loads.Select(line => line.File.ValueText)], [.. references.Select(line => line.File.ValueText)], [.. root.Usings.Select(line => line.ToString())],
            Apply(source, edits), string.Join("\n\n", types.Select(type => type.ToString())));
    }

    /// <summary>The cell with a value at its end, where it ends with <c>display</c> of one.</summary>
    public static string Undisplayed(string source)
    {
        var root = CSharpSyntaxTree.ParseText(source, Script).GetCompilationUnitRoot();
        return root.Members.LastOrDefault() is GlobalStatementSyntax
        {
            Statement: ExpressionStatementSyntax
            {
                Expression: InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: nameof(DisplayHelpers.display) }, ArgumentList.Arguments: [var value] }
            } statement
        } ? Apply(source, [(statement.Span, value.ToString())]) : source;
    }

    private static ExpressionSyntax? Value(CompilationUnitSyntax root) =>
        root.Members.LastOrDefault() is GlobalStatementSyntax { Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true } last } ? last.Expression : null;

    // A line of which nothing is left goes too.
    private static string Apply(string source, IEnumerable<(Microsoft.CodeAnalysis.Text.TextSpan Span, string New)> edits)
    {
        foreach (var (span, text) in edits.OrderByDescending(edit => edit.Span.Start))
        {
            var (start, end) = (span.Start, span.End);
            if (text.Length == 0)
            {
                var lineEnd = source.IndexOf('\n', end) is var found and >= 0 ? found : source.Length;
                var lineStart = start == 0 ? 0 : source.LastIndexOf('\n', start - 1) + 1;
                if (source[lineStart..start].Trim().Length == 0 && source[end..lineEnd].Trim().Length == 0)
                    (start, end) = (lineStart, Math.Min(lineEnd + 1, source.Length));
            }
            source = source[..start] + text + source[end..];
        }
        return source.Trim('\n');
    }
}

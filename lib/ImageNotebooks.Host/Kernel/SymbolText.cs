using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ImageNotebooks.Host;

/// <summary>What a name in a cell means: its signature and its XML documentation as plain text.</summary>
internal static partial class SymbolText
{
    private static readonly SymbolDisplayFormat Format = SymbolDisplayFormat.MinimallyQualifiedFormat
        .WithMemberOptions(SymbolDisplayFormat.MinimallyQualifiedFormat.MemberOptions | SymbolDisplayMemberOptions.IncludeAccessibility)
        .WithKindOptions(SymbolDisplayKindOptions.IncludeMemberKeyword | SymbolDisplayKindOptions.IncludeTypeKeyword | SymbolDisplayKindOptions.IncludeNamespaceKeyword);

    /// <summary>The text for the name at a place; within the brackets of a call that has no name there, for what is called. Null where there is none.</summary>
    public static string? At(Compilation compilation, string code, int position)
    {
        var tree = compilation.SyntaxTrees.Last();
        var root = tree.GetRoot();
        var model = compilation.GetSemanticModel(tree);
        foreach (var at in new[] { position, position - 1 }.Where(at => at >= 0 && at <= code.Length))
        {
            var token = root.FindToken(Math.Min(at, Math.Max(0, code.Length - 1)));
            if (token.IsKind(SyntaxKind.IdentifierToken) && token.Span.Contains(at) && Find(model, token.Parent!) is { Count: > 0 } named)
                return Describe(named, compilation);
        }
        var call = root.FindToken(Math.Clamp(position - 1, 0, Math.Max(0, code.Length - 1))).Parent?.AncestorsAndSelf()
            .FirstOrDefault(node => node is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax);
        var called = call is InvocationExpressionSyntax invocation ? invocation.Expression : call;
        return called != null && Find(model, called) is { Count: > 0 } symbols ? Describe(symbols, compilation) : null;
    }

    // The one that is meant, or all that could be.
    private static IReadOnlyList<ISymbol> Find(SemanticModel model, SyntaxNode node)
    {
        if (model.GetDeclaredSymbol(node) is { } declared)
            return [declared];
        var info = model.GetSymbolInfo(node);
        if (info.Symbol != null)
            return [info.Symbol];
        return info.CandidateSymbols.Length > 0 ? info.CandidateSymbols : model.GetMemberGroup(node);
    }

    private static string Describe(IReadOnlyList<ISymbol> symbols, Compilation compilation)
    {
        var text = new StringBuilder();
        foreach (var symbol in symbols.Take(8))
            text.AppendLine(symbol.ToDisplayString(Format));
        if (symbols.Count > 8)
            text.AppendLine($"and {symbols.Count - 8} more");
        var first = symbols[0];
        var documented = first.OriginalDefinition is IMethodSymbol { ReducedFrom: { } extension } ? extension : first.OriginalDefinition;
        if (Documentation(documented, compilation) is { Length: > 0 } documentation)
            text.AppendLine().Append(documentation);
        return text.ToString().TrimEnd();
    }

    private static string? Documentation(ISymbol symbol, Compilation compilation)
    {
        var xml = symbol.GetDocumentationCommentXml();
        if (string.IsNullOrWhiteSpace(xml) && symbol.GetDocumentationCommentId() is { } id && symbol.ContainingAssembly is { } assembly
            && compilation.GetMetadataReference(assembly) is PortableExecutableReference { FilePath: { } file })
            xml = DocumentationFile.Find(file, id);
        try
        {
            return string.IsNullOrWhiteSpace(xml) ? null : ToText(XElement.Parse(xml, LoadOptions.PreserveWhitespace));
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static string ToText(XElement member)
    {
        var text = new StringBuilder();
        if (member.Element("summary") is { } summary)
            text.AppendLine(Plain(summary));
        foreach (var parameter in member.Elements("param").Where(parameter => Plain(parameter).Length > 0))
            text.AppendLine($"  {parameter.Attribute("name")?.Value}: {Plain(parameter)}");
        if (member.Element("returns") is { } returns)
            text.AppendLine($"  returns: {Plain(returns)}");
        foreach (var exception in member.Elements("exception"))
            text.AppendLine($"  throws {Short(exception.Attribute("cref")?.Value)}: {Plain(exception)}");
        return text.ToString();
    }

    private static string Plain(XElement element) => Spaces().Replace(string.Concat(element.Nodes().Select(Plain)), " ").Trim();

    private static string Plain(XNode node) => node switch
    {
        XText text => text.Value,
        XElement element when element.Attribute("cref") is { } cref && element.IsEmpty => Short(cref.Value),
        XElement element when (element.Attribute("name") ?? element.Attribute("langword")) is { } name && element.IsEmpty => name.Value,
        XElement element => string.Concat(element.Nodes().Select(Plain)),
        _ => "",
    };

    // T:System.Collections.Generic.List`1 and M:N.Type.Name(System.Int32) as a reader would write them.
    private static string Short(string? reference)
    {
        var name = (reference ?? "").Split(':')[^1].Split('(')[0];
        var parts = name.Split('.');
        return Arity().Replace(reference?.StartsWith("T:", StringComparison.Ordinal) == true || parts.Length < 2 ? parts[^1] : string.Join('.', parts[^2..]), "");
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"`+\d+")]
    private static partial Regex Arity();
}

/// <summary>The XML files that compilers write beside assemblies. Those of the runtime lie with the SDK, under the names of its reference assemblies.</summary>
internal static class DocumentationFile
{
    /// <summary>The element of a member; null where no file has it.</summary>
    /// <param name="assembly">The assembly's file.</param>
    /// <param name="id">The member's documentation id, such as <c>T:System.String</c>.</param>
    public static string? Find(string assembly, string id)
    {
        var own = Path.ChangeExtension(assembly, ".xml");
        var files = File.Exists(own) ? [own] : Path.GetDirectoryName(assembly) == Path.GetDirectoryName(typeof(object).Assembly.Location) ? OfRuntime(assembly) : [];
        var start = $"<member name=\"{id}\">";
        foreach (var text in files.Select(File.ReadAllText))
        {
            var at = text.IndexOf(start, StringComparison.Ordinal);
            if (at >= 0)
                return text[at..(text.IndexOf("</member>", at, StringComparison.Ordinal) + "</member>".Length)];
        }
        return null;
    }

    // shared/Microsoft.NETCore.App/10.0.0/x.dll is documented in packs/Microsoft.NETCore.App.Ref/10.0.0/ref/net10.0/x.xml, perhaps under another name.
    private static IEnumerable<string> OfRuntime(string assembly)
    {
        var packs = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(assembly)!, "..", "..", "..", "packs", "Microsoft.NETCore.App.Ref"));
        if (!Directory.Exists(packs))
            return [];
        var name = Path.GetFileNameWithoutExtension(assembly) is var plain && plain == "System.Private.CoreLib" ? "System.Runtime" : plain;
        return Directory.EnumerateFiles(packs, "*.xml", SearchOption.AllDirectories).OrderBy(file => Path.GetFileNameWithoutExtension(file) != name).ThenBy(file => file, StringComparer.Ordinal);
    }
}

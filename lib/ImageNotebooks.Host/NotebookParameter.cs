using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ImageNotebooks.Host;

/// <summary>
/// A variable that a notebook declares in its cell tagged <c>parameters</c> and that a run can set to another value.
/// </summary>
/// <param name="Name">The variable's name.</param>
/// <param name="Type">Its C# type as written; for <c>var</c> the type of its default.</param>
/// <param name="Default">The C# of its default.</param>
public sealed record NotebookParameter(string Name, string Type, string Default)
{
    /// <summary>The tag of the cell that declares parameters (papermill's name).</summary>
    public const string Tag = "parameters";

    /// <summary>The tag of the cell that a run puts after it with its own values.</summary>
    public const string InjectedTag = "injected-parameters";

    /// <summary>The parameters of a notebook; none when it has no cell tagged <c>parameters</c>.</summary>
    public static IReadOnlyList<NotebookParameter> Of(Notebook notebook)
    {
        var cell = notebook.Cells.FirstOrDefault(cell => cell.Kind == CellKind.Code && cell.Tags.Contains(Tag));
        return cell == null ? [] : Parse(cell.Source);
    }

    private static IReadOnlyList<NotebookParameter> Parse(string source)
    {
        var options = new CSharpParseOptions(kind: SourceCodeKind.Script);
        var members = SyntaxFactory.ParseSyntaxTree(source, options).GetCompilationUnitRoot().Members;
        return
        [
            .. from field in members.OfType<FieldDeclarationSyntax>()
               where !field.Modifiers.Any(SyntaxKind.ConstKeyword)
               from variable in field.Declaration.Variables
               let value = variable.Initializer?.Value
               select new NotebookParameter(variable.Identifier.Text, TypeOf(field.Declaration.Type, value), value?.ToString() ?? ""),
        ];
    }

    private static string TypeOf(TypeSyntax declared, ExpressionSyntax? value)
    {
        if (!declared.IsVar)
            return declared.ToString().TrimEnd('?');
        if (value is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression } minus)
            value = minus.Operand;
        return value switch
        {
            LiteralExpressionSyntax { Token.Value: int } => "int",
            LiteralExpressionSyntax { Token.Value: long } => "long",
            LiteralExpressionSyntax { Token.Value: float } => "float",
            LiteralExpressionSyntax { Token.Value: double } => "double",
            LiteralExpressionSyntax { Token.Value: decimal } => "decimal",
            LiteralExpressionSyntax { Token.Value: string } or InterpolatedStringExpressionSyntax => "string",
            LiteralExpressionSyntax { Token.Value: bool } => "bool",
            MemberAccessExpressionSyntax member => member.Expression.ToString(),
            _ => "var",
        };
    }

    /// <summary>The statement that sets the parameter, such as <c>Epochs = 2;</c>.</summary>
    /// <param name="value">The value as given on a command line.</param>
    /// <exception cref="NotebookException">The value is not of the parameter's type.</exception>
    public string Assignment(string value) => $"{Name} = {Literal(value)};";

    /// <summary>A value as C# of the parameter's type, such as <c>"full"</c> or <c>0.001</c>.</summary>
    /// <param name="value">The value as given on a command line.</param>
    /// <exception cref="NotebookException">The value is not of the parameter's type.</exception>
    public string Literal(string value)
    {
        var culture = CultureInfo.InvariantCulture;
        var literal = Type switch
        {
            "string" => SymbolDisplay.FormatLiteral(value, quote: true),
            "bool" when bool.TryParse(value, out var flag) => flag ? "true" : "false",
            "int" when int.TryParse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowThousands, culture, out var number) => number.ToString(culture),
            "long" when long.TryParse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowThousands, culture, out var number) => number.ToString(culture),
            "double" when Real(value) is { } number => number.ToString("R", culture),
            "float" when Real(value) is { } number => ((float)number).ToString("R", culture) + "f",
            "decimal" when decimal.TryParse(value, NumberStyles.Float, culture, out var number) => number.ToString(culture) + "m",
            "bool" or "int" or "long" or "double" or "float" or "decimal" or "var" => null,
            _ => SyntaxFacts.IsValidIdentifier(value) ? $"{Type}.{value}" : null,
        };
        return literal ?? throw new NotebookException(
            $"The parameter {Name} cannot be set to '{value}': it is {Described()} whose default is {Default}; give a value of that kind.");
    }

    private static double? Real(string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private string Described() => Type switch
    {
        "int" or "long" => "a whole number",
        "double" or "float" or "decimal" => "a number",
        "bool" => "true or false",
        "var" => "an expression",
        _ => $"a {Type}",
    };

    /// <summary>
    /// Puts a cell with the given values after the one that declares the parameters, in place of one that an earlier run
    /// left there.
    /// </summary>
    /// <param name="notebook">The notebook; unchanged when there are no values.</param>
    /// <param name="values">Parameter names and values.</param>
    /// <exception cref="NotebookException">A name is unknown or a value is not of its parameter's type.</exception>
    public static void Inject(Notebook notebook, IReadOnlyDictionary<string, string> values)
    {
        foreach (var earlier in notebook.Cells.Where(cell => cell.Tags.Contains(InjectedTag)).ToList())
            notebook.Remove(earlier);
        if (values.Count == 0)
            return;

        var known = Of(notebook);
        var assignments = values.Select(value => Find(known, value.Key).Assignment(value.Value)).ToList();
        var index = notebook.Cells.ToList().FindIndex(cell => cell.Tags.Contains(Tag));
        var id = notebook.HasCellIds ? InjectedTag : null;
        notebook.Insert(index + 1, NotebookCell.Code("// Set for this run\n" + string.Join("\n", assignments), id, InjectedTag));
    }

    private static NotebookParameter Find(IReadOnlyList<NotebookParameter> known, string name)
    {
        if (known.FirstOrDefault(parameter => parameter.Name == name) is { } found)
            return found;
        if (known.Count == 0)
            throw new NotebookException($"There is no parameter '{name}': the notebook has no code cell tagged '{Tag}' that declares any.");
        var list = string.Join(", ", known.Select(parameter => $"{parameter.Name} = {parameter.Default}"));
        throw new NotebookException($"There is no parameter '{name}'; the notebook has {list}.");
    }
}

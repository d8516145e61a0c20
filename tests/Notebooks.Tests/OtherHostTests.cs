using System.Text.RegularExpressions;
using ImageNotebooks.Host;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

namespace Notebooks.Tests;

/// <summary>
/// Every notebook compiles, cell after cell, with what other hosts give a cell, so that none says what our host alone understands. The hosts themselves are not there;
/// what they give is: their imports, their language version, and their <c>Display</c>.
/// </summary>
public partial class OtherHostTests
{
    private static readonly string[] Common = ["System", "System.Collections.Generic", "System.Linq", "System.Text", "System.Threading.Tasks"];

    // Verso 1.0.17 compiles with Roslyn 4.12, shows values with a Display that gives nothing back, and knows no display(...).
    private static readonly ScriptOptions Verso = Host(LanguageVersion.CSharp13, [.. Common, "System.IO", typeof(StandIns.Verso.DisplayExtensions).Namespace!]);

    // .NET Interactive of April 2026; its display(...) and HTML(...) are left out, since Verso has neither.
    private static readonly ScriptOptions Interactive = Host(LanguageVersion.CSharp14, [.. Common, "System.Collections", typeof(StandIns.Interactive.DisplayExtensions).Namespace!]);

    [Theory, MemberData(nameof(NotebookFileTests.Names), MemberType = typeof(NotebookFileTests))]
    public void A_notebook_compiles_in_Verso(string name) => Assert.Equal("", FirstProblem(Verso, Cells(name)));

    [Theory, MemberData(nameof(NotebookFileTests.Names), MemberType = typeof(NotebookFileTests))]
    public void A_notebook_compiles_in_dotnet_Interactive(string name) => Assert.Equal("", FirstProblem(Interactive, Cells(name)));

    [Theory]
    [InlineData("display(1);", "CS0103")]
    [InlineData("var shown = \"x\".Display();", "CS0670")]
    [InlineData("\"<svg/>\".DisplayAs(\"image/svg+xml\");", "CS1061")]
    [InlineData("string[] a = null;\na?[0] = \"\";", "CS9260")]
    [InlineData("#load \"../environment/none.csx\"", "CS1504")]
    public void What_Verso_does_not_understand_is_found(string cell, string problem) => Assert.Contains(problem, FirstProblem(Verso, ["1", cell]), StringComparison.Ordinal);

    [Theory]
    [InlineData("Path.GetTempPath()", "CS0103")]
    [InlineData("ClearOutput();", "CS0103")]
    public void What_dotnet_Interactive_does_not_understand_is_found(string cell, string problem) => Assert.Contains(problem, FirstProblem(Interactive, ["1", cell]), StringComparison.Ordinal);

    private static IEnumerable<string> Cells(string name)
    {
        // Verso finds no file by a relative path; whoever opens a notebook there writes the whole path.
        var environment = Repository.PathOf("environment") + "/";
        return Notebook.Read(Repository.PathOf(name)).Cells.Where(cell => cell.Kind == CellKind.Code).Select(cell => Environment().Replace(cell.Source, environment));
    }

    [GeneratedRegex(@"(?<="")(\.\./)+environment/")]
    private static partial Regex Environment();

    private static string FirstProblem(ScriptOptions host, IEnumerable<string> cells)
    {
        Script? script = null;
        foreach (var cell in cells)
        {
            script = script is null ? CSharpScript.Create(cell, host) : script.ContinueWith(cell, host);
            if (script.GetCompilation().GetDiagnostics().FirstOrDefault(problem => problem.Severity == DiagnosticSeverity.Error) is { } problem)
                return $"{problem}\n{cell}";
        }
        return "";
    }

    private static ScriptOptions Host(LanguageVersion language, string[] imports) => ScriptOptions.Default
        .WithLanguageVersion(language).WithImports(imports)
        .WithReferences(((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal) || Path.GetFileName(path) == "netstandard.dll")
            .Append(typeof(OtherHostTests).Assembly.Location).Select(path => MetadataReference.CreateFromFile(path)));
}

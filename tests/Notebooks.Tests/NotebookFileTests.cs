using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using ImageNotebooks.Host;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Notebooks.Tests;

/// <summary>What holds for every notebook of the workspace as it is committed.</summary>
public class NotebookFileTests
{
    public static TheoryData<string> Names =>
        [.. Directory.GetFiles(Repository.PathOf("notebooks"), "*.ipynb", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Repository.Root, path)).Where(path => !path.Split(Path.DirectorySeparatorChar).Contains("runs"))];

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_committed_without_outputs(string name) =>
        Assert.All(CodeCells(name), cell => Assert.True(cell.Outputs.Count == 0 && cell.ExecutionCount is null, $"Cell '{cell.Source}' has outputs; clear them before committing."));

    [Theory]
    [MemberData(nameof(Names))]
    public void Loads_the_library_first_and_has_its_parameters_second(string name)
    {
        var cells = CodeCells(name);
        Assert.Contains("#load \"", cells[0].Source, StringComparison.Ordinal);
        Assert.Contains(name.Contains("course", StringComparison.Ordinal) ? "environment/course.csx\"" : "environment/start.csx\"", cells[0].Source, StringComparison.Ordinal);
        Assert.Contains("parameters", cells[1].Tags);
        Assert.Single(cells, cell => cell.Tags.Contains("parameters"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Has_thin_cells_that_fit_the_page(string name) => Assert.All(CodeCells(name), cell =>
    {
        var lines = cell.Source.Split('\n');
        Assert.True(lines.Length <= 15, $"A cell of {lines.Length} lines belongs into the library:\n{cell.Source}");
        Assert.All(lines, line => Assert.True(line.Length <= 100, $"This line is cut off in the report: {line}"));
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_what_Jupyter_opens_with_the_CSharp_kernel(string name)
    {
        var json = JsonNode.Parse(File.ReadAllText(Repository.PathOf(name)))!;
        Assert.Equal(4, json["nbformat"]!.GetValue<int>());
        Assert.Equal(5, json["nbformat_minor"]!.GetValue<int>());
        Assert.Equal(".net-csharp", json["metadata"]!["kernelspec"]!["name"]!.GetValue<string>());
        Assert.Equal("C#", json["metadata"]!["kernelspec"]!["language"]!.GetValue<string>());
    }

    [Theory]
    [MemberData(nameof(Names))]
    [InlineData("environment/start.csx")]
    public void Says_only_what_every_host_understands(string name)
    {
        var source = name.EndsWith(".csx", StringComparison.Ordinal) ? File.ReadAllText(Repository.PathOf(name)) : string.Join('\n', CodeCells(name).Select(cell => cell.Source));
        Assert.Empty(OfOneHost(source));
        Assert.Equal(source.LastIndexOf("#load", StringComparison.Ordinal), source.IndexOf("#load", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("var shown = display(1);", "display")]
    [InlineData("\"<svg/>\".DisplayAs(\"image/svg+xml\");", "DisplayAs")]
    [InlineData("#!time\nvar x = 1;", "#!time")]
    [InlineData("#r \"nuget: A, 1.0\"", "#r \"nuget: A, 1.0\"")]
    [InlineData("string[] a = null; a?[0] = \"\";", "null conditional assignment")]
    [InlineData("var names = new { HTML = \"x\" };\nnames.HTML.Display();", null)]
    public void What_one_host_alone_understands_is_found(string source, string? found)
    {
        if (found is null) Assert.Empty(OfOneHost(source));
        else Assert.Contains(OfOneHost(source), finding => finding.Contains(found, StringComparison.Ordinal));
    }

    /// <summary>
    /// What .NET Interactive or Verso would not understand: every host has <c>x.Display()</c>, but what else our host gives a cell (<c>display(x)</c>, of which Verso
    /// knows nothing) is refused, and so are magic commands, packages, and syntax that is newer than Verso's compiler (Roslyn 4.12, C# 13).
    /// </summary>
    private static IEnumerable<string> OfOneHost(string source)
    {
        var helpers = typeof(DisplayHelpers).GetMethods(BindingFlags.Public | BindingFlags.Static).Select(method => method.Name).Where(helper => helper != "Display").ToHashSet();
        var tree = CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.CSharp13, kind: SourceCodeKind.Script));
        var called = tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>().Select(call => call.Expression)
            .Select(of => of is MemberAccessExpressionSyntax { Name: var member } ? member.Identifier.Text : of.ToString()).Where(helpers.Contains);
        var directives = source.Split('\n').Where(line => line.TrimStart().StartsWith('#') && !line.StartsWith("#load \"../", StringComparison.Ordinal));
        var compilation = CSharpCompilation.CreateScriptCompilation("cell", tree, [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)]);
        var newer = compilation.GetDiagnostics().Select(problem => problem.GetMessage(CultureInfo.InvariantCulture)).Where(message => message.Contains("not available in C# 13", StringComparison.Ordinal));
        return [.. called, .. directives, .. newer];
    }

    private static List<NotebookCell> CodeCells(string name) => [.. Notebook.Read(Repository.PathOf(name)).Cells.Where(cell => cell.Kind == CellKind.Code)];
}

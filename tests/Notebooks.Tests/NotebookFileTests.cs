using System.Text.Json.Nodes;
using ImageNotebooks.Host;

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

    private static List<NotebookCell> CodeCells(string name) => [.. Notebook.Read(Repository.PathOf(name)).Cells.Where(cell => cell.Kind == CellKind.Code)];
}

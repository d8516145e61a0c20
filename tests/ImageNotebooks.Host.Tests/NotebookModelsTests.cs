using System.Text.Json.Nodes;
using static ImageNotebooks.Host.Tests.TemporaryFolder;

namespace ImageNotebooks.Host.Tests;

public sealed class NotebookModelsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static JsonObject[] Cells =>
        [Markdown("# Two models"), Code("var n = 1;"), Code("n++;", "model:cnn"), Code("n += 10;", "wide", "model:vgg"), Code("n += 100;", "model:cnn", "model:vgg"), Code("n")];

    private RunOptions Options(params string[] models) => new()
    {
        NotebookPath = _folder.Notebook("nb/study.ipynb", Cells),
        OutputPath = _folder["runs/study.ipynb"],
        Models = models,
    };

    private static string Text(NotebookCell cell) => NotebookJson.Text(cell.Outputs.Single()!["data"]!["text/plain"])!;

    [Fact]
    public void AreTheTagsOfCodeCellsInTheOrderOfTheNotebook() =>
        Assert.Equal(["cnn", "vgg"], NotebookModels.Of(Notebook.Parse(Json([.. Cells, Code("", "model:cnn")]).ToJsonString(), "x")));

    [Theory]
    [InlineData("102", "cnn")]
    [InlineData("111", "vgg")]
    [InlineData("112", "vgg", "cnn")]
    [InlineData("112")]
    public async Task CellsOfOtherModelsAreLeftOut(string value, params string[] models)
    {
        var result = await new NotebookRunner(Options(models)).RunAsync();
        Assert.Equal(new RunResult(RunStatus.Finished, null), result);
        Assert.Equal(value, Text(Notebook.Read(_folder["runs/study.ipynb"]).Cells[^1]));
    }

    [Fact]
    public async Task TheExecutedNotebookSaysQuietlyWhatWasLeftOutAndWhy()
    {
        await new NotebookRunner(Options("cnn")).RunAsync();
        var executed = Notebook.Read(_folder["runs/study.ipynb"]);
        Assert.Equal([null, 1, 2, null, 3, 4], executed.Cells.Select(cell => cell.ExecutionCount));
        Assert.Equal("left out: --models cnn", Text(executed.Cells[3]));
        Assert.Contains("color: gray", executed.Cells[3].Outputs[0]!["data"]!["text/html"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("left out: --models cnn", RunRecord.WhyLeftOut(executed.Cells[3]));
        Assert.Equal(["cnn"], new RunRecord(executed).Models);
        Assert.Contains("<em>left out: --models cnn</em>", File.ReadAllText(_folder["runs/study.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ARunOfAllModelsForgetsWhatAnEarlierOneLeftOut()
    {
        await new NotebookRunner(Options("cnn")).RunAsync();
        var again = new RunOptions { NotebookPath = _folder["runs/study.ipynb"], OutputPath = _folder["runs/again.ipynb"] };
        await new NotebookRunner(again).RunAsync();
        var executed = Notebook.Read(again.OutputPath);
        Assert.Equal("112", Text(executed.Cells[^1]));
        Assert.DoesNotContain("left out", executed.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnErrorAboutANameThatWasLeftOutSaysSo()
    {
        var notebook = _folder.Notebook("nb/tags.ipynb", Code("var cnn = 1;", "model:cnn"), Code("var vgg = 2;", "model:vgg"), Code("cnn + vgg"));
        var result = await new NotebookRunner(new() { NotebookPath = notebook, OutputPath = _folder["runs/tags.ipynb"], Models = ["cnn"] }).RunAsync();
        Assert.Equal(
            "Cell 2, line 1 failed: CompilationError: CS0103: The name 'vgg' does not exist in the current context. "
            + "It stands in a cell that --models cnn leaves out, so this cell needs a tag too.", result.Message);
    }

    [Fact]
    public void AnUnknownModelIsRefusedBeforeAnythingIsWritten()
    {
        var problem = Assert.Throws<NotebookException>(() => new NotebookRunner(Options("cnn", "resnet")));
        Assert.Equal("There is no model 'resnet'; the notebook has cnn, vgg.", problem.Message);
        Assert.False(Directory.Exists(_folder["runs"]));
    }
}

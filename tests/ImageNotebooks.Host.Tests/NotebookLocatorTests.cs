namespace ImageNotebooks.Host.Tests;

public sealed class NotebookLocatorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public NotebookLocatorTests()
    {
        _folder.File("ImageNotebooks.sln", "");
        foreach (var name in new[] { "03-cifar-10", "10-cifar", "course/01-twin", "course/02-twin", "runs/03-cifar-10/03-cifar-10", ".ipynb_checkpoints/05-hidden" })
            _folder.File($"notebooks/{name}.ipynb", "{}");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("cifar-10", "03-cifar-10")]
    [InlineData("cifar", "10-cifar")]
    [InlineData("03-cifar-10", "03-cifar-10")]
    [InlineData("02-twin", "course/02-twin")]
    public void ANameFindsTheNotebookBehindItsNumber(string name, string file) =>
        Assert.Equal(_folder[Path.Combine("notebooks", Path.Combine(file.Split('/')) + ".ipynb")], NotebookLocator.Resolve(name, _folder.Root));

    [Fact]
    public void AnUnknownNameListsWhatThereIs()
    {
        var problem = Assert.Throws<NotebookException>(() => NotebookLocator.Resolve("cifar-100", _folder.Root));
        Assert.Equal("There is no notebook named 'cifar-100'; there are cifar-10, cifar, twin, twin.", problem.Message);
    }

    [Fact]
    public void AnAmbiguousNameListsTheFiles()
    {
        var problem = Assert.Throws<NotebookException>(() => NotebookLocator.Resolve("twin", _folder.Root));
        Assert.Contains("02-twin.ipynb", problem.Message, StringComparison.Ordinal);
        Assert.StartsWith("Several notebooks are named 'twin'", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void APathIsTakenAsItIs()
    {
        var path = _folder["notebooks/10-cifar.ipynb"];
        Assert.Equal(path, NotebookLocator.Resolve(path, null));
        Assert.Throws<NotebookException>(() => NotebookLocator.Resolve(_folder["none.ipynb"], null));
    }

    [Fact]
    public void TheWorkspaceIsFoundUpwardsUnlessTheLauncherSaysWhereItIs()
    {
        var said = Environment.GetEnvironmentVariable(NotebookLocator.RootVariable);
        try
        {
            Environment.SetEnvironmentVariable(NotebookLocator.RootVariable, null);
            Assert.Equal(_folder.Root, NotebookLocator.FindRoot(_folder["notebooks/course"]));
            Environment.SetEnvironmentVariable(NotebookLocator.RootVariable, _folder["alone"]);
            Assert.Equal(_folder["alone"], NotebookLocator.FindRoot(_folder["notebooks/course"]));
        }
        finally
        {
            Environment.SetEnvironmentVariable(NotebookLocator.RootVariable, said);
        }
    }

    [Fact]
    public void RunsLieUnderTheNotebooksOfTheWorkspaceOrBesideALoneNotebook()
    {
        Assert.Equal(_folder["notebooks/runs/03-cifar-10/03-cifar-10.ipynb"], NotebookLocator.DefaultOutput(_folder["notebooks/03-cifar-10.ipynb"], _folder.Root));
        Assert.Equal(_folder["alone/runs/x/x.ipynb"], NotebookLocator.DefaultOutput(_folder["alone/x.ipynb"], null));
    }
}

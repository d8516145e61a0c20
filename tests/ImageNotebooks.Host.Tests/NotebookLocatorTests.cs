namespace ImageNotebooks.Host.Tests;

public sealed class NotebookLocatorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public NotebookLocatorTests()
    {
        _folder.File("ImageNotebooks.sln", "");
        foreach (var name in new[] { "03-cifar-10", "10-cifar", "course/01-twin", "course/02-twin", "course/13-scenes", "01-intel-scenes", "runs/03-cifar-10/03-cifar-10", ".ipynb_checkpoints/05-hidden" })
            _folder.File($"notebooks/{name}.ipynb", "{}");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("cifar-10", "03-cifar-10")]
    [InlineData("cifar", "10-cifar")]
    [InlineData("03-cifar-10", "03-cifar-10")]
    [InlineData("02-twin", "course/02-twin")]
    [InlineData("intel", "01-intel-scenes")]
    [InlineData("scenes", "01-intel-scenes")]
    [InlineData("13-scenes", "course/13-scenes")]
    [InlineData("03", "03-cifar-10")]
    public void ANameOrSomeWordsOfItFindTheNotebook(string name, string file) =>
        Assert.Equal(_folder[Path.Combine("notebooks", Path.Combine(file.Split('/')) + ".ipynb")], NotebookLocator.Resolve(name, _folder.Root));

    [Theory]
    [InlineData("cifar-100")]
    [InlineData("cif")]
    [InlineData("")]
    public void AnUnknownNameListsWhatThereIs(string name)
    {
        var problem = Assert.Throws<NotebookException>(() => NotebookLocator.Resolve(name, _folder.Root));
        Assert.Equal($"There is no notebook named '{name}'; there are intel-scenes, cifar-10, cifar, twin, twin, scenes.", problem.Message);
    }

    [Fact]
    public void StudiesAreTheNotebooksThatLieInNoFolderOfTheirOwn() =>
        Assert.Equal(["01-intel-scenes", "03-cifar-10", "10-cifar"], NotebookLocator.Studies(_folder.Root).Select(Path.GetFileNameWithoutExtension));

    [Theory]
    [InlineData("twin", "02-twin.ipynb")]
    [InlineData("10", "10-cifar.ipynb")]
    public void AnAmbiguousNameListsTheFiles(string name, string file)
    {
        var problem = Assert.Throws<NotebookException>(() => NotebookLocator.Resolve(name, _folder.Root));
        Assert.Contains(file, problem.Message, StringComparison.Ordinal);
        Assert.StartsWith($"Several notebooks answer to '{name}'", problem.Message, StringComparison.Ordinal);
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

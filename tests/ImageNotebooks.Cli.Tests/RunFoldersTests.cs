namespace ImageNotebooks.Cli.Tests;

public sealed class RunFoldersTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("lab runs ");

    public RunFoldersTests()
    {
        foreach (var file in new[] { "a/run.json", "a/history.csv", "b/run.json", "b/history.csv", "new/run.json", "empty/notes.txt" })
        {
            var path = At(file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, "");
        }
    }

    public void Dispose() => folder.Delete(recursive: true);

    private string At(string below) => Path.Combine(folder.FullName, below);

    [Fact]
    public void Folders_of_runs_are_taken_in_the_order_in_which_they_were_given() =>
        Assert.Equal([At("b"), At("a")], RunFolders.Check([At("b") + "/", At("a/../a")]));

    [Theory]
    [InlineData("takes two folders or more; it was given none.")]
    [InlineData("takes two folders or more; it was given one.", "a")]
    [InlineData("There is no folder '@/nowhere'", "a", "nowhere")]
    [InlineData("'@/a/run.json' is a file; give the folder of a training run", "a", "a/run.json")]
    [InlineData("'@/empty' is no training run: it holds no run.json.", "a", "empty")]
    [InlineData("'@/new' is a run without a history: it holds no history.csv.", "a", "new")]
    [InlineData("'@/.' is no training run: it holds no run.json, but its folders a, b, new do.", ".", "a")]
    [InlineData("'@/a/' is a run that is given twice", "a", "b", "a/")]
    public void What_cannot_be_compared_is_refused_with_a_sentence(string sentence, params string[] given)
    {
        var problem = Assert.Throws<LabException>(() => RunFolders.Check([.. given.Select(At)]));
        Assert.Contains(sentence.Replace("@", folder.FullName, StringComparison.Ordinal), problem.Message, StringComparison.Ordinal);
    }

    [UnixFact("links for everyone")]
    public void A_link_to_a_run_is_that_run()
    {
        Directory.CreateSymbolicLink(At("link"), At("a"));
        Assert.Contains("given twice", Assert.Throws<LabException>(() => RunFolders.Check([At("a"), At("link")])).Message, StringComparison.Ordinal);
    }
}

namespace ImageNotebooks.Cli.Tests;

/// <summary>What all test projects share.</summary>
public sealed class TestSupportTests
{
    [Fact]
    public void Real_data_is_where_it_was_named_or_beside_the_repository()
    {
        var folder = Directory.CreateTempSubdirectory("lab data ");
        var repository = folder.CreateSubdirectory("repository").FullName;
        Assert.Null(RealData.FindFolder(null, repository));
        Assert.Null(RealData.FindFolder(Path.Combine(folder.FullName, "absent"), repository));
        var beside = folder.CreateSubdirectory("shared/data").FullName;
        Assert.Equal(beside, RealData.FindFolder("", repository));
        Assert.Equal(repository, RealData.FindFolder(repository, repository));
        folder.Delete(recursive: true);
    }

    [Fact]
    public void A_test_on_a_data_set_that_is_not_there_is_skipped_with_the_reason()
    {
        Assert.Equal("no real data", new RealDataFactAttribute("a set that nobody has").Skip);
        Assert.Equal(RealData.Folder is null ? "no real data" : null, new RealDataTheoryAttribute().Skip);
    }

    [Theory]
    [InlineData(null, null, "no Chromium")]
    [InlineData(null, "false", "no Chromium")]
    [InlineData(null, "true", null)]
    [InlineData("/bin/chromium", null, null)]
    public void A_missing_browser_skips_a_test_except_in_ci(string? executable, string? ci, string? reason) => Assert.Equal(reason, Chromium.SkipReason(executable, ci));
}

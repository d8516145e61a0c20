namespace ImageNotebooks.Tests;

public sealed class DataFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private DataFolder Data => new(Path.Combine(folder.Path, "cache"), new Download(new() { Attempts = 1 }));

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task ASetIsDownloadedUnpackedAndFoundAgain()
    {
        await using var server = new TestServer(TestServer.File(Archive()));
        var entry = Entry([new("a.tar.gz", [server.Address()])]);
        Assert.Null(Data.Find(entry));

        var path = await Data.FetchAsync(entry);

        Assert.Equal(Path.Combine(Data.Path, "set", "top"), path);
        Assert.Equal("12345", File.ReadAllText(Path.Combine(path, "data.bin")));
        Assert.Equal(path, Data.Find(entry));
        Assert.Equal(path, await Data.FetchAsync(entry));
        Assert.Single(server.Requests);
        Assert.Empty(Directory.GetFiles(Path.Combine(Data.Path, "downloads")));
    }

    [Fact]
    public async Task PlainFilesLieInTheSetsFolder()
    {
        await using var server = new TestServer(TestServer.File([1, 2, 3]));
        var entry = Entry([new("weights.h5", [server.Address()])]) with { Folder = "", Files = [new("weights.h5", 3)] };
        Assert.Equal([1, 2, 3], File.ReadAllBytes(Path.Combine(await Data.FetchAsync(entry), "weights.h5")));
    }

    [Fact]
    public async Task AnArchiveWithOtherFilesLeavesNoSet()
    {
        await using var server = new TestServer(TestServer.File(Archive()));
        var entry = Entry([new("a.tar.gz", [server.Address()])]) with { Files = [new("data.bin", 6)] };
        var e = await Assert.ThrowsAsync<DataFileException>(() => Data.FetchAsync(entry));
        Assert.Contains("data.bin has 5 bytes and should have 6", e.Message);
        Assert.Null(Data.Find(entry));
    }

    [Fact]
    public async Task AnIncompleteSetIsNotUsed()
    {
        await using var server = new TestServer(TestServer.File(Archive()));
        var entry = Entry([new("a.tar.gz", [server.Address()])]);
        File.Delete(Path.Combine(await Data.FetchAsync(entry), "data.bin"));
        Assert.Contains("data.bin is missing. Delete it and run again", Assert.Throws<DataFileException>(() => Data.Find(entry)).Message);
    }

    [Fact]
    public async Task ASetBehindALoginNamesThePageAndThePlace()
    {
        var e = await Assert.ThrowsAsync<DataFileException>(() => Data.FetchAsync(Entry([])));
        Assert.Contains("download it from http://example.org/, unpack it to " + Path.Combine(Data.Path, "set"), e.Message);
    }

    [Fact]
    public void TheRepositoryIsFoundFromWithin()
    {
        Assert.True(File.Exists(Path.Combine(Repository.Root, "ImageNotebooks.sln")));
        Directory.CreateDirectory(Path.Combine(folder.Path, "a", "b"));
        Assert.Null(Repository.FindAbove(Path.Combine(folder.Path, "a", "b")));
        File.WriteAllText(Path.Combine(folder.Path, "ImageNotebooks.sln"), "");
        Assert.Equal(folder.Path, Repository.FindAbove(Path.Combine(folder.Path, "a", "b")));
    }

    private static CatalogEntry Entry(RemoteFile[] downloads) => new(
        "set", "A set", "none", "nobody", new Uri("http://example.org"), "one file", downloads, "top", [new("data.bin", 5)]);

    private byte[] Archive()
    {
        var path = ArchivesTests.WriteTar(Path.Combine(folder.Path, "made.tar.gz"), ArchivesTests.File("top/data.bin", "12345"));
        return File.ReadAllBytes(path);
    }
}

using System.Text;
using static ImageNotebooks.Tests.TestServer;

namespace ImageNotebooks.Tests;

/// <summary>Sets on Kaggle, against a server in its place.</summary>
public sealed class KaggleTests : IDisposable
{
    private static readonly CatalogEntry Scenes = new(
        "scenes", "Scenes", "none", "nobody", new("http://example.org"), "folders", Kaggle: new("datasets/owner/some-scenes"),
        Contains: new Dictionary<string, int> { ["train/*.jpg"] = 2 });

    private static readonly CatalogEntry Contest = Scenes with { Name = "contest", Kaggle = new("competitions/some-contest") };

    private readonly TemporaryFolder folder = new();

    private string Cache => Path.Combine(folder.Path, "cache");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task WithATokenTheSetIsDownloadedAndUnpacked()
    {
        await using var server = new TestServer(File(Zip("train/sea/1.jpg", "train/ice/2.jpg")));
        var path = await Data(server, Token(("KAGGLE_USERNAME", "me"), ("KAGGLE_KEY", "secret"))).FetchAsync(Scenes);
        Assert.True(System.IO.File.Exists(Path.Combine(path, "train", "sea", "1.jpg")));
        Assert.Equal("/api/v1/datasets/download/owner/some-scenes", Assert.Single(server.Requests).Path);
        Assert.Equal("Basic " + Convert.ToBase64String("me:secret"u8), server.Requests.Single().Header("Authorization"));
        Assert.Empty(Directory.GetFiles(Path.Combine(Cache, "downloads")));
    }

    [Fact]
    public async Task TheTokenDoesNotFollowARedirect()
    {
        await using var storage = new TestServer(File(Zip("train/1.jpg", "train/2.jpg"), cutAfter: 50), File(Zip("train/1.jpg", "train/2.jpg")));
        await using var server = new TestServer(Answer($"302 Found\r\nLocation: {storage.Address("/bucket/set.zip?signature=1")}"));
        await Data(server, Token(("KAGGLE_API_TOKEN", "secret"))).FetchAsync(Contest);
        Assert.All(server.Requests, request => Assert.Equal("Bearer secret", request.Header("Authorization")));
        Assert.Equal([2, 2], new[] { server.Requests.Count, storage.Requests.Count });
        Assert.All(storage.Requests, request => Assert.Null(request.Header("Authorization")));
        Assert.Equal(50, storage.Requests.Last().RangeStart);
    }

    [Theory]
    [InlineData("competitions/some-contest", "403 Forbidden", "accepted its rules: do so at https://www.kaggle.com/competitions/some-contest/rules")]
    [InlineData("datasets/owner/some-scenes", "403 Forbidden", "open https://www.kaggle.com/datasets/owner/some-scenes with that account")]
    [InlineData("datasets/owner/some-scenes", "401 Unauthorized", "does not know the token from KAGGLE_API_TOKEN; make a new one at https://www.kaggle.com/settings")]
    [InlineData("datasets/owner/some-scenes", "404 Not Found", "open the address in a browser")]
    public async Task ARefusalIsExplainedWithoutTheSecret(string source, string status, string sentence)
    {
        await using var server = new TestServer(Answer(status));
        var e = await Assert.ThrowsAsync<DownloadException>(() => Data(server, Token(("KAGGLE_API_TOKEN", "secret"))).FetchAsync(Scenes with { Kaggle = new(source) }));
        Assert.Contains(sentence, e.Message);
        Assert.DoesNotContain("secret", e.ToString());
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task ARefusalOfTheServerBehindTheRedirectSaysNothingOfTheToken()
    {
        await using var storage = new TestServer(Answer("403 Forbidden"));
        await using var server = new TestServer(Answer($"302 Found\r\nLocation: {storage.Address()}"));
        var e = await Assert.ThrowsAsync<DownloadException>(() => Data(server, Token(("KAGGLE_API_TOKEN", "secret"))).FetchAsync(Contest));
        Assert.DoesNotContain("rules", e.Message);
    }

    [Fact]
    public async Task WithoutATokenThePageAndThePlaceAreNamedAndTheZipFilePutThereIsTaken()
    {
        await using var server = new TestServer(Answer("404 Not Found"));
        var zip = Path.Combine(Cache, "downloads", "some-scenes.zip");
        var e = await Assert.ThrowsAsync<DataFileException>(() => Data(server, token: null).FetchAsync(Scenes));
        Assert.Contains($"open https://www.kaggle.com/datasets/owner/some-scenes, download everything as one zip file, put it at {zip} and run this again", e.Message);

        await System.IO.File.WriteAllBytesAsync(zip, Zip("train/sea/1.jpg", "train/ice/2.jpg"));
        Assert.True(Directory.Exists(await Data(server, token: null).FetchAsync(Scenes)));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task AZipFileOfAnotherSetIsNotUnpackedAndNotLost()
    {
        await using var server = new TestServer(Answer("404 Not Found"));
        var zip = Path.Combine(Directory.CreateDirectory(Path.Combine(Cache, "downloads")).FullName, "some-scenes.zip");
        await System.IO.File.WriteAllBytesAsync(zip, Zip("train/1.jpg"));
        var e = await Assert.ThrowsAsync<DataFileException>(() => Data(server, token: null).FetchAsync(Scenes));
        Assert.Contains($"it has 1 and should have 2 of the files train/*.jpg. It lies in {zip}", e.Message);
        Assert.True(System.IO.File.Exists(zip));
        Assert.Null(Data(server, token: null).Find(Scenes));
    }

    [Fact]
    public void TokensAreFoundWhereKagglesProgramsKeepThem()
    {
        Assert.Null(Token());
        Write(".config/kaggle/kaggle.json", """{"username":"third","key":"k"}""");
        Assert.Equal("third:k", Decoded(Token()));
        Write(".kaggle/kaggle.json", """{"username":"second","key":"k"}""");
        Assert.Equal("second:k", Decoded(Token()));
        Write(".kaggle/access_token", "word\n");
        Assert.Equal("Bearer word", Token()!.Header.ToString());
        Write("chosen/kaggle.json", """{"username":"chosen","key":"k"}""");
        Assert.Equal("chosen:k", Decoded(Token(("KAGGLE_CONFIG_DIR", Path.Combine(folder.Path, "chosen")))));
        Assert.Equal("me:k", Decoded(Token(("KAGGLE_USERNAME", "me"), ("KAGGLE_KEY", "k"))));
        Assert.Equal("Bearer t", Token(("KAGGLE_USERNAME", "me"), ("KAGGLE_KEY", "k"), ("KAGGLE_API_TOKEN", "t"))!.Header.ToString());
    }

    [Theory]
    [InlineData("hidden")]
    [InlineData("""{"username":"me"}""")]
    [InlineData("""{"username":"me","key":null}""")]
    [InlineData("""{"username":"me","key":7}""")]
    [InlineData("[]")]
    public void ADamagedTokenFileIsNamedAndNotQuoted(string text)
    {
        Write(".kaggle/kaggle.json", text);
        var e = Assert.Throws<DataFileException>(() => Token());
        Assert.Contains(Path.Combine(".kaggle", "kaggle.json") + " is not as Kaggle writes it", e.Message);
        Assert.DoesNotContain("hidden", e.ToString());
    }

    [Fact]
    public void ATokenOfTwoLinesIsRefusedWithoutBeingShown()
    {
        var e = Assert.Throws<DataFileException>(() => Token(("KAGGLE_API_TOKEN", "secret\r\nHost: x")));
        Assert.DoesNotContain("secret", e.ToString());
    }

    private static string Decoded(KaggleToken? token) => Encoding.UTF8.GetString(Convert.FromBase64String(token!.Header.Parameter!));

    private KaggleToken? Token(params (string Name, string Value)[] variables) =>
        KaggleToken.Find(name => variables.FirstOrDefault(variable => variable.Name == name).Value, folder.Path);

    private DataFolder Data(TestServer server, KaggleToken? token) =>
        new(Cache, new Download(new() { Attempts = 3, FirstPause = TimeSpan.FromMilliseconds(1) }), new Kaggle(server.Address("/"), () => token));

    private void Write(string name, string text)
    {
        var path = Path.Combine(folder.Path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, text);
    }

    private static byte[] Zip(params string[] names)
    {
        using var bytes = new MemoryStream();
        using (var zip = new System.IO.Compression.ZipArchive(bytes, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var name in names)
            {
                // Without the clock's time, so that a second archive has the same bytes.
                var entry = zip.CreateEntry(name);
                entry.LastWriteTime = new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using var content = entry.Open();
                content.Write("picture"u8);
            }
        }
        return bytes.ToArray();
    }
}

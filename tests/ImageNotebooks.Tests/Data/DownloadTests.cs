using System.Security.Cryptography;
using static ImageNotebooks.Tests.TestServer;

namespace ImageNotebooks.Tests;

public sealed class DownloadTests : IDisposable
{
    private static readonly byte[] Content = Bytes(seed: 1);
    private static readonly byte[] OtherContent = Bytes(seed: 2);

    private readonly TemporaryFolder folder = new();
    private readonly List<DownloadProgress> told = [];

    private string Target => Path.Combine(folder.Path, "file.bin");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task AFileArrivesWhole()
    {
        await using var server = new TestServer(File(Content));
        Assert.Equal(Target, await Fetch(server));
        Assert.Equal(Content, Written());
        Assert.Equal(new DownloadProgress("file.bin", Content.Length, Content.Length), told[^1]);
    }

    [Fact]
    public void AProxyIsNamedWhereThereIsOne()
    {
        var address = new Uri("https://example.org/file.bin");
        Assert.Equal(" through the proxy http://10.0.0.1:3128, which HTTPS_PROXY or the system's settings name", Transfer.Through(address, new System.Net.WebProxy("http://someone:secret@10.0.0.1:3128")));
        Assert.Equal("", Transfer.Through(address, new System.Net.WebProxy("http://10.0.0.1:3128") { BypassList = ["example"] }));
        Assert.Equal("", Transfer.Through(address, new System.Net.WebProxy()));
    }

    [Fact]
    public async Task AFileThatIsThereIsNotAskedForAgain()
    {
        await using var server = new TestServer(File(Content));
        await Fetch(server);
        await Fetch(server);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task AFileThatIsThereAndWrongIsSetAside()
    {
        await System.IO.File.WriteAllBytesAsync(Target, OtherContent);
        await using var server = new TestServer(File(Content));
        var e = await Assert.ThrowsAsync<ChecksumException>(() => Fetch(server));
        Assert.Equal(OtherContent, await System.IO.File.ReadAllBytesAsync(e.KeptAs));
        Assert.Equal(Target + ".wrong-checksum", e.KeptAs);
        Assert.Empty(server.Requests);
        await Fetch(server);
    }

    [Fact]
    public async Task ACutConnectionGoesOnWhereItBroke()
    {
        await using var server = new TestServer(File(Content, cutAfter: 100_000), File(Content, cutAfter: 50_000), File(Content));
        await Fetch(server);
        Assert.Equal(Content, Written());
        Assert.Equal([0, 100_000, 150_000], server.Requests.Select(request => request.RangeStart));
        Assert.Contains(told, progress => progress.Note?.StartsWith("the connection was cut off; trying again in", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task TheNextRunGoesOnToo()
    {
        await using (var server = new TestServer(File(Content, cutAfter: 100_000), Answer("503 Busy")))
        {
            var e = await Assert.ThrowsAsync<DownloadException>(() => Fetch(server));
            Assert.Contains("the server answered 503 Busy, 4 times in a row. 100,000 bytes are kept in " + Target + ".part; run again", e.Message);
        }
        Assert.Equal(100_000, new FileInfo(Target + ".part").Length);
    }

    [Fact]
    public async Task ACancelledDownloadGoesOnWhereItStopped()
    {
        using var cancel = new CancellationTokenSource();
        await using var server = new TestServer(Stall($"200 OK\r\nETag: \"v1\"\r\nContent-Length: {Content.Length}", Content[..70_000]), File(Content));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Fetch(server, onProgress: progress =>
        {
            if (progress.Received == 70_000)
                cancel.Cancel();
        }, cancel: cancel.Token));
        await Fetch(server);
        Assert.Equal(Content, Written());
        Assert.Equal(70_000, server.Requests.Last().RangeStart);
    }

    [Fact]
    public async Task AServerThatFallsSilentIsAskedAgain()
    {
        await using var server = new TestServer(
            Stall($"200 OK\r\nETag: \"v1\"\r\nContent-Length: {Content.Length}", Content[..1000]), File(Content));
        await Fetch(server, stall: TimeSpan.FromMilliseconds(300));
        Assert.Equal(Content, Written());
        Assert.Contains(told, progress => progress.Note?.StartsWith("the server sent nothing for 0.3 s", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task AServerThatKnowsNoRangesSendsAllAgain()
    {
        await using var server = new TestServer(File(Content, cutAfter: 100_000), File(Content, ranges: false));
        await Fetch(server);
        Assert.Equal(Content, Written());
    }

    [Fact]
    public async Task AChangedFileIsNotMixedWithTheOldOne()
    {
        await using var server = new TestServer(File(OtherContent, etag: "\"v0\"", cutAfter: 100_000), File(Content));
        await Fetch(server);
        Assert.Equal(Content, Written());
        Assert.Equal("\"v0\"", server.Requests.Last().Header("If-Range"));
    }

    [Theory]
    [InlineData("ETag: W/\"v1\"")]
    [InlineData("Server: none")]
    public async Task WithoutAStrongValidatorItStartsAnew(string header)
    {
        await using var server = new TestServer(Answer($"200 OK\r\n{header}\r\nContent-Length: {Content.Length}", Content[..500]), File(Content));
        await Fetch(server);
        Assert.Null(server.Requests.Last().Header("Range"));
        Assert.Equal(Content, Written());
    }

    [Fact]
    public async Task ADateServesAsValidator()
    {
        const string date = "Wed, 21 Oct 2015 07:28:00 GMT";
        await using var server = new TestServer(Answer($"200 OK\r\nLast-Modified: {date}\r\nContent-Length: {Content.Length}", Content[..500]), File(Content));
        await Fetch(server);
        Assert.Equal((500, date), (server.Requests.Last().RangeStart, server.Requests.Last().Header("If-Range")));
        Assert.Equal(Content, Written());
    }

    [Theory]
    [InlineData("206 Partial Content\r\nContent-Range: bytes 5-9/300000")]
    [InlineData("416 Range Not Satisfiable")]
    public async Task AnAnswerToAnotherQuestionStartsAnew(string head)
    {
        await using var server = new TestServer(File(Content, cutAfter: 100_000), Answer(head), File(Content));
        await Fetch(server);
        Assert.Equal(Content, Written());
    }

    [Fact]
    public async Task ARedirectIsFollowed()
    {
        await using var server = new TestServer(Answer("302 Found\r\nLocation: /elsewhere"), File(Content));
        await Fetch(server);
        Assert.Equal("/elsewhere", server.Requests.Last().Path);
        Assert.Equal(Content, Written());
    }

    [Fact]
    public async Task ARedirectThatLeadsNowhereIsEndedAndTold()
    {
        await using var server = new TestServer(Answer("302 Found\r\nLocation: /again"));
        Assert.Contains("answered 302 Found", (await Assert.ThrowsAsync<DownloadException>(() => Fetch(server))).Message);
        Assert.InRange(server.Requests.Count, 2, 100);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task AFileBehindARedirectGoesOnWhereItBroke()
    {
        await using var server = new TestServer(
            Answer("302 Found\r\nLocation: /elsewhere?signed=1"), File(Content, cutAfter: 100_000), Answer("302 Found\r\nLocation: /elsewhere?signed=2"), File(Content));
        await Fetch(server);
        Assert.Equal(Content, Written());
        Assert.Equal(("/elsewhere?signed=2", 100_000), (server.Requests.Last().Path, server.Requests.Last().RangeStart));
    }

    [Fact]
    public async Task AWebPageInTheFilesPlaceIsNotTakenForTheFile()
    {
        await using var server = new TestServer(Answer("200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 5", [1, 2, 3, 4, 5]));
        var unknown = new RemoteFile("file.bin", [server.Address()]);
        Assert.Contains("a web page in the file's place", (await Assert.ThrowsAsync<DownloadException>(() => New().FileAsync(unknown, folder.Path))).Message);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task WrongBytesAreKeptAsideAndNamed()
    {
        await using var server = new TestServer(File(OtherContent));
        var e = await Assert.ThrowsAsync<ChecksumException>(() => Fetch(server));
        Assert.Contains("its checksum is sha256:", e.Message);
        Assert.Contains(Target + ".wrong-checksum", e.Message);
        Assert.Equal([Target + ".wrong-checksum"], Directory.GetFiles(folder.Path));
        Assert.Equal(OtherContent, await System.IO.File.ReadAllBytesAsync(e.KeptAs));
    }

    [Fact]
    public async Task AnotherSizeIsRefusedBeforeAnythingIsKept()
    {
        await using var server = new TestServer(File(Content[..^1]));
        var e = await Assert.ThrowsAsync<DownloadException>(() => Fetch(server));
        Assert.Contains("offers 299,999 bytes where 300,000 were published", e.Message);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task ALoginPageInTheFilesPlaceDoesNotCostWhatHasArrived()
    {
        await using var server = new TestServer(File(Content, cutAfter: 100_000), Answer("200 OK\r\nContent-Length: 5", [1, 2, 3, 4, 5]));
        await Assert.ThrowsAsync<DownloadException>(() => Fetch(server));
        Assert.Equal(100_000, new FileInfo(Target + ".part").Length);
    }

    [Fact]
    public async Task AnEndlessAnswerIsEnded()
    {
        await using var server = new TestServer(Answer("200 OK\r\nX: y", [.. Content, 1]));
        Assert.Contains("sends more than the 300,000 bytes", (await Assert.ThrowsAsync<DownloadException>(() => Fetch(server))).Message);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task AShortAnswerWithoutLengthIsNotTakenForTheWhole()
    {
        await using var server = new TestServer(Answer("200 OK\r\nETag: \"v1\"", Content[..200_000]), File(Content));
        await Fetch(server);
        Assert.Equal(Content, Written());
        Assert.Contains(told, progress => progress.Note?.StartsWith("the server ended after 200,000 of 300,000 bytes", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task AMissingFileIsNotAskedForTwice()
    {
        await using var server = new TestServer(Answer("404 Not Found"));
        Assert.Contains("answered 404 Not Found; open the address", (await Assert.ThrowsAsync<DownloadException>(() => Fetch(server))).Message);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task TheNextAddressIsTriedAndAllFailuresAreTold()
    {
        await using var missing = new TestServer(Answer("404 Not Found"));
        await using var wrong = new TestServer(File(OtherContent));
        await using var right = new TestServer(File(Content));
        var file = Published(missing.Address(), wrong.Address());
        var e = await Assert.ThrowsAsync<DownloadException>(() => New().FileAsync(file, folder.Path));
        Assert.Contains("any of its 2 addresses", e.Message);
        Assert.Contains("404", e.Message);
        Assert.Contains("wrong-checksum", e.Message);

        await New().FileAsync(Published(missing.Address(), wrong.Address(), right.Address()), folder.Path);
        Assert.Equal(Content, await System.IO.File.ReadAllBytesAsync(Target));
    }

    [Fact]
    public async Task APauseTheServerAsksForIsKeptWithinReason()
    {
        await using var server = new TestServer(Answer("429 Slow Down\r\nRetry-After: 3600"), File(Content));
        await Fetch(server);
        Assert.Contains(told, progress => progress.Note == "the server answered 429 Slow Down; trying again in 0.1 s");
    }

    [Fact]
    public async Task TwoProcessesDoNotWriteOneFile()
    {
        await using var server = new TestServer(File(Content));
        using var other = PartFile.Open(Target, PartFile.OpenFile);
        Assert.Contains("another process", (await Assert.ThrowsAsync<DataFileException>(() => Fetch(server))).Message);
    }

    [Fact]
    public async Task AFullDiskIsToldInBytesAndLosesNothing()
    {
        await using var server = new TestServer(File(Content));
        var e = await Assert.ThrowsAsync<DataFileException>(() => Fetch(server, openPart: path => new SmallDisk(path, room: 200_000)));
        Assert.Matches($"^The disk that holds {folder.Path} is full: [0-9,]+ bytes are still needed and [0-9,]+ bytes are free.", e.Message);
        var kept = new FileInfo(Target + ".part").Length;
        Assert.InRange(kept, 1, 200_000);
        await Fetch(server);
        Assert.Equal(kept, server.Requests.Last().RangeStart);
        Assert.Equal(Content, Written());
    }

    [Fact]
    public async Task AFileThatCannotFitIsNotBegun()
    {
        await using var server = new TestServer(Answer($"200 OK\r\nContent-Length: {long.MaxValue}", Content));
        var file = new RemoteFile("file.bin", [server.Address()]);
        Assert.Contains("9,223,372,036,854,775,807 bytes are still needed", (await Assert.ThrowsAsync<DataFileException>(() => New().FileAsync(file, folder.Path))).Message);
    }

    [Fact]
    public void AProgressLineSaysWhatIsLeft()
    {
        Assert.Equal("a.tar.gz  50 %  85.0 of 170.0 MB  5.0 MB/s  17 s left", ConsoleProgress.Line(new("a.tar.gz", 85_000_000, 170_000_000), 50_000_000, TimeSpan.FromSeconds(10)));
        Assert.Equal("a  1.0 MB  cut; again", ConsoleProgress.Line(new("a", 1_000_000, null, "cut; again"), 0, TimeSpan.Zero));
    }

    [Fact]
    public void ALineFitsTheTerminalByTheMiddleOfItsName()
    {
        var text = new StringWriter();
        var name = new string('a', 40) + new string('b', 40) + ".h5";
        new ConsoleProgress(text, overwrite: true, width: 80).Report(new(name, 1_000_000, 1_000_000, "again in 1 s"));
        Assert.Equal(79, text.ToString().Trim('\r', '\n').Length);
        Assert.Matches("^\ra+…b+[.]h5  100 %  1.0 of 1.0 MB  again in 1 s\n$", text.ToString());
    }

    [Fact]
    public void InAFileProgressIsALineEveryTenPerCent()
    {
        var text = new StringWriter();
        var progress = new ConsoleProgress(text, overwrite: false);
        for (var received = 1; received <= 1000; received++)
            progress.Report(new("f", received, 1000));
        Assert.Equal(11, text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.DoesNotContain('\r', text.ToString().ReplaceLineEndings("\n"));
    }

    private static byte[] Bytes(int seed)
    {
        var bytes = new byte[300_000];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static RemoteFile Published(params Uri[] addresses) =>
        new("file.bin", addresses, Content.Length, [new Checksum("sha256:" + Convert.ToHexString(SHA256.HashData(Content)))]);

    private static Download New(TimeSpan? stall = null, Func<string, Stream>? openPart = null) => new(new DownloadOptions
    {
        Attempts = 4, FirstPause = TimeSpan.FromMilliseconds(1), LongestPause = TimeSpan.FromMilliseconds(100), StallTimeout = stall ?? TimeSpan.FromSeconds(60),
    }, client: null, openPart ?? PartFile.OpenFile);

    private Task<string> Fetch(
        TestServer server, TimeSpan? stall = null, Func<string, Stream>? openPart = null, Action<DownloadProgress>? onProgress = null, CancellationToken cancel = default) =>
        New(stall, openPart).FileAsync(Published(server.Address()), folder.Path, new Listener(told.Add + onProgress), cancel);

    /// <summary>What was written, where nothing else may lie beside it.</summary>
    private byte[] Written()
    {
        Assert.Equal([Target], Directory.GetFiles(folder.Path));
        return System.IO.File.ReadAllBytes(Target);
    }

    private sealed class Listener(Action<DownloadProgress> told) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => told(value);
    }

    /// <summary>Fails as the system does when the disk is full.</summary>
    private sealed class SmallDisk(string path, int room) : FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 0)
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            Length + buffer.Length > room ? throw new IOException("No space left on device", hresult: 28) : base.WriteAsync(buffer, cancellationToken);
    }
}

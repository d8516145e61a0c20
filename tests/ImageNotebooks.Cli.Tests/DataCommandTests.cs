using System.Diagnostics;
using System.Formats.Tar;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;

namespace ImageNotebooks.Cli.Tests;

/// <summary><c>lab data</c> in a process of its own, on a workspace with a catalogue of its own and a server of this machine.</summary>
public sealed class DataCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lab data ");
    private readonly HttpListener _server = new();
    private readonly byte[] _archive = Archive();
    private volatile bool _stall;

    public DataCommandTests()
    {
        var port = FreePort();
        _server.Prefixes.Add($"http://127.0.0.1:{port}/");
        _server.Start();
        _ = Serve();
        Write("work/data/catalog.json", $$"""
            [{"name":"pets","title":"Pets [two]","licence":"none stated","citation":"nobody","homepage":"http://example.org","layout":"one file","folder":"top",
              "downloads":[{"name":"pets.tar","addresses":["http://127.0.0.1:{{port}}/pets.tar"],"size":{{_archive.Length}},"checksums":["sha256:{{Convert.ToHexStringLower(SHA256.HashData(_archive))}}"]}],
              "files":[{"path":"cat.txt","size":4}]},
             {"name":"scenes","title":"Scenes","licence":"none stated","citation":"nobody","homepage":"http://example.org","layout":"folders","kaggle":"datasets/owner/some-scenes"}]
            """);
    }

    private string Cache => PathOf("cache");

    public void Dispose()
    {
        _server.Close();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void List_says_what_is_here_and_in_which_state()
    {
        Write("cache/downloads/pets.tar.part", new string('x', _archive.Length / 2));
        Write("cache/packed/scenes-0a.pack", new string('x', 1_200_000));
        var list = Lab("list");
        Assert.Equal((0, ""), (list.ExitCode, list.Error));
        Assert.Equal(["pets    0.0 MB  50 % downloaded        none stated  Pets [two]", "scenes  ?       absent, packed 1.2 MB  none stated  Scenes"], list.Out.Trim().Split('\n'));

        using var json = JsonDocument.Parse(Lab("list", "--json").Out);
        Assert.Equal(Cache, json.RootElement.GetProperty("folder").GetString());
        var pets = json.RootElement.GetProperty("sets")[0];
        Assert.Equal(("pets", "partial", _archive.Length), (pets.GetProperty("name").GetString(), pets.GetProperty("state").GetString(), pets.GetProperty("bytesToDownload").GetInt32()));
        Assert.StartsWith("sha256:", pets.GetProperty("catalogue").GetProperty("downloads")[0].GetProperty("checksums")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_set_is_fetched_found_verified_and_removed()
    {
        var folder = Path.Combine(Cache, "pets", "top");
        var absent = Lab("where", "pets");
        Assert.Equal((1, "", "lab: pets is not here; `environment/lab data get pets` gets it."), (absent.ExitCode, absent.Out, absent.Error.Trim()));
        Assert.Equal(1, Lab("verify", "pets").ExitCode);

        Assert.Equal((0, $"pets: {folder}\n"), Plain(Lab("get", "pets")));
        Assert.Equal((0, folder + "\n"), Plain(Lab("where", "pets")));
        Assert.Equal((0, Cache + "\n"), Plain(Lab("where")));
        Assert.Equal((0, "pets: ok. Compared: 1 file (0.0 MB) with the SHA-256 taken at unpacking; sizes and numbers of files with the catalogue.\n"), Plain(Lab("verify")));

        File.WriteAllText(Path.Combine(folder, "cat.txt"), "meow");
        var wrong = Lab("verify");
        Assert.Equal(1, wrong.ExitCode);
        Assert.Contains("  top/cat.txt has changed since it was unpacked\n", wrong.Out, StringComparison.Ordinal);

        Assert.Equal((0, "Nothing to remove.\n"), Plain(Lab("clean")));
        Assert.StartsWith($"would remove {Path.Combine(Cache, "pets")} (", Lab("clean", "pets", "--dry-run").Out, StringComparison.Ordinal);
        Assert.True(Directory.Exists(folder));
        Assert.Equal(0, Lab("clean", "pets").ExitCode);
        Assert.False(Directory.Exists(Path.Combine(Cache, "pets")));
    }

    [Fact]
    public void Clean_removes_what_comes_again_and_nothing_that_was_waited_for()
    {
        foreach (var file in new[] { "packed/pets-1.pack", "packed/pets-1.pack.json", "downloads/pets.tar.part", "downloads/some-scenes.zip", "sample/a/b", "pets/top/cat.txt", "mine/notes.txt" }) Write("cache/" + file, "four");

        Assert.Equal(0, Lab("clean", "--packed", "scenes").ExitCode);
        Assert.True(File.Exists(PathOf("cache/packed/pets-1.pack")));
        var packed = Lab("clean", "--packed");
        Assert.Equal(3, packed.Out.Trim().Split('\n').Length);
        Assert.True(File.Exists(PathOf("cache/downloads/pets.tar.part")));
        Assert.Equal(0, Lab("clean").ExitCode);
        Assert.Equal(["downloads/some-scenes.zip", "mine/notes.txt", "pets/top/cat.txt"],
            Directory.EnumerateFiles(Cache, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Cache, file).Replace('\\', '/')).Order(StringComparer.Ordinal));
        Assert.Equal(0, Lab("clean", "scenes").ExitCode);
        Assert.False(File.Exists(PathOf("cache/downloads/some-scenes.zip")));
    }

    [Fact]
    public void A_set_on_Kaggle_names_page_and_place_and_the_others_are_fetched_all_the_same()
    {
        var start = Lab("get", "scenes", "pets");
        Assert.Equal(1, start.ExitCode);
        Assert.Contains($"open https://www.kaggle.com/datasets/owner/some-scenes, download everything as one zip file, put it at {Path.Combine(Cache, "downloads", "some-scenes.zip")} and", start.Error, StringComparison.Ordinal);
        Assert.StartsWith("pets: ", start.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lab: The catalogue has no 'pests'; it has pets, scenes.", "get", "pests")]
    [InlineData("lab: The catalogue has no 'pests'; it has pets, scenes.", "clean", "pests")]
    [InlineData("lab: `lab data` does not know 'lst'; did you mean list or get?", "lst")]
    [InlineData("lab: There is no option '--pakced' here.\nlab: `environment/lab data clean --help` explains", "clean", "--pakced")]
    public void Unknown_names_and_words_are_answered_with_the_known_ones(string sentence, params string[] words)
    {
        var start = Lab(words);
        Assert.Equal((1, ""), (start.ExitCode, start.Out));
        Assert.StartsWith(sentence, start.Error, StringComparison.Ordinal);
    }

    [UnixFact("signals")]
    public async Task Ctrl_C_keeps_what_arrived()
    {
        _stall = true;
        using var process = Process.Start(Command("get", "pets"))!;
        var part = PathOf("cache/downloads/pets.tar.part");
        while (!process.HasExited && !(File.Exists(part) && new FileInfo(part).Length == _archive.Length / 2)) await Task.Delay(20);
        using (var kill = Process.Start("bash", ["-c", $"kill -INT {process.Id}"])) await kill.WaitForExitAsync();
        await process.WaitForExitAsync();
        Assert.EndsWith("lab: stopped.\n130", await process.StandardError.ReadToEndAsync() + process.ExitCode, StringComparison.Ordinal);
        Assert.Equal(_archive.Length / 2, new FileInfo(part).Length);

        _stall = false;
        Assert.Equal(0, Lab("get", "pets").ExitCode);
    }

    private static (int, string) Plain(Start start) => (start.ExitCode, start.Out);

    private Start Lab(params string[] words)
    {
        using var process = Process.Start(Command(words))!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new(process.ExitCode, output.ReplaceLineEndings("\n"), error.Result.ReplaceLineEndings("\n"));
    }

    private ProcessStartInfo Command(params string[] words)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "lab.dll"), "data", .. words]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["IMAGENOTEBOOKS_ROOT"] = PathOf("work");
        start.Environment["IMAGENOTEBOOKS_DATA"] = Cache;
        start.Environment["KAGGLE_CONFIG_DIR"] = PathOf("no kaggle");
        foreach (var name in new[] { "KAGGLE_API_TOKEN", "KAGGLE_USERNAME", "KAGGLE_KEY" }) start.Environment.Remove(name);
        return start;
    }

    private string PathOf(string path) => Path.GetFullPath(Path.Combine(_folder.FullName, path));

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(path))!);
        File.WriteAllText(PathOf(path), text);
    }

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                var context = await _server.GetContextAsync();
                context.Response.ContentLength64 = _archive.Length;
                await context.Response.OutputStream.WriteAsync(_archive.AsMemory(0, _stall ? _archive.Length / 2 : _archive.Length));
                if (!_stall) context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static byte[] Archive()
    {
        using var bytes = new MemoryStream();
        using (var tar = new TarWriter(bytes, leaveOpen: true))
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "top/cat.txt") { DataStream = new MemoryStream("purr"u8.ToArray()) });
        return bytes.ToArray();
    }
}

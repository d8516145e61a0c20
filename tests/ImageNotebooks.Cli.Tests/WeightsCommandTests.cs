using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ImageNotebooks.Cli.Tests;

/// <summary><c>lab weights</c> in a process of its own, on a workspace with a list of its own and a server of this machine.</summary>
public sealed class WeightsCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lab weights ");
    private readonly HttpListener _server = new();
    private readonly byte[] _file = Safetensors("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8);

    public WeightsCommandTests()
    {
        using (var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            _server.Prefixes.Add($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        }
        _server.Start();
        _ = Serve();
        const string rest = "\"licence\":\"MIT\",\"citation\":\"nobody\",\"homepage\":\"http://example.org\",\"inputSize\":32,\"preprocessing\":\"caffeBgr\",\"classes\":10,\"includesTop\":true";
        Write("work/data/weights.json", $$"""
            [{"name":"tiny.own","architecture":"tiny","format":"safetensors","file":{"name":"tiny.safetensors","addresses":["{{_server.Prefixes.Single()}}tiny"],"checksums":["sha256:{{Convert.ToHexStringLower(SHA256.HashData(_file))}}"] }, {{rest}},
              "accuracy":{"top1":71.26,"top5":90,"source":"http://example.org/numbers"} },
             {"name":"tiny.local","architecture":"tiny","format":"keras","file":{"name":"tiny.h5","addresses":[]},{{rest}},"note":"Made by hand."}]
            """);
    }

    public void Dispose()
    {
        _server.Close();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void List_shows_format_accuracy_and_whether_they_are_here()
    {
        Write("cache/weights/tiny.h5", "x");
        var list = Lab("list");
        Assert.Equal((0, ""), (list.ExitCode, list.Error));
        Assert.Equal(["tiny  tiny.own    safetensors  32  71.3  90.0  absent", "tiny  tiny.local  Keras        32  -     -     here"], list.Out.Trim().Split('\n'));

        using var json = JsonDocument.Parse(Lab("list", "--json").Out);
        var (first, second) = (json.RootElement.GetProperty("weights")[0], json.RootElement.GetProperty("weights")[1]);
        Assert.False(first.TryGetProperty("path", out _));
        Assert.Equal(("safetensors", "caffeBgr", "MIT"), (Published(first, "format"), Published(first, "preprocessing"), Published(first, "licence")));
        Assert.Equal(PathOf("cache/weights/tiny.h5"), second.GetProperty("path").GetString());
        static string? Published(JsonElement weights, string name) => weights.GetProperty("published").GetProperty(name).GetString();
    }

    [Fact]
    public void Weights_are_fetched_and_verified_and_damage_is_found()
    {
        var path = PathOf("cache/weights/tiny.safetensors");
        Assert.Equal($"No weights are in {PathOf("cache")} yet.", Lab("verify").Out.Trim());
        var absent = Lab("verify", "tiny.own");
        Assert.Equal((1, "lab: tiny.own is not here; `environment/lab weights get tiny.own` gets it."), (absent.ExitCode, absent.Error.Trim()));

        // What is published nowhere does not keep the other away.
        var get = Lab("get", "tiny.local", "tiny.own");
        Assert.Equal((1, $"tiny.own: {path}"), (get.ExitCode, get.Out.Trim()));
        Assert.Contains($"tiny.local is published nowhere as a file: Made by hand. It belongs at {PathOf("cache/weights/tiny.h5")}", get.Error, StringComparison.Ordinal);
        var ok = Lab("verify");
        Assert.Equal(0, ok.ExitCode);
        Assert.StartsWith("tiny.own: ok. Compared: the file with the listed sha256:", ok.Out, StringComparison.Ordinal);

        File.WriteAllBytes(path, [.. _file, 0]);
        var wrong = Lab("verify");
        Assert.Equal(1, wrong.ExitCode);
        Assert.Contains("something was added", wrong.Out, StringComparison.Ordinal);
        Assert.Contains($"Delete {path}; `environment/lab weights get tiny.own` gets it anew.", wrong.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_are_converted_and_none_is_overwritten()
    {
        // TorchSharp's format: one tensor, its name of one letter, type 6 (float), one dimension of two.
        File.WriteAllBytes(PathOf("model.dat"), [1, 1, (byte)'w', 6, 1, 2, 0, 0, 0x80, 0x3F, 0, 0, 0, 0x40]);
        var convert = Lab("convert", PathOf("model.dat"));
        Assert.Equal((0, $"{PathOf("model.safetensors")}: 1 tensors, 0.0 MB, from TorchSharp"), (convert.ExitCode, convert.Out.Trim()));
        Assert.Equal([0, 0, 0x80, 0x3F, 0, 0, 0, 0x40], File.ReadAllBytes(PathOf("model.safetensors"))[^8..]);

        Assert.Contains("exists already; delete it, or name another file with --to", Lab("convert", PathOf("model.dat")).Error, StringComparison.Ordinal);
        Assert.Equal(0, Lab("convert", PathOf("model.dat"), "--to", PathOf("sub/other.safetensors")).ExitCode);
        Assert.True(File.Exists(PathOf("sub/other.safetensors")));
    }

    [Theory]
    [InlineData("lab: There is no file ", "convert", "missing.pth")]
    [InlineData("lab: No weights are named 'tiny.won'; there are tiny.own, tiny.local.", "get", "tiny.won")]
    [InlineData("lab: `lab weights` does not know 'lsit'; did you mean list?", "lsit")]
    [InlineData("lab: There is no option '--jsn' here.", "verify", "--jsn")]
    public void What_cannot_be_done_is_said_in_a_sentence(string sentence, params string[] words)
    {
        var start = Lab(words);
        Assert.Equal((1, ""), (start.ExitCode, start.Out));
        Assert.StartsWith(sentence, start.Error, StringComparison.Ordinal);
    }

    private static byte[] Safetensors(string header, int data) => [.. BitConverter.GetBytes((long)header.Length), .. Encoding.ASCII.GetBytes(header), .. new byte[data]];

    private Start Lab(params string[] words)
    {
        var command = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "lab.dll"), "weights", .. words]) { RedirectStandardOutput = true, RedirectStandardError = true };
        command.Environment["IMAGENOTEBOOKS_ROOT"] = PathOf("work");
        command.Environment["IMAGENOTEBOOKS_DATA"] = PathOf("cache");
        using var process = Process.Start(command)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new(process.ExitCode, output.ReplaceLineEndings("\n"), error.Result.ReplaceLineEndings("\n"));
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
                context.Response.ContentLength64 = _file.Length;
                await context.Response.OutputStream.WriteAsync(_file);
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}

using System.Diagnostics;
using System.Text.Json.Nodes;

namespace ImageNotebooks.Host.Tests;

/// <summary>The process that runs a kernel's cells, driven over its standard input and output.</summary>
public sealed class KernelServerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Process _process;

    public KernelServerTests()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "lab.dll"), "kernel", "serve"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = _folder.Root,
        };
        _process = Process.Start(start)!;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        _folder.Dispose();
    }

    private void Send(string line) => _process.StandardInput.WriteLine(line);

    private async Task<JsonObject> ReceiveAsync() =>
        JsonNode.Parse((await _process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1)))!)!.AsObject();

    private async Task<List<JsonObject>> UntilAsync(string type)
    {
        var messages = new List<JsonObject>();
        do
            messages.Add(await ReceiveAsync());
        while (messages[^1].String("type") != type);
        return messages;
    }

    private Task<List<JsonObject>> ExecuteAsync(string code)
    {
        Send(new JsonObject { ["type"] = "execute", ["id"] = 7, ["count"] = 3, ["code"] = code }.ToJsonString());
        return UntilAsync("reply");
    }

    [Fact]
    public async Task It_says_that_it_is_ready_and_answers_in_the_order_of_the_output()
    {
        Assert.Equal("ready", (await ReceiveAsync()).String("type"));
        var messages = await ExecuteAsync("Console.Write(1); display(2); Console.Error.Write(3);\n4");
        Assert.Equal(["stream", "display", "stream", "result", "reply"], messages.Select(message => message.String("type")));
        Assert.Equal(["stdout", null, "stderr", null, null], messages.Select(message => message.String("name")));
        Assert.Equal(3, messages[3]["count"]!.GetValue<int>());
        Assert.Equal(("ok", 7), (messages[4].String("status"), messages[4]["id"]!.GetValue<int>()));
    }

    [Fact]
    public async Task Of_updates_that_come_fast_the_last_is_sent()
    {
        await ReceiveAsync();
        var messages = await ExecuteAsync("var d = display(0); for (var i = 1; i <= 10_000; i++) d.Update(i);");
        var updates = messages.Where(message => message.String("type") == "update").ToList();
        Assert.InRange(updates.Count, 1, 200);
        Assert.Equal("10000", updates[^1]["data"]!["text/plain"]!.ToString());
    }

    [Fact]
    public async Task What_is_no_request_is_refused_and_the_next_is_served()
    {
        await ReceiveAsync();
        foreach (var (line, sentence) in new[] { ("{", "A request is no JSON"), ("[1]", "has to be a JSON object"), ("{\"type\": \"dance\"}", "There is no request 'dance'.") })
        {
            Send(line);
            Assert.Contains(sentence, (await ReceiveAsync()).String("message"), StringComparison.Ordinal);
        }
        Assert.Equal("2", (await ExecuteAsync("1 + 1"))[0]["data"]!["text/plain"]!.ToString());
    }

    [Fact]
    public async Task It_ends_when_the_other_side_has_ended_also_while_a_cell_runs()
    {
        await ReceiveAsync();
        Send("{\"type\": \"execute\", \"id\": 1, \"count\": 1, \"code\": \"Console.Write(1); while (true) { }\"}");
        await UntilAsync("stream");
        _process.StandardInput.Close();
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(0, _process.ExitCode);
    }

    [Theory]
    [InlineData("var text = \"\"; text.ToUpperInv", "ToUpperInvariant", 20)]
    [InlineData("Enumerable.Rang", "Range", 11)]
    [InlineData("new List<int>().Whe", "Where", 16)]
    [InlineData("#!html\n<b>\n#!csharp\nMath.Ceil", "Ceiling", 25)]
    [InlineData("earl", "earlier", 0)]
    public async Task What_could_stand_at_the_cursor_is_known(string code, string match, int start)
    {
        await ReceiveAsync();
        await ExecuteAsync("var earlier = 1;");
        Send(new JsonObject { ["type"] = "complete", ["id"] = 9, ["code"] = code, ["position"] = code.Length }.ToJsonString());
        var reply = (await UntilAsync("reply"))[^1];
        Assert.True(reply["matches"]!.AsArray().Any(found => found!.ToString() == match), reply.ToJsonString());
        Assert.Equal((start, code.Length), (reply["cursor_start"]!.GetValue<int>(), reply["cursor_end"]!.GetValue<int>()));
    }

    [Theory]
    [InlineData("Math.Max(1, 2)", 6, "int Math.Max(int val1, int val2)", "Returns the larger of two 32-bit signed integers.")]
    [InlineData("Math.Max(1, 2)", 12, "int Math.Max(int val1, int val2)", "val1: The first of two 32-bit signed integers to compare.")]
    [InlineData("display", 3, "display(object? value, params string[] mimeTypes)", "Shows a value in the cell's output.")]
    public async Task What_a_name_means_is_said_with_its_documentation(string code, int position, string signature, string documentation)
    {
        await ReceiveAsync();
        Send(new JsonObject { ["type"] = "inspect", ["id"] = 9, ["code"] = code, ["position"] = position }.ToJsonString());
        var reply = (await UntilAsync("reply"))[^1];
        var text = reply["data"]?["text/plain"]?.ToString() ?? reply.ToJsonString();
        Assert.Contains(signature, text, StringComparison.Ordinal);
        Assert.Contains(documentation, text, StringComparison.Ordinal);
    }
}

using System.Text.Json.Nodes;

namespace ImageNotebooks.Host;

/// <summary>
/// The side of a kernel that runs cells, in a process of its own: requests come in and answers and outputs go out over a
/// <see cref="KernelChannel"/>. Requests have a <c>type</c> and an <c>id</c>, which the answer repeats:
/// <c>execute</c> (code, count, language), <c>complete</c> and <c>inspect</c> (code, position), <c>is_complete</c> (code), and without an
/// answer <c>interrupt</c>, <c>input_reply</c> (text) and <c>shutdown</c>. Outputs are <c>stream</c>, <c>display</c>, <c>update</c>,
/// <c>result</c>, <c>error</c>, <c>clear</c> and <c>input</c>; <c>ready</c> comes first.
/// </summary>
public sealed class KernelServer
{
    private static readonly TimeSpan WarmUpAfter = TimeSpan.FromSeconds(3);

    private readonly KernelChannel _channel;
    private readonly ScriptSession _session;
    private readonly FrontEndInput _input;
    private readonly CodeAssistant _assistant;
    private volatile KernelOutput _output;
    private Task _execution = Task.CompletedTask;
    private bool _isWarm;

    private KernelServer(KernelChannel channel, ScriptSession session)
    {
        (_channel, _session) = (channel, session);
        _output = new KernelOutput(channel, 0, () => _output!);
        _assistant = new CodeAssistant(session);
        _input = new FrontEndInput(message =>
        {
            _output.Flush();
            channel.Send(message);
        });
    }

    /// <summary>Serves this process's standard input and output until the other side ends or asks to.</summary>
    /// <param name="folder">The notebook's folder.</param>
    public static async Task RunAsync(string folder)
    {
        KernelServer? server = null;
        var protocol = NativeOutput.Divert(text => server?._output.Write(OutputStream.Stdout, text));
        var channel = new KernelChannel(Console.OpenStandardInput(), protocol);
        // What libraries print while a cell runs is redrawn in place by notebooks, although standard output is no terminal.
        AppContext.SetSwitch("ImageNotebooks.RedrawsLines", true);
        using var session = new ScriptSession(folder);
        server = new KernelServer(channel, session);
        Console.SetIn(server._input);
        channel.Send(new JsonObject { ["type"] = "ready", ["process"] = Environment.ProcessId });
        await server.ServeAsync().ConfigureAwait(false);
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                if (await _channel.ReceiveAsync().ConfigureAwait(false) is not { } request || request.String("type") == "shutdown")
                    return;
                Handle(request);
            }
            catch (InvalidDataException e)
            {
                _channel.Send(new JsonObject { ["type"] = "protocol_error", ["message"] = e.Message });
            }
        }
    }

    private void Handle(JsonObject request)
    {
        switch (request.String("type"))
        {
            case "execute":
                // One after the other, while interrupts, answers and completions still come through.
                _execution = _execution.ContinueWith(_ => ExecuteAsync(request), TaskScheduler.Default).Unwrap();
                break;
            case "interrupt":
                _session.Interrupt();
                break;
            case "input_reply":
                _input.Answer(request.String("text"));
                break;
            case "complete":
                _ = Task.Run(() => ReplyAsync(request, _assistant.CompleteAsync));
                break;
            case "inspect":
                _ = Task.Run(() => ReplyAsync(request, (code, position) => Task.FromResult(_assistant.Inspect(code, position))));
                break;
            case "is_complete":
                _ = Task.Run(() => ReplyAsync(request, (code, _) => Task.FromResult(CodeAssistant.IsComplete(code))));
                break;
            default:
                throw new InvalidDataException($"There is no request '{request.String("type")}'.");
        }
    }

    private async Task ExecuteAsync(JsonObject request)
    {
        var count = request["count"]?.GetValue<int>() ?? 0;
        var output = new KernelOutput(_channel, count, () => _output);
        var before = _output;
        _output = output;
        before.Flush();
        CellError? error;
        try
        {
            var name = request.String("language");
            var language = name == null ? CellLanguage.CSharp : CellLanguages.Find(name);
            error = language == null
                ? Refusal($"The cell is in the language '{name}', and only {string.Join(", ", CellLanguages.Names)} run here.")
                : await _session.RunAsync(count, request.String("code") ?? "", output, language.Value).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // An answer has to come, whatever happens, or the notebook waits for ever.
            error = new CellError(e.GetType().FullName!, e.Message, [e.ToString()]);
        }
        NativeOutput.Flush();
        output.Flush();
        if (error != null)
            _channel.Send(new JsonObject { ["type"] = "error", ["ename"] = error.Name, ["evalue"] = error.Message, ["traceback"] = error.ToJson()["traceback"]!.DeepClone() });
        _channel.Send(new JsonObject { ["type"] = "reply", ["id"] = request["id"]?.DeepClone(), ["status"] = error == null ? "ok" : "error" });
        if (!_isWarm)
            _ = WarmUpAsync();
        _isWarm = true;
    }

    // The first completion takes seconds, most of them for code that is compiled then; nobody should wait for that.
    private async Task WarmUpAsync()
    {
        await Task.Delay(WarmUpAfter).ConfigureAwait(false);
        await ReplyAsync(new JsonObject { ["code"] = "Console.Wri", ["position"] = 11 }, _assistant.CompleteAsync, send: false).ConfigureAwait(false);
    }

    private static CellError Refusal(string sentence) => new("DirectiveError", sentence, [sentence]);

    private async Task ReplyAsync(JsonObject request, Func<string, int, Task<JsonObject>> answer, bool send = true)
    {
        JsonObject reply;
        try
        {
            var code = request.String("code") ?? "";
            reply = await answer(code, CodePoints.ToIndex(code, request["position"]?.GetValue<int>() ?? 0)).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            reply = new JsonObject { ["status"] = "error", ["message"] = e.ToString() };
        }
        reply["type"] = "reply";
        reply["id"] = request["id"]?.DeepClone();
        if (send)
            _channel.Send(reply);
    }
}

/// <summary>Jupyter counts positions in Unicode's code points, .NET in UTF-16.</summary>
internal static class CodePoints
{
    public static int ToIndex(string text, int codePoints)
    {
        var index = 0;
        for (; codePoints > 0 && index < text.Length; codePoints--)
            index += char.IsSurrogatePair(text, index) ? 2 : 1;
        return index;
    }

    public static int FromIndex(string text, int index) => text.AsSpan(0, index).ToString().EnumerateRunes().Count();
}

using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using ImageNotebooks.Cli;

namespace ImageNotebooks.Benchmarks;

/// <summary>The process that runs a notebook's cells, asked as the kernel asks it. What Jupyter's own messages cost comes on top and is the same for every kernel.</summary>
internal abstract class KernelBenchmark : Benchmark
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private Process? process;

    public override string Group => "kernel";

    /// <summary>Starts the process and waits until it is ready.</summary>
    protected void Start()
    {
        var root = Workspace.Find().Root;
        var start = new ProcessStartInfo("dotnet", [Path.Combine(root, "lib", "ImageNotebooks.Cli", "bin", "Release", "net10.0", "lab.dll"), "kernel", "serve"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.Combine(root, "notebooks"),
        };
        process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        Receive();
    }

    /// <summary>Ends the process.</summary>
    protected void End()
    {
        if (process is null) return;
        process.StandardInput.Close();
        if (!process.WaitForExit(Patience)) process.Kill(entireProcessTree: true);
        process.Dispose();
        process = null;
    }

    /// <summary>Sends a request and reads up to its answer.</summary>
    protected List<JsonObject> Ask(string type, string code)
    {
        process!.StandardInput.WriteLine(new JsonObject { ["type"] = type, ["id"] = 1, ["count"] = 1, ["code"] = code, ["position"] = code.Length }.ToJsonString());
        var messages = new List<JsonObject>();
        do messages.Add(Receive());
        while (messages[^1]["type"]!.ToString() != "reply");
        return messages[^1]["status"]!.ToString() == "ok" ? messages : throw new LabException($"the cell '{code}' failed: {messages[^2].ToJsonString()}");
    }

    private JsonObject Receive()
    {
        var line = process!.StandardOutput.ReadLineAsync();
        if (!line.Wait(Patience)) throw new LabException("the process that runs cells does not answer.");
        return line.Result is { } text ? JsonNode.Parse(text)!.AsObject() : throw new LabException("the process that runs cells has ended.");
    }

    protected override void Dispose(bool disposing) => End();
}

/// <summary>From the start of the process to the answer to a first cell.</summary>
internal sealed class KernelStartBenchmark : KernelBenchmark
{
    public override string Name => "start of the process to the answer of its first cell";

    public override Goal Goal => Goal.Within(2.5);

    public override void Prepare()
    {
    }

    public override void Round()
    {
        Start();
        Ask("execute", "1");
    }

    public override void RoundEnded() => End();
}

/// <summary>A request to a process that has run cells before.</summary>
internal sealed class KernelRequestBenchmark(string name, string type, string code, double seconds, string before = "1", Func<List<JsonObject>, bool>? isRight = null) : KernelBenchmark
{
    public override string Name => name;

    public override Goal Goal => Goal.Within(seconds);

    public override void Prepare()
    {
        Start();
        Ask("execute", before);
        for (var i = 0; i < 5; i++) Round();
    }

    public override void Round()
    {
        var answer = Ask(type, code);
        if (isRight?.Invoke(answer) == false) throw new LabException($"the answer to '{code}' is not what it has to be.");
    }

    /// <summary>A cell of nothing.</summary>
    public static KernelRequestBenchmark Empty() => new("round trip of an empty cell", "execute", ";", 0.03);

    /// <summary>Completion of a member with the workspace's library loaded.</summary>
    public static KernelRequestBenchmark Completion() => new(
        "completion of a member, the library loaded", "complete", "var p = Plots.Train", 0.15, "#load \"../environment/start.csx\"\nusing ImageNotebooks; using static TorchSharp.torch;",
        messages => messages[^1]["matches"]!.ToJsonString().Contains("TrainingCurves", StringComparison.Ordinal));

    /// <summary>A hundred thousand lines.</summary>
    public static KernelRequestBenchmark Lines() => new(
        "printing 100,000 lines", "execute", "for (var i = 0; i < 100_000; i++) Console.WriteLine($\"line {i}\");", 1,
        isRight: messages => messages.Count < 300 && string.Concat(messages.Where(message => message["type"]!.ToString() == "stream").Select(message => message["text"])).EndsWith("line 99999\n", StringComparison.Ordinal));
}

/// <summary>200 batches of training with an update of a chart after each, against the same training without, in the same process: two processes differ by a tenth of themselves.</summary>
/// <param name="drawing">Where this is the training without: whose process it runs in.</param>
internal sealed class LiveChartBenchmark(LiveChartBenchmark? drawing = null) : KernelBenchmark
{
    private const string Setup = """
        #load "../environment/start.csx"
        using ImageNotebooks;
        using TorchSharp;
        using static TorchSharp.torch;
        var split = new Split("train", randint(0, 256, [1600, 3, 32, 32], dtype: ScalarType.Byte), randint(0, 10, [1600]));
        var chart = display("chart");
        var losses = new List<double>();
        class AfterBatch(Action<double> act) : Callback { public override void BatchEnded(TrainingRun run, double loss) => act(loss); }
        var draw = new AfterBatch(loss =>
        {
            losses.Add(loss);
            chart.Update(new Figure().Title("loss").Add(Trace.Lines(Enumerable.Range(1, losses.Count), losses, "loss")));
        });
        """;

    public override string Name => drawing is null ? "200 batches of 8 for the CIFAR network with 200 updates of a chart" : "200 batches of 8 for the CIFAR network";

    public override Goal Goal => Goal.AtMostTimes(1.02);

    public override Reference? Reference => drawing is null ? new OwnReference(new LiveChartBenchmark(this)) : null;

    public override void Prepare()
    {
        if (drawing is not null) return;
        Start();
        Ask("execute", Setup);
    }

    public override void Round() => (drawing ?? this).Ask("execute",
        $"losses.Clear();\nnew Trainer(new CifarBatchNormCnn(10), new() {{ Callbacks = [{(drawing is null ? "draw" : "")}], Progress = new SilentProgress() }}).Fit(split.Batches(8), null, 1);");
}

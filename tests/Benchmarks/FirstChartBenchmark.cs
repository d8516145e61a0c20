using System.Diagnostics;
using ImageNotebooks.Cli;

namespace ImageNotebooks.Benchmarks;

/// <summary>From the start of <c>lab run cifar-10</c> to the first chart in the executed notebook, with the sample pictures drawn anew.</summary>
internal sealed class FirstChartBenchmark : Benchmark
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private DirectoryInfo? folder;

    public override string Group => "notebook";

    public override string Name => "start of 03-cifar-10 to its first chart";

    public override Goal Goal => Goal.Within(20);

    public override void Prepare() => folder = Directory.CreateTempSubdirectory("first-chart-");

    public override void Round()
    {
        var root = Workspace.Find().Root;
        var run = Path.Combine(folder!.FullName, Path.GetRandomFileName());
        var executed = Path.Combine(run, "run.ipynb");
        Directory.CreateDirectory(run);
        var start = new ProcessStartInfo("dotnet", [Path.Combine(root, "lib", "ImageNotebooks.Cli", "bin", "Release", "net10.0", "lab.dll"), "run", "cifar-10", "--output", executed])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["IMAGENOTEBOOKS_ROOT"] = root;
        start.Environment["IMAGENOTEBOOKS_DATA"] = run;
        using var lab = Process.Start(start)!;
        lab.OutputDataReceived += (_, _) => { };
        lab.BeginOutputReadLine();
        var clock = Stopwatch.StartNew();
        try
        {
            while (!File.Exists(executed) || !File.ReadAllText(executed).Contains("application/vnd.plotly", StringComparison.Ordinal))
            {
                if (lab.HasExited || clock.Elapsed > Patience) throw new LabException($"no chart came within {clock.Elapsed.TotalSeconds:0} s; `environment/lab run cifar-10` shows why.");
                Thread.Sleep(20);
            }
        }
        finally
        {
            if (!lab.HasExited) lab.Kill(entireProcessTree: true);
            lab.WaitForExit();
        }
    }

    protected override void Dispose(bool disposing) => folder?.Delete(recursive: true);
}

using System.Globalization;
using ImageNotebooks;
using ImageNotebooks.Benchmarks;
using ImageNotebooks.Cli;
using Spectre.Console;

// `lab bench` checks the words a person typed and passes these three on.
if (args is not [var roundsWord, var group, var jsonFile] || !int.TryParse(roundsWord, CultureInfo.InvariantCulture, out var rounds))
{
    Console.Error.WriteLine("lab: start the benchmarks with `environment/lab bench`.");
    return 1;
}

Benchmark[] all =
[
    new TrainingStepBenchmark(32, Precision.Float32, Goal.AtMostTimes(1.05)),
    new TrainingStepBenchmark(128, Precision.Float32, Goal.AtMostTimes(1.05)),
    new TrainingStepBenchmark(32, Precision.BFloat16, Goal.AtMostTimes(1.05)),
    new TrainingStepBenchmark(128, Precision.BFloat16, Goal.AtMostTimes(1.05)),
    new TrainingStepBenchmark(32, Precision.BFloat16, Goal.AtLeastFaster(1.8), againstOurFloat32: true),
    new TrainingStepBenchmark(128, Precision.BFloat16, Goal.AtLeastFaster(1.8), againstOurFloat32: true),
    new TrainerOverheadBenchmark(),
    new EvaluationBenchmark(),
    new CheckpointBenchmark(CheckpointPart.Whole),
    new CheckpointBenchmark(CheckpointPart.Copying),
    new CachedFeaturesBenchmark(),
    .. from network in Network.All
       from precision in new[] { Precision.Float32, Precision.BFloat16 }
       from reference in new[] { (Allocator: Allocator.Default, Goal: Goal.AtMostTimes(0.85)), (Allocator: Allocator.KeepsMemory, Goal: Goal.AtMostTimes(1.03)) }
       select new NetworkStepBenchmark(network, precision, reference.Allocator, reference.Goal),
    .. from network in Backbones.Names
       from batch in new[] { 1, 32 }
       select new InferenceBenchmark(network, batch),
    new FoldingBenchmark("mobilenet_v2", 1),
    new FoldingBenchmark("mobilenet_v2", 32),
    new AdditionChainBenchmark(),
    new OptimizerStepBenchmark(),
    new FirstChartBenchmark(),
    new KernelStartBenchmark(),
    KernelRequestBenchmark.Empty(),
    KernelRequestBenchmark.Lines(),
    KernelRequestBenchmark.Completion(),
    new LiveChartBenchmark(),
    new WeightsBenchmark(),
    new Sha256Benchmark(),
    new DecodeBenchmark("intel", null, Goal.AtLeastFaster(1.1)),
    new DecodeBenchmark("animals10", 100, Goal.AtLeastFaster(1.5)),
    new HeaderBenchmark(),
    new FirstEpochBenchmark(),
    .. Network.All.Select(network => new LoadingBenchmark(network)),
    .. from shape in new[] { (Batch: 128, Size: 150, Batches: 4), (Batch: 32, Size: 32, Batches: 50) }
       from allocator in new[] { Allocator.Default, Allocator.KeepsMemory }
       select new AugmentBenchmark(shape.Batch, shape.Size, shape.Batches, allocator),
    new SubmissionBenchmark(),
    new NetworkStepBenchmark(Network.All.Single(network => network.Masks), Precision.Float32, Allocator.KeepsMemory, Goal.AtMostTimes(1.03), "attacks"),
    new PgdBenchmark(Allocator.Default, Goal.AtMostTimes(1.03)),
    new PgdBenchmark(Allocator.KeepsMemory, Goal.AtMostTimes(1.03)),
    new SegmentationLossBenchmark(SegmentationLoss.Dice),
    new SegmentationLossBenchmark(SegmentationLoss.LovaszSoftmax),
];

var chosen = all.Where(benchmark => group.Length == 0 || benchmark.Group == group).ToList();
if (chosen.Count == 0)
{
    Console.Error.WriteLine($"lab: there is no group '{group}' of benchmarks; the groups are {string.Join(", ", all.Select(benchmark => benchmark.Group).Distinct())}.");
    return 1;
}

Terminal.UsePlainTextInPipes();
var rows = new List<Row>();
var failed = false;
var script = Path.Combine(AppContext.BaseDirectory, "reference.py");
using (ReferenceProcess plain = new(script), keeping = new(script, Allocator.KeepsMemory))
{
    foreach (var benchmark in chosen)
    {
        Console.Error.WriteLine($"measuring {benchmark.Group}: {benchmark.Name}");
        try
        {
            rows.Add(Measurement.Run(benchmark, rounds, allocator => allocator == Allocator.KeepsMemory ? keeping : plain));
        }
        catch (Exception problem)
        {
            // One broken benchmark must not cost the minutes that went into the others.
            Console.Error.WriteLine($"lab: {benchmark.Group}: {benchmark.Name} failed: {(problem is LabException ? problem.Message : problem)}");
            failed = true;
        }
    }
}

var circumstances = Circumstances.Now(Workspace.Find(), rounds);
AnsiConsole.Write(BenchmarkReport.Table(rows));
Console.WriteLine($"medians of {rounds} interleaved rounds; {circumstances.Machine}; stack {circumstances.Stack}");
try
{
    if (jsonFile.Length > 0) File.WriteAllText(jsonFile, BenchmarkReport.ToJson(circumstances, rows));
}
catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"lab: --json: {problem.Message}");
    failed = true;
}
return failed ? 1 : 0;

using System.Globalization;
using ImageNotebooks.Cli;
using static TorchSharp.torch;

namespace ImageNotebooks.Benchmarks;

/// <summary>Writing a submission of 750 images, 20 masks of 500 x 375 each, against the study's numpy code on as many of the same pictures of labels.</summary>
internal sealed class SubmissionBenchmark : Benchmark
{
    private const int Images = 750, Kinds = 20, Height = 375, Width = 500, Different = 8, MostMemory = 300;

    private readonly string folder = Directory.CreateTempSubdirectory("submission-").FullName;
    private LabelMap[] maps = [];

    public override string Group => "attacks";

    public override string Name => FormattableString.Invariant($"a submission of {Images} images of {Width} x {Height} x {Kinds} within {MostMemory} MiB, against numpy");

    public override Goal Goal => Goal.Within(5);

    public override Reference Reference => new PythonReference("submission", new { images = Images, kinds = Kinds, height = Height, width = Width, different = Different });

    public override void Prepare() => maps = [.. Enumerable.Range(0, Different).Select(Ellipses)];

    public override void Round()
    {
        var before = HeldMemory.Begin();
        Submission.Write(Path.Combine(folder, "submission.csv"), Enumerable.Range(0, Images).Select(i =>
            new SubmissionEntry($"{i}", [.. Enumerable.Range(0, Kinds).Select(kind => kind == i % Kinds)], maps[i % Different])), Kinds);
        if (HeldMemory.GrowthSince(before) is > MostMemory and var much) throw new LabException($"The process grew by {much} MiB, and a submission should be written within {MostMemory}.");
    }

    /// <summary>Five ellipses of different kinds, as reference.py draws them.</summary>
    private static LabelMap Ellipses(int picture)
    {
        var labels = new byte[Height * Width];
        for (var k = 0; k < 5; k++)
        {
            var (x0, y0, a, b) = ((37 * picture + 91 * k) % Width, (53 * picture + 67 * k) % Height, 60 + 10 * k, 40 + 8 * k);
            for (var y = 0; y < Height; y++)
            {
                for (var x = 0; x < Width; x++)
                {
                    var (dx, dy) = ((double)(x - x0) / a, (double)(y - y0) / b);
                    if (dx * dx + dy * dy <= 1) labels[y * Width + x] = (byte)(1 + (picture + 3 * k) % Kinds);
                }
            }
        }
        return new(labels, Height, Width);
    }

    protected override void Dispose(bool disposing) => Directory.Delete(folder, recursive: true);
}

/// <summary>The most memory that this process holds, in MiB, as Linux counts it.</summary>
internal static class HeldMemory
{
    /// <summary>Forgets what was held before.</summary>
    /// <returns>What is held now.</returns>
    public static long Begin()
    {
        File.WriteAllText("/proc/self/clear_refs", "5");
        return Read("VmRSS:");
    }

    /// <summary>By how much the most that was held since is more.</summary>
    public static long GrowthSince(long before) => Read("VmHWM:") - before;

    private static long Read(string name) => long.Parse(File.ReadLines("/proc/self/status").First(line => line.StartsWith(name, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Split('\t')[^1], CultureInfo.InvariantCulture) / 1024;
}

/// <summary>Forward and backward pass of a segmentation's loss at the study's size, against cross-entropy's of this objective.</summary>
/// <param name="loss">The loss.</param>
internal sealed class SegmentationLossBenchmark(SegmentationLoss loss) : Benchmark
{
    private Tensor? logits, labels;

    public override string Group => "attacks";

    public override string Name => $"{loss} of 4 x 21 x 224 x 224, forward and backward";

    public override Goal Goal => Goal.Within(1);

    public override Reference Reference => new OwnReference(new SegmentationLossBenchmark(SegmentationLoss.CrossEntropy));

    public override void Prepare()
    {
        manual_seed(1);
        logits = randn([4, 21, 224, 224], requires_grad: true);
        // Squares of 56 pixels: each image shows up to 16 of 21 classes.
        labels = randint(0, 21, [4, 4, 4], dtype: ScalarType.Int64).repeat_interleave(56, 1).repeat_interleave(56, 2);
    }

    public override void Round()
    {
        using var scope = NewDisposeScope();
        Objective.Segmentation(loss).Loss(logits!, labels!).mean().backward();
        logits!.grad = null;
    }

    protected override void Dispose(bool disposing)
    {
        logits?.Dispose();
        labels?.Dispose();
    }
}

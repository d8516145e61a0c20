using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Runs;

/// <summary>Runs in their folders, and several side by side.</summary>
public sealed class RunTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_run_is_read_as_it_was_written()
    {
        var run = Example("cnn", seed: 3, accuracy: 0.1 + 0.2);
        run.Save(folder["a"]);
        var read = Run.Load(folder["a"]);
        Assert.Equal((run.Name, run.Measures["test accuracy"], run.History.ToCsv()), (read.Name, read.Measures["test accuracy"], read.History.ToCsv()));
        Assert.Equal(run.Manifest with { Parameters = read.Manifest.Parameters, Libraries = read.Manifest.Libraries }, read.Manifest);
        Assert.Equal([("batch size", "32"), ("precision", "fp32")], read.Manifest.Parameters.Select(pair => (pair.Key, pair.Value)));
        Assert.Equal(2.5, run.Duration.TotalSeconds, 9);
    }

    [Fact]
    public void A_folder_without_a_whole_run_is_refused()
    {
        Assert.Contains("no run.json", Assert.Throws<DataFileException>(() => Run.Load(folder["nowhere"])).Message);
        Example("cnn", 1, 0.5).Save(folder["a"]);
        var whole = File.ReadAllText(folder["a/run.json"]);
        File.WriteAllText(folder["a/run.json"], whole[..(whole.Length / 2)]);
        Assert.Contains(folder["a"], Assert.Throws<DataFileException>(() => Run.Load(folder["a"])).Message);
        File.WriteAllText(folder["a/run.json"], whole.Replace("\"seed\"", "\"sead\"", StringComparison.Ordinal));
        Assert.Contains("seed", Assert.Throws<DataFileException>(() => Run.Load(folder["a"])).Message);
        File.WriteAllText(folder["a/run.json"], whole);
        File.AppendAllText(folder["a/history.csv"], "3,what\n");
        Assert.Contains("history", Assert.Throws<DataFileException>(() => Run.Load(folder["a"])).Message);
    }

    [Fact]
    public void Runs_side_by_side_show_what_differs_and_nothing_else()
    {
        Example("cnn", 1, 0.5).Save(folder["first/cnn"]);
        Example("cnn", 2, 0.6).Save(folder["second/cnn"]);
        var runs = RunComparison.Of(folder["first/cnn"], folder["second/cnn"]);
        Assert.Equal(["first/cnn", "second/cnn"], runs.Runs.Select(run => run.Name));
        Assert.Equal(["seed", "epochs", "minutes"], runs.Differences.Select(fact => fact.Name));
        Assert.Equal(["1", "2"], runs.Differences[0].Values);
        Assert.Equal([0.5, 0.6], runs.Measures["test accuracy"]);
        using var chart = System.Text.Json.JsonDocument.Parse(Plots.TrainingCurves(runs).ToJson());
        Assert.Equal(8, chart.RootElement.GetProperty("data").GetArrayLength());
        Assert.Throws<ArgumentException>(() => new RunComparison(runs.Runs[0]));
        Assert.Contains("'x'", Assert.Throws<ArgumentException>(() => new RunComparison(Example("x", 1, 0), Example("x", 2, 0))).Message);
    }

    [Fact]
    public void The_hash_of_a_set_follows_its_pixels_labels_and_division()
    {
        using var images = arange(4 * 3 * 2 * 2).to_type(ScalarType.Byte).reshape(4, 3, 2, 2);
        using var whole = new Split("all", images, tensor(new long[] { 0, 1, 0, 1 }));
        using var relabelled = new Split("all", images, tensor(new long[] { 0, 1, 1, 1 }));
        using var repainted = new Split("all", images.add(1), tensor(new long[] { 0, 1, 0, 1 }));
        string Hash(Split split, params int[] test)
        {
            using Split first = split.Take([.. Enumerable.Range(0, 4).Except(test)]), second = split.Take(test);
            return new ImageDataset("set", first, second, ["a", "b"]).ContentHash();
        }
        Assert.Equal(Hash(whole, 3), Hash(whole, 3));
        Assert.Equal(4, new[] { Hash(whole, 3), Hash(whole, 2), Hash(relabelled, 3), Hash(repainted, 3) }.Distinct().Count());
    }

    internal static Run Example(string name, long seed, double accuracy, string precision = "fp32")
    {
        EpochRecord Epoch(int number) => new(number, 1.0 / number, [new("accuracy", accuracy - 0.1), new("val_loss", 2.0 / number), new("val_accuracy", accuracy)], 1e-3, 1.25, 100);
        return new(name, Manifest(seed, precision), new History(Epoch(1), Epoch(2)), new Dictionary<string, double> { ["test accuracy"] = accuracy });
    }

    internal static RunManifest Manifest(long seed, string precision = "fp32") => new()
    {
        Seed = seed, Data = "set", DataHash = "0123", Parameters = new Dictionary<string, string> { ["batch size"] = "32", ["precision"] = precision },
        Commit = "none", Stack = "system", Libraries = new Dictionary<string, string>(), Processor = "one", Gpu = "none", System = "some", Started = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc),
    };
}

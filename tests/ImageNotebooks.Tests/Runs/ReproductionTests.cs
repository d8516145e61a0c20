using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Runs;

/// <summary>Published numbers beside those measured here.</summary>
public sealed class ReproductionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Seeds_and_precisions_of_several_notebooks_come_together()
    {
        foreach (var (seed, precision, accuracy) in new[] { (1, "fp32", 0.80), (2, "fp32", 0.84), (1, "bf16", 0.70) })
            Study(seed, precision).Record("cnn", RunTests.Example("cnn", seed, accuracy).History, ("test accuracy", accuracy));
        var study = Study(3);
        Assert.Equal(3, study.Runs.Count);
        Assert.Contains("cnn  test accuracy  0.8100  0.8200 (0.8000 to 0.8400, 2 seeds)  0.7000", study.ToString(), StringComparison.Ordinal);
        Assert.Contains("| cnn | test accuracy | 0.8100 | 0.8200 (0.8000 to 0.8400, 2 seeds) | 0.7000 |", File.ReadAllText(folder["intel.md"]), StringComparison.Ordinal);

        using var json = JsonDocument.Parse(File.ReadAllText(folder["intel.json"]));
        var records = json.RootElement.GetProperty("records").EnumerateArray().ToArray();
        Assert.Equal(["cnn", "cnn", "cnn", "vgg16"], records.Select(record => record.GetProperty("model").GetString()));
        Assert.Equal((0.81, 0.7, "bf16"), (records[0].GetProperty("published").GetProperty("test accuracy").GetDouble(), records[0].GetProperty("ours").GetProperty("test accuracy").GetDouble(), records[0].GetProperty("precision").GetString()));
        Assert.Equal("not measured: weights not available", records[3].GetProperty("notMeasured").GetString());
    }

    [Fact]
    public void A_model_is_recorded_with_what_an_epoch_cost_and_shown_beside_its_published_numbers()
    {
        // The network says 'b' of every image whose first pixel is bright.
        using var images = tensor(new byte[] { 0, 255, 255, 255 }).reshape(4, 1, 1, 1);
        using var split = new Split("test", images, tensor(new long[] { 0, 0, 1, 1 }));
        var data = new ImageDataset("set", split, split, ["a", "b"]);
        using var network = nn.Sequential(nn.Flatten(), nn.Linear(1, 2));
        using (no_grad()) network.load_state_dict(new() { ["1.weight"] = tensor(new[] { -9f, 9f }).reshape(2, 1), ["1.bias"] = tensor(new[] { 4f, -4f }) });

        var study = Study(1, results: "");
        var cnn = study.Measure("cnn", network, RunTests.Example("cnn", 1, 0.75).History, data, positive: 1);
        Assert.Equal(["published", "ours"], cnn.Numbers.ScoreNames);
        Assert.Equal([0.81, 0.75], cnn.Numbers.Rows[0].Values);
        var ours = cnn.Numbers.Rows.ToDictionary(row => row.Name, row => row.Values[1]);
        Assert.Equal((1, 1, 0, 0.75, 1.25), (ours["errors"], ours["false positives"], ours["false negatives"], ours["train accuracy"], ours["seconds an epoch"]));
        Assert.Equal([0.75], study.Models["test accuracy"]);
        Assert.Equal((data.ContentHash(), "fp32"), (study.Runs.Single().Manifest.DataHash, study.Runs.Single().Manifest.Parameters["precision"]));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Before_anything_is_measured_every_model_is_named_as_missing()
    {
        File.WriteAllText(folder["own.safetensors"], "");
        var study = new Reproduction("intel", "Intel scenes", "", RunTests.Manifest(1), new("cnn", "test accuracy", 0.81), new("vgg16", "test accuracy", 0.9, folder["own.safetensors"]));
        Assert.Equal("model  measure  published  ours, fp32\ncnn  test accuracy  0.8100  not measured\nvgg16  test accuracy  0.9000  not measured", study.ToString());
    }

    [Fact]
    public void A_study_that_published_nothing_shows_all_that_was_measured()
    {
        var study = new Reproduction("attacks", "Attacks", folder.Path, RunTests.Manifest(1) with { Parameters = new Dictionary<string, string>() });
        study.Record("FGSM", RunTests.Example("FGSM", 1, 0.5).History, ("accuracy at 0/255", 0.75), ("accuracy at 1/255", 0.125));
        Assert.Equal("model  measure  published  ours\nFGSM  accuracy at 0/255  –  0.7500\nFGSM  accuracy at 1/255  –  0.1250", study.ToString());
    }

    [Fact]
    public void Recording_again_replaces_and_loses_nothing()
    {
        Study(1).Record("cnn", RunTests.Example("cnn", 1, 0.5).History, ("test accuracy", 0.5));
        Study(1).Record("cnn", RunTests.Example("cnn", 1, 0.6).History, ("test accuracy", 0.6));
        Study(1).Record("own", RunTests.Example("own", 1, 0.7).History, ("test accuracy", 0.7));
        Assert.Equal([0.6, 0.7], Study(1).Runs.Select(run => run.Measures["test accuracy"]));
    }

    private Reproduction Study(long seed, string precision = "fp32", string? results = null) => new(
        "intel", "Intel scenes", results ?? folder.Path, RunTests.Manifest(seed, precision), new("cnn", "test accuracy", 0.81), new("vgg16", "test accuracy", 0.9, "vgg16.keras_notop"));
}

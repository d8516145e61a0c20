namespace Notebooks.Tests;

/// <summary>What a person reads when the study is given something that it cannot use.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("bad-input-");

    [Fact]
    public void A_missing_folder_ends_the_run_with_a_sentence_and_leaves_the_notebook()
    {
        var lab = Run("--data", Path.Combine(folder.FullName, "nowhere"));
        Assert.Equal(1, lab.ExitCode);
        Assert.Contains("There is no folder", lab.Errors, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(folder.FullName, "run.ipynb")));
        Assert.True(File.Exists(Path.Combine(folder.FullName, "run.html")));
    }

    [Fact]
    public void A_damaged_file_is_named()
    {
        File.WriteAllBytes(Path.Combine(folder.FullName, "data_batch_1.bin"), new byte[5000]);
        File.WriteAllBytes(Path.Combine(folder.FullName, "test_batch.bin"), new byte[3073]);
        var lab = Run("--data", folder.FullName);
        Assert.Equal(1, lab.ExitCode);
        Assert.Contains("data_batch_1.bin' has 5,000 bytes", lab.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_parameter_is_refused_before_anything_runs_and_the_known_ones_are_listed()
    {
        var lab = Run("--set", "Epoch=3");
        Assert.Equal(1, lab.ExitCode);
        Assert.Contains("Epoch", lab.Errors, StringComparison.Ordinal);
        foreach (var name in new[] { "Data", "Epochs", "BatchSize", "Precision", "Seed" }) Assert.Contains(name, lab.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder.FullName, "run.ipynb")));
    }

    [Fact]
    public void A_wrong_value_is_explained()
    {
        var lab = Run("--set", "Precision=int8");
        Assert.Equal(1, lab.ExitCode);
        Assert.Contains("choose fp32, bf16 or auto", lab.Errors, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private LabRun Run(params string[] arguments) => LabRun.Start(["run", "cifar-10", "--output", Path.Combine(folder.FullName, "run.ipynb"), .. arguments]);
}

using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Training;

/// <summary>Training that is ended in the middle and continued ends with the bits of training that was not.</summary>
public sealed class CheckpointTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task Killed_at_any_moment_and_started_again_it_ends_with_the_same_bits()
    {
        var undisturbed = TrainingProcess.Run(System.IO.Path.Combine(folder.Path, "undisturbed"));
        var (checkpoints, random, kills) = (System.IO.Path.Combine(folder.Path, "killed"), new Random(), 0);
        for (var start = 0; start < 15; start++)
        {
            using var process = Start(checkpoints);
            Assert.Equal("started", await process.StandardOutput.ReadLineAsync());
            // Loading libtorch and the first epoch take most of a second; later epochs some milliseconds each.
            var ended = process.WaitForExitAsync();
            await Task.WhenAny(ended, Task.Delay(random.Next(start < 5 ? 300 : 2_000)));
            if (!ended.IsCompleted) kills++;
            process.Kill();
            await ended;
        }
        Assert.True(kills >= 5, $"Only {kills} of 15 were killed before they ended.");
        using var last = Start(checkpoints);
        await last.StandardOutput.ReadLineAsync();
        Assert.Equal(undisturbed, (await last.StandardOutput.ReadToEndAsync()).Trim());
    }

    [Fact]
    public void Each_epoch_can_be_gone_on_from()
    {
        var whole = TrainingProcess.Run(System.IO.Path.Combine(folder.Path, "whole"));
        // All epochs are kept, and then the later ones removed: what a kill after that epoch leaves.
        var every = System.IO.Path.Combine(folder.Path, "every");
        foreach (var epoch in new[] { 1, 6, 11 })
        {
            Train(every, 100, 14);
            foreach (var file in Directory.GetFiles(every).Where(file => string.CompareOrdinal(System.IO.Path.GetFileName(file), $"epoch-{epoch:00000}.z") > 0)) File.Delete(file);
            Assert.Equal(Train(System.IO.Path.Combine(folder.Path, "once"), 100, 14), Train(every, 100, 14));
            Directory.Delete(every, recursive: true);
        }
        Assert.Equal(whole, TrainingProcess.Run(System.IO.Path.Combine(folder.Path, "whole")));
    }

    [Fact]
    public void A_damaged_checkpoint_is_passed_over_for_the_one_before()
    {
        var place = System.IO.Path.Combine(folder.Path, "damaged");
        Train(place, 3, 4);
        var last = Directory.GetFiles(place).Order(StringComparer.Ordinal).Last();
        File.WriteAllBytes(last, File.ReadAllBytes(last)[..^100]);
        var told = new List<string>();
        Assert.Equal(Train(System.IO.Path.Combine(folder.Path, "sound"), 3, 6), Train(place, 3, 6, told));
        Assert.Contains("epoch-00004.safetensors", Assert.Single(told));
        Assert.StartsWith("passed over: ", told[0]);
    }

    [Fact]
    public void Another_models_or_another_sets_checkpoint_is_refused_with_what_differs()
    {
        var place = System.IO.Path.Combine(folder.Path, "other");
        Train(place, 2, 2);
        using var data = TrainerTests.RedOrBlue(48);
        using var model = new TrainerTests.Tiny();
        using (var trainer = new Trainer(model, new() { Progress = new SilentProgress() }))
        {
            Assert.Contains("training data is 'train: 48 images", Assert.Throws<ArgumentException>(() => trainer.Fit(data.Batches(24), null, 3, new Checkpoints(place))).Message);
            using var fewer = data.Take([.. Enumerable.Range(0, 40)]);
            Assert.Contains("and here it is 'train: 40 images", Assert.Throws<ArgumentException>(() => trainer.Fit(fewer.Batches(12, shuffle: true, seed: 2), null, 3, new Checkpoints(place))).Message);
        }
        using var other = nn.Sequential(nn.Flatten(), nn.Linear(192, 2));
        using (var trainer = new Trainer(other, new() { Progress = new SilentProgress() }))
            Assert.Contains("its model is 'Tiny'", Assert.Throws<ArgumentException>(() => trainer.Fit(data.Batches(12, shuffle: true, seed: 2), null, 3, new Checkpoints(place))).Message);
    }

    [Fact]
    public void A_disk_that_is_full_leaves_the_files_before_whole()
    {
        var place = System.IO.Path.Combine(folder.Path, "full");
        Train(place, 2, 2);
        var before = Directory.GetFiles(place).Order(StringComparer.Ordinal).Select(File.ReadAllBytes).ToList();
        // A folder in the way of the next file is what a test can do; a full disk fails at the same place.
        Directory.CreateDirectory(System.IO.Path.Combine(place, "epoch-00003.safetensors"));
        Assert.Contains("cannot be written", Assert.Throws<WeightsFileException>(() => Train(place, 2, 3)).Message);
        Assert.Equal(before, Directory.GetFiles(place).Order(StringComparer.Ordinal).Select(File.ReadAllBytes));
    }

    public void Dispose() => folder.Dispose();

    private static string Train(string place, int keep, int epochs, List<string>? told = null)
    {
        manual_seed(3);
        using var data = TrainerTests.RedOrBlue(48);
        using var model = new TrainerTests.Tiny();
        using var trainer = new Trainer(model, new() { Progress = new Listener(told ?? []) });
        var history = trainer.Fit(data.Batches(12, shuffle: true, seed: 2), null, epochs, new Checkpoints(place, keep));
        Assert.InRange(Directory.GetFiles(place).Length, 1, keep);
        return string.Join(' ', history["loss"].Select(loss => loss.ToString("R"))) + string.Join(' ', model.state_dict().Values.SelectMany(Golden.Probe));
    }

    private static Process Start(string checkpoints)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(TrainingProcess).Assembly.Location, checkpoints]) { RedirectStandardOutput = true, RedirectStandardError = true };
        return Process.Start(start)!;
    }

    private sealed class Listener(List<string> told) : ITrainingProgress
    {
        public void BatchEnded(TrainingProgress progress, RunningMetrics metrics) { }

        public void EpochEnded(TrainingProgress progress, EpochRecord record) { }

        public void Told(string sentence) => told.Add(sentence);
    }
}

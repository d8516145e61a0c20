using System.Text;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Training;

/// <summary>On which epochs callbacks act, for losses as they were recorded. The epochs are those on which Keras's rules act, followed by hand.</summary>
public sealed class CallbackTests : IDisposable
{
    private readonly Linear model = nn.Linear(1, 1);
    private readonly optim.Optimizer optimizer;
    private readonly TemporaryFolder folder = new();

    public CallbackTests() => optimizer = optim.SGD(model.parameters(), 1.0);

    [Theory]
    [InlineData(2, 0, 4, 2, 1.0, 0.9, 0.95, 0.92, 0.91, 0.8)]           // the second epoch without a better one is the fourth
    [InlineData(3, 0, 0, 5, 1.0, 0.9, 0.95, 0.92, 0.89)]                 // better on the last that is waited for
    [InlineData(0, 0, 3, 2, 1.0, 0.9, 0.9)]                              // equal is not better
    [InlineData(2, 0.05, 3, 1, 1.0, 0.96, 0.955, 0.951, 0.9)]            // better by too little
    [InlineData(3, 0.05, 0, 4, 1.0, 0.96, 0.951, 0.94)]                  // little by little still counts against the best
    [InlineData(1, 0, 2, 0, double.NaN, double.NaN, 0.5)]                // never after the first epoch
    public void Early_stopping_stops_where_Keras_stops(int patience, double minDelta, int stopped, int best, params double[] losses)
    {
        using var callback = new EarlyStopping(patience: patience, minDelta: minDelta);
        var run = Play(callback, losses);
        Assert.Equal((stopped, best), (callback.StoppedEpoch, callback.BestEpoch));
        Assert.Equal(stopped > 0, run.StopReason is not null);
    }

    [Fact]
    public void Early_stopping_gives_the_best_weights_back()
    {
        using var callback = new EarlyStopping("val_accuracy", patience: 2, restoreBestWeights: true);
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Play(callback, [0.5, 0.7, 0.6, 0.65], epoch => Set(epoch), "val_accuracy");
        Assert.Equal(4, callback.StoppedEpoch);
        Assert.Equal(2, model.weight.item<float>());
        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void A_trial_that_its_study_prunes_is_stopped_there()
    {
        using var study = Study.InMemory(StudyDirection.Minimize, new() { Pruner = new MedianPruner(startupTrials: 1) });
        var stopped = new List<string?>();
        foreach (var losses in new double[][] { [1, 0.5, 0.2], [0.9, 0.7, 0.6] })
        {
            study.Run(study.Trials.Count + 1, trial =>
            {
                stopped.Add(Play(new PruningCallback(trial), losses).StopReason);
                return trial.ShouldPrune ? trial.Prune() : losses[^1];
            });
        }
        Assert.Null(stopped[0]);
        Assert.NotNull(stopped[1]);
        Assert.Equal([TrialState.Complete, TrialState.Pruned], study.Trials.Select(trial => trial.State));
        Assert.Equal([(1, 0.9), (2, 0.7)], study.Trials[1].Reports);
    }

    [Theory]
    [InlineData(2, 0, 0, "4 6", 1.0, 0.9, 0.9, 0.9, 0.9, 0.9)]
    [InlineData(2, 1, 0, "4 6", 1.0, 0.9, 0.9, 0.9, 0.9, 0.9)]           // the epoch that ends the rest is counted again
    [InlineData(2, 3, 0, "4 8", 1.0, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9)]
    [InlineData(1, 0, 0.3, "2 3", 1.0, 1.0, 1.0, 1.0, 1.0)]              // 1, 0.5, 0.3, and no lower
    [InlineData(1, 0, 0, "4", 1.0, 0.9998, 0.9996, 0.99955, 0.99)]       // better by less than 0.0001 is not better
    public void A_plateau_lowers_the_rate_where_Keras_lowers_it(int patience, int cooldown, double minLr, string expected, params double[] losses)
    {
        var lowered = new List<int>();
        var before = 1.0;
        var callback = new ReduceLROnPlateau(factor: 0.5, patience: patience, cooldown: cooldown, minLr: minLr);
        Play(callback, losses, afterwards: run =>
        {
            if (run.LearningRate < before) lowered.Add(run.Epoch);
            Assert.Equal(before = run.LearningRate, optimizer.ParamGroups.First().LearningRate);
        });
        Assert.Equal(expected, string.Join(' ', lowered));
        Assert.Equal(Math.Max(minLr, Math.Pow(0.5, lowered.Count)), before);
    }

    [Fact]
    public void Only_better_epochs_are_saved()
    {
        var path = System.IO.Path.Combine(folder.Path, "epoch-{epoch}.safetensors");
        var callback = new ModelCheckpoint(path);
        Play(callback, [1, 0.8, 0.9, 0.7, 0.7], epoch => Set(epoch));
        Assert.Equal(["epoch-001.safetensors", "epoch-002.safetensors", "epoch-004.safetensors"], Directory.GetFiles(folder.Path).Select(System.IO.Path.GetFileName).Order(StringComparer.Ordinal));
        using var again = nn.Linear(1, 1);
        again.LoadWeights(callback.LastPath!);
        Assert.Equal(4, again.weight.item<float>());
    }

    [Fact]
    public void TensorBoard_gets_checked_records_of_every_epoch()
    {
        Play(new TensorBoardLogger(folder.Path), [0.5, 0.25]);
        var records = Records(Directory.GetFiles(System.IO.Path.Combine(folder.Path, "validation")).Single());
        Assert.Equal(3, records.Count);
        Assert.Contains("brain.Event:2", Encoding.UTF8.GetString(records[0]));
        // wall_time, then step 1, then a summary of one value: its tag and 0.25 as a float
        byte[] tag = Encoding.UTF8.GetBytes("epoch_loss");
        byte[] expected = [2 << 3, 1, (5 << 3) | 2, 19, (1 << 3) | 2, 17, (1 << 3) | 2, 10, .. tag, (2 << 3) | 5, 0, 0, 0x80, 0x3e];
        Assert.Equal(expected, records[2][9..]);
        Assert.Equal(3, Records(Directory.GetFiles(System.IO.Path.Combine(folder.Path, "train")).Single()).Count);
    }

    [Fact]
    public void A_history_is_on_disk_after_each_epoch()
    {
        var path = System.IO.Path.Combine(folder.Path, "history.csv");
        Play(new HistoryLogger(path), [0.5, 0.25], afterwards: run => Assert.Equal(run.Epoch, History.Load(path).Count));
    }

    [Fact]
    public void What_is_not_measured_cannot_be_watched()
    {
        var problem = Assert.Throws<ArgumentException>(() => Play(new ReduceLROnPlateau("val_f1"), [1]));
        Assert.Contains("watches 'val_f1', and an epoch measures loss, val_loss", problem.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReduceLROnPlateau(factor: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EarlyStopping(patience: -1));
    }

    [Fact]
    public void Schedules_are_the_published_curves()
    {
        var cosine = Schedules.Cosine(warmUp: 0.2);
        Assert.Equal([0.5, 1, 1, (1 + Math.Cos(Math.PI / 8)) / 2], Enumerable.Range(0, 4).Select(step => cosine(step, 10)), (a, b) => Math.Abs(a - b) < 1e-12);
        // torch.optim.lr_scheduler.OneCycleLR(max_lr=1, total_steps=10)
        double[] oneCycle = [0.04, 0.52, 1.0, 0.950484632, 0.811745654, 0.611262022, 0.388741978, 0.188258346, 0.049519368, 4e-6];
        Assert.Equal(oneCycle, Enumerable.Range(0, 10).Select(step => Schedules.OneCycle()(step, 10)), (a, b) => Math.Abs(a - b) < 1e-8);
        Assert.Equal([0.25, 0.5, 0.75, 1, 1, 5 / 6.0, 4 / 6.0, 3 / 6.0, 2 / 6.0, 1 / 6.0], Enumerable.Range(0, 10).Select(step => Schedules.Triangle(0.4)(step, 10)), (a, b) => Math.Abs(a - b) < 1e-8);
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedules.Cosine(1));
    }

    public void Dispose()
    {
        optimizer.Dispose();
        model.Dispose();
        folder.Dispose();
    }

    private void Set(int epoch)
    {
        using var still = no_grad();
        model.weight.fill_(epoch);
    }

    private TrainingRun Play(Callback callback, double[] values, Action<int>? epochBegins = null, string metric = "val_loss", Action<TrainingRun>? afterwards = null)
    {
        var run = new TrainingRun(model, optimizer, values.Length, values.Length);
        callback.TrainingBegan(run);
        foreach (var value in values)
        {
            run.Epoch++;
            epochBegins?.Invoke(run.Epoch);
            var record = new EpochRecord(run.Epoch, 1, [new(metric, value)], run.LearningRate);
            run.History = run.History.Append(record);
            callback.EpochEnded(run, record);
            afterwards?.Invoke(run);
            if (run.StopReason is not null) break;
        }
        callback.TrainingEnded(run);
        return run;
    }

    private static List<byte[]> Records(string file)
    {
        var (bytes, records) = (File.ReadAllBytes(file), new List<byte[]>());
        for (var at = 0; at < bytes.Length;)
        {
            var length = (int)BitConverter.ToInt64(bytes, at);
            Assert.Equal(Masked(bytes[at..(at + 8)]), BitConverter.ToUInt32(bytes, at + 8));
            records.Add(bytes[(at + 12)..(at + 12 + length)]);
            Assert.Equal(Masked(records[^1]), BitConverter.ToUInt32(bytes, at + 12 + length));
            at += 16 + length;
        }
        return records;
    }

    // Bit by bit, after the definition in TensorFlow's record format.
    private static uint Masked(byte[] bytes)
    {
        var crc = 0xffffffffu;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var i = 0; i < 8; i++) crc = (crc & 1) == 1 ? (crc >> 1) ^ 0x82f63b78 : crc >> 1;
        }
        crc = ~crc;
        return ((crc >> 15) | (crc << 17)) + 0xa282ead8;
    }
}

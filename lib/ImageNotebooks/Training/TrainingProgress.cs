using System.Diagnostics;
using System.Globalization;

namespace ImageNotebooks;

/// <summary>Where in training we are.</summary>
/// <param name="Epoch">This epoch, counted from 1.</param>
/// <param name="Epochs">How many there will be.</param>
/// <param name="ImagesPerEpoch">Images in an epoch.</param>
/// <param name="Clock">Runs since the epoch began.</param>
/// <param name="Images">Images seen in this epoch so far.</param>
public sealed record TrainingProgress(int Epoch, int Epochs, int ImagesPerEpoch, Stopwatch Clock, int Images = 0);

/// <summary>Is told how training gets on.</summary>
public interface ITrainingProgress
{
    /// <summary>A batch was learned from.</summary>
    void BatchEnded(TrainingProgress progress, RunningMetrics metrics);

    /// <summary>An epoch was learned from and measured.</summary>
    void EpochEnded(TrainingProgress progress, EpochRecord record);
}

/// <summary>Shows nothing.</summary>
public sealed class SilentProgress : ITrainingProgress
{
    /// <inheritdoc/>
    public void BatchEnded(TrainingProgress progress, RunningMetrics metrics) { }

    /// <inheritdoc/>
    public void EpochEnded(TrainingProgress progress, EpochRecord record) { }
}

/// <summary>
/// A line an epoch on the console: a bar, speed, loss, accuracy and the time left, redrawn in place some times a second where a person watches,
/// written once at the epoch's end where the output is piped.
/// </summary>
public sealed class ConsoleTrainingProgress : ITrainingProgress
{
    private const int BarWidth = 24;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(200);
    private readonly Stopwatch sinceDrawn = Stopwatch.StartNew();

    /// <inheritdoc/>
    public void BatchEnded(TrainingProgress progress, RunningMetrics metrics)
    {
        if (sinceDrawn.Elapsed < Between || Console.IsOutputRedirected) return;
        sinceDrawn.Restart();
        var seconds = progress.Clock.Elapsed.TotalSeconds;
        var left = seconds / metrics.Images * (progress.ImagesPerEpoch - metrics.Images);
        Console.Write(string.Create(CultureInfo.InvariantCulture,
            $"\r{Head(progress, metrics.Images)} {metrics.Images / seconds,6:#,0} img/s  loss {metrics.Loss:0.0000}  accuracy {metrics.Accuracy:0.0000}  {Time(left)} left   "));
    }

    /// <inheritdoc/>
    public void EpochEnded(TrainingProgress progress, EpochRecord record)
    {
        var line = string.Create(CultureInfo.InvariantCulture,
            $"{Head(progress, progress.ImagesPerEpoch)} {record.ImagesPerSecond,6:#,0} img/s  loss {record.Loss:0.0000}  accuracy {record["accuracy"]:0.0000}");
        if (!double.IsNaN(record["val_loss"]))
            line += string.Create(CultureInfo.InvariantCulture, $"  val_loss {record["val_loss"]:0.0000}  val_accuracy {record["val_accuracy"]:0.0000}");
        line += $"  {Time(record.Seconds)}";
        Console.WriteLine(Console.IsOutputRedirected ? line : $"\r{line}      ");
    }

    private static string Head(TrainingProgress progress, int images)
    {
        var filled = (int)((long)BarWidth * images / progress.ImagesPerEpoch);
        var width = progress.Epochs.ToString(CultureInfo.InvariantCulture).Length;
        return $"epoch {progress.Epoch.ToString(CultureInfo.InvariantCulture).PadLeft(width)}/{progress.Epochs} {new string('━', filled)}{new string('╌', BarWidth - filled)}";
    }

    private static string Time(double seconds) => seconds < 100
        ? string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0}s")
        : string.Create(CultureInfo.InvariantCulture, $"{(int)seconds / 60}m{(int)seconds % 60:00}s");
}

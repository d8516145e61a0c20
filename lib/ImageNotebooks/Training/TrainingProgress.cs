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

    /// <summary>Something a person should know: a callback has ended training, a checkpoint was damaged.</summary>
    void Told(string sentence) { }
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
/// written once at the epoch's end where the output is piped. A notebook that redraws lines says so with <see cref="AppContext"/>'s switch <c>ImageNotebooks.RedrawsLines</c>.
/// </summary>
public sealed class ConsoleTrainingProgress : ITrainingProgress
{
    private const int BarWidth = 16;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(200);
    private readonly bool redraws = !Console.IsOutputRedirected || (AppContext.TryGetSwitch("ImageNotebooks.RedrawsLines", out var said) && said);
    private readonly Stopwatch sinceDrawn = Stopwatch.StartNew();
    private int drawn;

    /// <inheritdoc/>
    public void BatchEnded(TrainingProgress progress, RunningMetrics metrics)
    {
        if (sinceDrawn.Elapsed < Between || !redraws) return;
        sinceDrawn.Restart();
        var line = Running(progress, metrics, progress.Clock.Elapsed.TotalSeconds);
        Console.Write("\r" + line.PadRight(drawn));
        drawn = line.Length;
    }

    /// <inheritdoc/>
    public void EpochEnded(TrainingProgress progress, EpochRecord record)
    {
        var line = Ended(progress, record);
        Console.WriteLine(!redraws ? line : "\r" + line.PadRight(drawn));
        drawn = 0;
    }

    /// <inheritdoc/>
    public void Told(string sentence) => Console.WriteLine(sentence);

    /// <summary>The line while an epoch runs.</summary>
    internal static string Running(TrainingProgress progress, RunningMetrics metrics, double seconds)
    {
        var filled = (int)((long)BarWidth * metrics.Images / progress.ImagesPerEpoch);
        var left = seconds / metrics.Images * (progress.ImagesPerEpoch - metrics.Images);
        return string.Create(CultureInfo.InvariantCulture,
            $"{Head(progress)}  {new string('━', filled)}{new string('╌', BarWidth - filled)}  loss {metrics.Loss:0.0000}  acc {metrics.Accuracy:0.0000}  {metrics.Images / seconds:#,0} img/s  {Time(left)} left");
    }

    /// <summary>The line that stays: short enough for a notebook's page.</summary>
    internal static string Ended(TrainingProgress progress, EpochRecord record)
    {
        var validation = double.IsNaN(record["val_loss"]) ? "" : string.Create(CultureInfo.InvariantCulture, $"  val_loss {record["val_loss"]:0.0000} val_acc {record["val_accuracy"]:0.0000}");
        // What callbacks have measured.
        var more = string.Concat(record.Metrics.Where(metric => metric.Key is not ("accuracy" or "val_loss" or "val_accuracy")).Select(metric => string.Create(CultureInfo.InvariantCulture, $"  {metric.Key} {metric.Value:0.0000}")));
        return string.Create(CultureInfo.InvariantCulture,
            $"{Head(progress)}  loss {record.Loss:0.0000} acc {record["accuracy"]:0.0000}{validation}{more}  {record.ImagesPerSecond:#,0} img/s  {Time(record.Seconds)}");
    }

    private static string Head(TrainingProgress progress) =>
        $"epoch {progress.Epoch.ToString(CultureInfo.InvariantCulture).PadLeft(progress.Epochs.ToString(CultureInfo.InvariantCulture).Length)}/{progress.Epochs}";

    private static string Time(double seconds) => seconds < 100
        ? string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0}s")
        : string.Create(CultureInfo.InvariantCulture, $"{(int)seconds / 60}m{(int)seconds % 60:00}s");
}

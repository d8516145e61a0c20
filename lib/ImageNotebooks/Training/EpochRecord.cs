using System.Collections.Immutable;

namespace ImageNotebooks;

/// <summary>What one pass over the training data measured.</summary>
public sealed record EpochRecord
{
    /// <summary>The columns of a history that are not metrics.</summary>
    internal static readonly ImmutableArray<string> OwnColumns = ["epoch", "phase", "loss", "learning_rate", "seconds", "images_per_second"];

    private readonly ImmutableSortedDictionary<string, double> metrics;

    /// <summary>Records an epoch.</summary>
    /// <param name="epoch">Its number, counted from 1.</param>
    /// <param name="loss">The mean training loss; NaN where training diverged.</param>
    /// <param name="metrics">Everything else that was measured, by Keras's names: accuracy, val_loss, val_accuracy ...</param>
    /// <param name="learningRate">The optimizer's learning rate during the epoch.</param>
    /// <param name="seconds">Wall time of the epoch.</param>
    /// <param name="imagesPerSecond">Training images per second of wall time.</param>
    /// <param name="phase">Which run of training the epoch belongs to, counted from 1; see <see cref="History.Then"/>.</param>
    /// <exception cref="ArgumentException">A number is out of range or a metric's name is taken or cannot stand in a CSV file.</exception>
    public EpochRecord(
        int epoch, double loss, IEnumerable<KeyValuePair<string, double>>? metrics = null,
        double learningRate = double.NaN, double seconds = double.NaN, double imagesPerSecond = double.NaN, int phase = 1)
    {
        if (epoch < 1 || phase < 1)
            throw new ArgumentException($"Epochs and phases are counted from 1; epoch {epoch} of phase {phase} is impossible.");
        this.metrics = (metrics ?? []).ToImmutableSortedDictionary(StringComparer.Ordinal);
        foreach (var name in this.metrics.Keys)
        {
            if (name.Length == 0 || name.IndexOfAny([',', '"', '\r', '\n']) >= 0 || OwnColumns.Contains(name))
                throw new ArgumentException($"'{name}' cannot name a metric: it is empty, holds a comma, quote or line break, or is one of {string.Join(", ", OwnColumns)}.");
        }
        (Epoch, Loss, LearningRate, Seconds, ImagesPerSecond, Phase) = (epoch, loss, learningRate, seconds, imagesPerSecond, phase);
    }

    /// <summary>The epoch's number, counted from 1.</summary>
    public int Epoch { get; init; }

    /// <summary>Which run of training the epoch belongs to, counted from 1.</summary>
    public int Phase { get; init; }

    /// <summary>The mean training loss.</summary>
    public double Loss { get; }

    /// <summary>Everything else that was measured, by Keras's names.</summary>
    public IReadOnlyDictionary<string, double> Metrics => metrics;

    /// <summary>The optimizer's learning rate during the epoch; NaN where unknown.</summary>
    public double LearningRate { get; }

    /// <summary>Wall time of the epoch in seconds; NaN where unknown.</summary>
    public double Seconds { get; }

    /// <summary>Training images per second of wall time; NaN where unknown.</summary>
    public double ImagesPerSecond { get; }

    /// <summary>A column by name: <c>loss</c>, a metric, <c>learning_rate</c>, <c>seconds</c> ...; NaN where it was not measured.</summary>
    public double this[string column] => column switch
    {
        "epoch" => Epoch,
        "phase" => Phase,
        "loss" => Loss,
        "learning_rate" => LearningRate,
        "seconds" => Seconds,
        "images_per_second" => ImagesPerSecond,
        _ => metrics.GetValueOrDefault(column, double.NaN),
    };

    /// <summary>Whether both records hold the same numbers.</summary>
    public bool Equals(EpochRecord? other) =>
        other is not null && metrics.SequenceEqual(other.metrics) && OwnColumns.All(column => this[column].Equals(other[column]));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Epoch, Phase, Loss);
}

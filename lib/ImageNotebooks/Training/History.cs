using System.Collections;
using System.Collections.Immutable;
using System.Globalization;

namespace ImageNotebooks;

/// <summary>What training measured, epoch by epoch; an immutable value that grows by <see cref="Append"/> and <see cref="Then"/>.</summary>
[TypeFormatterSource(typeof(RichOutputFormatterSource), PreferredMimeTypes = [MimeTypes.Html])]
public sealed class History : IReadOnlyList<EpochRecord>, IRichOutput
{
    /// <summary>Nothing measured yet.</summary>
    public static readonly History Empty = new([]);

    private readonly ImmutableArray<EpochRecord> epochs;

    /// <summary>A history of these epochs.</summary>
    /// <exception cref="ArgumentException">The epochs are not in order.</exception>
    public History(params IEnumerable<EpochRecord> epochs)
    {
        this.epochs = [.. epochs];
        foreach (var (earlier, later) in this.epochs.Zip(this.epochs.Skip(1)))
        {
            if (later.Epoch <= earlier.Epoch || later.Phase < earlier.Phase)
                throw new ArgumentException(
                    $"Epoch {later.Epoch} of phase {later.Phase} cannot follow epoch {earlier.Epoch} of phase {earlier.Phase}; a history is kept in order.");
        }
    }

    /// <summary>How many epochs were recorded.</summary>
    public int Count => epochs.Length;

    /// <summary>The record at this position, counted from 0.</summary>
    public EpochRecord this[int index] => epochs[index];

    /// <summary>A column by name, one value an epoch: <c>loss</c>, <c>val_accuracy</c>, <c>seconds</c> ...; NaN where it was not measured.</summary>
    /// <exception cref="ArgumentException">No epoch has such a column.</exception>
    public IReadOnlyList<double> this[string column] => Columns.Contains(column) || EpochRecord.OwnColumns.Contains(column)
        ? [.. epochs.Select(epoch => epoch[column])]
        : throw new ArgumentException($"This history has no '{column}'; it has {string.Join(", ", Columns)}.");

    /// <summary>The last record.</summary>
    /// <exception cref="InvalidOperationException">Nothing was recorded yet.</exception>
    public EpochRecord Last => Count > 0 ? epochs[^1] : throw new InvalidOperationException("The history is empty: no epoch has ended yet.");

    /// <summary>The names of all columns: the epoch, the phase, the loss, then metrics, then speed.</summary>
    public IReadOnlyList<string> Columns =>
        ["epoch", "phase", "loss", .. MetricNames, .. EpochRecord.OwnColumns[3..].Where(IsMeasured)];

    /// <summary>The first epoch of each phase after the first: where one run of training was joined to the next.</summary>
    public IReadOnlyList<int> PhaseStarts =>
        [.. epochs.Zip(epochs.Skip(1)).Where(pair => pair.First.Phase != pair.Second.Phase).Select(pair => pair.Second.Epoch)];

    /// <summary>This history with one more epoch.</summary>
    /// <exception cref="ArgumentException">The epoch does not come after the last one.</exception>
    public History Append(EpochRecord epoch) => new([.. epochs, epoch]);

    /// <summary>
    /// This history followed by another run of training as a phase of its own. Epochs of <paramref name="next"/> that start
    /// again at 1 are counted on from here.
    /// </summary>
    public History Then(History next)
    {
        if (Count == 0 || next.Count == 0)
            return Count == 0 ? next : this;
        var shift = Math.Max(0, Last.Epoch + 1 - next[0].Epoch);
        return new([.. epochs, .. next.Select(record => record with { Epoch = record.Epoch + shift, Phase = record.Phase + Last.Phase - next[0].Phase + 1 })]);
    }

    /// <summary>The epoch with the best value of a column; the earliest of equals, and never one whose value is NaN.</summary>
    /// <param name="column">For example <c>val_loss</c>.</param>
    /// <param name="lowest">Whether low is good; when null, what Keras's 'auto' takes: high is good for accuracies and AUC, else low.</param>
    /// <exception cref="ArgumentException">No epoch has a value in such a column.</exception>
    public EpochRecord Best(string column, bool? lowest = null)
    {
        var measured = this[column].Zip(epochs).Where(pair => !double.IsNaN(pair.First)).ToArray();
        if (measured.Length == 0)
            throw new ArgumentException($"No epoch has a value of '{column}', so none is the best.");
        var low = lowest ?? !(column.Contains("acc", StringComparison.Ordinal) || column.EndsWith("auc", StringComparison.Ordinal));
        return (low ? measured.MinBy(pair => pair.First) : measured.MaxBy(pair => pair.First)).Second;
    }

    /// <summary>Whether any epoch has a value in this column.</summary>
    public bool IsMeasured(string column) => epochs.Any(epoch => !double.IsNaN(epoch[column]));

    /// <summary>Writes the history in one step; the ending <c>.csv</c> or <c>.json</c> chooses the format.</summary>
    /// <exception cref="ArgumentException">The path ends otherwise.</exception>
    public void Save(string path) => AtomicFile.WriteAllText(path, HistoryFormat.Of(path).Write(this));

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="ArgumentException">The path ends in neither <c>.csv</c> nor <c>.json</c>.</exception>
    /// <exception cref="FormatException">The file holds no history; the sentence names the line.</exception>
    public static History Load(string path)
    {
        var (format, text) = (HistoryFormat.Of(path), File.ReadAllText(path));
        try
        {
            return format.Read(text);
        }
        catch (FormatException e)
        {
            throw new FormatException($"{path} holds no training history: {e.Message}", e);
        }
    }

    /// <summary>The history as CSV: a header, then a line an epoch, numbers so that reading gives the same bits.</summary>
    public string ToCsv() => HistoryFormat.Csv.Write(this);

    /// <summary>The history as a JSON list of objects, one an epoch.</summary>
    public string ToJson() => HistoryFormat.Json.Write(this);

    /// <summary>Reads what <see cref="ToCsv"/> wrote.</summary>
    /// <exception cref="FormatException">The text is no history; the sentence names the line.</exception>
    public static History FromCsv(string csv) => HistoryFormat.Csv.Read(csv);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="FormatException">The text is no history; the sentence names the place.</exception>
    public static History FromJson(string json) => HistoryFormat.Json.Read(json);

    /// <inheritdoc/>
    public IEnumerator<EpochRecord> GetEnumerator() => ((IEnumerable<EpochRecord>)epochs).GetEnumerator();

    /// <summary>How many epochs there are and what the last one measured.</summary>
    public override string ToString() => Count == 0
        ? "no epochs yet"
        : $"{Count} epoch{(Count == 1 ? "" : "s")}; last: " + string.Join(", ", new[] { "loss" }.Concat(MetricNames).Select(name => $"{name} {Shown(name, Last[name])}"));

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Training before validation, and each loss before what goes with it.</summary>
    private IEnumerable<string> MetricNames => epochs.SelectMany(epoch => epoch.Metrics.Keys).Distinct()
        .OrderBy(name => name.StartsWith("val_", StringComparison.Ordinal)).ThenBy(name => name != "val_loss");

    /// <inheritdoc/>
    public string ToHtml()
    {
        var shown = Columns.Where(column => column != "phase" || PhaseStarts.Count > 0).ToArray();
        var best = IsMeasured("val_loss") ? Best("val_loss") : null;
        var rows = epochs.Select(epoch => new HtmlTable.Row(
            shown.Select(column => Shown(column, epoch[column])),
            string.Join(' ', new[] { PhaseStarts.Contains(epoch.Epoch) ? "rule" : "", epoch == best ? "best" : "" }.Where(name => name != ""))));
        return HtmlTable.Render(
            shown.Select(column => column.Replace('_', ' ')), rows, best is null ? null : $"Lowest val loss after epoch {best.Epoch}");
    }

    private static string Shown(string column, double value) => double.IsNaN(value) && column != "loss" ? "" : value.ToString(
        column switch { "epoch" or "phase" => "0", "seconds" => "0.0", "images_per_second" => "#,0", "learning_rate" => "G4", _ => "0.0000" },
        CultureInfo.InvariantCulture);
}

using System.Collections;
using System.Globalization;
using System.Text;

namespace ImageNotebooks;

/// <summary>
/// The trials of a study at one moment, in the order of their numbers, and the parameters they have asked for. Shown in a notebook it can be sorted by a click
/// on a column's head.
/// </summary>
[TypeFormatterSource(typeof(RichOutputFormatterSource), PreferredMimeTypes = [MimeTypes.Html])]
public sealed class TrialTable : IReadOnlyList<TrialRecord>, ITabular, IRichOutput
{
    private static readonly string[] OwnColumns = ["trial", "state", "score", "seconds"];

    private readonly IReadOnlyList<TrialRecord> trials;

    /// <summary>A table of these trials.</summary>
    /// <param name="direction">Which scores are good.</param>
    /// <param name="space">The parameters, in the order in which they were first asked for.</param>
    /// <param name="trials">The trials, in the order of their numbers.</param>
    public TrialTable(StudyDirection direction, IReadOnlyList<KeyValuePair<string, ParameterRange>> space, IReadOnlyList<TrialRecord> trials) =>
        (Direction, Space, this.trials) = (direction, space, trials);

    /// <summary>Which scores are good.</summary>
    public StudyDirection Direction { get; }

    /// <summary>The parameters, in the order in which they were first asked for.</summary>
    public IReadOnlyList<KeyValuePair<string, ParameterRange>> Space { get; }

    /// <inheritdoc/>
    public int Count => trials.Count;

    /// <summary>The trial at a place, counted from 0; its number is one more.</summary>
    public TrialRecord this[int index] => trials[index];

    /// <summary>The complete trial with the best score, the earliest of equals; null where none is complete.</summary>
    public TrialRecord? Best => trials.Where(trial => trial.State == TrialState.Complete).MinBy(trial => Loss(trial.Score));

    /// <summary>A score turned so that low is good.</summary>
    internal double Loss(double score) => Direction == StudyDirection.Minimize ? score : -score;

    IEnumerable<(string Name, Array Values)> ITabular.Columns =>
    [
        ("trial", trials.Select(trial => trial.Number).ToArray()), ("state", trials.Select(trial => Word(trial.State)).ToArray()),
        ("score", trials.Select(trial => trial.Score).ToArray()), ("seconds", trials.Select(trial => trial.Seconds).ToArray()),
        .. Space.Select(parameter => (parameter.Key, Column(parameter.Key, parameter.Value))),
        ("message", trials.Select(trial => trial.Message).ToArray()),
    ];

    /// <summary>Writes all trials as a CSV file (RFC 4180) with a line of column names; a parameter that a trial did not ask for is left empty.</summary>
    /// <param name="path">The file; it is there whole or not at all.</param>
    public void SaveCsv(string path)
    {
        string Number(double value) => double.IsNaN(value) ? "" : value.ToString("R", CultureInfo.InvariantCulture);
        var text = new StringBuilder().AppendJoin(',', Headers.Select(Quote)).Append('\n');
        foreach (var trial in trials)
        {
            string[] cells =
            [
                trial.Number.ToString(CultureInfo.InvariantCulture), Word(trial.State), Number(trial.Score), Number(trial.Seconds),
                .. Space.Select(parameter => trial.Values.TryGetValue(parameter.Key, out var value) ? parameter.Value is FloatRange ? Number(value) : parameter.Value.Format(value) : ""),
                trial.Message,
            ];
            text.AppendJoin(',', cells.Select(Quote)).Append('\n');
        }
        AtomicFile.WriteAllText(path, text.ToString());
    }

    /// <inheritdoc/>
    public IEnumerator<TrialRecord> GetEnumerator() => trials.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>How many trials there are in each state, and the best.</summary>
    public override string ToString()
    {
        var states = trials.GroupBy(trial => trial.State).OrderByDescending(group => group.Key == TrialState.Complete).ThenBy(group => group.Key)
            .Select(group => FormattableString.Invariant($"{group.Count()} {Word(group.Key)}"));
        return (Count == 0 ? "no trials yet" : FormattableString.Invariant($"{Count} trial{(Count == 1 ? "" : "s")}: {string.Join(", ", states)}"))
            + (Best is { } best ? FormattableString.Invariant($"; best {best.Score:G5} in trial {best.Number}") : "");
    }

    /// <inheritdoc/>
    public string ToHtml() => HtmlTable.Sortable(Headers, trials.Select(trial => new HtmlTable.Row(Cells(trial), trial == Best ? "best" : "")), ToString());

    /// <summary>A state as it is shown and stored.</summary>
    internal static string Word(TrialState state) => state.ToString().ToLowerInvariant();

    private IEnumerable<string> Headers => [.. OwnColumns, .. Space.Select(parameter => parameter.Key), "message"];

    private IEnumerable<string> Cells(TrialRecord trial) =>
    [
        trial.Number.ToString(CultureInfo.InvariantCulture), Word(trial.State),
        double.IsNaN(trial.Score) ? "" : trial.Score.ToString("G5", CultureInfo.InvariantCulture),
        double.IsNaN(trial.Seconds) ? "" : trial.Seconds.ToString("0.0", CultureInfo.InvariantCulture),
        .. Space.Select(parameter => trial.Values.TryGetValue(parameter.Key, out var value) ? parameter.Value.Format(value) : ""),
        trial.Message,
    ];

    private Array Column(string name, ParameterRange range) => range switch
    {
        IntRange => trials.Select(trial => trial.Values.TryGetValue(name, out var value) ? (int?)value : null).ToArray(),
        FloatRange => trials.Select(trial => trial.Values.GetValueOrDefault(name, double.NaN)).ToArray(),
        _ => trials.Select(trial => trial.Values.TryGetValue(name, out var value) ? range.Format(value) : "").ToArray(),
    };

    private static string Quote(string cell) => cell.AsSpan().IndexOfAny(",\"\r\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"")}\"";
}

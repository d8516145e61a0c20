namespace ImageNotebooks;

public static partial class Plots
{
    /// <summary>The scores of every class as groups of bars.</summary>
    /// <param name="scores">The classes, from <c>result.PerClass()</c>.</param>
    /// <param name="columns">Which scores; precision, recall and F1 score where none are named, or the table's own first three.</param>
    /// <exception cref="ArgumentException">The table has no such column.</exception>
    public static Figure PerClass(ScoreTable scores, params string[] columns)
    {
        string[] usual = ["precision", "recall", "F1 score"];
        if (columns.Length == 0) columns = usual.All(scores.ScoreNames.Contains) ? usual : [.. scores.ScoreNames.Take(3)];
        return Grouped(scores.Rows.Select(row => row.Name), columns.Select(column => KeyValuePair.Create(column, scores[column].AsEnumerable())), scores.Title);
    }

    /// <summary>Several models side by side: a group of bars a score, a colour a model.</summary>
    /// <param name="models">The models.</param>
    /// <param name="columns">Which scores; all but losses and errors where none are named.</param>
    /// <exception cref="ArgumentException">The table has no such column, or no models.</exception>
    public static Figure Compare(ComparisonTable models, params string[] columns)
    {
        if (models.Rows.Count == 0) throw new ArgumentException("There is nothing to compare: the table has no models yet.");
        if (columns.Length == 0) columns = [.. models.ScoreNames.Where(name => !ScoreTable.LowIsBetter(name))];
        var values = columns.Select(column => models[column]).ToArray();
        return Grouped(columns, models.Rows.Select((row, r) => KeyValuePair.Create(row.Name, values.Select(column => column[r]))), models.Title);
    }

    /// <summary>Bars of numbers between 0 and 1. Where there are many, numbers on them would be too small to read, and the hover tells them.</summary>
    private static Figure Grouped(IEnumerable<string> groups, IEnumerable<KeyValuePair<string, IEnumerable<double>>> series, string title)
    {
        const int readable = 24;
        var (names, bars) = (groups.ToArray(), series.ToArray());
        var text = names.Length * bars.Length <= readable ? "%{y:.3f}" : null;
        return new Figure(bars.Select(one => Trace.Bars(names, one.Value, one.Key).With("texttemplate", text).With("textposition", text is null ? null : "auto").With("cliponaxis", false)
                .Hover($"%{{x}}, {PlotText.Literal(one.Key)}: %{{y:.4f}}")))
            .Title(title).YAxis(from: 0, to: 1).With("showlegend", true);
    }
}

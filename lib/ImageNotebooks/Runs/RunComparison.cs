using System.Globalization;

namespace ImageNotebooks;

/// <summary>Runs side by side: what they measured, and in what they were made differently. Its curves are <see cref="Plots.TrainingCurves(RunComparison, string)"/>.</summary>
[TypeFormatterSource(typeof(RichOutputFormatterSource), PreferredMimeTypes = [MimeTypes.Html])]
public sealed class RunComparison : IRichOutput
{
    /// <summary>Puts runs side by side.</summary>
    /// <param name="runs">At least two, each under a name of its own.</param>
    /// <exception cref="ArgumentException">There are fewer than two, or two have the same name.</exception>
    public RunComparison(params IEnumerable<Run> runs)
    {
        Runs = [.. runs];
        if (Runs.Count < 2) throw new ArgumentException("Comparing needs two runs or more.", nameof(runs));
        if (Runs.GroupBy(run => run.Name).FirstOrDefault(group => group.Count() > 1) is { } twice) throw new ArgumentException($"Two runs are called '{twice.Key}'; give each its own name.", nameof(runs));
        Measures = new ScoreTable("Measured", "run", [.. Runs.SelectMany(run => run.Measures.Keys).Distinct()], Rows(), marksBest: true);
        Differences = [.. Facts()];
    }

    /// <summary>The runs.</summary>
    public IReadOnlyList<Run> Runs { get; }

    /// <summary>A row a run, a column a measure.</summary>
    public ScoreTable Measures { get; }

    /// <summary>Parameters and circumstances in which the runs differ, with each run's value, and how long each took.</summary>
    public IReadOnlyList<(string Name, IReadOnlyList<string> Values)> Differences { get; }

    /// <summary>Loads runs from their folders. Where two have the same name, they are called by their folders.</summary>
    /// <param name="folders">See <see cref="Run.Save"/>.</param>
    /// <exception cref="DataFileException">A folder holds no run.</exception>
    public static RunComparison Of(params string[] folders)
    {
        var runs = folders.Select(Run.Load).ToArray();
        return new(runs.Select((run, i) => runs.Count(other => other.Name == run.Name) == 1 ? run : run with { Name = Label(folders, i) }));
    }

    /// <summary>Both tables in lines.</summary>
    public override string ToString()
    {
        string[][] cells = [["", .. Runs.Select(run => run.Name)], .. Differences.Select(fact => (string[])[fact.Name, .. fact.Values])];
        var widths = Enumerable.Range(0, cells[0].Length).Select(c => cells.Max(row => row[c].Length)).ToArray();
        return $"{Measures}\n\n{string.Join('\n', cells.Select(row => string.Join("  ", row.Select((cell, c) => cell.PadRight(widths[c]))).TrimEnd()))}";
    }

    /// <inheritdoc/>
    public string ToHtml() => Measures.ToHtml()
        + HtmlTable.Render(Runs.Select(run => run.Name).Prepend(""), Differences.Select(fact => new HtmlTable.Row(fact.Values.Prepend(fact.Name))), "Made differently in");

    /// <summary>The shortest end of a folder's path that no other has.</summary>
    private static string Label(string[] folders, int index)
    {
        var parts = folders.Select(folder => Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar).Split(Path.DirectorySeparatorChar)).ToArray();
        string End(string[] path, int count) => string.Join('/', path.TakeLast(count));
        var length = Enumerable.Range(1, parts[index].Length).First(count => count == parts[index].Length || parts.Count(path => End(path, count) == End(parts[index], count)) == 1);
        return End(parts[index], length);
    }

    private IEnumerable<ScoreRow> Rows()
    {
        var names = Runs.SelectMany(run => run.Measures.Keys).Distinct().ToArray();
        return Runs.Select(run => new ScoreRow(run.Name, [.. names.Select(name => run.Measures.GetValueOrDefault(name, double.NaN))]));
    }

    private IEnumerable<(string, IReadOnlyList<string>)> Facts()
    {
        var facts = Runs.Select(run => run.Manifest.Facts.ToLookup(fact => fact.Name, fact => fact.Value)).ToArray();
        foreach (var name in Runs.SelectMany(run => run.Manifest.Facts).Select(fact => fact.Name).Distinct())
        {
            string[] values = [.. facts.Select(run => run[name].FirstOrDefault() ?? "–")];
            if (values.Distinct().Count() > 1) yield return (name, values);
        }
        yield return ("epochs", [.. Runs.Select(run => run.History.Count.ToString(CultureInfo.InvariantCulture))]);
        yield return ("minutes", [.. Runs.Select(run => run.Duration.TotalMinutes.ToString("0.0", CultureInfo.InvariantCulture))]);
    }
}

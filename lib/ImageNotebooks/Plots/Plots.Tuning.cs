using System.Globalization;

namespace ImageNotebooks;

public static partial class Plots
{
    /// <summary>The scores of a study's trials in their order, with the best so far as a line.</summary>
    /// <param name="trials">At least one complete trial.</param>
    /// <param name="title">The heading.</param>
    /// <exception cref="ArgumentException">No trial is complete.</exception>
    public static Figure TuningHistory(TrialTable trials, string title = "Search")
    {
        var best = trials.Best ?? throw NothingComplete();
        var complete = trials.Where(trial => trial.State == TrialState.Complete).ToArray();
        var soFar = complete.Select((_, i) => complete.Take(i + 1).MinBy(trial => trials.Loss(trial.Score))!.Score);
        var pruned = trials.Where(trial => trial.State == TrialState.Pruned).ToArray();
        var failed = trials.Where(trial => trial.State == TrialState.Failed).ToArray();
        var figure = new Figure(
                Trace.Markers(complete.Select(trial => trial.Number), complete.Select(trial => trial.Score), "complete", Theme.Qualitative[0])
                    .With("marker.opacity", 0.7).With("text", complete.Select(trial => Described(trial, trials))).Hover("%{text}"),
                Trace.Lines(complete.Select(trial => trial.Number), soFar, "best so far", Theme.Qualitative[0]).With("line.shape", "hv").With("line.width", 2).With("hoverinfo", "skip"))
            .Title(title).XAxis("trial", from: 0.4, to: trials.Count + 0.6).YAxis("score").With("xaxis.tick0", 0).With("xaxis.dtick", WholeStep(trials.Count));
        if (pruned.Length > 0)
        {
            figure = figure.Add(Trace.Markers(pruned.Select(trial => trial.Number), pruned.Select(trial => trial.Score), "pruned", Theme.Qualitative[6])
                .With("marker.symbol", "circle-open").With("text", pruned.Select(trial => Described(trial, trials))).Hover("%{text}"));
        }
        if (failed.Length > 0)
        {
            // They have no score, so they stand in a row along the lower edge.
            figure = figure.With("yaxis2", new { overlaying = "y", range = new[] { 0, 1 }, visible = false, fixedrange = true })
                .Add(Trace.Markers(failed.Select(trial => trial.Number), failed.Select(_ => 0.03), "failed", Theme.Wrong).With("yaxis", "y2")
                    .With("marker.symbol", "x").With("text", failed.Select(trial => Described(trial, trials))).Hover("%{text}"));
        }
        return figure.Annotate([Figure.Annotation(string.Create(CultureInfo.InvariantCulture, $"best {best.Score:G5}, trial {best.Number}"), best.Number, best.Score)
            .With("showarrow", true).With("ax", best.Number > trials.Count / 2 ? -50 : 50).With("ay", trials.Direction == StudyDirection.Maximize ? -22 : 22).With("font.size", 12).With("font.color", Theme.Qualitative[0])]);
    }

    /// <summary>
    /// Each complete trial as a line from its score across one axis a parameter; the better, the stronger, and the best in a colour of its own. A line has a gap where
    /// its trial has no such parameter.
    /// </summary>
    /// <param name="trials">At least one complete trial.</param>
    /// <param name="parameters">Which parameters, in this order; all when null, those that most trials have first.</param>
    /// <param name="title">The heading.</param>
    /// <exception cref="ArgumentException">No trial is complete, or there is no such parameter.</exception>
    public static Figure ParallelCoordinates(TrialTable trials, IEnumerable<string>? parameters = null, string title = "Trials")
    {
        var known = trials.Space.ToDictionary();
        string[] names = [.. parameters ?? known.Keys.OrderByDescending(name => trials.Count(trial => trial.State == TrialState.Complete && trial.Values.ContainsKey(name)))];
        if (names.FirstOrDefault(name => !known.ContainsKey(name)) is { } unknown)
            throw new ArgumentException($"The study has no parameter '{unknown}'; it has {string.Join(", ", known.Keys)}.");
        TrialRecord[] complete = [.. trials.Where(trial => trial.State == TrialState.Complete).OrderByDescending(trial => trials.Loss(trial.Score))];
        if (complete.Length == 0)
            throw NothingComplete();
        var (low, high) = (complete.Min(trial => trial.Score), complete.Max(trial => trial.Score));
        double Place(TrialRecord trial, string name) => trial.Values.TryGetValue(name, out var value) ? known[name].ToUnit(value) : double.NaN;
        var lines = complete.Select((trial, rank) =>
        {
            double[] places = [high > low ? (trial.Score - low) / (high - low) : 0.5, .. names.Select(name => Place(trial, name))];
            var strength = string.Create(CultureInfo.InvariantCulture, $"rgba(0,114,178,{0.1 + 0.7 * Math.Pow((rank + 1.0) / complete.Length, 2):0.00})");
            var isBest = trial == trials.Best;
            return Trace.Lines(Enumerable.Range(0, places.Length), places, $"trial {trial.Number}", isBest ? Theme.Wrong : strength, markers: true)
                .With("line.width", isBest ? 3 : 1.5).With("marker.size", isBest ? 7 : 4).With("text", Enumerable.Repeat(Described(trial, trials), places.Length)).Hover("%{text}")
                .With("showlegend", false);
        });
        var isCrowded = names.Length > 8;
        var figure = new Figure(lines).Title(title).Size(height: 440)
            .With("xaxis", new { tickvals = Enumerable.Range(0, names.Length + 1), ticktext = names.Select(PlotText.Literal).Prepend("score"), range = new[] { -0.4, names.Length + 0.4 }, side = "top", tickangle = isCrowded ? -60 : 0, showline = false, ticks = "" })
            .With("yaxis", new { visible = false, range = new[] { -0.08, 1.06 } }).With("margin", new { l = 60, r = 50, t = isCrowded ? 140 : 90, b = 20 });
        for (var i = 0; i <= names.Length; i++)
            figure = figure.UprightLine(i);
        var ticks = names.SelectMany((name, i) => Ticks(known[name], endsOnly: isCrowded).Select(tick => (Axis: i + 1, tick.Place, tick.Text)))
            .Concat(new[] { low, high }.Distinct().Select(score => (Axis: 0, Place: high > low ? (score - low) / (high - low) : 0.5, Text: score.ToString("G4", CultureInfo.InvariantCulture))));
        return figure.Annotate(ticks.Select(tick => Figure.Annotation(tick.Text, tick.Axis, tick.Place).With("xanchor", "left").With("xshift", 4).With("font.size", 10)));
    }

    /// <summary>How much each parameter matters, as bars.</summary>
    /// <param name="importance">What <see cref="Study.Importance"/> gives.</param>
    /// <param name="title">The heading.</param>
    public static Figure Importance(ParameterImportance importance, string title = "Importance of the parameters")
    {
        var rising = importance.Shares.Reverse().ToArray();
        return new Figure(Trace.Bars(rising.Select(pair => pair.Value), rising.Select(pair => pair.Key)).With("orientation", "h")
                .With("texttemplate", "%{x:.2f}").With("textposition", "outside").With("cliponaxis", false).Hover("%{y}: %{x:.3f}"))
            .Title(title).XAxis($"part of the score's variance; {importance.Trust}", from: 0, to: Math.Max(0.1, 1.1 * importance.Shares[0].Value))
            .With("yaxis.showgrid", false).Size(height: 130 + 24 * rising.Length);
    }

    private static ArgumentException NothingComplete() => new("There is nothing to draw: no trial of the study is complete.");

    private static string Described(TrialRecord trial, TrialTable trials) => string.Join("<br>",
    [
        FormattableString.Invariant($"trial {trial.Number}: {(double.IsNaN(trial.Score) ? PlotText.Literal(trial.Message) : FormattableString.Invariant($"{trial.Score:G5}"))}"),
        .. trials.Space.Where(parameter => trial.Values.ContainsKey(parameter.Key)).Select(parameter => PlotText.Literal($"{parameter.Key} {parameter.Value.Format(trial.Values[parameter.Key])}")),
    ]);

    /// <summary>All values of a short range, else the ends.</summary>
    private static IEnumerable<(double Place, string Text)> Ticks(ParameterRange range, bool endsOnly)
    {
        double[] values = range switch
        {
            ChoiceRange choice => [.. Enumerable.Range(0, choice.Options.Count).Select(i => (double)i)],
            IntRange { Log: false } whole when !endsOnly && (whole.High - (double)whole.Low) / whole.Step < 8 => [.. Enumerable.Range(0, (whole.High - whole.Low) / whole.Step + 1).Select(i => (double)(whole.Low + i * whole.Step))],
            _ => [range.FromUnit(0), range.FromUnit(1)],
        };
        return values.Distinct().Select(value => (range.ToUnit(value), PlotText.Literal(range.Format(value))));
    }
}

namespace ImageNotebooks;

/// <summary>
/// A Gaussian process over a study's parameters. A point is a place between 0 and 1 for each parameter; its columns are those places for numbers (on the grid
/// that their range has), one column an option for choices (one alone for two options), and the middle for a parameter that does not exist there.
/// </summary>
internal sealed class SearchModel
{
    /// <summary>Above so many observations a proposal would take minutes.</summary>
    private const int MostObservations = 250;

    private readonly TrialTable trials;
    private readonly Conditions conditions;
    private readonly int[] groups;

    private SearchModel(TrialTable trials, bool completeOnly, int restarts, Random random)
    {
        this.trials = trials;
        conditions = new(trials.Space, [.. trials.Where(trial => trial.State is TrialState.Complete or TrialState.Pruned).Select(trial => trial.Values)]);
        groups = [.. trials.Space.SelectMany((parameter, group) => Enumerable.Repeat(group, Columns(parameter.Value)))];
        var observed = Observed(completeOnly);
        double[][] x = [.. observed.Select(pair => Encode(pair.Trial.Values))];
        double[] y = [.. observed.Select(pair => pair.Loss)];
        Process = GaussianProcess.Fit(x, y, groups, restarts, random);
        Incumbents = [.. x.Zip(observed, (row, pair) => (Loss: Process.Mean(row), pair.Trial)).OrderBy(pair => pair.Loss)];

        // A trial that still runs is believed to end as predicted, so that the next one looks elsewhere (Ginsbourger et al., 2010, "Kriging believer").
        double[][] pending = completeOnly ? [] : [.. trials.Where(trial => trial.State == TrialState.Running && trial.Values.Count > 0).Select(trial => Encode(trial.Values))];
        if (pending.Length > 0)
            Process = Process.With([.. x, .. pending], [.. y, .. pending.Select(row => Process.Mean(row))]);
    }

    /// <summary>The fitted process; its values are losses, so low is good.</summary>
    public GaussianProcess Process { get; }

    /// <summary>The observed trials with the losses that the process gives them, best first.</summary>
    public IReadOnlyList<(double Loss, TrialRecord Trial)> Incumbents { get; }

    /// <summary>A model for proposing: pruned trials count with the score that their last report promised, failed ones with the worst that was seen.</summary>
    public static SearchModel ForSearch(TrialTable trials, int restarts, Random random) => new(trials, completeOnly: false, restarts, random);

    /// <summary>A model for looking back: complete trials alone.</summary>
    public static SearchModel OfComplete(TrialTable trials, int restarts, Random random) => new(trials, completeOnly: true, restarts, random);

    /// <summary>The values at a point, as a trial would have them; NaN where a parameter does not exist.</summary>
    public double[] ValuesAt(ReadOnlySpan<double> point)
    {
        var values = new double[point.Length];
        for (var i = 0; i < point.Length; i++)
            values[i] = trials.Space[i].Value.FromUnit(point[i]);
        conditions.Apply(values);
        return values;
    }

    /// <summary>A trial as a point; what it lacks is drawn.</summary>
    public double[] PointOf(TrialRecord trial, Random random) =>
        [.. trials.Space.Select(parameter => trial.Values.TryGetValue(parameter.Key, out var value) ? parameter.Value.ToUnit(value) : random.NextDouble())];

    /// <summary>Values, NaN where a parameter does not exist, as columns.</summary>
    public double[] Encode(double[] values)
    {
        var row = new double[groups.Length];
        for (int i = 0, column = 0; i < values.Length; i++)
        {
            var range = trials.Space[i].Value;
            var width = Columns(range);
            var place = row.AsSpan(column, width);
            if (double.IsNaN(values[i]))
                place.Fill(width == 1 ? 0.5 : 1.0 / width);
            else if (range is not ChoiceRange)
                place[0] = range.ToUnit(values[i]);
            else if (width == 1)
                place[0] = values[i];
            else
                place[(int)values[i]] = 1;
            column += width;
        }
        return row;
    }

    private double[] Encode(IReadOnlyDictionary<string, double> values) => Encode([.. trials.Space.Select(parameter => values.GetValueOrDefault(parameter.Key, double.NaN))]);

    private static int Columns(ParameterRange range) => range is ChoiceRange { Options.Count: > 2 and var count } ? count : 1;

    private (TrialRecord Trial, double Loss)[] Observed(bool completeOnly)
    {
        double[] losses = [.. trials.Where(trial => trial.State is TrialState.Complete).Select(trial => trials.Loss(trial.Score)).Order()];
        // One exploded loss would hide all other differences; Tukey's rule for far outliers, on the bad side.
        var (lower, upper) = (losses[losses.Length / 4], losses[losses.Length * 3 / 4]);
        var worst = Math.Min(losses[^1], upper + 3 * (upper - lower));
        (TrialRecord Trial, double Loss)[] observed =
        [
            .. trials.Where(trial => trial.State is TrialState.Complete || (!completeOnly && trial.Values.Count > 0 && trial.State is TrialState.Pruned or TrialState.Failed))
                .Select(trial => (trial, Math.Min(worst, trial.State switch
                {
                    TrialState.Complete => trials.Loss(trial.Score),
                    TrialState.Pruned => Promised(trial),
                    _ => worst,
                }))),
        ];
        if (observed.Length <= MostObservations)
            return observed;
        var best = observed.OrderBy(pair => pair.Loss).Take(MostObservations / 2).ToHashSet();
        return [.. observed.Index().OrderByDescending(pair => best.Contains(pair.Item)).ThenByDescending(pair => pair.Index).Take(MostObservations).OrderBy(pair => pair.Index).Select(pair => pair.Item)];
    }

    /// <summary>
    /// The loss that a pruned trial would have ended with: the line through what the complete trials reported at the same step and what they ended with. What it
    /// reported itself is the score of an unfinished training, and would speak against values that are good.
    /// </summary>
    private double Promised(TrialRecord pruned)
    {
        var (step, value) = pruned.Reports[^1];
        (double Then, double End)[] others =
        [
            .. trials.Where(trial => trial.State == TrialState.Complete && trial.Reports.Count > 0 && trial.Reports[^1].Step >= step && trial.Reports[0].Step <= step)
                .Select(trial => (trials.Loss(trial.Reports.Last(report => report.Step <= step).Value), trials.Loss(trial.Score))).Where(pair => double.IsFinite(pair.Item1)),
        ];
        if (others.Length < 3)
            return double.PositiveInfinity;
        var (then, end) = (others.Average(pair => pair.Then), others.Average(pair => pair.End));
        var spread = others.Sum(pair => (pair.Then - then) * (pair.Then - then));
        var slope = spread > 0 ? Math.Max(0, others.Sum(pair => (pair.Then - then) * (pair.End - end)) / spread) : 0;
        return end + slope * (trials.Loss(value) - then);
    }
}

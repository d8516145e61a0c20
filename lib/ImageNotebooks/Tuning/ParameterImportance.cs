using System.Globalization;

namespace ImageNotebooks;

/// <summary>
/// How much each parameter matters: its total-effect Sobol index, the part of the score's variance in which it has a hand, alone or together with others. Measured
/// on a Gaussian process through the complete trials: points are drawn all over the space, and one parameter of each is drawn again (Jansen's estimator, in Saltelli et
/// al., 2010, https://doi.org/10.1016/j.cpc.2009.09.018). Shares may add up to more than 1, since what two parameters do together counts for both. The trials of a Bayesian
/// search lie where scores are good, so a parameter that was soon right seems to matter little; those of a random search tell most.
/// </summary>
[TypeFormatterSource(typeof(RichOutputFormatterSource), PreferredMimeTypes = [MimeTypes.Html])]
public sealed class ParameterImportance : ITabular, IRichOutput
{
    /// <summary>Of fewer complete trials nothing is said.</summary>
    public const int FewestTrials = 10;

    private const int Points = 500;

    private ParameterImportance(IReadOnlyList<KeyValuePair<string, double>> shares, double explained) => (Shares, Explained) = (shares, explained);

    /// <summary>Each parameter's share, 0 to 1, the largest first.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Shares { get; }

    /// <summary>
    /// How far the shares can be trusted: the part of the trials' variance that is explained when each is predicted from the others. 1 is all; at 0 or below the model has
    /// learnt nothing, and neither do the shares say anything.
    /// </summary>
    public double Explained { get; }

    /// <summary>Measures the parameters of these trials.</summary>
    /// <param name="trials">At least <see cref="FewestTrials"/> complete trials.</param>
    /// <exception cref="InvalidOperationException">There are fewer.</exception>
    public static ParameterImportance Of(TrialTable trials)
    {
        var complete = trials.Count(trial => trial.State == TrialState.Complete);
        if (complete < FewestTrials || trials.Space.Count == 0)
            throw new InvalidOperationException($"How much each parameter matters can be said from {FewestTrials} complete trials with parameters on; the study has {complete}.");
        var random = new Random(1);
        var model = SearchModel.OfComplete(trials, restarts: 3, random);
        double At(double[] point) => model.Process.Mean(model.Encode(model.ValuesAt(point)));

        var points = Enumerable.Range(0, Points).Select(_ => trials.Space.Select(_ => random.NextDouble()).ToArray()).ToArray();
        double[] values = [.. points.Select(At)];
        var mean = values.Average();
        var variance = values.Average(value => (value - mean) * (value - mean));
        double Share(int index)
        {
            var changed = points.Zip(values, (point, value) =>
            {
                var other = (double[])point.Clone();
                other[index] = random.NextDouble();
                return Math.Pow(At(other) - value, 2);
            }).Average() / 2;
            return variance > 0 ? Math.Min(1, changed / variance) : 0;
        }

        return new([.. trials.Space.Select((parameter, index) => KeyValuePair.Create(parameter.Key, Share(index))).OrderByDescending(pair => pair.Value)], model.Process.LeaveOneOut());
    }

    IEnumerable<(string Name, Array Values)> ITabular.Columns => [("parameter", Shares.Select(pair => pair.Key).ToArray()), ("share", Shares.Select(pair => pair.Value).ToArray())];

    /// <summary>The shares in one line.</summary>
    public override string ToString() => string.Join(", ", Shares.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key} {pair.Value:0.00}"))) + $" ({Trust})";

    /// <inheritdoc/>
    public string ToHtml() => HtmlTable.Render(["parameter", "share"], Shares.Select(pair => new HtmlTable.Row([pair.Key, pair.Value.ToString("0.00", CultureInfo.InvariantCulture)])), $"Importance ({Trust})");

    /// <summary>How far the shares can be trusted, in words.</summary>
    internal string Trust => Explained > 0
        ? string.Create(CultureInfo.InvariantCulture, $"the model explains {Explained:0%} of the differences")
        : "the model explains none of the differences, so the shares say nothing";
}

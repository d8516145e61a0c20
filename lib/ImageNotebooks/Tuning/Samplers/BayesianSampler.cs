using MathNet.Numerics.Distributions;

namespace ImageNotebooks;

/// <summary>
/// Bayesian optimisation: a Gaussian process learns the score from the trials so far, and the next trial is where it promises the largest expected improvement
/// (Jones et al., 1998, https://doi.org/10.1023/A:1008306431147; Snoek et al., 2012, https://arxiv.org/abs/1206.2944). It pays from about 20 trials on and up to some
/// hundreds. It takes milliseconds at 50 trials and seconds at 250, of which it keeps the best and the latest.
/// </summary>
public sealed class BayesianSampler : ISampler
{
    private const int FewestComplete = 3;
    private const int RandomCandidates = 500;
    private const int LocalStarts = 4;
    private const int LocalRounds = 8;
    private const int LocalCandidates = 30;

    private readonly int startupTrials;
    private readonly int restarts;

    /// <summary>A sampler.</summary>
    /// <param name="startupTrials">Until so many trials are complete or pruned, values are drawn at random.</param>
    /// <param name="restarts">From how many starts the process's hyperparameters are sought.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than 3 trials or no start.</exception>
    public BayesianSampler(int startupTrials = 10, int restarts = 2)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(startupTrials, FewestComplete);
        ArgumentOutOfRangeException.ThrowIfLessThan(restarts, 1);
        (this.startupTrials, this.restarts) = (startupTrials, restarts);
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double> Propose(TrialTable trials, Random random)
    {
        var complete = trials.Count(trial => trial.State == TrialState.Complete);
        if (complete < FewestComplete || complete + trials.Count(trial => trial.State == TrialState.Pruned) < startupTrials)
            return new Dictionary<string, double>();
        var model = SearchModel.ForSearch(trials, restarts, random);
        var point = Search(model, trials, random);
        // The conditions are guesses, so parameters that are thought not to exist are drawn all the same, by leaving them out, if the trial asks for them.
        return trials.Space.Zip(model.ValuesAt(point)).Where(pair => !double.IsNaN(pair.Second)).ToDictionary(pair => pair.First.Key, pair => pair.Second);
    }

    /// <summary>
    /// The logarithm of the expected improvement, which stays comparable where the improvement itself underflows (Ament et al., 2023, https://arxiv.org/abs/2310.20708).
    /// </summary>
    internal static double LogExpectedImprovement(double mean, double variance, double best)
    {
        var deviation = Math.Sqrt(variance);
        var z = (best - mean) / deviation;
        var logDensity = -z * z / 2 - Math.Log(2 * Math.PI) / 2;
        return Math.Log(deviation) + (z > -10
            ? Math.Log(Math.Exp(logDensity) + z * Normal.CDF(0, 1, z))
            // The first terms of the tail's asymptotic series.
            : logDensity - 2 * Math.Log(-z) + Math.Log(1 - 3 / (z * z) + 15 / Math.Pow(z, 4)));
    }

    private static double[] Search(SearchModel model, TrialTable trials, Random random)
    {
        var best = model.Incumbents[0].Loss;
        var tried = trials.Select(trial => Key(trials.Space.Select(parameter => trial.Values.GetValueOrDefault(parameter.Key, double.NaN)))).ToHashSet();

        double Promise(double[] point)
        {
            var values = model.ValuesAt(point);
            if (tried.Contains(Key(values)))
                return double.NegativeInfinity;
            var (mean, variance) = model.Process.Predict(model.Encode(values));
            return LogExpectedImprovement(mean, variance, best);
        }

        var starts = Enumerable.Range(0, RandomCandidates).Select(_ => trials.Space.Select(_ => random.NextDouble()).ToArray())
            .Select(point => (Point: point, Promise: Promise(point))).OrderByDescending(candidate => candidate.Promise).Take(LocalStarts)
            .Concat(model.Incumbents.Take(LocalStarts).Select(incumbent => model.PointOf(incumbent.Trial, random)).Select(point => (Point: point, Promise: Promise(point))));
        return starts.ToArray().Select(start => Climb(start, Promise, trials, random)).MaxBy(found => found.Promise).Point;
    }

    /// <summary>Tries neighbours in a circle that grows smaller round by round, and moves to the best.</summary>
    private static (double[] Point, double Promise) Climb((double[] Point, double Promise) start, Func<double[], double> promise, TrialTable trials, Random random)
    {
        var found = start;
        var radius = 0.2;
        for (var round = 0; round < LocalRounds; round++, radius /= 2)
        {
            for (var i = 0; i < LocalCandidates; i++)
            {
                var point = Neighbour(found.Point, trials, radius, random);
                if (promise(point) is var value && value > found.Promise)
                    found = (point, value);
            }
        }
        return found;
    }

    /// <summary>A point that differs in about half of the parameters, of which one at least.</summary>
    private static double[] Neighbour(double[] point, TrialTable trials, double radius, Random random)
    {
        var neighbour = (double[])point.Clone();
        var certain = random.Next(point.Length);
        for (var i = 0; i < point.Length; i++)
        {
            if (i != certain && random.NextDouble() < 0.5)
                continue;
            if (trials.Space[i].Value is ChoiceRange)
                neighbour[i] = i == certain || random.NextDouble() < radius ? random.NextDouble() : point[i];
            else
                neighbour[i] = Math.Clamp(point[i] + radius * Normal.Sample(random, 0, 1), 0, 1);
        }
        return neighbour;
    }

    private static string Key(IEnumerable<double> values) => string.Join(' ', values.Select(value => BitConverter.DoubleToInt64Bits(value)));
}

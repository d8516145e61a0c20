using Xunit.Abstractions;

namespace ImageNotebooks.Tests;

/// <summary>Bayesian optimisation against random search on functions whose minima are known (https://www.sfu.ca/~ssurjano/optimization.html).</summary>
public class BayesianSearchTests(ITestOutputHelper output)
{
    private const int Seeds = 20;
    private const double BraninMinimum = 0.39788735772973816;
    private const double HartmannMinimum = -3.32236801141551;

    [Fact]
    public void It_beats_random_search_on_Branin() => Assert.InRange(Wins(30, Branin, BraninMinimum), 18, Seeds);

    [Fact]
    public void It_beats_random_search_on_Hartmann_6() => Assert.InRange(Wins(50, Hartmann, HartmannMinimum), 18, Seeds);

    [Fact]
    public void The_functions_have_their_published_minima()
    {
        Assert.Equal(BraninMinimum, Branin(Math.PI, 2.275), 9);
        Assert.Equal(HartmannMinimum, Hartmann([0.20169, 0.150011, 0.476874, 0.275332, 0.311652, 0.6573]), 6);
    }

    private int Wins(int trials, Func<Trial, double> function, double minimum)
    {
        double Regret(int seed, ISampler sampler)
        {
            using var study = Study.InMemory(StudyDirection.Minimize, new() { Seed = seed, Sampler = sampler });
            study.Run(trials, function);
            return study.Best.Score - minimum;
        }

        var regrets = new (double Bayesian, double Random)[Seeds];
        Parallel.For(0, Seeds, seed => regrets[seed] = (Regret(seed, new BayesianSampler()), Regret(seed, new RandomSampler())));
        var wins = regrets.Count(pair => pair.Bayesian < pair.Random);
        output.WriteLine($"{wins} of {Seeds}; mean regret {regrets.Average(pair => pair.Bayesian):0.0000} against {regrets.Average(pair => pair.Random):0.0000}, worst {regrets.Max(pair => pair.Bayesian):0.0000}");
        return wins;
    }

    private static double Branin(Trial trial) => Branin(trial.Float("x", -5, 10), trial.Float("y", 0, 15));

    private static double Branin(double x, double y) =>
        Math.Pow(y - 5.1 / (4 * Math.PI * Math.PI) * x * x + 5 / Math.PI * x - 6, 2) + 10 * (1 - 1 / (8 * Math.PI)) * Math.Cos(x) + 10;

    private static double Hartmann(Trial trial) => Hartmann([.. Enumerable.Range(1, 6).Select(i => trial.Float($"x{i}", 0, 1))]);

    private static double Hartmann(double[] x)
    {
        double[] alpha = [1.0, 1.2, 3.0, 3.2];
        double[,] a = { { 10, 3, 17, 3.5, 1.7, 8 }, { 0.05, 10, 17, 0.1, 8, 14 }, { 3, 3.5, 1.7, 10, 17, 8 }, { 17, 8, 0.05, 10, 0.1, 14 } };
        int[,] p = { { 1312, 1696, 5569, 124, 8283, 5886 }, { 2329, 4135, 8307, 3736, 1004, 9991 }, { 2348, 1451, 3522, 2883, 3047, 6650 }, { 4047, 8828, 8732, 5743, 1091, 381 } };
        return -Enumerable.Range(0, 4).Sum(i => alpha[i] * Math.Exp(-Enumerable.Range(0, 6).Sum(j => a[i, j] * Math.Pow(x[j] - p[i, j] / 1e4, 2))));
    }
}

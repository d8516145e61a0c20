namespace ImageNotebooks.Tests;

/// <summary>The Gaussian process against scikit-learn's.</summary>
public class GaussianProcessTests
{
    private static readonly System.Text.Json.JsonElement Expected = Golden.Read("gaussian_process.json");
    private static readonly double[][] X = Rows("x");
    private static readonly double[] Y = Expected.GetProperty("y").Numbers();

    private static readonly double[] Hyper =
        [.. Expected.GetProperty("scales").Numbers().Select(scale => Math.Log(scale)), Math.Log(Expected.GetProperty("variance").GetDouble()), Math.Log(Expected.GetProperty("noise").GetDouble())];

    private static double[][] Rows(string name) => [.. Expected.GetProperty(name).EnumerateArray().Select(Golden.Numbers)];

    [Fact]
    public void The_likelihood_and_its_slopes_are_right()
    {
        var (value, gradient) = new MarginalLikelihood(X, Y, [0, 1]).Likelihood(Hyper)!.Value;
        var slopes = Expected.GetProperty("gradient");
        Assert.Equal(Expected.GetProperty("likelihood").GetDouble(), value, 9);
        Assert.Equal([.. slopes.GetProperty("scales").Numbers(), slopes.GetProperty("variance").GetDouble(), slopes.GetProperty("noise").GetDouble()], gradient,
            (double a, double b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void With_its_priors_and_shared_scales_the_slopes_are_those_of_small_steps()
    {
        double[] hyper = [-0.3, 0.2, -3];
        var likelihood = new MarginalLikelihood(X, Y, [0, 0]);
        var gradient = likelihood.Posterior(hyper)!.Value.Gradient;
        for (var i = 0; i < hyper.Length; i++)
        {
            double At(double step) => likelihood.Posterior([.. hyper.Select((value, j) => j == i ? value + step : value)])!.Value.Value;
            Assert.Equal((At(1e-5) - At(-1e-5)) / 2e-5, gradient[i], 5);
        }
    }

    [Fact]
    public void Predictions_are_right()
    {
        var process = new GaussianProcess(X, Y, [0, 1], Hyper, 0, 1);
        var found = Rows("at").Select(at => process.Predict(at)).ToArray();
        Assert.Equal(Expected.GetProperty("mean").Numbers(), found.Select(pair => pair.Mean), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal(Expected.GetProperty("predicted variance").Numbers(), found.Select(pair => pair.Variance), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal(found[0].Mean, process.Mean(Rows("at")[0]), 12);
    }

    [Fact]
    public void Predictions_of_one_from_the_others_need_no_other_fits()
    {
        var error = Expected.GetProperty("left out").Numbers().Zip(Y, (a, b) => (a - b) * (a - b)).Average();
        Assert.Equal(1 - error, new GaussianProcess(X, Y, [0, 1], Hyper, 0, 1).LeaveOneOut(), 6);
    }

    [Fact]
    public void The_fit_finds_out_which_column_matters()
    {
        var random = new Random(3);
        double[][] x = [.. Enumerable.Range(0, 30).Select(_ => new[] { random.NextDouble(), random.NextDouble() })];
        var process = GaussianProcess.Fit(x, [.. x.Select(row => 100 + 7 * Math.Sin(6 * row[0]))], [0, 1], restarts: 3, random);
        Assert.InRange(process.LeaveOneOut(), 0.98, 1);
        Assert.InRange(process.Mean([0.31, 0.9]), 100 + 7 * Math.Sin(6 * 0.31) - 0.3, 100 + 7 * Math.Sin(6 * 0.31) + 0.3);
    }

    [Fact]
    public void Equal_values_and_equal_points_are_no_trouble()
    {
        double[][] x = [[0.5], [0.5], [0.5], [0.2]];
        Assert.Equal(4, GaussianProcess.Fit(x, [4, 4, 4, 4], [0], 2, new Random(1)).Mean([0.9]), 9);
        Assert.InRange(GaussianProcess.Fit(x, [1, 2, 3, 9], [0], 2, new Random(1)).Mean([0.5]), 1.5, 3);
    }

    [Fact]
    public void Expected_improvement_stays_comparable_where_it_is_almost_nothing()
    {
        // At the best known value EI is the deviation times the normal density at 0.
        Assert.Equal(Math.Log(2 / Math.Sqrt(2 * Math.PI)), BayesianSampler.LogExpectedImprovement(1, 4, 1), 12);
        Assert.Equal(BayesianSampler.LogExpectedImprovement(9.999999, 1, 0), BayesianSampler.LogExpectedImprovement(10.000001, 1, 0), 3);
        double[] means = [0, 1, 9, 10, 11, 40, 1000];
        Assert.Equal(means, means.OrderByDescending(mean => BayesianSampler.LogExpectedImprovement(mean, 1, 0)));
    }
}

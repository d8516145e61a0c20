namespace ImageNotebooks;

/// <summary>
/// A Gaussian process with a Matérn 5/2 covariance, one length scale for each group of columns (ARD) and noise; values are standardised. Rasmussen and
/// Williams, "Gaussian Processes for Machine Learning", 2006, chapters 2, 4 and 5 (https://gaussianprocess.org/gpml).
/// </summary>
internal sealed class GaussianProcess
{
    private readonly double[][] x;
    private readonly int[] groups;
    private readonly double[] hyper;
    private readonly double[] scales;
    private readonly double[] weights;
    private readonly double[] inverse;
    private readonly double centre;
    private readonly double spread;

    /// <summary>A process with these hyperparameters: the logarithms of the length scales, of the variance and of the noise; values are (y - centre) / spread.</summary>
    internal GaussianProcess(double[][] x, double[] y, int[] groups, double[] hyper, double centre, double spread)
    {
        (this.x, this.groups, this.hyper, this.centre, this.spread) = (x, groups, hyper, centre, spread);
        scales = [.. groups.Select(group => Math.Exp(-hyper[group]))];
        var likelihood = new MarginalLikelihood(x, [.. y.Select(value => (value - centre) / spread)], groups);
        (weights, inverse) = likelihood.Solve(hyper) ?? throw new ArgumentException("The covariance of the observations is not positive definite.");
    }

    /// <summary>Fits the length scales, the variance and the noise by the marginal likelihood, from several starts.</summary>
    /// <param name="x">[observations][columns], each column about 0 to 1.</param>
    /// <param name="y">One value an observation.</param>
    /// <param name="groups">The group of each column, from 0; the columns of a group share a length scale.</param>
    /// <param name="restarts">How many starts.</param>
    /// <param name="random">Where starts after the second come from.</param>
    public static GaussianProcess Fit(double[][] x, double[] y, int[] groups, int restarts, Random random)
    {
        var centre = y.Average();
        var spread = Math.Sqrt(y.Average(value => (value - centre) * (value - centre)));
        spread = spread > 0 ? spread : 1;
        var likelihood = new MarginalLikelihood(x, [.. y.Select(value => (value - centre) / spread)], groups);
        var count = groups.DefaultIfEmpty(-1).Max() + 1;
        var best = Enumerable.Range(0, restarts).Select(i => likelihood.Maximize(Start(i, count, random))).MaxBy(found => found.Value).At;
        return new(x, y, groups, best, centre, spread);
    }

    /// <summary>This process with other observations, its hyperparameters unchanged.</summary>
    public GaussianProcess With(double[][] x, double[] y) => new(x, y, groups, hyper, centre, spread);

    /// <summary>Mean and variance of the value at a point, without noise.</summary>
    public (double Mean, double Variance) Predict(ReadOnlySpan<double> at)
    {
        Span<double> covariance = x.Length <= 512 ? stackalloc double[x.Length] : new double[x.Length];
        var mean = Covariances(at, covariance);
        var n = x.Length;
        double explained = 0;
        for (var i = 0; i < n; i++)
            explained += covariance[i] * Dot(inverse.AsSpan(i * n, n), covariance);
        return (centre + spread * mean, spread * spread * Math.Max(1e-12, Math.Exp(hyper[^2]) - explained));
    }

    /// <summary>The mean alone, which takes less.</summary>
    public double Mean(ReadOnlySpan<double> at) => centre + spread * Covariances(at, x.Length <= 512 ? stackalloc double[x.Length] : new double[x.Length]);

    /// <summary>
    /// The part of the values' variance that is explained when each is predicted from all the others (Rasmussen and Williams, 5.12); 1 is all, 0 and less nothing.
    /// </summary>
    public double LeaveOneOut()
    {
        var n = x.Length;
        // Standardised values have the variance 1, so the mean squared error is the part that is not explained.
        return 1 - Enumerable.Range(0, n).Average(i => Math.Pow(weights[i] / inverse[i * n + i], 2));
    }

    private double Covariances(ReadOnlySpan<double> at, Span<double> covariance)
    {
        var variance = Math.Exp(hyper[^2]);
        double mean = 0;
        for (var i = 0; i < x.Length; i++)
        {
            double squared = 0;
            var other = x[i];
            for (var j = 0; j < other.Length; j++)
            {
                var difference = (at[j] - other[j]) * scales[j];
                squared += difference * difference;
            }
            covariance[i] = variance * MarginalLikelihood.Matern(squared);
            mean += covariance[i] * weights[i];
        }
        return mean;
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = System.Numerics.Vector<double>.Zero;
        var width = System.Numerics.Vector<double>.Count;
        var i = 0;
        for (; i <= a.Length - width; i += width)
            sum += new System.Numerics.Vector<double>(a[i..]) * new System.Numerics.Vector<double>(b[i..]);
        var total = System.Numerics.Vector.Sum(sum);
        for (; i < a.Length; i++)
            total += a[i] * b[i];
        return total;
    }

    /// <summary>Log length scales, then the log variance and the log noise.</summary>
    private static double[] Start(int index, int groups, Random random) => index switch
    {
        0 => [.. Enumerable.Repeat(Math.Log(0.5), groups), 0, Math.Log(1e-3)],
        1 => [.. Enumerable.Repeat(Math.Log(2.0), groups), 0, Math.Log(1e-2)],
        _ => [.. Enumerable.Range(0, groups).Select(_ => Math.Log(0.1) + random.NextDouble() * Math.Log(50)), 0, Math.Log(1e-3)],
    };
}

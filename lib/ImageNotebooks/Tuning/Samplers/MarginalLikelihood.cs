using MathNet.Numerics.LinearAlgebra;

namespace ImageNotebooks;

/// <summary>
/// How well hyperparameters of a Gaussian process explain its observations: the log marginal likelihood (Rasmussen and Williams, 2.30 and 5.9) with weak priors, which
/// keep length scales sensible where a handful of observations say little. Those on the length scales and on the noise are Hvarfner et al.'s, "Vanilla
/// Bayesian Optimization Performs Great in High Dimensions", 2024 (https://arxiv.org/abs/2402.02229): scales grow with the root of the number of dimensions.
/// </summary>
/// <param name="x">[observations][columns].</param>
/// <param name="y">One value an observation, standardised.</param>
/// <param name="groups">The group of each column.</param>
internal sealed class MarginalLikelihood(double[][] x, double[] y, int[] groups)
{
    private const double Jitter = 1e-8;

    private static readonly double Root5 = Math.Sqrt(5);

    private readonly double[][] squares = Squares(x, groups);

    private int Groups => squares.Length;

    /// <summary>The Matérn 5/2 correlation at a squared, scaled distance.</summary>
    public static double Matern(double squared)
    {
        var r = Root5 * Math.Sqrt(squared);
        return (1 + r + 5.0 / 3 * squared) * Math.Exp(-r);
    }

    /// <summary>The best hyperparameters near a start.</summary>
    public (double[] At, double Value) Maximize(double[] start)
    {
        var (at, value) = QuasiNewton.Minimize(hyper => Posterior(hyper) is { } found ? (-found.Value, [.. found.Gradient.Select(g => -g)]) : (double.PositiveInfinity, []), start);
        return (at, -value);
    }

    /// <summary>The inverse of the covariance, by rows, and its product with the values; null where it is not positive definite.</summary>
    public (double[] Weights, double[] Inverse)? Solve(double[] hyper) => Invert(Covariance(hyper, out _)) is { } solved ? (solved.Weights, solved.Inverse) : null;

    /// <summary>The logarithm of the hyperparameters' density and its gradient; null outside of what can be computed.</summary>
    public (double Value, double[] Gradient)? Posterior(double[] hyper) =>
        Likelihood(hyper) is var (value, gradient) ? (value + AddPrior(hyper, gradient), gradient) : null;

    /// <summary>The log marginal likelihood and its gradient; null outside of what can be computed.</summary>
    public (double Value, double[] Gradient)? Likelihood(double[] hyper)
    {
        if (hyper.Any(value => !(Math.Abs(value) < 12)) || Invert(Covariance(hyper, out var slopes)) is not var (weights, inverse, logDeterminant))
            return null;
        var n = x.Length;
        var gradient = new double[hyper.Length];
        double fit = 0, signal = 0, noise = 0;
        var (variance, noiseVariance) = (Math.Exp(hyper[^2]), Math.Exp(hyper[^1]));
        for (int i = 0, pair = 0; i < n; i++)
        {
            fit += y[i] * weights[i];
            var diagonal = weights[i] * weights[i] - inverse[i * n + i];
            noise += diagonal * noiseVariance / 2;
            signal += diagonal * variance / 2;
            for (var j = 0; j < i; j++, pair++)
            {
                var both = weights[i] * weights[j] - inverse[i * n + j];
                signal += both * slopes.Covariance[pair];
                for (var g = 0; g < Groups; g++)
                    gradient[g] += both * slopes.Distance[pair] * squares[g][pair];
            }
        }
        for (var g = 0; g < Groups; g++)
            gradient[g] *= Math.Exp(-2 * hyper[g]);
        (gradient[^2], gradient[^1]) = (signal, noise);
        return (-fit / 2 - logDeterminant / 2 - n / 2.0 * Math.Log(2 * Math.PI), gradient);
    }

    private double AddPrior(double[] hyper, double[] gradient)
    {
        double Normal(int index, double mean, double deviation)
        {
            var z = (hyper[index] - mean) / deviation;
            gradient[index] -= z / deviation;
            return -z * z / 2;
        }

        return Enumerable.Range(0, Groups).Sum(g => Normal(g, Math.Sqrt(2) + Math.Log(Groups) / 2, Math.Sqrt(3)))
            + Normal(hyper.Length - 2, 0, 1.5) + Normal(hyper.Length - 1, -4, 2);
    }

    /// <summary>The covariance by rows, and for each pair its covariance and the slope that leads from squared distances to logarithms of scales.</summary>
    private double[] Covariance(double[] hyper, out (double[] Covariance, double[] Distance) slopes)
    {
        var n = x.Length;
        var matrix = new double[n * n];
        slopes = (new double[n * (n - 1) / 2], new double[n * (n - 1) / 2]);
        double[] shrink = [.. hyper.Take(Groups).Select(value => Math.Exp(-2 * value))];
        var (variance, noise) = (Math.Exp(hyper[^2]), Math.Exp(hyper[^1]));
        for (int i = 0, pair = 0; i < n; i++)
        {
            matrix[i * n + i] = variance + noise + Jitter;
            for (var j = 0; j < i; j++, pair++)
            {
                double squared = 0;
                for (var g = 0; g < shrink.Length; g++)
                    squared += squares[g][pair] * shrink[g];
                var r = Root5 * Math.Sqrt(squared);
                var fall = variance * Math.Exp(-r);
                matrix[i * n + j] = matrix[j * n + i] = slopes.Covariance[pair] = fall * (1 + r + 5.0 / 3 * squared);
                slopes.Distance[pair] = fall * 5.0 / 3 * (1 + r);
            }
        }
        return matrix;
    }

    private (double[] Weights, double[] Inverse, double LogDeterminant)? Invert(double[] matrix)
    {
        try
        {
            var factors = Matrix<double>.Build.Dense(y.Length, y.Length, matrix).Cholesky();
            return (factors.Solve(Vector<double>.Build.Dense(y)).AsArray(), factors.Solve(Matrix<double>.Build.DenseIdentity(y.Length)).AsColumnMajorArray(), factors.DeterminantLn);
        }
        catch (ArgumentException)
        {
            // MathNet's word for a matrix that is not positive definite.
            return null;
        }
    }

    /// <summary>For each group, the squared distance of each pair of observations (i, j &lt; i) in its columns.</summary>
    private static double[][] Squares(double[][] x, int[] groups)
    {
        var squares = Enumerable.Range(0, groups.DefaultIfEmpty(-1).Max() + 1).Select(_ => new double[x.Length * (x.Length - 1) / 2]).ToArray();
        for (int i = 0, pair = 0; i < x.Length; i++)
        {
            for (var j = 0; j < i; j++, pair++)
            {
                for (var column = 0; column < groups.Length; column++)
                    squares[groups[column]][pair] += (x[i][column] - x[j][column]) * (x[i][column] - x[j][column]);
            }
        }
        return squares;
    }
}

namespace ImageNotebooks;

/// <summary>BFGS with a backtracking line search (Nocedal and Wright, "Numerical Optimization", 2006, algorithms 3.1 and 6.1), for a few dozen variables.</summary>
internal static class QuasiNewton
{
    private const int Iterations = 40;
    private const double LongestStep = 2;

    /// <summary>A minimum near a start.</summary>
    /// <param name="function">A value with its gradient; infinite where it cannot be computed, which the search avoids.</param>
    /// <param name="start">Where it begins.</param>
    public static (double[] At, double Value) Minimize(Func<double[], (double Value, double[] Gradient)> function, double[] start)
    {
        var n = start.Length;
        var at = start;
        var (value, gradient) = function(at);
        var inverse = Identity(n);
        for (var iteration = 0; iteration < Iterations && double.IsFinite(value); iteration++)
        {
            double[] direction = [.. Enumerable.Range(0, n).Select(i => -Enumerable.Range(0, n).Sum(j => inverse[i, j] * gradient[j]))];
            var slope = Dot(direction, gradient);
            if (slope >= 0)
                (inverse, direction, slope) = (Identity(n), [.. gradient.Select(g => -g)], -Dot(gradient, gradient));
            var step = Math.Min(1, LongestStep / Math.Max(1e-300, direction.Max(Math.Abs)));
            double[] next;
            double nextValue;
            double[] nextGradient;
            do
            {
                next = [.. at.Zip(direction, (a, d) => a + step * d)];
                (nextValue, nextGradient) = function(next);
                step /= 2;
            }
            while (!(nextValue <= value + 2e-4 * step * slope) && step > 1e-9);
            if (!(nextValue < value))
                break;
            var gain = value - nextValue;
            Update(inverse, [.. next.Zip(at, (a, b) => a - b)], [.. nextGradient.Zip(gradient, (a, b) => a - b)]);
            (at, value, gradient) = (next, nextValue, nextGradient);
            if (gain < 1e-5)
                break;
        }
        return (at, value);
    }

    private static void Update(double[,] inverse, double[] step, double[] change)
    {
        var n = step.Length;
        var along = Dot(step, change);
        // Without positive curvature the matrix would stop being positive definite.
        if (along < 1e-10)
            return;
        double[] product = [.. Enumerable.Range(0, n).Select(i => Enumerable.Range(0, n).Sum(j => inverse[i, j] * change[j]))];
        var factor = (1 + Dot(change, product) / along) / along;
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
                inverse[i, j] += factor * step[i] * step[j] - (product[i] * step[j] + step[i] * product[j]) / along;
        }
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    private static double[,] Identity(int n)
    {
        var identity = new double[n, n];
        for (var i = 0; i < n; i++)
            identity[i, i] = 1;
        return identity;
    }
}

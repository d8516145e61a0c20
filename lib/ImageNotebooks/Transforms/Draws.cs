using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>Numbers drawn from a generator, one an image. The generator is the CPU's, so that every device sees the same draws.</summary>
internal static class Draws
{
    /// <summary>Numbers spread evenly over [low, high).</summary>
    public static double[] Uniform(Generator random, int count, double low, double high)
    {
        using var drawn = rand(count, dtype: ScalarType.Float64, generator: random);
        return [.. drawn.data<double>().Select(u => low + (high - low) * u)];
    }

    /// <summary>Whole numbers in [low, high].</summary>
    public static long[] Whole(Generator random, int count, long low, long high)
    {
        using var drawn = randint(low, high + 1, [count], dtype: ScalarType.Int64, generator: random);
        return drawn.data<long>().ToArray();
    }

    /// <summary>An order of the numbers in [0, count).</summary>
    public static long[] Order(Generator random, int count)
    {
        using var drawn = randperm(count, generator: random);
        return drawn.data<long>().ToArray();
    }

    /// <summary>Numbers of the distribution Beta(alpha, alpha), in [0, 1].</summary>
    public static double[] Beta(Generator random, int count, double alpha) =>
        [.. LogGamma(random, count, alpha).Zip(LogGamma(random, count, alpha), (first, second) => 1 / (1 + Math.Exp(second - first)))];

    /// <summary>Logarithms of numbers of the distribution Gamma(alpha, 1): small alphas give numbers that no double holds.</summary>
    /// <remarks>
    /// Marsaglia and Tsang 2000, A simple method for generating gamma variables: a cubed normal number, taken with a probability above 0.95. So many tries are
    /// drawn at once that none being taken does not happen (0.05^16); the last one would stand. Below 1, Gamma(a) is Gamma(a + 1) U^(1/a).
    /// </remarks>
    private static IEnumerable<double> LogGamma(Generator random, int count, double alpha)
    {
        const int tries = 16;
        using var scope = NewDisposeScope();
        var normal = randn([count, tries], dtype: ScalarType.Float64, generator: random).data<double>().ToArray();
        var accept = rand([count, tries], dtype: ScalarType.Float64, generator: random).data<double>().ToArray();
        var boost = Uniform(random, count, 0, 1);
        double d = (alpha < 1 ? alpha + 1 : alpha) - 1.0 / 3, c = 1 / Math.Sqrt(9 * d);
        var logs = new double[count];
        for (var i = 0; i < count; i++)
        {
            for (var k = 0; k < tries; k++)
            {
                double x = normal[i * tries + k], v = Math.Pow(1 + c * x, 3);
                if (v <= 0) continue;
                logs[i] = Math.Log(d * v) + (alpha < 1 ? Math.Log(1 - boost[i]) / alpha : 0);
                if (Math.Log(1 - accept[i * tries + k]) < 0.5 * x * x + d - d * v + d * Math.Log(v)) break;
            }
        }
        return logs;
    }
}

namespace ImageNotebooks;

/// <summary>The two functions of the standard normal distribution that intervals and tests need.</summary>
internal static class NormalDistribution
{
    /// <summary>How far from 0 the limits lie between which a normal number falls with this probability.</summary>
    /// <param name="level">In (0, 1).</param>
    public static double TwoSidedQuantile(double level)
    {
        // The tail is convex for z > 0, so Newton's steps rise to the root from 0 and never pass it.
        double z = 0;
        for (var i = 0; i < 200; i++)
        {
            var step = (TwoSidedTail(z) - (1 - level)) / (Math.Sqrt(2 / Math.PI) * Math.Exp(-z * z / 2));
            z += step;
            if (Math.Abs(step) <= 1e-15 * Math.Max(1, z)) break;
        }
        return z;
    }

    /// <summary>The probability that a normal number lies farther from 0 than <paramref name="z"/>, which is at least 0: erfc(z / sqrt 2).</summary>
    public static double TwoSidedTail(double z)
    {
        var density = Math.Sqrt(2 / Math.PI) * Math.Exp(-z * z / 2);
        if (z < 3)
        {
            // The series of the inner part, z + z^3/3 + z^5/15 + ...: all terms are positive, so nothing cancels.
            var (term, sum) = (z, z);
            for (var n = 3; term > 1e-17 * sum; n += 2) sum += term *= z * z / n;
            return 1 - density * sum;
        }
        // Laplace's continued fraction of the tail, 1/(z + 1/(z + 2/(z + 3/...))), from the inside out.
        var fraction = z;
        for (var k = 120; k >= 1; k--) fraction = z + k / fraction;
        return density / fraction;
    }
}

using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Transforms;

public class DrawsTests
{
    [Fact]
    public void Beta_has_the_quantiles_that_scipy_gives()
    {
        const int count = 20_000;
        using var random = new Generator(7);
        foreach (var c in Golden.Read("augment.json").GetProperty("beta").EnumerateArray())
        {
            var alpha = c.GetProperty("alpha").GetDouble();
            var drawn = Draws.Beta(random, count, alpha);
            Assert.All(drawn, share => Assert.InRange(share, 0, 1));
            foreach (var (quantile, i) in c.GetProperty("quantiles").Numbers().Select((q, i) => (q, i)))
            {
                // Three standard deviations of a share of 20,000 draws are 0.011 at most.
                Assert.True(Math.Abs(drawn.Count(share => share <= quantile) / (double)count - (i + 1) / 10.0) < 0.012, $"alpha {alpha}, quantile {i + 1} of 10");
            }
        }
    }

    [Fact]
    public void Uniform_and_whole_numbers_fill_their_range()
    {
        using var random = new Generator(7);
        var uniform = Draws.Uniform(random, 1000, -2, 3);
        Assert.InRange(uniform.Min(), -2, -1.95);
        Assert.InRange(uniform.Max(), 2.95, 3);
        Assert.Equal([-1L, 0, 1, 2], Draws.Whole(random, 1000, -1, 2).Distinct().Order());
        Assert.Equal(Enumerable.Range(0, 50).Select(i => (long)i), Draws.Order(random, 50).Order());
    }
}

using static ImageNotebooks.Tests.MetricsGolden;

namespace ImageNotebooks.Tests;

/// <summary>Intervals and McNemar's test against scipy's numbers.</summary>
public class IntervalTests
{
    [Fact]
    public void Wilsons_interval_is_scipys() => Assert.All(Cases("intervals"), golden =>
    {
        var interval = Interval.Wilson(golden.Whole("k"), golden.Whole("n"), golden.Number("level"));
        Same(golden.Number("lower"), interval.Lower, 1e-12);
        Same(golden.Number("upper"), interval.Upper, 1e-12);
    });

    [Fact]
    public void McNemars_test_is_scipys() => Assert.All(Cases("mcnemars"), golden =>
    {
        var (first, second) = (golden.Whole("b"), golden.Whole("c"));
        var test = new McNemar("a", "b", first, second);
        Assert.Equal(golden.Number("p"), test.P, golden.Number("p") * 1e-11);
        Assert.Equal(test.P, new McNemar("b", "a", second, first).P);
        Assert.Equal(first + second < 25, test.Exact);
    });

    [Fact]
    public void McNemars_test_says_who_is_better()
    {
        string[] names = ["x", "y"];
        int[] truth = [.. Enumerable.Repeat(0, 100)];
        var good = new ClassifierResult(names, truth, truth.Select((_, i) => i < 90 ? 0 : 1));
        var bad = new ClassifierResult(names, truth, truth.Select((_, i) => i is >= 50 and < 95 ? 0 : 1));
        var test = McNemar.Compare(good, bad, "A", "B");
        Assert.Equal((50, 5), (test.OnlyFirstRight, test.OnlySecondRight));
        Assert.Equal("A alone is right on 50 images, B alone on 5: A is better, by more than chance explains at the 5% level (McNemar's test, chi-square 35.20, p < 0.0001).", test.ToString());
        Assert.Equal("A alone is right on 0 images, B alone on 0: the difference may be chance (McNemar's exact test, p = 1.0000).", McNemar.Compare(good, good, "A", "B").ToString());
        Assert.Contains("100 images and", Assert.Throws<ArgumentException>(() => McNemar.Compare(good, bad.Take([0]))).Message);
        Assert.Contains("Image 1 has label 0", Assert.Throws<ArgumentException>(() => McNemar.Compare(good.Take([0, 1]), new ClassifierResult(names, [0, 1], [0, 1]))).Message);
    }

    [Fact]
    public void The_bootstrap_of_a_proportion_is_binomial() => Assert.All(Cases("bootstraps"), golden =>
    {
        var (n, k) = (golden.Whole("n"), golden.Whole("k"));
        var interval = Bootstrap.Interval(n, images => images.Count(i => i < k) / (double)n, seed: 1, resamples: 5000, level: golden.Number("level"));
        Assert.Equal((double)k / n, interval.Estimate, 1e-15);
        // One image more or less, and where the level is high half a hundredth, is the noise of 5,000 draws.
        Assert.Equal(golden.Number("lower"), interval.Lower, Math.Max(1.01 / n, 0.005));
        Assert.Equal(golden.Number("upper"), interval.Upper, Math.Max(1.01 / n, 0.005));
    });

    [Fact]
    public void The_same_seed_draws_the_same_images()
    {
        double Metric(int[] images) => images.Select((i, at) => i * (at + 1.0)).Sum();
        Assert.Equal(Bootstrap.Interval(20, Metric, seed: 4), Bootstrap.Interval(20, Metric, seed: 4));
        Assert.NotEqual(Bootstrap.Interval(20, Metric, seed: 4).Lower, Bootstrap.Interval(20, Metric, seed: 5).Lower);
    }

    [Fact]
    public void Strata_keep_their_sizes_and_groups_stay_together()
    {
        int[] strata = [0, 0, 0, 1, 1, 7];
        Bootstrap.Interval(6, images =>
        {
            Assert.Equal([3, 2, 1], new[] { 0, 1, 7 }.Select(s => images.Count(i => strata[i] == s)));
            return 0;
        }, resamples: 50, strata: strata);

        string[] patients = ["a", "b", "a", "c", "a", "b"];
        var sizes = new HashSet<int>();
        Bootstrap.Interval(6, images =>
        {
            Assert.Equal(images.Count(i => i == 0), images.Count(i => i == 2));
            Assert.Equal(images.Count(i => i == 0), images.Count(i => i == 4));
            Assert.Equal(images.Count(i => i == 1), images.Count(i => i == 5));
            sizes.Add(images.Length);
            return 0;
        }, resamples: 200, groups: patients);
        Assert.Contains(9, sizes);
        Assert.Contains(3, sizes);
    }

    [Fact]
    public void Images_that_hang_together_make_wider_intervals()
    {
        int[] truth = [.. Enumerable.Repeat(0, 400)];
        var result = new ClassifierResult(["x", "y"], truth, truth.Select((_, i) => i / 20 % 4 == 0 ? 1 : 0));
        var alone = result.Bootstrap(r => r.Accuracy);
        var grouped = result.Bootstrap(r => r.Accuracy, groups: truth.Select((_, i) => $"patient {i / 20}"));
        Assert.True(grouped.Upper - grouped.Lower > 3 * (alone.Upper - alone.Lower));
        Assert.EndsWith("bootstrap, 1,000 draws of 20 groups)", grouped.ToString());
        var wilson = result.AccuracyInterval();
        Assert.Equal(wilson.Lower, alone.Lower, 0.01);
        Assert.Equal(wilson.Upper, alone.Upper, 0.01);
    }

    [Fact]
    public void Draws_without_a_number_are_left_out_and_counted()
    {
        var interval = Bootstrap.Interval(2, images => images[0] == images[1] ? double.NaN : 1, resamples: 100);
        Assert.Equal((1, 1), (interval.Lower, interval.Upper));
        Assert.Matches("bootstrap, 100 draws, [3-6][0-9] of them undefined", interval.Method);
        Assert.Equal(double.NaN, Bootstrap.Interval(2, _ => double.NaN).Lower);
    }

    [Fact]
    public void What_cannot_be_drawn_is_named()
    {
        Assert.Contains("3 images and 2 groups", Assert.Throws<ArgumentException>(() => Bootstrap.Interval(3, _ => 0, groups: ["a", "b"])).Message);
        Assert.Contains("not both", Assert.Throws<ArgumentException>(() => Bootstrap.Interval(1, _ => 0, strata: [0], groups: ["a"])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Bootstrap.Interval(0, _ => 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Bootstrap.Interval(1, _ => 0, level: 95));
        Assert.Throws<ArgumentOutOfRangeException>(() => Interval.Wilson(5, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => Interval.Wilson(0, 0));
    }
}

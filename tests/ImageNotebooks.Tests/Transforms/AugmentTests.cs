using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Transforms;

public class AugmentTests
{
    [Fact]
    public void Shifts_and_flips_are_those_of_Kerass_ImageDataGenerator()
    {
        var golden = Golden.Read("augment.json");
        int h = golden.GetProperty("height").GetInt32(), w = golden.GetProperty("width").GetInt32();
        var image = Golden.Wave([1, 2, h, w], 0.9, 0.5, 0.5);
        foreach (var c in golden.GetProperty("cases").EnumerateArray())
        {
            double dy = c.GetProperty("dy").GetDouble(), dx = c.GetProperty("dx").GetDouble();
            var moved = Augment.Move(image, tensor(new[] { (float)dy }), tensor(new[] { (float)dx }), tensor(new[] { c.GetProperty("flip").GetBoolean() }));
            Golden.AssertClose(c.GetProperty("expected").Numbers(), [.. moved.flatten().data<float>().Select(v => (double)v)], 1e-5, $"dy {dy}, dx {dx}");
        }
    }

    [Fact]
    public void Every_image_gets_its_own_draw_within_the_limits()
    {
        // A ramp from left to right tells by how much it was moved.
        var ramp = arange(32).to_type(ScalarType.Float32).div(31).reshape(1, 1, 1, 32).expand(200, 1, 32, 32);
        using var random = new Generator(5);
        var moved = Augment.Shift(0, 0.1).Apply(ramp, random);
        var shifts = ((moved[.., 0, 16, 16] - ramp[.., 0, 16, 16]) * 31).data<float>().ToArray();
        Assert.InRange(shifts.Max(), 2.5f, 3.2001f);
        Assert.InRange(shifts.Min(), -3.2001f, -2.5f);
        Assert.InRange(shifts.Average(), -0.5, 0.5);
        Assert.True(shifts.Distinct().Count() > 150);
    }

    [Fact]
    public void Half_the_images_are_mirrored()
    {
        var ramp = arange(8).to_type(ScalarType.Float32).reshape(1, 1, 1, 8).expand(400, 1, 4, 8);
        using var random = new Generator(5);
        var firsts = Augment.HorizontalFlip().Apply(ramp, random)[.., 0, 0, 0].data<float>().ToArray();
        Assert.All(firsts, v => Assert.True(Math.Abs(v) < 1e-5 || Math.Abs(v - 7) < 1e-5));
        Assert.InRange(firsts.Count(v => v > 3), 160, 240);
    }

    [Fact]
    public void The_same_generator_state_gives_the_same_bits_and_nothing_is_left_alive()
    {
        var images = Golden.Wave([16, 3, 32, 32], 0.1, 0.5, 0.5);
        var both = Augment.Shift(0.1, 0.1) + Augment.HorizontalFlip();
        using Generator a = new(3), b = new(3);
        var statistics = DisposeScopeManager.Statistics;
        var before = statistics.ThreadTotalLiveCount;
        using Tensor first = both.Apply(images, a), second = both.Apply(images, b);
        Assert.Equal(before + 2, statistics.ThreadTotalLiveCount);
        Assert.True(first.Equals(second));
        Assert.False(first.Equals(images));
        Assert.Same(images, Augment.None.Apply(images, a));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void Impossible_limits_are_refused(double part)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Augment.Shift(part, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Augment.HorizontalFlip(part == 1 ? 2 : part));
    }
}

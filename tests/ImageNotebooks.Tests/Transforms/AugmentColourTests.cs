using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Transforms;

public class AugmentColourTests
{
    [Fact]
    public void Brightness_adds_one_number_to_an_image_and_cuts_nothing_off()
    {
        using var scope = NewDisposeScope();
        var images = Golden.Wave([200, 3, 4, 4], 0.9, 0.5, 0.5);
        using var random = new Generator(6);
        var more = (Augment.Brightness(0.2).Apply(images, random) - images).flatten(1);
        Assert.InRange((more.amax([1]) - more.amin([1])).max().item<float>(), 0, 1e-6);
        Assert.InRange(more.max().item<float>(), 0.18, 0.2);
        Assert.InRange(more.min().item<float>(), -0.2, -0.18);
        Assert.True(Augment.Brightness(1).Apply(images, random).max().item<float>() > 1);
    }

    [Fact]
    public void Contrast_moves_values_from_the_mean_of_their_own_channel()
    {
        using var scope = NewDisposeScope();
        var images = Golden.Wave([200, 3, 4, 4], 0.37, 0.5, 0.5) + tensor(new[] { 0f, 0.1f, 0.4f }, [1, 3, 1, 1]);
        var mean = images.mean([2, 3], keepdim: true);
        using var random = new Generator(5);
        var changed = Augment.Contrast(0.7, 1.3).Apply(images, random);
        var factors = ((changed - mean).abs().sum([1, 2, 3]) / (images - mean).abs().sum([1, 2, 3])).reshape(-1, 1, 1, 1);
        Assert.InRange(((images - mean) * factors + mean - changed).abs().max().item<float>(), 0, 1e-5);
        Assert.InRange(factors.min().item<float>(), 0.7, 0.72);
        Assert.InRange(factors.max().item<float>(), 1.28, 1.3001);
    }

    [Fact]
    public void Colours_change_in_the_order_written()
    {
        // What a constant fill brings in is black after a change of colour and takes part in one that follows.
        using var scope = NewDisposeScope();
        var images = ones(20, 1, 8, 8);
        float[] Darkest(Augment augment)
        {
            using var random = new Generator(5);
            return augment.Apply(images, random).amin([1, 2, 3]).data<float>().ToArray();
        }
        Augment away = Augment.Shift(0.9, 0.9, Fill.Constant), grey = Augment.Contrast(0, 0), brighter = Augment.Brightness(1);
        Assert.InRange(Darkest(grey + away).Count(value => value == 0), 16, 20);  // A shift of less than a pixel leaves no pixel black.
        Assert.All(Darkest(away + grey), value => Assert.InRange(value, 0.001f, 0.9999f));
        Assert.Equal(20, Darkest(away + brighter).Distinct().Count());
        Assert.InRange(Darkest(brighter + away).Count(value => value == 0), 16, 20);
    }
}

using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Transforms;

public class AugmentMixingTests
{
    private const int Count = 64, Classes = 5;

    [Fact]
    public void Mixup_mixes_labels_as_it_mixes_images()
    {
        // The image of a class is that class's plane in white: the planes' means are the shares.
        using var scope = NewDisposeScope();
        using var random = new Generator(5);
        var (images, shares) = Augment.Mixup(1, Classes).Apply(Planes(), Labels(), random);
        Assert.Equal([Count, Classes], shares.shape);
        AssertShares(images.mean([2, 3]), shares);
        Assert.True(shares.amax([1]).data<float>().Distinct().Count() > Count / 2, "Every image has its own share.");
        Assert.InRange(images.amax([2, 3]).sub(images.amin([2, 3])).max().item<float>(), 0, 1e-6);
    }

    [Fact]
    public void CutMix_pastes_boxes_and_gives_labels_the_shares_of_the_area()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(5);
        var (images, shares) = Augment.CutMix(1, Classes).Apply(Planes(), Labels(), random);
        AssertShares(images.mean([2, 3]), shares);
        Assert.Equal([0f, 1f], images.unique().output.data<float>().Order());
        Assert.True(shares.amax([1]).data<float>().Distinct().Count() > Count / 3);
    }

    [Fact]
    public void Mixing_twice_and_several_labels_is_linear()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(5);
        var twice = (Augment.CutMix(1, Classes) + Augment.Mixup(0.4, Classes)).Apply(Planes(), Labels(), random);
        AssertShares(twice.Images.mean([2, 3]), twice.Targets);
        var labels = ones(Count, 2);
        Assert.InRange(Augment.Mixup(1, 2).Apply(Planes(), labels, random).Targets.sub(1).abs().max().item<float>(), 0, 1e-6);
    }

    [Fact]
    public void CutMix_pastes_masks_with_their_images()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(5);
        var masks = Labels().reshape(-1, 1, 1).expand(Count, 16, 12).to_type(ScalarType.Byte);
        var (images, mixed) = Augment.CutMix(1, Classes).Apply(Planes(), masks, random);
        Assert.Equal(ScalarType.Byte, mixed.dtype);
        Assert.True(images.argmax(1).eq(mixed).all().item<bool>());
        Assert.False(mixed.Equals(masks));
    }

    [Fact]
    public void Cutout_covers_a_square_that_may_hang_over_the_edge()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(5);
        var images = ones(300, 2, 12, 10);
        var (covered, labels) = Augment.Cutout(4, 0.5).Apply(images, arange(300), random);
        var black = covered.eq(0.5).flatten(2).sum(2).data<long>().ToArray();
        Assert.Equal([4L, 6, 8, 9, 12, 16], black.Distinct().Order());
        Assert.True(covered[.., 0].Equals(covered[.., 1]) && labels.Equals(arange(300)));
        Assert.True(black.Count(area => area == 16) > 150);
    }

    private static Tensor Labels() => arange(Count).remainder(Classes);

    private static Tensor Planes() => nn.functional.one_hot(Labels(), Classes).to_type(ScalarType.Float32).reshape(Count, Classes, 1, 1).expand(Count, Classes, 16, 12);

    private static void AssertShares(Tensor expected, Tensor shares)
    {
        Assert.InRange((shares - expected).abs().max().item<float>(), 0, 1e-5);
        Assert.InRange((shares.sum(1) - 1).abs().max().item<float>(), 0, 1e-6);
    }
}

using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Data;

public class SplitPreviewTests
{
    public static TheoryData<string> Names => [.. All.Keys];

    private static readonly Dictionary<string, Augment> All = new()
    {
        ["flips"] = Augment.HorizontalFlip() + Augment.VerticalFlip(), ["shift"] = Augment.Shift(0.2, 0.2), ["rotate"] = Augment.Rotate(72, Fill.Reflect), ["zoom"] = Augment.Zoom(0.3),
        ["shear"] = Augment.Shear(20, Fill.Constant), ["crop"] = Augment.Crop(4), ["brightness"] = Augment.Brightness(0.2), ["contrast"] = Augment.Contrast(0.7, 1.3),
        ["cutout"] = Augment.Cutout(8), ["mixup"] = Augment.Mixup(1, 4), ["cutmix"] = Augment.CutMix(1, 4),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void A_preview_shows_one_image_changed_in_as_many_ways_as_asked_for(string name)
    {
        using var split = Gradients();
        var statistics = DisposeScopeManager.Statistics;
        var before = statistics.ThreadTotalLiveCount;
        var pictures = split.Preview(2, All[name], count: 6, seed: 4);
        Assert.Equal(before, statistics.ThreadTotalLiveCount);
        Assert.Equal(6, pictures.Count);
        // There are four mirror images, and some images are mixed with a copy of themselves.
        Assert.True(pictures.Select(Bytes).Distinct().Count() >= (name is "flips" or "mixup" or "cutmix" ? 3 : 5));
        Assert.Equal(pictures.Select(Bytes), split.Preview(2, All[name], count: 6, seed: 4).Select(Bytes));
    }

    [Fact]
    public void Without_changes_a_preview_is_the_image()
    {
        using var split = Gradients();
        Assert.All(split.Preview(3, Augment.None, count: 2), picture => Assert.Equal(Bytes(split.Picture(3)), Bytes(picture)));
    }

    [Fact]
    public void Brightness_in_a_preview_is_a_part_of_the_whole_range()
    {
        // Of 0.2 at most, middle grey becomes at least 0.3 and at most 0.7.
        using var split = new Split("grey", full([2, 3, 4, 4], 128, ScalarType.Byte), zeros([2], ScalarType.Int64));
        var greys = split.Preview(0, Augment.Brightness(0.2), count: 50).Select(picture => (int)picture.Pixels[0]).ToArray();
        Assert.InRange(greys.Min(), 77, 100);
        Assert.InRange(greys.Max(), 156, 179);
    }

    private static Split Gradients()
    {
        var images = Golden.Wave([8, 3, 24, 24], 0.0013, 110, 128).to_type(ScalarType.Byte);
        return new("train", images, arange(8).remainder(4));
    }

    private static string Bytes(Picture picture) => Convert.ToHexString(picture.Pixels);
}

using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests;

public class SegmentationPlotsTests
{
    private static readonly string[] Names = ["background", .. PascalVoc.ClassNames];

    [Fact]
    public void Objects_are_half_transparent_and_outlined_and_the_background_is_as_it_was()
    {
        // Label 1, (128, 0, 0), fills the left three columns of five; its third column is the outline. Void, (224, 224, 192), is the last row.
        byte[] labels = [1, 1, 1, 0, 0, 1, 1, 1, 0, 0, 1, 1, 1, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255];
        var overlay = Plots.Overlay(new([.. Enumerable.Repeat((byte)100, 25)], 5, 5, 1), new(labels, 5, 5), 0.5);
        Assert.Equal([114, 50, 50], Pixel(overlay, 0));
        Assert.Equal([128, 0, 0], Pixel(overlay, 2));
        Assert.Equal([100, 100, 100], Pixel(overlay, 4));
        Assert.Equal([224, 224, 192], Pixel(overlay, 15));
        Assert.Equal([100, 100, 100], Pixel(overlay, 22));
        Assert.Throws<ArgumentException>(() => Plots.Overlay(overlay, new([1], 1, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Plots.Overlay(overlay, new(labels, 5, 5), 0));
    }

    [Fact]
    public void The_palette_is_the_inverse_of_reading_its_colours()
    {
        for (var label = 0; label < 256; label++)
        {
            var (red, green, blue) = PascalVoc.Color((byte)label);
            Assert.Equal((byte)label, VocMasks.ClassOf(red, green, blue));
        }
        // From the devkit's own table: aeroplane, person, tvmonitor, void.
        Assert.Equal([(128, 0, 0), (192, 128, 128), (0, 64, 128), (224, 224, 192)], new byte[] { 1, 15, 20, 255 }.Select(label => PascalVoc.Color(label)).Select(c => ((int)c.Red, (int)c.Green, (int)c.Blue)));
    }

    [Fact]
    public void Each_image_is_a_row_of_three_with_a_legend_of_what_occurs()
    {
        using var split = Split([0, 8, 255, 0]);
        var json = FigureTests.Json(Plots.Segmentation(split, [(0, new LabelMap([0, 8, 8, 15], 2, 2))], Names));
        var traces = json["data"]!.AsArray();
        Assert.Equal("Image, truth, prediction: cat, person", (string)json["layout"]!["title"]!["text"]!);
        Assert.Equal(["image", "image", "image", "scatter", "scatter", "scatter"], traces.Select(trace => (string)trace!["type"]!));
        Assert.Equal(["cat", "person", "void (outline)"], traces.Skip(3).Select(trace => (string)trace!["name"]!));
        Assert.Equal(["rgb(64,0,0)", "rgb(192,128,128)", "rgb(224,224,192)"], traces.Skip(3).Select(trace => (string)trace!["marker"]!["color"]!));
        Assert.Equal(["one.jpg", "true: cat", "predicted (67% right): cat, person"], traces.Take(3).Select(trace => (string)trace!["text"]!));
    }

    [Fact]
    public void What_cannot_be_shown_is_named()
    {
        using var split = Split([0, 8, 255, 0]);
        Assert.Contains("label 21", Assert.Throws<ArgumentException>(() => Plots.Segmentation(split, [(0, new LabelMap([0, 0, 0, 21], 2, 2))], Names)).Message, StringComparison.Ordinal);
        Assert.Contains("1 x 1 labels", Assert.Throws<ArgumentException>(() => Plots.Segmentation(split, [(0, new LabelMap([0], 1, 1))], Names)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Plots.Segmentation(split, [], Names));
        using var plain = new Split("plain", zeros([1, 3, 2, 2], ScalarType.Byte), zeros([1], ScalarType.Int64));
        Assert.Contains("'plain' have no masks", Assert.Throws<InvalidOperationException>(() => Plots.Segmentation(plain, [(0, new LabelMap([0, 0, 0, 0], 2, 2))], Names)).Message, StringComparison.Ordinal);
    }

    private static Split Split(byte[] mask)
    {
        using var scope = NewDisposeScope();
        return new("some", PackedImages.Copy(full([1, 3, 2, 2], 100, dtype: ScalarType.Byte)), zeros(1, 20), ["one.jpg"], masks: PackedImages.Copy(tensor(mask, [1, 1, 2, 2])));
    }

    private static byte[] Pixel(Picture picture, int i) => picture.Pixels.Slice(3 * i, 3).ToArray();
}

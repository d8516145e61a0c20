using System.Runtime.InteropServices;
using System.Text.Json;

namespace ImageNotebooks.Tests.Transforms;

public class ResizeTests
{
    private static readonly JsonElement Golden = Tests.Golden.Read("images.json").GetProperty("resize");
    private static readonly int Width = Golden.GetProperty("width").GetInt32(), Height = Golden.GetProperty("height").GetInt32();

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Golden.GetProperty("cases").GetArrayLength())];

    [Theory]
    [MemberData(nameof(Cases))]
    public void With_antialiasing_it_is_Pillows_bilinear_to_the_bit(int number)
    {
        var golden = Golden.GetProperty("cases")[number];
        Assert.Equal(golden.GetProperty("pillow").GetBytesFromBase64(), Run(new(golden.GetProperty("height").GetInt32(), golden.GetProperty("width").GetInt32(), Antialias: true)));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Without_it_is_tensorflows_to_within_one_level(int number)
    {
        var golden = Golden.GetProperty("cases")[number];
        var ours = Run(new(golden.GetProperty("height").GetInt32(), golden.GetProperty("width").GetInt32()));
        var theirs = MemoryMarshal.Cast<byte, float>(golden.GetProperty("tensorflow").GetBytesFromBase64()).ToArray();
        Assert.Equal(theirs.Length, ours.Length);
        Assert.All(ours.Zip(theirs), pair => Assert.InRange(pair.First - pair.Second, -1, 1));
    }

    [Fact]
    public void Padding_centres_the_image_and_leaves_the_rest_black()
    {
        // 47 x 31 into 20 x 20: 47 / 20 = 2.35, so 20 x 13 with 3 rows above and 4 below.
        var padded = Run(new(20, 20, Fit.Pad));
        Assert.All(Enumerable.Range(0, 20).Where(y => y is < 3 or >= 16), y => Assert.All(padded.AsSpan(y * 60, 60).ToArray(), v => Assert.Equal(0, v)));
        Assert.Equal(Run(new(13, 20)), padded[(3 * 60)..(16 * 60)]);
    }

    [Fact]
    public void Cropping_takes_the_largest_centred_part_with_the_targets_proportions()
    {
        var source = Golden.GetProperty("pixels").GetBytesFromBase64();
        var cropped = Run(new(31, 31, Fit.Crop));
        for (var y = 0; y < 31; y++) Assert.Equal(source.AsSpan((y * 47 + 8) * 3, 31 * 3), cropped.AsSpan(y * 31 * 3, 31 * 3));
    }

    [Fact]
    public void Masks_take_the_nearest_pixel_of_the_same_place()
    {
        byte[] mask = [.. Enumerable.Range(0, 6 * 4).Select(i => (byte)i)];
        var target = new byte[3 * 3];
        new Resize(3, 3, Fit.Pad).ApplyNearest(mask, 6, 4, target, 255);
        Assert.Equal([7, 9, 11, 19, 21, 23, 255, 255, 255], target);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(5, -1)]
    public void Impossible_sizes_are_refused(int height, int width) => Assert.Throws<ArgumentOutOfRangeException>(() => new Resize(height, width));

    private static byte[] Run(Resize resize)
    {
        var rgb = Golden.GetProperty("pixels").GetBytesFromBase64();
        var pixels = Enumerable.Range(0, Width * Height).SelectMany(i => new byte[] { rgb[3 * i], rgb[3 * i + 1], rgb[3 * i + 2], 255 }).ToArray();
        var target = new byte[resize.Height * resize.Width * 4];
        resize.Apply(new Resampler(), pixels, Width, Height, target);
        return [.. target.Where((_, i) => i % 4 != 3)];
    }
}

using System.Text.RegularExpressions;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Transforms;

public class AugmentTests
{
    private static readonly Augment Everything = Augment.HorizontalFlip() + Augment.Rotate(20) + Augment.Zoom(0.2, 0.2) + Augment.Brightness(0.2) + Augment.Shear(5)
        + Augment.Crop(3) + Augment.Contrast(0.7, 1.3) + Augment.Shift(0.1, 0.1, Fill.Reflect) + Augment.VerticalFlip() + Augment.Cutout(8) + Augment.CutMix(1, 4);

    [Fact]
    public void The_same_generator_state_gives_the_same_bits_and_nothing_is_left_alive()
    {
        using var scope = NewDisposeScope();
        Tensor images = Golden.Wave([16, 3, 32, 24], 0.1, 0.5, 0.5), untouched = images.clone(), classes = arange(16).remainder(4);
        var all = Everything + Augment.Mixup(0.4, 4);
        using Generator a = new(3), b = new(3), c = new(3), d = new(4);
        var statistics = DisposeScopeManager.Statistics;
        var before = statistics.ThreadTotalLiveCount;
        var first = all.Apply(images, classes, a);
        Assert.Equal(before + 2, statistics.ThreadTotalLiveCount);
        var second = all.Apply(images, classes, b);
        Assert.True(first.Images.Equals(second.Images) && first.Targets.Equals(second.Targets));
        Assert.True(first.Images.Equals(all.Apply(images, c)), "Targets must not change what the images become.");
        Assert.False(first.Images.Equals(all.Apply(images, d)));
        Assert.True(images.Equals(untouched));
    }

    [Fact]
    public void What_a_step_made_is_freed_where_a_later_step_refuses()
    {
        using var scope = NewDisposeScope();
        Tensor images = ones(2, 1, 4, 4), masks = zeros([2, 4, 4], ScalarType.Int64);
        using var random = new Generator(1);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Assert.Throws<ArgumentException>(() => (Augment.Rotate(20) + Augment.Brightness(0.1) + Augment.Mixup(1, 2)).Apply(images, masks, random));
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Nothing_to_do_gives_the_tensors_themselves()
    {
        using var scope = NewDisposeScope();
        Tensor images = ones(2, 1, 4, 4), classes = arange(2);
        using var random = new Generator(3);
        Assert.Same(images, Augment.None.Apply(images, random));
        var unchanged = (Augment.HorizontalFlip(0) + Augment.Shift(0, 0) + Augment.Crop(0)).Apply(images, classes, random);
        Assert.Same(images, unchanged.Images);
        Assert.Same(classes, unchanged.Targets);
    }

    [Fact]
    public void Every_image_gets_its_own_draw_within_the_limits()
    {
        // A ramp from left to right tells by how much it was moved.
        using var scope = NewDisposeScope();
        var ramp = arange(32).to_type(ScalarType.Float32).div(31).reshape(1, 1, 1, 32).expand(200, 1, 32, 32);
        using var random = new Generator(5);
        var moved = Augment.Shift(0, 0.1).Apply(ramp, random);
        AssertSpread(((moved[.., 0, 16, 16] - ramp[.., 0, 16, 16]) * 31).data<float>().ToArray(), -3.2, 3.2);
    }

    [Fact]
    public void Rotations_zooms_and_shears_go_to_their_limits_both_ways()
    {
        // The value of a pixel is its column, so that two pixels tell the first row of the map's matrix.
        using var scope = NewDisposeScope();
        var columns = arange(65, dtype: ScalarType.Float32).reshape(1, 1, 1, 65).expand(300, 1, 65, 65);
        using var random = new Generator(5);
        float[] Along(Augment augment, int dy, int dx)
        {
            var moved = augment.Apply(columns, random);
            return ((moved[.., 0, 32 + dy * 8, 32 + dx * 8] - moved[.., 0, 32, 32]) / 8).data<float>().ToArray();
        }
        AssertSpread([.. Along(Augment.Rotate(36), 1, 0).Select(sine => (float)double.RadiansToDegrees(Math.Asin(-sine)))], -36, 36);
        AssertSpread([.. Along(Augment.Shear(20), 1, 0).Select(sine => (float)double.RadiansToDegrees(Math.Asin(-sine)))], -20, 20);
        AssertSpread(Along(Augment.Zoom(0.3), 0, 1), 0.7, 1.3);
        AssertSpread(Along(Augment.Zoom(0, 0.2), 0, 1), 0.8, 1.2);
    }

    [Fact]
    public void A_zoom_keeps_proportions_unless_the_width_has_an_amount_of_its_own()
    {
        using var scope = NewDisposeScope();
        var rows = arange(33, dtype: ScalarType.Float32).reshape(1, 1, 33, 1).expand(50, 1, 33, 33);
        (float[] V, float[] H) Factors(Augment zoom)
        {
            // The same draws for the image and its transpose.
            using Generator a = new(2), b = new(2);
            Tensor one = zoom.Apply(rows, a), other = zoom.Apply(rows.transpose(2, 3), b);
            return (((one[.., 0, 20, 16] - one[.., 0, 16, 16]) / 4).data<float>().ToArray(), ((other[.., 0, 16, 20] - other[.., 0, 16, 16]) / 4).data<float>().ToArray());
        }
        var (v, h) = Factors(Augment.Zoom(0.3));
        Assert.All(v.Zip(h), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
        (v, h) = Factors(Augment.Zoom(0.3, 0.3));
        Assert.Contains(v.Zip(h), pair => Math.Abs(pair.First - pair.Second) > 0.2);
    }

    [Fact]
    public void Half_the_images_are_mirrored_and_their_bits_stay()
    {
        using var scope = NewDisposeScope();
        var images = Golden.Wave([400, 1, 4, 8], 0.9, 0.5, 0.5);
        using var random = new Generator(5);
        foreach (var (augment, axis) in new[] { (Augment.HorizontalFlip(), 3), (Augment.VerticalFlip(), 2) })
        {
            var changed = augment.Apply(images, random);
            var mirrored = changed.eq(images.flip(axis)).flatten(1).all(1);
            Assert.True(mirrored.logical_xor(changed.eq(images).flatten(1).all(1)).all().item<bool>());
            Assert.InRange(mirrored.sum().item<long>(), 160, 240);
        }
        Assert.True(Augment.HorizontalFlip(1).Apply(images, random).Equals(images.flip(3)));
    }

    [Fact]
    public void A_crop_shows_a_window_at_each_whole_offset_and_nothing_in_the_border()
    {
        using var scope = NewDisposeScope();
        var images = arange(1, 26, dtype: ScalarType.Float32).reshape(1, 1, 5, 5).expand(300, 1, 5, 5);
        using var random = new Generator(5);
        var crops = Augment.Crop(1).Apply(images, random);
        Assert.Equal([1, 6, 7, 8, 11, 12, 13, 14, 16, 17, 18, 19], crops.unique().output.data<float>().Where(v => v is 1 or 6 or 7 or 8 or 11 or 12 or 13 or 14 or (>= 16 and <= 19)).Select(v => (int)v));
        Assert.Equal([7, 8, 9, 12, 13, 14, 17, 18, 19], crops[.., 0, 2, 2].unique().output.data<float>().Select(v => (int)v));
        Assert.Contains(0f, crops[.., 0, 0, 0].data<float>());
        Assert.Equal(1, Augment.Crop(1, Fill.Nearest).Apply(images, random).min().item<float>());
    }

    [Fact]
    public void Masks_move_with_their_images()
    {
        // A square of one colour and its mask: wherever the image is more than half that colour, the mask must say so, through every movement.
        using var scope = NewDisposeScope();
        var square = zeros(32, 1, 40, 48);
        square[.., .., 12..30, 15..33] = 1;
        var masks = square.squeeze(1).to_type(ScalarType.Int64).mul(7);
        using var random = new Generator(5);
        foreach (var fill in Enum.GetValues<Fill>())
        {
            var augment = Augment.HorizontalFlip() + Augment.Rotate(30, fill) + Augment.Zoom(0.3, 0.3, fill) + Augment.Shear(10, fill) + Augment.Shift(0.2, 0.2, fill)
                + Augment.Crop(4, fill) + Augment.Brightness(0) + Augment.VerticalFlip();
            var (images, moved) = augment.Apply(square, masks, random);
            var inside = moved.ne(AffineMaps.Void);
            Assert.Equal(fill == Fill.Constant, moved.eq(AffineMaps.Void).any().item<bool>());
            var disagree = images.squeeze(1).gt(0.5).logical_xor(moved.eq(7)).logical_and(inside);
            // Bilinear halves and nearest corners part at most by single pixels at the corners of the square.
            Assert.InRange(disagree.sum().item<long>() / 32.0, 0, 4);
            Assert.InRange(images.squeeze(1).gt(0.99).logical_and(moved.ne(7)).sum().item<long>(), 0, 0);
            Assert.InRange(moved.eq(7).sum().item<long>() / 32.0, 150, 600);
        }
    }

    [Fact]
    public void A_change_of_the_fill_begins_a_new_sampling()
    {
        using var scope = NewDisposeScope();
        var images = Golden.Wave([4, 2, 12, 12], 0.9, 0.5, 0.5);
        Tensor Apply(params Augment[] inTurn)
        {
            using var random = new Generator(9);
            return inTurn.Aggregate(images, (sofar, augment) => augment.Apply(sofar, random));
        }
        Augment turn = Augment.Rotate(90, Fill.Reflect), zoom = Augment.Zoom(0.4, fill: Fill.Constant), flip = Augment.HorizontalFlip();
        Assert.True(Apply(turn + zoom).Equals(Apply(turn, zoom)));
        Assert.True(Apply(turn + flip + zoom).Equals(Apply(turn + flip, zoom)));
        Assert.True(Apply(turn + Augment.Brightness(0.1) + turn).Equals(Apply(turn, Augment.Brightness(0.1), turn)));
        Assert.False(Apply(turn + Augment.Zoom(0.4, fill: Fill.Reflect)).Equals(Apply(turn, Augment.Zoom(0.4, fill: Fill.Reflect))));
        Assert.False(Apply(turn + zoom).Equals(Apply(zoom + turn)));
    }

    [Fact]
    public void Images_of_double_precision_stay_so()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(3);
        var (images, shares) = Everything.Apply(Golden.Wave([8, 3, 16, 16], 0.1, 0.5, 0.5).to_type(ScalarType.Float64), arange(8).remainder(4), random);
        Assert.Equal((ScalarType.Float64, ScalarType.Float64), (images.dtype, shares.dtype));
    }

    [Fact]
    public void Tensors_are_made_on_the_device_of_the_images()
    {
        // Nothing shows a tensor on the wrong device where there is only one. Draws are the CPU's, and plain numbers when they leave it.
        var lines = Directory.GetFiles(TestSupport.Repository.PathOf("lib", "ImageNotebooks", "Transforms"), "*.cs").Where(file => Path.GetFileName(file) != "Draws.cs").SelectMany(File.ReadAllLines);
        var made = lines.Where(line => Regex.IsMatch(line, @"(?<![.\w])(tensor|arange|zeros|ones|full|empty|eye|linspace|rand\w*)\(|\.cpu\(|\.cuda\(")).ToList();
        Assert.NotEmpty(made);
        Assert.All(made, line => Assert.Contains(".device", line));
    }

    [Fact]
    public void It_reads_as_it_was_written()
    {
        var augment = Augment.HorizontalFlip() + Augment.Rotate(72, Fill.Reflect) + Augment.Zoom(0.3, fill: Fill.Reflect) + Augment.Contrast(0.7, 1.3) + Augment.Mixup(0.2, 10);
        Assert.Equal("HorizontalFlip(0.5) + Rotate(72, Reflect) + Zoom(0.3, null, Reflect) + Contrast(0.7, 1.3) + Mixup(0.2, 10)", augment.ToString());
        Assert.Equal("None", Augment.None.ToString());
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1000)]
    [InlineData(double.NaN)]
    public void Impossible_amounts_are_refused(double amount)
    {
        Action[] impossible =
        [
            () => Augment.HorizontalFlip(amount), () => Augment.VerticalFlip(amount), () => Augment.Shift(amount, 0), () => Augment.Shift(0, amount), () => Augment.Rotate(amount),
            () => Augment.Zoom(amount), () => Augment.Zoom(0, amount), () => Augment.Shear(amount), () => Augment.Brightness(amount), () => Augment.Contrast(amount, 0.5),
            () => Augment.Contrast(1, amount == 1000 ? 0.9 : amount), () => Augment.Mixup(amount == 1000 ? double.PositiveInfinity : amount, 2), () => Augment.CutMix(-Math.Abs(amount), 2),
            () => Augment.Mixup(1, 0), () => Augment.CutMix(1, -1), () => Augment.Cutout(0), () => Augment.Crop(-1), () => Augment.Rotate(1, (Fill)7),
        ];
        Assert.All(impossible, make => Assert.EndsWith(".", Assert.Throws<ArgumentOutOfRangeException>(make).Message.Split(" (Parameter")[0]));
    }

    [Fact]
    public void Tensors_that_do_not_fit_are_refused_with_a_sentence()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(3);
        var images = ones(2, 1, 4, 4);
        string Refusal(Augment augment, Tensor? targets = null, Tensor? instead = null) => Assert.Throws<ArgumentException>(
            () => { _ = targets is null ? augment.Apply(instead ?? images, random) : augment.Apply(images, targets, random).Images; }).Message;
        Assert.Contains("float [N, C, H, W]", Refusal(Augment.Rotate(1), instead: images.to_type(ScalarType.Byte)));
        Assert.Contains("float [N, C, H, W]", Refusal(Augment.Rotate(1), instead: images[0]));
        Assert.Contains("2 images and targets for 3", Refusal(Augment.Rotate(1), arange(3)));
        Assert.Contains("[2, 4, 4]", Refusal(Augment.Rotate(1), zeros([2, 5, 4], ScalarType.Byte)));
        Assert.Contains("int64 [2]", Refusal(Augment.Rotate(1), ones(2)));
        Assert.Contains("narrower than the image", Refusal(Augment.Crop(4)));
        Assert.Contains("CutMix pastes", Refusal(Augment.Mixup(1, 2), zeros([2, 4, 4], ScalarType.Byte)));
        Assert.Contains("go from 0 to 1", Refusal(Augment.Mixup(1, 1), arange(2)));
        Assert.Contains("3 columns", Refusal(Augment.CutMix(1, 2), ones(2, 3)));
    }

    private static void AssertSpread(float[] values, double low, double high)
    {
        var (middle, tenth) = ((low + high) / 2, (high - low) / 10);
        Assert.InRange(values.Max(), high - tenth, high + 1e-3);
        Assert.InRange(values.Min(), low - 1e-3, low + tenth);
        Assert.InRange(values.Average(), middle - tenth, middle + tenth);
        Assert.True(values.Distinct().Count() > values.Length * 3 / 4);
    }
}

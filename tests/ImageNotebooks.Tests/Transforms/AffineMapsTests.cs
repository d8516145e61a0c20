using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Transforms;

public class AffineMapsTests
{
    private static readonly JsonElement Reference = Golden.Read("augment.json");
    private static readonly int Height = Reference.GetProperty("height").GetInt32(), Width = Reference.GetProperty("width").GetInt32();

    [Fact]
    public void Movements_are_those_of_Kerass_ImageDataGenerator()
    {
        foreach (var c in Reference.GetProperty("generator").EnumerateArray())
        {
            double Amount(string name) => c.GetProperty(name).GetDouble();
            var map = AffineMap.Rotate(double.DegreesToRadians(Amount("theta")), Height, Width)
                + AffineMap.Shift(Amount("ty"), Amount("tx"))
                + AffineMap.Shear(double.DegreesToRadians(Amount("shear")), Height, Width)
                + AffineMap.Zoom(Amount("zy"), Amount("zx"), Height, Width);
            AssertMoves(c, map);
        }
    }

    [Fact]
    public void Rotations_and_zooms_are_those_of_Kerass_layers()
    {
        foreach (var c in Reference.GetProperty("layers").EnumerateArray())
        {
            AssertMoves(c, c.TryGetProperty("rotation", out var factor)
                ? AffineMap.Rotate(factor.GetDouble() * 2 * Math.PI, Height, Width)
                : AffineMap.Zoom(c.GetProperty("height").GetDouble(), c.GetProperty("width").GetDouble(), Height, Width));
        }
    }

    [Fact]
    public void Joined_maps_show_what_one_change_after_the_other_shows()
    {
        // Steps of whole pixels lose nothing in between, so that both ways can be compared where the fill has not come in: in the middle.
        using var scope = NewDisposeScope();
        var image = Golden.Wave([1, 1, 9, 9], 0.9, 0.5, 0.5);
        AffineMap turn = AffineMap.Rotate(Math.PI / 2, 9, 9), shift = AffineMap.Shift(1, 2);
        Tensor Middle(Tensor t) => t[.., .., 3..6, 3..6];
        Tensor Move(Tensor t, AffineMap map) => AffineMaps.Move(t, [map], Fill.Constant);
        Golden.AssertClose(Values(Middle(Move(Move(image, turn), shift))), Values(Middle(Move(image, turn + shift))), 1e-5, "turned, then shifted");
        Golden.AssertClose(Values(Middle(Move(Move(image, shift), turn))), Values(Middle(Move(image, shift + turn))), 1e-5, "shifted, then turned");
        Assert.NotEqual(turn + shift, shift + turn);
    }

    [Fact]
    public void What_only_mirrors_or_moves_by_whole_pixels_keeps_every_bit()
    {
        using var scope = NewDisposeScope();
        var images = Golden.Wave([2, 3, 7, 10], 0.9, 0.5, 0.5);
        AffineMap leftRight = AffineMap.AboutCentre(-1, 0, 0, 1, 7, 10), upsideDown = AffineMap.AboutCentre(1, 0, 0, -1, 7, 10);
        var mirrored = AffineMaps.Move(images, [leftRight, upsideDown], Fill.Nearest);
        Assert.True(mirrored[0].Equals(images[0].flip(2)) && mirrored[1].Equals(images[1].flip(1)));
        Assert.True(AffineMaps.Move(images, [leftRight + upsideDown, leftRight + leftRight], Fill.Nearest)[0].Equals(images[0].flip(1, 2)));
        Assert.Same(images, AffineMaps.Move(images, [leftRight + leftRight, AffineMap.Identity], Fill.Nearest));

        var shifted = AffineMaps.Move(images, [AffineMap.Shift(2, -3), leftRight + AffineMap.Shift(0, 1)], Fill.Constant);
        Assert.True(shifted[0][.., ..5, 3..].Equals(images[0][.., 2.., ..7]));
        Assert.Equal(0, shifted[0][.., 5.., ..].abs().max().item<float>());
        Assert.True(shifted[1][.., .., ..9].Equals(images[1].flip(2)[.., .., 1..]));
    }

    [Theory]
    [InlineData(ScalarType.Byte)]
    [InlineData(ScalarType.Int64)]
    public void Masks_keep_their_type_and_take_the_void_class_outside_a_constant_fill_alone(ScalarType type)
    {
        using var scope = NewDisposeScope();
        var masks = tensor(new long[] { 1, 2, 3, 4, 5, 6 }, [1, 2, 3], type);
        double[] Shifted(Fill fill) => Values(AffineMaps.MoveMasks(masks, [AffineMap.Shift(0.4, 1.7)], fill));
        Assert.Equal([3, 255, 255, 6, 255, 255], Shifted(Fill.Constant));
        Assert.Equal([3, 3, 3, 6, 6, 6], Shifted(Fill.Nearest));
        Assert.Equal([3, 3, 2, 6, 6, 5], Shifted(Fill.Reflect));
        Assert.Equal(type, AffineMaps.MoveMasks(masks, [AffineMap.Shift(0.4, 1.7)], Fill.Constant).dtype);
    }

    private static void AssertMoves(JsonElement c, AffineMap map)
    {
        using var scope = NewDisposeScope();
        var image = Golden.Wave([1, 2, Height, Width], 0.9, 0.5, 0.5);
        var moved = AffineMaps.Move(image, [map], Enum.Parse<Fill>(c.GetProperty("fill").GetString()!));
        Golden.AssertClose(c.GetProperty("expected").Numbers(), Values(moved), 1e-5, c.ToString()[..80]);
    }

    private static double[] Values(Tensor t) => [.. t.to_type(ScalarType.Float64).flatten().data<double>()];
}

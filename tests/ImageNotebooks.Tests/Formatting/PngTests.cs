using System.Security.Cryptography;

namespace ImageNotebooks.Tests;

public class PngTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(7, 5, 1)]
    [InlineData(31, 17, 3)]
    [InlineData(40, 23, 4)]
    public void Pixels_come_back_as_they_were(int width, int height, int channels)
    {
        var pixels = Wave(width * height * channels);

        var png = PngReader.Read(Png.Encode(pixels, width, height, channels));

        Assert.Equal((width, height, channels switch { 1 => 0, 3 => 2, _ => 6 }), (png.Width, png.Height, png.ColourType));
        Assert.Equal(pixels, png.Pixels);
    }

    [Fact]
    public void A_palette_picture_holds_indices_and_colours()
    {
        byte[] indices = [0, 0, 1, 2, 2, 2], palette = [0, 0, 0, 128, 0, 0, 0, 128, 0];

        var png = PngReader.Read(Png.EncodePalette(indices, 3, 2, palette));

        Assert.Equal((3, 2, 3), (png.Width, png.Height, png.ColourType));
        Assert.Equal(palette, png.Palette);
        Assert.Equal(indices, png.Pixels);
    }

    [Fact]
    public void The_same_pixels_give_the_same_bytes_on_every_machine() =>
        Assert.Equal("513086065583c589469a7323f1542165fc61113a93ea91765f295e289a61c206", Convert.ToHexStringLower(SHA256.HashData(Png.Encode(Wave(64 * 48 * 3), 64, 48, 3))));

    private static byte[] Wave(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)(i * 7 % 64 + i / 11 % 97))];
}

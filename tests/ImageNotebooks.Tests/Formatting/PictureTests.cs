namespace ImageNotebooks.Tests;

public class PictureTests
{
    [Theory]
    [InlineData(1, 1, 3)]
    [InlineData(5, 3, 1)]
    [InlineData(32, 32, 3)]
    [InlineData(7, 2, 4)]
    [InlineData(300, 200, 3)]
    public void PngHoldsThePixels(int width, int height, int channels)
    {
        var pixels = new byte[width * height * channels];
        new Random(3).NextBytes(pixels);

        var png = PngReader.Read(new Picture(pixels, width, height, channels).ToPng());

        Assert.Equal((width, height, channels switch { 1 => 0, 3 => 2, _ => 6 }), (png.Width, png.Height, png.ColourType));
        Assert.Equal(pixels, png.Pixels);
    }

    [Fact]
    public void PlanesBecomeInterleavedPixels() =>
        Assert.Equal([1, 3, 5, 2, 4, 6], Picture.FromPlanes([1, 2, 3, 4, 5, 6], width: 2, height: 1).Pixels.ToArray());

    [Fact]
    public void APictureKeepsItsOwnPixels()
    {
        byte[] pixels = [7];
        var picture = new Picture(pixels, 1, 1, channels: 1);
        pixels[0] = 8;
        Assert.Equal(7, picture.Pixels[0]);
    }

    [Fact]
    public void ItShowsItselfEnlargedAndSharp()
    {
        var html = NotebookHost.Show(new Picture(new byte[3072], 32, 32), "text/html");
        Assert.Contains("width=\"128\"", html);
        Assert.Contains("image-rendering:pixelated", html);
        Assert.Contains("src=\"data:image/png;base64,iVBORw0KGgo", html);
    }

    [Theory]
    [InlineData(11, 2, 2, 3, "2 x 2 x 3 needs 12 bytes, and 11 were given")]
    [InlineData(8, 2, 2, 2, "not 2")]
    [InlineData(0, 0, 2, 3, "at least one row")]
    public void ImpossibleSizesAreRefused(int bytes, int width, int height, int channels, string sentence)
    {
        Assert.Contains(sentence, Assert.Throws<ArgumentException>(() => new Picture(new byte[bytes], width, height, channels)).Message);
        Assert.Contains(sentence, Assert.Throws<ArgumentException>(() => Picture.FromPlanes(new byte[bytes], width, height, channels)).Message);
    }
}

namespace ImageNotebooks.Tests;

/// <summary>Our files, and what Pillow decodes from them (tests/golden/jpeg.py).</summary>
public class JpegTests
{
    public static TheoryData<string> Cases() => [.. Golden.Read("jpeg.json").EnumerateObject().Select(file => file.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Pillow_decodes_what_was_encoded(string name)
    {
        var golden = Golden.Read("jpeg.json").GetProperty(name);
        int Number(string key) => golden.GetProperty(key).GetInt32();
        var (width, height, channels) = (Number("width"), Number("height"), Number("channels"));
        var pixels = Pattern(width, height, channels);

        var file = Jpeg.Encode(pixels, width, height, channels, Number("quality"), golden.GetProperty("halve").GetBoolean());

        // A changed encoder needs new files: put this text into jpeg.json and run jpeg.py, which decodes them.
        Assert.Equal(golden.GetProperty("file").GetString(), Convert.ToBase64String(file));
        var decoded = golden.GetProperty("pixels").GetBytesFromBase64();
        Assert.Equal(pixels.Length, decoded.Length);
        Assert.InRange(pixels.Zip(decoded, (ours, theirs) => Math.Abs(ours - theirs)).Average(), 0, golden.GetProperty("tolerance").GetDouble());
    }

    [Fact]
    public void A_lower_quality_gives_a_smaller_file()
    {
        var pixels = Pattern(64, 48, 3);
        var sizes = new[] { 10, 30, 60, 90, 100 }.Select(quality => Jpeg.Encode(pixels, 64, 48, 3, quality).Length).ToArray();

        Assert.Equal(sizes.Order(), sizes);
        Assert.True(sizes[^1] > 3 * sizes[0]);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Other_numbers_of_channels_are_refused(int channels) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Jpeg.Encode(new byte[channels], 1, 1, channels));

    /// <summary>Slopes, an edge and a checked corner; the same numbers as jpeg.py's <c>pattern</c>.</summary>
    private static byte[] Pattern(int width, int height, int channels)
    {
        var pixels = new byte[width * height * channels];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (x, y, c) = (i / channels % width, i / channels / width, i % channels);
            var edge = x > width / 2 ? 60 : 0;
            var checks = x < 8 && y < 8 ? (x + y) % 2 * 40 : 0;
            pixels[i] = (byte)Math.Min(255, 20 + (x * (3 + c) + y * (5 - c)) * 2 % 150 + edge + checks);
        }
        return pixels;
    }
}

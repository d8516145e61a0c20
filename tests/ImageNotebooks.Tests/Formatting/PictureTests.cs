using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

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

        var (decodedWidth, decodedHeight, decoded) = Decode(new Picture(pixels, width, height, channels).ToPng(), channels);

        Assert.Equal((width, height), (decodedWidth, decodedHeight));
        Assert.Equal(pixels, decoded);
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

    /// <summary>A reader of its own, written from the PNG specification: chunks with checksums, zlib, filters none and sub.</summary>
    private static (int Width, int Height, byte[] Pixels) Decode(ReadOnlySpan<byte> png, int channels)
    {
        Assert.Equal([137, 80, 78, 71, 13, 10, 26, 10], png[..8].ToArray());
        var (width, height, compressed, types) = (0, 0, new MemoryStream(), new List<string>());
        for (var rest = png[8..]; rest.Length > 0;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(rest);
            var type = Encoding.ASCII.GetString(rest.Slice(4, 4));
            var data = rest.Slice(8, length);
            Assert.Equal(Crc(rest.Slice(4, 4 + length)), BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + length)..]));
            types.Add(type);
            if (type == "IHDR")
            {
                (width, height) = (BinaryPrimitives.ReadInt32BigEndian(data), BinaryPrimitives.ReadInt32BigEndian(data[4..]));
                Assert.Equal([8, (byte)(channels switch { 1 => 0, 3 => 2, _ => 6 }), 0, 0, 0], data[8..].ToArray());
            }
            if (type == "IDAT")
                compressed.Write(data);
            rest = rest[(12 + length)..];
        }
        Assert.Equal(["IHDR", "IDAT", "IEND"], types);
        compressed.Position = 0;
        using var lines = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionMode.Decompress))
            zlib.CopyTo(lines);
        return (width, height, Unfilter(lines.ToArray(), width * channels, channels));
    }

    private static byte[] Unfilter(byte[] lines, int rowBytes, int channels)
    {
        var pixels = new List<byte>();
        foreach (var line in lines.Chunk(1 + rowBytes))
        {
            Assert.InRange(line[0], 0, 1);
            for (var i = 1; i <= rowBytes; i++)
                line[i] += line[0] == 1 && i > channels ? line[i - channels] : (byte)0;
            pixels.AddRange(line[1..]);
        }
        return [.. pixels];
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ (0xEDB88320 & (0 - (crc & 1)));
        }
        return ~crc;
    }
}

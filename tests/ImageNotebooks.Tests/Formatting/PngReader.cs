using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace ImageNotebooks.Tests;

/// <summary>A reader of its own, written from the PNG specification, with the runtime's inflater: 8-bit pictures, chunks with checksums, all filters.</summary>
internal sealed record PngReader(int Width, int Height, int ColourType, byte[] Palette, byte[] Pixels)
{
    public static PngReader Read(byte[] file)
    {
        Assert.Equal([137, 80, 78, 71, 13, 10, 26, 10], file[..8]);
        var chunks = new List<(string Type, byte[] Data)>();
        for (var at = 8; at < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            Assert.Equal(Crc(file.AsSpan(at + 4, 4 + length)), BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + length)));
            chunks.Add((Encoding.ASCII.GetString(file, at + 4, 4), file[(at + 8)..(at + 8 + length)]));
            at += 12 + length;
        }
        var header = chunks[0].Data;
        string[] types = header[9] == 3 ? ["IHDR", "PLTE", "IDAT", "IEND"] : ["IHDR", "IDAT", "IEND"];
        Assert.Equal(types, chunks.Select(chunk => chunk.Type));
        Assert.Equal([8, header[9], 0, 0, 0], header[8..]);
        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(header), BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4)));
        var channels = header[9] switch { 2 => 3, 6 => 4, _ => 1 };
        return new(width, height, header[9], header[9] == 3 ? chunks[1].Data : [], Unfilter(Inflate(chunks[^2].Data), width * channels, height, channels));
    }

    public static byte[] Inflate(byte[] data)
    {
        using var stream = new ZLibStream(new MemoryStream(data), CompressionMode.Decompress);
        var inflated = new MemoryStream();
        stream.CopyTo(inflated);
        return inflated.ToArray();
    }

    private static byte[] Unfilter(byte[] data, int rowBytes, int height, int channels)
    {
        Assert.Equal(height * (rowBytes + 1), data.Length);
        var pixels = new byte[height * rowBytes];
        byte At(int y, int i) => y < 0 || i < 0 ? (byte)0 : pixels[y * rowBytes + i];
        for (var y = 0; y < height; y++)
            for (var i = 0; i < rowBytes; i++)
            {
                var (left, up, corner) = (At(y, i - channels), At(y - 1, i), At(y - 1, i - channels));
                var estimate = left + up - corner;
                var paeth = new[] { left, up, corner }.MinBy(value => Math.Abs(estimate - value));
                pixels[y * rowBytes + i] = (byte)(data[y * (rowBytes + 1) + 1 + i] + data[y * (rowBytes + 1)] switch { 0 => 0, 1 => left, 2 => up,
                    3 => (left + up) / 2, _ => paeth });
            }
        return pixels;
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

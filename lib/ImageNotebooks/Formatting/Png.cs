using System.Buffers.Binary;

namespace ImageNotebooks;

/// <summary>Writes 8-bit grey, RGB, RGBA and palette pictures as PNG (ISO/IEC 15948); the same pixels give the same bytes on every machine.</summary>
internal static class Png
{
    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];
    private static readonly uint[] CrcTable = MakeCrcTable();

    private enum ColourType : byte { Grey = 0, Rgb = 2, Palette = 3, Rgba = 6 }

    /// <summary>Encodes interleaved rows (height x width x channels, channels 1, 3 or 4).</summary>
    public static byte[] Encode(ReadOnlySpan<byte> pixels, int width, int height, int channels) => Write(pixels, width, height, channels, channels switch
    {
        1 => ColourType.Grey,
        3 => ColourType.Rgb,
        4 => ColourType.Rgba,
        _ => throw new ArgumentOutOfRangeException(nameof(channels)),
    }, []);

    /// <summary>Encodes rows of indices (height x width) into a palette of 1 to 256 colours, three bytes each: red, green, blue.</summary>
    public static byte[] EncodePalette(ReadOnlySpan<byte> indices, int width, int height, ReadOnlySpan<byte> palette) =>
        Write(indices, width, height, 1, ColourType.Palette, palette);

    private static byte[] Write(ReadOnlySpan<byte> pixels, int width, int height, int channels, ColourType type, ReadOnlySpan<byte> palette)
    {
        using var file = new MemoryStream();
        file.Write(Signature);
        WriteChunk(file, "IHDR"u8, Header(width, height, type));
        if (!palette.IsEmpty)
            WriteChunk(file, "PLTE"u8, palette);
        WriteChunk(file, "IDAT"u8, Deflate.Compress(Filter(pixels, height, width * channels, channels)));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static byte[] Header(int width, int height, ColourType type)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, (byte)type);
        return header;
    }

    /// <summary>Replaces each byte by its difference from the left (filter 1), upper (2) or Paeth's (4) neighbour, whichever leaves the smallest
    /// numbers in its row.</summary>
    private static byte[] Filter(ReadOnlySpan<byte> pixels, int height, int rowBytes, int channels)
    {
        var filtered = new byte[height * (1 + rowBytes)];
        byte[][] trials = [new byte[1 + rowBytes], new byte[1 + rowBytes], new byte[1 + rowBytes]];
        (trials[0][0], trials[1][0], trials[2][0]) = (1, 2, 4);
        ReadOnlySpan<byte> above = new byte[rowBytes];
        for (var y = 0; y < height; y++)
        {
            var row = pixels.Slice(y * rowBytes, rowBytes);
            FilterRow(row, above, channels, trials).CopyTo(filtered, y * (1 + rowBytes));
            above = row;
        }
        return filtered;
    }

    private static byte[] FilterRow(ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int channels, byte[][] trials)
    {
        var (byLeft, byAbove, byPaeth) = (trials[0], trials[1], trials[2]);
        var (leftSize, aboveSize, paethSize) = (0, 0, 0);
        for (var i = 0; i < row.Length; i++)
        {
            var (left, corner) = i < channels ? ((byte)0, (byte)0) : (row[i - channels], above[i - channels]);
            leftSize += Size(byLeft[1 + i] = (byte)(row[i] - left));
            aboveSize += Size(byAbove[1 + i] = (byte)(row[i] - above[i]));
            paethSize += Size(byPaeth[1 + i] = (byte)(row[i] - Paeth(left, above[i], corner)));
        }
        return leftSize <= aboveSize && leftSize <= paethSize ? byLeft : aboveSize <= paethSize ? byAbove : byPaeth;

        static int Size(byte difference) => difference < 128 ? difference : 256 - difference;
    }

    private static byte Paeth(byte left, byte above, byte corner)
    {
        var (toLeft, toAbove, toCorner) = (Math.Abs(above - corner), Math.Abs(left - corner), Math.Abs(left + above - 2 * corner));
        return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
    }

    private static void WriteChunk(Stream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(type);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(uint.MaxValue, type), data));
        file.Write(number);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
            crc = CrcTable[(byte)(crc ^ b)] ^ (crc >> 8);
        return crc;
    }

    private static uint[] MakeCrcTable()
    {
        var table = new uint[256];
        for (uint n = 0; n < table.Length; n++)
        {
            var c = n;
            for (var bit = 0; bit < 8; bit++)
                c = (c & 1) != 0 ? 0xEDB88320 ^ (c >> 1) : c >> 1;
            table[n] = c;
        }
        return table;
    }
}

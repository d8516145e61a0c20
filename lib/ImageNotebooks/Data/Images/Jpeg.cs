using System.Buffers.Binary;

namespace ImageNotebooks;

/// <summary>
/// Writes 8-bit pictures as baseline JPEG (ISO/IEC 10918-1, ITU-T T.81) in whole numbers alone, so that the same pixels give the
/// same bytes on every machine.
/// </summary>
internal static class Jpeg
{
    private const int BlockSide = 8;

    /// <summary>
    /// Encodes interleaved rows (height x width x channels). One channel is grey; three are RGB, written as YCbCr in a JFIF file; four are
    /// CMYK (0 no ink, 255 full), written inverted with Adobe's marker, as Photoshop does.
    /// </summary>
    /// <param name="pixels">height x width x channels bytes.</param>
    /// <param name="width">Columns, 1 to 65,535.</param>
    /// <param name="height">Rows, 1 to 65,535.</param>
    /// <param name="channels">1, 3 or 4.</param>
    /// <param name="quality">1 (smallest file) to 100, the scale of the Independent JPEG Group.</param>
    /// <param name="halveChroma">Whether RGB's colour differences are kept at half the width and height (4:2:0) or at full size (4:4:4).</param>
    public static byte[] Encode(ReadOnlySpan<byte> pixels, int width, int height, int channels, int quality = 85, bool halveChroma = true)
    {
        var planes = channels switch
        {
            1 => [new JpegPlane(pixels.ToArray(), width, height)],
            3 => JpegPlane.FromRgb(pixels, width, height, halveChroma),
            4 => JpegPlane.FromCmyk(pixels, width, height),
            _ => throw new ArgumentOutOfRangeException(nameof(channels), channels, "A JPEG file has 1, 3 or 4 channels."),
        };
        var (luminance, chrominance) = (Steps(JpegTables.LuminanceSteps, quality), Steps(JpegTables.ChrominanceSteps, quality));
        using var file = new MemoryStream();
        file.Write([0xFF, 0xD8]);
        if (channels == 4)
            WriteSegment(file, 0xEE, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, 0]);
        else
            WriteSegment(file, 0xE0, [.. "JFIF"u8, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]);
        WriteTables(file, luminance, chrominance, withChrominance: channels == 3);
        WriteSegment(file, 0xC0, [8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, (byte)channels,
            .. planes.SelectMany((plane, i) => (byte[])[(byte)(i + 1), (byte)(plane.Blocks * 17), plane.Table])]);
        WriteSegment(file, 0xDA, [(byte)channels, .. planes.SelectMany((plane, i) => (byte[])[(byte)(i + 1), (byte)(plane.Table * 17)]), 0, 63, 0]);
        WriteScan(file, planes, luminance, chrominance, width, height);
        file.Write([0xFF, 0xD9]);
        return file.ToArray();
    }

    private static byte[] Steps(byte[] table, int quality)
    {
        var percent = quality < 50 ? 5000 / quality : 200 - 2 * quality;
        return [.. table.Select(step => (byte)Math.Clamp((step * percent + 50) / 100, 1, 255))];
    }

    private static void WriteTables(Stream file, byte[] luminance, byte[] chrominance, bool withChrominance)
    {
        WriteSegment(file, 0xDB, [0, .. luminance]);
        WriteSegment(file, 0xC4, [.. JpegTables.LuminanceDc.Segment, .. JpegTables.LuminanceAc.Segment]);
        if (!withChrominance)
            return;
        WriteSegment(file, 0xDB, [1, .. chrominance]);
        WriteSegment(file, 0xC4, [.. JpegTables.ChrominanceDc.Segment, .. JpegTables.ChrominanceAc.Segment]);
    }

    private static void WriteScan(Stream file, JpegPlane[] planes, byte[] luminance, byte[] chrominance, int width, int height)
    {
        var bits = new JpegBits(file);
        var previous = new int[planes.Length];
        var unit = BlockSide * planes[0].Blocks;
        for (var top = 0; top * unit < height; top++)
            for (var left = 0; left * unit < width; left++)
                for (var p = 0; p < planes.Length; p++)
                {
                    var plane = planes[p];
                    var (steps, dc, ac) = plane.Table == 0
                        ? (luminance, JpegTables.LuminanceDc, JpegTables.LuminanceAc)
                        : (chrominance, JpegTables.ChrominanceDc, JpegTables.ChrominanceAc);
                    for (var i = 0; i < plane.Blocks * plane.Blocks; i++)
                    {
                        var coefficients = plane.Transform((left * plane.Blocks + i % plane.Blocks) * BlockSide,
                            (top * plane.Blocks + i / plane.Blocks) * BlockSide, steps);
                        bits.WriteBlock(coefficients, coefficients[0] - previous[p], dc, ac);
                        previous[p] = coefficients[0];
                    }
                }
        bits.Finish();
    }

    private static void WriteSegment(Stream file, byte marker, ReadOnlySpan<byte> content)
    {
        Span<byte> head = [0xFF, marker, 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(head[2..], (ushort)(content.Length + 2));
        file.Write(head);
        file.Write(content);
    }
}

/// <summary>The bits of a JPEG file's scan, highest first; a byte of ones is followed by a zero byte, so that it is no marker.</summary>
internal sealed class JpegBits(Stream file)
{
    private uint waiting;
    private int count;

    /// <summary>Writes a block's coefficients in zigzag order; the first as its difference from the block's before.</summary>
    public void WriteBlock(ReadOnlySpan<int> coefficients, int difference, JpegHuffman dc, JpegHuffman ac)
    {
        WriteValue(difference, zeros: 0, dc);
        var zeros = 0;
        foreach (var coefficient in coefficients[1..])
        {
            if (coefficient == 0)
            {
                zeros++;
                continue;
            }
            for (; zeros > 15; zeros -= 16)
                Write(ac[0xF0]);
            WriteValue(coefficient, zeros, ac);
            zeros = 0;
        }
        if (zeros > 0)
            Write(ac[0x00]);
    }

    /// <summary>Fills the last byte with ones.</summary>
    public void Finish() => Write((0x7F, 7));

    private void WriteValue(int value, int zeros, JpegHuffman code)
    {
        var size = value == 0 ? 0 : int.Log2(Math.Abs(value)) + 1;
        Write(code[zeros << 4 | size]);
        // A negative value is written as its one's complement, whose highest bit is 0.
        Write(((ushort)((value < 0 ? value - 1 : value) & ((1 << size) - 1)), (byte)size));
    }

    private void Write((ushort Code, byte Bits) code)
    {
        waiting = waiting << code.Bits | code.Code;
        for (count += code.Bits; count >= 8; count -= 8)
        {
            var next = (byte)(waiting >> (count - 8));
            file.WriteByte(next);
            if (next == 0xFF)
                file.WriteByte(0);
        }
    }
}

namespace ImageNotebooks;

/// <summary>A Huffman code of a JPEG file: how many codes there are of each length from 1 to 16 bits, and the values they stand for, shortest code first.</summary>
internal sealed class JpegHuffman
{
    private readonly (ushort Code, byte Bits)[] codes = new (ushort, byte)[256];

    /// <param name="id">The table's class (0 DC, 1 AC) times 16, plus its number.</param>
    /// <param name="counts">16 bytes in hexadecimal digits.</param>
    /// <param name="values">The values in hexadecimal digits.</param>
    public JpegHuffman(byte id, string counts, string values)
    {
        var (lengths, symbols) = (Convert.FromHexString(counts), Convert.FromHexString(values));
        Segment = [id, .. lengths, .. symbols];
        var (code, symbol) = (0, 0);
        for (byte bits = 1; bits <= lengths.Length; bits++, code <<= 1)
            for (var i = 0; i < lengths[bits - 1]; i++)
                codes[symbols[symbol++]] = ((ushort)code++, bits);
    }

    /// <summary>The table as a DHT segment holds it.</summary>
    public byte[] Segment { get; }

    /// <summary>A value's code, highest bit first, and its number of bits.</summary>
    public (ushort Code, byte Bits) this[int value] => codes[value];
}

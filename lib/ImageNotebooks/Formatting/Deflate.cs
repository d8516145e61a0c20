using System.Buffers.Binary;

namespace ImageNotebooks;

/// <summary>
/// Writes zlib streams (RFC 1950, RFC 1951) whose bytes depend on the data alone; the runtime's own differ between its versions
/// and processors. One block with its own Huffman codes; of repetitions only runs of one byte are shortened, which is what filtered rows of a PNG have.
/// </summary>
internal static class Deflate
{
    private const int EndOfBlock = 256;
    private const int Symbols = 286;
    private const int LongestRun = 258;
    private const int ShortestRun = 3;

    private static ReadOnlySpan<byte> CodeLengthOrder => [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    /// <summary>The data as a zlib stream.</summary>
    public static byte[] Compress(ReadOnlySpan<byte> data)
    {
        var symbols = Shorten(data);
        var counts = new int[Symbols];
        counts[EndOfBlock] = 1;
        foreach (var symbol in symbols)
            counts[symbol.Code]++;
        var codes = HuffmanCode.For(counts, longest: 15);
        var bits = new BitWriter([0x78, 0x9C]);
        WriteHeader(bits, codes);
        foreach (var symbol in symbols)
        {
            bits.Write(codes[symbol.Code]);
            if (symbol.Code > EndOfBlock)
                bits.Write(symbol.Extra, symbol.ExtraBits + 1); // The one distance has the code 0, which follows the run's extra bits.
        }
        bits.Write(codes[EndOfBlock]);
        Span<byte> checksum = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(checksum, Adler32(data));
        return [.. bits.Finish(), .. checksum];
    }

    private static List<Symbol> Shorten(ReadOnlySpan<byte> data)
    {
        var symbols = new List<Symbol>(data.Length);
        for (var i = 0; i < data.Length;)
        {
            var last = data[i++];
            symbols.Add(new(last, 0, 0));
            var rest = data[i..].IndexOfAnyExcept(last);
            for (var run = rest < 0 ? data.Length - i : rest; run >= ShortestRun;)
            {
                var length = Math.Min(run, LongestRun);
                symbols.Add(Symbol.Run(length));
                i += length;
                run -= length;
            }
        }
        return symbols;
    }

    private static void WriteHeader(BitWriter bits, HuffmanCode[] codes)
    {
        const int lastBlock = 1, ownCodes = 2, distances = 1;
        bits.Write(lastBlock, 1);
        bits.Write(ownCodes, 2);
        bits.Write(Symbols - 257, 5);
        bits.Write(distances - 1, 5);
        bits.Write(CodeLengthOrder.Length - 4, 4);
        var lengths = codes.Select(code => code.Bits).Append(1).ToArray();
        var counts = new int[CodeLengthOrder.Length];
        foreach (var length in lengths)
            counts[length]++;
        var lengthCodes = HuffmanCode.For(counts, longest: 7);
        foreach (var length in CodeLengthOrder)
            bits.Write(lengthCodes[length].Bits, 3);
        foreach (var length in lengths)
            bits.Write(lengthCodes[length]);
    }

    private static uint Adler32(ReadOnlySpan<byte> data)
    {
        var (a, b) = (1u, 0u);
        // So many bytes cannot overflow the sums before they are reduced.
        for (var rest = data; rest.Length > 0; rest = rest[Math.Min(rest.Length, 5552)..])
        {
            foreach (var value in rest[..Math.Min(rest.Length, 5552)])
                b += a += value;
            (a, b) = (a % 65521, b % 65521);
        }
        return b << 16 | a;
    }

    /// <summary>A byte, or a run's length with the extra bits that tell it from its neighbours.</summary>
    private readonly record struct Symbol(ushort Code, byte Extra, byte ExtraBits)
    {
        public static Symbol Run(int length)
        {
            if (length == LongestRun)
                return new(Symbols - 1, 0, 0);
            // Four symbols for each number of extra bits, from lengths of 11 on; eight without extra bits before.
            var offset = length - ShortestRun;
            var extraBits = Math.Max(0, int.Log2(Math.Max(1, offset)) - 2);
            return new((ushort)(EndOfBlock + 1 + 4 * extraBits + (offset >> extraBits)), (byte)(offset & ((1 << extraBits) - 1)), (byte)extraBits);
        }
    }

    /// <summary>Collects bits, the lowest first.</summary>
    private sealed class BitWriter(List<byte> bytes)
    {
        private ulong waiting;
        private int count;

        public void Write(HuffmanCode code) => Write(code.Reversed, code.Bits);

        public void Write(int value, int bits)
        {
            waiting |= (ulong)value << count;
            for (count += bits; count >= 8; count -= 8, waiting >>= 8)
                bytes.Add((byte)waiting);
        }

        public List<byte> Finish()
        {
            Write(0, 7);
            return bytes;
        }
    }

    /// <summary>A symbol's code: its bits, the first one lowest, and how many there are; none where the symbol does not occur.</summary>
    private readonly record struct HuffmanCode(int Reversed, int Bits)
    {
        /// <summary>The canonical code of every symbol, of the shortest total length or little more, none longer than <paramref name="longest"/> bits.</summary>
        public static HuffmanCode[] For(int[] counts, int longest)
        {
            var lengths = Lengths(counts);
            while (lengths.Max() > longest)
                lengths = Lengths(counts = [.. counts.Select(count => (count + 1) / 2)]);
            var codes = new HuffmanCode[counts.Length];
            var next = 0;
            for (var bits = 1; bits <= longest; bits++, next <<= 1)
                for (var symbol = 0; symbol < codes.Length; symbol++)
                    if (lengths[symbol] == bits)
                        codes[symbol] = new(Reverse(next++, bits), bits);
            return codes;
        }

        private static int[] Lengths(int[] counts)
        {
            var parents = new int[2 * counts.Length];
            // The node's number settles ties, so that the tree is the same everywhere.
            var open = new PriorityQueue<(int Node, int Count), (int Count, int Node)>();
            for (var symbol = 0; symbol < counts.Length; symbol++)
                if (counts[symbol] > 0)
                    open.Enqueue((symbol, counts[symbol]), (counts[symbol], symbol));
            var next = counts.Length;
            for (; open.Count > 1; next++)
            {
                var (one, other) = (open.Dequeue(), open.Dequeue());
                parents[one.Node] = parents[other.Node] = next;
                var count = one.Count + other.Count;
                open.Enqueue((next, count), (count, next));
            }
            var root = open.Dequeue().Node;
            // A symbol that is alone has a code of one bit all the same.
            return [.. counts.Select((count, symbol) => count > 0 ? Math.Max(1, Depth(symbol)) : 0)];

            int Depth(int node) => node == root ? 0 : 1 + Depth(parents[node]);
        }

        private static int Reverse(int code, int bits)
        {
            var reversed = 0;
            for (var i = 0; i < bits; i++)
                reversed |= (code >> i & 1) << (bits - 1 - i);
            return reversed;
        }
    }
}

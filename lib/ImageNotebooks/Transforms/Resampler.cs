using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ImageNotebooks;

/// <summary>
/// Changes the size of images of four bytes a pixel by separable linear interpolation: first along the rows, then along the columns, rounded to bytes in
/// between. With antialiasing the triangle is as wide as the shrinking, which is Pillow's BILINEAR to the bit; without it stays two pixels wide, which is
/// tf.image.resize. For one thread at a time.
/// </summary>
internal sealed class Resampler
{
    private const int PixelBytes = 4, Bits = 22;

    private readonly Dictionary<(int From, int To, bool Antialias), Taps> known = [];
    private byte[] between = [];

    /// <summary>Resizes.</summary>
    /// <param name="source">rows x sourceWidth x 4 bytes.</param>
    /// <param name="sourceWidth">Columns of the whole source.</param>
    /// <param name="box">The part of the source to take.</param>
    /// <param name="target">The whole target: rows x targetWidth x 4 bytes.</param>
    /// <param name="targetWidth">Columns of the whole target.</param>
    /// <param name="place">The part of the target to fill.</param>
    /// <param name="antialias">Whether shrinking averages all pixels.</param>
    public void Run(ReadOnlySpan<byte> source, int sourceWidth, Box box, Span<byte> target, int targetWidth, Box place, bool antialias)
    {
        var (columns, rows) = (Find(box.Width, place.Width, antialias), Find(box.Height, place.Height, antialias));
        if (between.Length < box.Height * place.Width * PixelBytes) between = new byte[box.Height * place.Width * PixelBytes];
        for (var y = 0; y < box.Height; y++)
        {
            if (!rows.Uses[y]) continue;
            var row = source.Slice(((box.Top + y) * sourceWidth + box.Left) * PixelBytes, box.Width * PixelBytes);
            AlongRow(row, between.AsSpan(y * place.Width * PixelBytes, place.Width * PixelBytes), columns);
        }
        for (var y = 0; y < place.Height; y++)
            AlongColumns(between, target.Slice(((place.Top + y) * targetWidth + place.Left) * PixelBytes, place.Width * PixelBytes), rows, y);
    }

    private Taps Find(int from, int to, bool antialias)
    {
        if (known.Count > 4096) known.Clear();
        if (!known.TryGetValue((from, to, antialias), out var taps)) known[(from, to, antialias)] = taps = new(from, to, antialias);
        return taps;
    }

    private static void AlongRow(ReadOnlySpan<byte> source, Span<byte> target, Taps taps)
    {
        if (taps.IsIdentity)
        {
            source.CopyTo(target);
            return;
        }
        var from = MemoryMarshal.Cast<byte, uint>(source);
        var to = MemoryMarshal.Cast<byte, uint>(target);
        for (var x = 0; x < to.Length; x++)
        {
            var sum = Vector128.Create(1 << (Bits - 1));
            var weights = taps.Weights(x);
            var pixels = from.Slice(taps.Start[x], weights.Length);
            for (var k = 0; k < weights.Length; k++)
                sum += Widen(Vector128.CreateScalarUnsafe(pixels[k]).AsByte()) * weights[k];
            to[x] = Narrow(sum >> Bits);
        }
    }

    private static void AlongColumns(ReadOnlySpan<byte> rows, Span<byte> target, Taps taps, int y)
    {
        var stride = target.Length;
        var weights = taps.Weights(y);
        var first = rows[(taps.Start[y] * stride)..];
        if (weights is [1 << Bits])
        {
            first[..stride].CopyTo(target);
            return;
        }
        var x = 0;
        for (; x + 4 * PixelBytes <= stride; x += 4 * PixelBytes)
        {
            var half = Vector128.Create(1 << (Bits - 1));
            var (a, b, c, d) = (half, half, half, half);
            for (var k = 0; k < weights.Length; k++)
            {
                var (low, high) = Vector128.Widen(Vector128.Create(first.Slice(k * stride + x, 4 * PixelBytes)));
                var (low0, low1) = Vector128.Widen(low.AsInt16());
                var (high0, high1) = Vector128.Widen(high.AsInt16());
                a += low0 * weights[k];
                b += low1 * weights[k];
                c += high0 * weights[k];
                d += high1 * weights[k];
            }
            Vector128.Narrow(Vector128.Narrow(a >> Bits, b >> Bits).AsUInt16(), Vector128.Narrow(c >> Bits, d >> Bits).AsUInt16()).CopyTo(target[x..]);
        }
        for (; x < stride; x++)
        {
            var sum = 1 << (Bits - 1);
            for (var k = 0; k < weights.Length; k++) sum += first[k * stride + x] * weights[k];
            target[x] = (byte)(sum >> Bits);
        }
    }

    private static Vector128<int> Widen(Vector128<byte> pixel) => Vector128.WidenLower(Vector128.WidenLower(pixel)).AsInt32();

    private static uint Narrow(Vector128<int> pixel) => Vector128.Narrow(Vector128.Narrow(pixel, pixel).AsUInt16(), Vector128<ushort>.Zero).AsUInt32().ToScalar();

    /// <summary>For each output pixel of one axis the input pixels it is made of, and their shares in 2^22nds.</summary>
    private sealed class Taps
    {
        private readonly int most;
        private readonly int[] weights, counts;

        public Taps(int from, int to, bool antialias)
        {
            // Pillow's precompute_coeffs, step for step in the same order, so that the same bits come out.
            var scale = (double)from / to;
            var stretch = antialias ? Math.Max(scale, 1) : 1;
            most = (int)Math.Ceiling(stretch) * 2 + 1;
            (Start, counts, weights, Uses) = (new int[to], new int[to], new int[to * most], new bool[from]);
            var shares = new double[most];
            for (var x = 0; x < to; x++)
            {
                var centre = (x + 0.5) * scale;
                Start[x] = Math.Max((int)(centre - stretch + 0.5), 0);
                counts[x] = Math.Min((int)(centre + stretch + 0.5), from) - Start[x];
                var sum = 0.0;
                for (var k = 0; k < counts[x]; k++)
                    sum += shares[k] = Math.Max(0, 1 - Math.Abs((k + Start[x] - centre + 0.5) * (1 / stretch)));
                for (var k = 0; k < counts[x]; k++)
                {
                    weights[x * most + k] = (int)(0.5 + shares[k] * (1 / sum) * (1 << Bits));
                    Uses[Start[x] + k] = true;
                }
            }
            IsIdentity = from == to;
            if (IsIdentity) (Start, counts, weights, most) = ([.. Enumerable.Range(0, to)], [.. Enumerable.Repeat(1, to)], [.. Enumerable.Repeat(1 << Bits, to)], 1);
        }

        public int[] Start { get; }

        public bool[] Uses { get; }

        public bool IsIdentity { get; }

        public ReadOnlySpan<int> Weights(int x) => weights.AsSpan(x * most, counts[x]);
    }
}

/// <summary>A rectangle of pixels.</summary>
internal readonly record struct Box(int Left, int Top, int Width, int Height);

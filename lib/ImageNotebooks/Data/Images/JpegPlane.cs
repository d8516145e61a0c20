namespace ImageNotebooks;

/// <summary>One component of a JPEG picture: its samples, how many blocks of it lie along each side of a unit (1 or 2), and its tables (0 luminance,
/// 1 chrominance).</summary>
internal sealed record JpegPlane(byte[] Samples, int Width, int Height, int Blocks = 1, byte Table = 0)
{
    private const int Side = 8;

    // 8192/2 cos(k pi/16) for k from 0 to 8; basis function k at sample n is that of (2n + 1) k.
    private static readonly int[] HalfCosines = [4096, 4017, 3784, 3406, 2896, 2276, 1567, 799, 0];
    private static readonly int[] Basis = MakeBasis();

    /// <summary>Y, Cb and Cr of RGB rows (ITU-R BT.601, full range, as JFIF asks).</summary>
    public static JpegPlane[] FromRgb(ReadOnlySpan<byte> pixels, int width, int height, bool halveChroma)
    {
        var (y, cb, cr) = (new byte[width * height], new byte[width * height], new byte[width * height]);
        for (var i = 0; i < y.Length; i++)
        {
            var (r, g, b) = (pixels[3 * i], pixels[3 * i + 1], pixels[3 * i + 2]);
            y[i] = Level(19595 * r + 38470 * g + 7471 * b);
            cb[i] = Level((128 << 16) - 11058 * r - 21710 * g + 32768 * b);
            cr[i] = Level((128 << 16) + 32768 * r - 27439 * g - 5329 * b);
        }
        var (blueness, redness) = (new JpegPlane(cb, width, height, 1, 1), new JpegPlane(cr, width, height, 1, 1));
        return halveChroma
            ? [new(y, width, height, Blocks: 2), blueness.Halve(), redness.Halve()]
            : [new(y, width, height), blueness, redness];

        static byte Level(int sum) => (byte)Math.Min((sum + (1 << 15)) >> 16, 255);
    }

    /// <summary>The four inks, inverted.</summary>
    public static JpegPlane[] FromCmyk(ReadOnlySpan<byte> pixels, int width, int height)
    {
        var planes = new JpegPlane[4];
        for (var ink = 0; ink < planes.Length; ink++)
        {
            var samples = new byte[width * height];
            for (var i = 0; i < samples.Length; i++)
                samples[i] = (byte)(255 - pixels[4 * i + ink]);
            planes[ink] = new(samples, width, height);
        }
        return planes;
    }

    /// <summary>The quantized discrete cosine transform of the 8 x 8 samples from a corner on, in zigzag order; beyond the edges the last samples repeat.</summary>
    public int[] Transform(int left, int top, byte[] steps)
    {
        Span<int> block = stackalloc int[Side * Side];
        for (var i = 0; i < block.Length; i++)
            block[i] = Samples[Math.Min(top + i / Side, Height - 1) * Width + Math.Min(left + i % Side, Width - 1)] - 128;
        Span<int> half = stackalloc int[Side * Side];
        // Three fractional bits are kept between the passes; more would overflow in the second.
        for (var i = 0; i < block.Length; i++)
            half[i] = (Product(block.Slice(i / Side * Side, Side), stride: 1, i % Side) + 512) >> 10;
        var coefficients = new int[Side * Side];
        for (var k = 0; k < coefficients.Length; k++)
        {
            var at = JpegTables.Zigzag[k];
            var sum = Product(half[(at % Side)..], Side, at / Side);
            var step = steps[k] << 16;
            coefficients[k] = sum < 0 ? -((step / 2 - sum) / step) : (step / 2 + sum) / step;
        }
        return coefficients;
    }

    // Basis functions of even frequency are symmetric, those of odd frequency antisymmetric: four products do.
    private static int Product(ReadOnlySpan<int> samples, int stride, int frequency)
    {
        var basis = Basis.AsSpan(frequency * Side, Side / 2);
        var last = (Side - 1) * stride;
        var sum = 0;
        for (var (n, at) = (0, 0); n < basis.Length; n++, at += stride)
            sum += (frequency % 2 == 0 ? samples[at] + samples[last - at] : samples[at] - samples[last - at]) * basis[n];
        return sum;
    }

    private static int[] MakeBasis()
    {
        var basis = new int[Side * Side];
        for (var i = 0; i < basis.Length; i++)
        {
            var (frequency, n) = (i / Side, i % Side);
            var turn = (2 * n + 1) * frequency % 32;
            var folded = Math.Min(turn, 32 - turn);
            basis[i] = frequency == 0 ? HalfCosines[4] : folded > 8 ? -HalfCosines[16 - folded] : HalfCosines[folded];
        }
        return basis;
    }

    private JpegPlane Halve()
    {
        var (width, height) = ((Width + 1) / 2, (Height + 1) / 2);
        var samples = new byte[width * height];
        for (var i = 0; i < samples.Length; i++)
        {
            var (x, y) = (i % width * 2, i / width * 2);
            var (right, below) = (Math.Min(x + 1, Width - 1), Math.Min(y + 1, Height - 1));
            samples[i] = (byte)((Samples[y * Width + x] + Samples[y * Width + right] + Samples[below * Width + x] + Samples[below * Width + right] + 2) / 4);
        }
        return this with { Samples = samples, Width = width, Height = height };
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>
/// What each pixel's error weighs in the Lovász extension of one minus IoU (Berman et al. 2018, algorithm 1): pixels become wrong one after the other, the largest error first, and each weighs by how much the
/// loss grows then. Weights depend on the order alone, so no gradient goes through them, and a radix sort of floats, whose bits have their order, is several times as fast as sorting tensors.
/// </summary>
internal static class JaccardSteps
{
    private const int Digit = 10, Digits = 3, Buckets = 1 << Digit;

    /// <summary>The weights.</summary>
    /// <param name="errors">[K, P] in [0, 1], on any device.</param>
    /// <param name="truth">[K, P] 1 where a pixel is of the row's class, else 0; each row has such a pixel.</param>
    /// <returns>[K, P], as errors are.</returns>
    public static Tensor Of(Tensor errors, Tensor truth)
    {
        // A batch may be void everywhere, and TorchSharp gives no array of nothing.
        if (errors.numel() == 0) return zeros_like(errors);
        using var still = no_grad();
        using var scope = NewDisposeScope();
        var (rows, pixels) = ((int)errors.shape[0], (int)errors.shape[1]);
        var keys = Numbers(errors);
        var members = Numbers(truth);
        var weights = new double[keys.Length];
        Parallel.For(0, rows, () => (From: new int[pixels], To: new int[pixels]), (row, _, room) =>
        {
            var (start, order) = (row * pixels, Ascending(keys.AsSpan(row * pixels, pixels), room.From, room.To));
            Weigh(order, members.AsSpan(start, pixels), weights.AsSpan(start, pixels));
            return room;
        }, _ => { });
        return tensor(weights, [rows, pixels]).to_type(errors.dtype).to(errors.device).MoveToOuterDisposeScope();

        static float[] Numbers(Tensor t) => t.detach().to_type(ScalarType.Float32).cpu().contiguous().data<float>().ToArray();
    }

    // A training's first steps would else run long loops before the runtime has found that they are worth compiling well.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Weigh(int[] order, ReadOnlySpan<float> truth, Span<double> weights)
    {
        var members = 0;
        foreach (var member in truth) members += member > 0 ? 1 : 0;
        // Doubles: a step is as small as one pixel's share of all.
        var (missed, added, before) = (0, 0, 0.0);
        for (var k = order.Length - 1; k >= 0; k--)
        {
            var pixel = order[k];
            if (truth[pixel] > 0) missed++;
            else added++;
            var loss = 1 - (double)(members - missed) / (members + added);
            weights[pixel] = loss - before;
            before = loss;
        }
    }

    /// <summary>Positions from the smallest number to the largest. Up to 1 a float's bits fit into three digits of ten.</summary>
    /// <returns>One of the two rooms, each as long as the numbers.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int[] Ascending(ReadOnlySpan<float> numbers, int[] from, int[] to)
    {
        var bits = MemoryMarshal.Cast<float, uint>(numbers);
        var starts = new int[Buckets];
        for (var i = 0; i < from.Length; i++) from[i] = i;
        for (var shift = 0; shift < Digit * Digits; shift += Digit)
        {
            Array.Clear(starts);
            foreach (var number in bits) starts[(number >> shift) & (Buckets - 1)]++;
            for (int bucket = 0, start = 0; bucket < Buckets; bucket++) (starts[bucket], start) = (start, start + starts[bucket]);
            foreach (var i in from) to[starts[(bits[i] >> shift) & (Buckets - 1)]++] = i;
            (from, to) = (to, from);
        }
        return from;
    }
}

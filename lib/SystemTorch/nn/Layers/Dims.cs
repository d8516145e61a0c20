using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>Sizes as torch.nn takes them (one number, a tuple or an array), as the native side does: one number a spatial dimension.</summary>
internal static class Dims
{
    public static long[]? All(int rank, long? value) => value is { } v ? Enumerable.Repeat(v, rank).ToArray() : null;

    public static long[] Of((long, long) value) => [value.Item1, value.Item2];
    public static long[]? Of((long, long)? value) => value is { } v ? Of(v) : null;
    public static long[] Of((long, long, long) value) => [value.Item1, value.Item2, value.Item3];
    public static long[]? Of((long, long, long)? value) => value is { } v ? Of(v) : null;

    /// <summary>The numbers, one for all dimensions repeated, none replaced by <paramref name="otherwise"/>.</summary>
    public static long[] Spread(int rank, long[]? values, long otherwise, [CallerArgumentExpression(nameof(values))] string name = "") =>
        values is null or [] ? All(rank, otherwise)! : Spread(rank, values, name);

    public static long[] Spread(int rank, long[]? values, long[] otherwise, [CallerArgumentExpression(nameof(values))] string name = "") =>
        Spread(rank, values is null or [] ? otherwise : values, name);

    public static void RequireThree(torch.Tensor input, string name)
    {
        if (input.dim() < 3) throw new ArgumentException($"{name} takes at least 3 dimensions (batch, channels and one more), and the input has shape [{string.Join(", ", input.shape)}].", nameof(input));
    }

    private static long[] Spread(int rank, long[] values, string name)
    {
        if (values.Length == rank) return values;
        if (values is [var one]) return All(rank, one)!;
        throw new ExternalException($"{name} takes one number or {rank}, one a spatial dimension; it was given [{string.Join(", ", values)}].");
    }
}

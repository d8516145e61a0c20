using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>Random orders.</summary>
internal static class Shuffled
{
    /// <summary>The numbers 0 to <paramref name="count"/> - 1 in an order that the seed gives: torch.randperm's.</summary>
    public static int[] Order(int count, long seed)
    {
        using var generator = new Generator((ulong)seed);
        return [.. Order(count, generator).Select(i => (int)i)];
    }

    /// <summary>The numbers 0 to <paramref name="count"/> - 1 in an order drawn from a generator.</summary>
    public static long[] Order(int count, Generator generator)
    {
        using var order = randperm(count, generator: generator);
        return order.data<long>().ToArray();
    }
}

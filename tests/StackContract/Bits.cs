using TorchSharp;
using static TorchSharp.torch;

namespace StackContract;

/// <summary>Comparison of numbers as they are in memory: a negative zero is not a positive one. NaN is NaN.</summary>
internal static class Bits
{
    public static void Same(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.dtype, actual.dtype);
        Assert.Equal(expected.shape, actual.shape);
        Assert.Equal(Of(expected), Of(actual));
    }

    private static IEnumerable<long> Of(Tensor t) =>
        t.to(float64).contiguous().data<double>().ToArray().Select(value => BitConverter.DoubleToInt64Bits(double.IsNaN(value) ? double.NaN : value));
}

using static TorchSharp.torch;

namespace ImageNotebooks.Course.Lessons;

/// <summary>Inputs for answers; none is drawn from a generator, since the global one is the student's.</summary>
internal static class Given
{
    /// <summary>Numbers of both signs in [-1, 1] without a pattern, in this shape.</summary>
    public static Tensor Wave(params long[] shape) => (arange(shape.Aggregate(1L, (a, b) => a * b), dtype: ScalarType.Float32) * 2.3 + 0.4).sin().reshape(shape);
}

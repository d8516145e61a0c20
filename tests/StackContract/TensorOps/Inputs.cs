using TorchSharp;
using static TorchSharp.torch;

namespace StackContract.TensorOps;

/// <summary>The small tensors that the cases of tests/golden/tensor_cases.py are about, under the same names.</summary>
internal sealed class Inputs
{
    public readonly Tensor v = Golden.Wave([4], 0.9, 2), x = Golden.Wave([3, 4], 0.7, 2), y = Golden.Wave([3, 4], 1.3, 1, 0.5), w = Golden.Wave([4, 3], 1.1, 1),
        b = Golden.Wave([2, 3, 4], 0.7, 1), c = Golden.Wave([2, 4, 3], 1.3, 1), a = Golden.Wave([3, 3], 0.5, 0.3) + eye(3);

    public readonly Tensor i = tensor(new long[] { 2, 0 }), table = tensor(new long[,] { { 0, 2, 1, 0 }, { 1, 1, 2, 2 } }), n = tensor(new long[] { 3, 1, 2, 3, 0, 1 });
    public readonly Tensor mask = tensor(new[,] { { true, false, true, false }, { false, false, true, true }, { true, true, false, false } });
    public readonly Tensor holes = tensor(new[,] { { 1, float.NaN, 3 }, { float.NaN, 5, 7 } });

    public Inputs()
    {
        foreach (var t in Differentiable) t.requires_grad_();
    }

    public Tensor[] Differentiable => [v, x, y, w, b, c, a];

    /// <summary>Symmetric and positive definite.</summary>
    public Tensor spd => a.matmul(a.T) + eye(3);

    /// <summary>What a function in place makes of a copy.</summary>
    public static Tensor Changed(Tensor t, Action<Tensor> change)
    {
        var copy = t.clone();
        change(copy);
        return copy;
    }
}

/// <summary>The families of inputs of tests/golden/tensor_ops.py, under the same names.</summary>
internal static class Families
{
    public static readonly Dictionary<string, Tensor[][]> All = new()
    {
        ["any"] = Alone(0.7, 3),
        ["open"] = Alone(0.7, 0.9),
        ["positive"] = Alone(0.7, 1, 1.5),
        ["above one"] = Alone(0.7, 1, 2.1),
        ["unit"] = Alone(0.7, 0.4, 0.5),
        ["special"] = [[tensor(new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0, -0f, 1.5f })]],
        ["whole"] = [[tensor(new long[] { 3, -2, 0, 7 })], [tensor(new[,] { { 1, 5 }, { 2, 5 } })], [tensor(new byte[] { 200, 3 })]],
        ["truth"] = [[tensor(new[] { true, false, true })], [tensor(false)]],
        ["square"] = [[Golden.Wave([3, 3], 0.5, 0.3) + eye(3)]],
        ["matrix"] = [[Golden.Wave([2, 3], 0.7, 1)]],
        ["double"] = [[Golden.Wave([5], 0.7, 1).@double()]],
        ["half"] = [[Golden.Wave([5], 0.7, 0.4, 0.5).half()]],
        ["brain"] = [[Golden.Wave([5], 0.7, 0.4, 0.5).bfloat16()]],
        ["two"] = Together(0.7, 3),
        ["two positive"] = Together(0.7, 1, 1.5),
        ["two whole"] = [[tensor(new long[] { 3, -2, 10, 7 }), tensor(new long[] { 2, 3, 4, 1 })], [tensor(new[,] { { 12 }, { 5 } }), tensor(new[] { 1, 2, 3 })]],
        ["two truths"] = [[tensor(new[] { true, false, true }), tensor(new[] { true, true, false })]],
        ["two types"] =
        [
            [tensor(new long[] { 3, -2 }), Golden.Wave([2], 0.7, 1, 2)],
            [Golden.Wave([2], 0.7, 1, 2).@double(), Golden.Wave([2], 1.3, 1)],
            [tensor(new[] { true, false }), tensor(new long[] { 4, 5 })],
        ],
        ["two vectors"] = [[Golden.Wave([4], 0.7, 1), Golden.Wave([4], 1.3, 1)]],
        ["two matrices"] = [[Golden.Wave([2, 3], 0.7, 1), Golden.Wave([3, 4], 1.3, 1)]],
        ["two batches"] = [[Golden.Wave([2, 2, 3], 0.7, 1), Golden.Wave([2, 3, 2], 1.3, 1)]],
    };

    private static Tensor[][] Alone(double factor, double scale, double shift = 0)
    {
        Tensor Make(params long[] shape) => Golden.Wave(shape, factor, scale, shift);
        return [[Make()], [Make(0, 3)], [Make(4)], [Make(2, 3).t()]];
    }

    private static Tensor[][] Together(double factor, double scale, double shift = 0)
    {
        Tensor Left(params long[] shape) => Golden.Wave(shape, factor, scale, shift);
        Tensor Right(params long[] shape) => Golden.Wave(shape, factor * 1.9, scale, shift);
        return [[Left(2, 3), Right(2, 3)], [Left(2, 1), Right(3)], [Left(), Right(4)], [Left(2, 3).t(), Right(3, 2)]];
    }
}

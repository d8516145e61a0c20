using System.Runtime.InteropServices;
using FsCheck;
using FsCheck.Fluent;
using static TorchSharp.torch;

namespace SystemTorch.Tests.Fuzz;

/// <summary>Random shapes, types and arguments through every operation of the table: the same values or the same error as PyTorch on the same libtorch.</summary>
public class BoundaryFuzzTests
{
    private const int CasesAnOperation = 40;

    private static readonly Gen<long[]> Shapes = Gen.Frequency(
        (1, Gen.Constant(Array.Empty<long>())),
        (6, Gen.Choose(1, 4).SelectMany(dims => Gen.ArrayOf(Gen.Frequency((1, Gen.Constant(0L)), (3, Gen.Constant(1L)), (4, Gen.Constant(2L)), (4, Gen.Constant(3L)), (1, Gen.Constant(5L))), dims))));

    // Half of the calls are on floats of one type, as most calls are.
    private static readonly Gen<string[]> TypesOfThree = Gen.Frequency(
        (2, Gen.Constant(new[] { "float32", "float32", "float32" })),
        (1, Gen.Elements("float32", "float64", "bfloat16", "int64").Select(type => new[] { type, type, type })),
        (1, Gen.Constant(new[] { "float32", "int64", "float32" })),
        (1, Gen.ArrayOf(Gen.Elements(Operand.Types.Keys.ToArray()), 3)));

    [PyTorchFact]
    public void Every_operation_agrees_with_PyTorch()
    {
        using var threads = new OneThread();
        using var python = new PyTorch();
        var differences = new List<string>();
        foreach (var operation in Operations.All)
        {
            foreach (var call in Calls(operation).Sample(CasesAnOperation, new Rnd((ulong)operation.Expression.Length, 7), 100))
            {
                if (Judge(operation, call).Difference(python.Judge(call)) is { } difference) differences.Add($"{call}: {difference}");
            }
        }
        Assert.True(differences.Count == 0, $"{differences.Count} calls end otherwise than in PyTorch:\n{string.Join('\n', differences.Take(40))}");
    }

    private static Gen<Case> Calls(Operation operation) =>
        from first in Shapes
        from second in Related(first)
        from third in Related(first)
        from types in TypesOfThree
        from seeds in Gen.ArrayOf(Gen.Choose(0, 18), 3)
        from transposed in Gen.ArrayOf(Gen.Elements(false, false, true), 3)
        from i in Gen.Choose(-3, 4)
        from j in Gen.Choose(-3, 4)
        let shapes = new[] { first, second, third }
        select new Case(operation.Expression, [.. Enumerable.Range(0, operation.Tensors).Select(k => new Operand(shapes[k], types[k], seeds[k], transposed[k]))], i, j);

    /// <summary>A shape that goes with another: the same, one that broadcasts, its reverse as a matrix product needs, or any.</summary>
    private static Gen<long[]> Related(long[] shape) => Gen.OneOf(
        Gen.Constant(shape),
        Gen.Constant(shape.Select(size => size == 2 ? 1L : size).ToArray()),
        Gen.Constant(shape.Reverse().ToArray()),
        Gen.Constant(shape.Take(shape.Length - 1).ToArray()),
        Shapes);

    private static Verdict Judge(Operation operation, Case call)
    {
        using var scope = NewDisposeScope();
        try
        {
            var results = operation.Ours([.. call.Tensors.Select(t => t.Make())], call.I, call.J);
            return new([.. results.Select(Outcome.Of)], null);
        }
        catch (ExternalException e)
        {
            return new(null, e.Message.Split('\n')[0]);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or NotSupportedException or IndexOutOfRangeException)
        {
            return new(null, e.Message, InOurWords: true);
        }
    }

    /// <summary>One thread, as PyTorch's side has, so that sums are added in the same order; the other tests get theirs back.</summary>
    private sealed class OneThread : IDisposable
    {
        private readonly int before = get_num_threads();

        public OneThread() => set_num_threads(1);

        public void Dispose() => set_num_threads(before);
    }
}

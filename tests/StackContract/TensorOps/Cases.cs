namespace StackContract.TensorOps;

/// <summary>The cases of tests/golden/tensor_cases.py, each under the same key.</summary>
internal static partial class Cases
{
    public static readonly Dictionary<string, Func<Inputs, object>> All =
        new[] { Shape, Joining, Indexing, Reductions, Statistics, Pointwise, Activations, Products, Linalg, Creation }.SelectMany(group => group).ToDictionary();
}

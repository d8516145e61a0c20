using System.Text.Json.Serialization;
using TorchSharp;
using static TorchSharp.torch;

namespace SystemTorch.Tests.Fuzz;

/// <summary>A tensor by description, so that PyTorch can make the same one.</summary>
public sealed record Operand(
    [property: JsonPropertyName("shape")] long[] Shape,
    [property: JsonPropertyName("dtype")] string DType,
    [property: JsonPropertyName("seed")] int Seed,
    [property: JsonPropertyName("transposed")] bool Transposed)
{
    /// <summary>PyTorch's names of the types.</summary>
    public static readonly Dictionary<string, ScalarType> Types = new()
    {
        ["float32"] = ScalarType.Float32, ["float64"] = ScalarType.Float64, ["bfloat16"] = ScalarType.BFloat16, ["int64"] = ScalarType.Int64,
        ["int32"] = ScalarType.Int32, ["uint8"] = ScalarType.Byte, ["bool"] = ScalarType.Bool,
    };

    /// <summary>The same numbers as tests/golden/verdicts.py's <c>make</c>.</summary>
    public Tensor Make()
    {
        var count = Shape.Aggregate(1L, (a, b) => a * b);
        var t = tensor([.. Enumerable.Range(0, (int)count).Select(k => ((k * 37L) + (Seed * 11)) % 19)]).reshape(Shape);
        if (DType is not ("uint8" or "bool")) t -= 9;
        t = t.to_type(Types[DType]);
        if (t.is_floating_point()) t /= 4;
        return Transposed && t.dim() > 1 ? t.transpose(0, -1).contiguous().transpose(0, -1) : t;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{DType}[{string.Join(", ", Shape)}]{(Transposed ? " transposed" : "")} seed {Seed}";
}

/// <summary>One call of an operation.</summary>
public sealed record Case(
    [property: JsonPropertyName("expression")] string Expression,
    [property: JsonPropertyName("tensors")] Operand[] Tensors,
    [property: JsonPropertyName("i")] long I,
    [property: JsonPropertyName("j")] long J)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Expression} with {string.Join("; ", Tensors.AsEnumerable())}; i = {I}, j = {J}";
}

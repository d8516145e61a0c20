using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace StackContract.TensorOps;

/// <summary>tests/golden/tensor_ops.json: for each key the results of one call or several, as tests/golden/tensor_rows.py writes them.</summary>
internal static class Rows
{
    private static readonly JsonElement Root = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("tests", "golden", "tensor_ops.json"))).RootElement;

    public static IEnumerable<string> Keys => Root.EnumerateObject().Select(row => row.Name);

    public static JsonElement[] Of(string key) => [.. Root.GetProperty(key).EnumerateArray()];

    /// <summary>The tensors in what an operation returned: itself, or the parts of a tuple or list.</summary>
    public static Tensor[] Tensors(object? result) => result switch
    {
        null => [],
        Tensor t => [t],
        ITuple tuple => [.. Enumerable.Range(0, tuple.Length).SelectMany(i => Tensors(tuple[i]))],
        IEnumerable list => [.. list.Cast<object>().SelectMany(Tensors)],
        long number => [tensor(number)],
        bool truth => [tensor(truth)],
        _ => throw new ArgumentException($"An operation returned a {result.GetType().Name}."),
    };

    public static void AssertResults(JsonElement row, Tensor[] actual)
    {
        var expected = row.GetProperty("out").EnumerateArray().ToArray();
        Assert.Equal(expected.Length, actual.Length);
        foreach (var (wanted, found) in expected.Zip(actual))
        {
            Assert.Equal(wanted[0].GetString(), found.dtype.ToString());
            AssertShapeAndNumbers(wanted, found);
        }
    }

    public static void AssertShapeAndNumbers(JsonElement wanted, Tensor found)
    {
        Assert.Equal(wanted[1].EnumerateArray().Select(size => size.GetInt64()), found.shape);
        AssertNumbers(wanted[2], found);
    }

    /// <summary>Asserts the gradients of the inputs, all outputs being weighed by a wave.</summary>
    public static void AssertGradients(JsonElement row, Tensor[] outputs, Tensor[] inputs)
    {
        if (!row.TryGetProperty("grad", out var expected)) return;
        var weighed = outputs.Where(t => t.requires_grad).Select(t => (t * Golden.Wave(t.shape, 0.31, 1).to_type(t.dtype)).sum()).ToArray();
        var wanted = inputs.Where(t => t.requires_grad).ToArray();
        var found = autograd.grad(weighed, wanted, allow_unused: true);
        foreach (var (numbers, gradient) in expected.EnumerateArray().Zip(found))
        {
            Assert.Equal(numbers.ValueKind == JsonValueKind.Null, gradient.IsInvalid);
            if (!gradient.IsInvalid) AssertNumbers(numbers, gradient);
        }
    }

    private static void AssertNumbers(JsonElement wanted, Tensor found)
    {
        var expected = wanted.EnumerateArray().Select(v => v.ValueKind == JsonValueKind.String ? Named(v.GetString()!) : v.GetDouble()).ToArray();
        var actual = found.detach().to_type(ScalarType.Float64).flatten().data<double>().ToArray();
        var tolerance = found.dtype switch { ScalarType.Float64 => 1e-9, ScalarType.Float16 => 1e-3, ScalarType.BFloat16 => 1e-2, _ => 2e-5 };
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < actual.Length; i++)
            Assert.True(Near(expected[i], actual[i], tolerance), $"Element {i} is {actual[i].ToString(CultureInfo.InvariantCulture)}, and PyTorch has {expected[i].ToString(CultureInfo.InvariantCulture)}.");
    }

    private static double Named(string text) => text switch { "inf" => double.PositiveInfinity, "-inf" => double.NegativeInfinity, _ => double.NaN };

    private static bool Near(double expected, double actual, double tolerance) =>
        double.IsFinite(expected) ? Math.Abs(expected - actual) <= tolerance * Math.Max(1, Math.Abs(expected)) : expected.Equals(actual);
}

using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace StackContract;

/// <summary>Numbers that PyTorch computed, from tests/golden.</summary>
internal sealed class Golden
{
    private readonly JsonElement root;

    private Golden(JsonElement root) => this.root = root;

    public static Golden Read(string name) =>
        new(JsonDocument.Parse(File.ReadAllText(Repository.PathOf("tests", "golden", name))).RootElement);

    public double[] this[params string[] path] => [.. path.Aggregate(root, (e, key) => e.GetProperty(key)).EnumerateArray().Select(v => v.GetDouble())];

    /// <summary>The bytes of a file that is stored in base 64.</summary>
    public byte[] Bytes(params string[] path) => path.Aggregate(root, (e, key) => e.GetProperty(key)).GetBytesFromBase64();

    /// <summary>The same numbers as tests/golden/models.py's function of this name.</summary>
    public static Tensor Wave(long[] shape, double factor, double scale, double shift = 0)
    {
        var count = shape.Aggregate(1L, (a, b) => a * b);
        return tensor(Enumerable.Range(1, (int)count).Select(i => (float)(shift + scale * Math.Sin(factor * i))).ToArray(), shape);
    }

    /// <summary>Asserts that every number is within this relative distance of PyTorch's.</summary>
    public static void AssertClose(double[] expected, Tensor actual, double tolerance = 1e-6)
    {
        var values = actual.detach().to_type(ScalarType.Float64).flatten().data<double>().ToArray();
        Assert.Equal(expected.Length, values.Length);
        for (var i = 0; i < values.Length; i++)
            Assert.True(Math.Abs(expected[i] - values[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i])), $"Element {i} is {values[i]}, and PyTorch has {expected[i]}.");
    }
}

using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests;

/// <summary>Numbers that a reference computed, from tests/golden, and the inputs that it computed them from.</summary>
internal static class Golden
{
    public static JsonElement Read(string name) =>
        JsonDocument.Parse(File.ReadAllText(TestSupport.Repository.PathOf("tests", "golden", name))).RootElement;

    public static double[] Numbers(this JsonElement e) => [.. e.EnumerateArray().Select(v => v.GetDouble())];

    /// <summary>The same numbers as tests/golden/models.py's <c>wave</c>.</summary>
    public static Tensor Wave(long[] shape, double factor, double scale, double shift = 0)
    {
        var count = shape.Aggregate(1L, (a, b) => a * b);
        return tensor(Enumerable.Range(1, (int)count).Select(i => (float)(shift + scale * Math.Sin(factor * i))).ToArray(), shape);
    }

    /// <summary>Gives every parameter the numbers that tests/golden/models.py's <c>fill</c> gives it.</summary>
    public static T Fill<T>(T model) where T : nn.Module
    {
        using var still = no_grad();
        var k = 0;
        foreach (var (name, p) in model.named_parameters().OrderBy(p => p.name, StringComparer.Ordinal))
        {
            k++;
            p.copy_(p.dim() > 1
                ? Wave(p.shape, 0.37 * k, Math.Sqrt(3.0 * p.shape[0] / p.numel()))
                : Wave(p.shape, 0.7 * k, 0.1, name.EndsWith("weight", StringComparison.Ordinal) ? 1 : 0));
        }
        return model;
    }

    /// <summary>A tensor in three numbers that catch a wrong order, sign or scale.</summary>
    public static double[] Probe(Tensor t)
    {
        var values = t.detach().to_type(ScalarType.Float64).flatten().data<double>().ToArray();
        return [values.Sum(), values.Sum(Math.Abs), values.Select((v, i) => v * Math.Sin(i + 1)).Sum()];
    }

    public static void AssertClose(double[] expected, double[] actual, double tolerance, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i])), $"{what}: number {i} is {actual[i]}, and the reference has {expected[i]}.");
    }
}

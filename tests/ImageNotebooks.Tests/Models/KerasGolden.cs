using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Models;

/// <summary>
/// What Keras's networks give, from tests/golden/keras_networks.json, and the weights and images that they give it for. An entry has Keras's layers in the order of
/// <c>model.layers</c>, each with the names and shapes (torch's layout) of its arrays, and one case for each size of images.
/// </summary>
internal static class KerasGolden
{
    private static readonly Dictionary<string, string> TorchNames = new()
    {
        ["kernel"] = "weight", ["gamma"] = "weight", ["bias"] = "bias", ["beta"] = "bias", ["moving_mean"] = "running_mean", ["moving_variance"] = "running_var",
    };

    private static readonly JsonElement Reference = Golden.Read("keras_networks.json");

    public static IReadOnlyList<(string Network, int Case)> Cases =>
        [.. Reference.EnumerateObject().SelectMany(network => Enumerable.Range(0, network.Value.GetProperty("cases").GetArrayLength()).Select(i => (network.Name, i)))];

    public static JsonElement Entry(string network) => Reference.GetProperty(network);

    /// <summary>Our names of the layers with arrays, in the order in which they were registered.</summary>
    public static IReadOnlyList<string> Names(nn.Module model) => [.. Layers(model).Select(layer => layer.name)];

    /// <summary>Gives every array of a model the numbers that it has in Keras, and fails where a layer or a shape differs.</summary>
    /// <param name="model">As many layers with arrays as the entry has.</param>
    /// <param name="entry">The network in the golden file.</param>
    /// <param name="order">Our names of the layers in Keras's order; the order of registration unless given.</param>
    public static void Fill(nn.Module model, JsonElement entry, IReadOnlyList<string>? order = null)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var ours = Layers(model).ToDictionary(layer => layer.name, layer => layer.module);
        order ??= [.. ours.Keys];
        Assert.Equal(ours.Keys.Order(StringComparer.Ordinal), order.Order(StringComparer.Ordinal));
        Assert.Equal(entry.GetProperty("layers").GetArrayLength(), order.Count);

        var (k, total, gain) = (0, 0L, entry.GetProperty("gain").GetDouble());
        foreach (var (name, keras) in order.Zip(entry.GetProperty("layers").EnumerateArray()))
        {
            var kerasName = keras.GetProperty("layer").GetString();
            var arrays = Arrays(ours[name]);
            var expected = keras.EnumerateObject().Where(array => array.Name != "layer").ToList();
            Assert.True(arrays.Count == expected.Count, $"{name} has {arrays.Count} arrays, and Keras's {kerasName} has {string.Join(", ", expected.Select(a => a.Name))}.");
            foreach (var array in expected)
            {
                long[] shape = [.. array.Value.Numbers().Select(n => (long)n)];
                var target = arrays[TorchNames[array.Name]];
                Assert.True(shape.SequenceEqual(target.shape), $"{name} is [{string.Join(", ", target.shape)}], and Keras's {array.Name} of {kerasName} is [{string.Join(", ", shape)}].");
                target.copy_(Numbers(array.Name, shape, ++k, gain));
                total += target.numel();
            }
        }
        Assert.Equal(entry.GetProperty("parameters").GetInt64(), total);
    }

    /// <summary>The images of a case, [N, 3, H, W].</summary>
    public static Tensor Images(JsonElement entry, JsonElement given)
    {
        var input = entry.GetProperty("input");
        return Golden.Wave([.. given.GetProperty("input").Numbers().Select(n => (long)n)], input.GetProperty("factor").GetDouble(), input.GetProperty("scale").GetDouble(), input.GetProperty("shift").GetDouble());
    }

    /// <summary>Compares a map or logits with Keras's.</summary>
    /// <param name="expected">A case's <c>output</c>, or one of its <c>maps</c>.</param>
    /// <param name="actual">[N, C, H, W] or [N, classes].</param>
    /// <param name="tolerance">Of a number, relative to it or to the mean magnitude; of a sum, relative to it or to what as many numbers of random signs come to.</param>
    /// <param name="what">For the error message.</param>
    public static void AssertClose(JsonElement expected, Tensor actual, double tolerance, string what)
    {
        Assert.Equal(expected.GetProperty("shape").Numbers().Select(n => (long)n), actual.shape);
        var (probe, count) = (expected.GetProperty("probe").Numbers(), (double)actual.numel());
        var magnitude = probe[1] / count;
        Compare(probe, Golden.Probe(actual), magnitude * Math.Sqrt(count), "sum");
        if (!expected.TryGetProperty("first", out var first)) return;
        Compare(first.Numbers(), [.. actual.flatten()[..first.GetArrayLength()].data<float>().Select(v => (double)v)], magnitude, "number");

        void Compare(double[] reference, double[] numbers, double floor, string kind)
        {
            for (var i = 0; i < reference.Length; i++)
            {
                var error = Math.Abs(numbers[i] - reference[i]) / Math.Max(floor, Math.Abs(reference[i]));
                Assert.True(error <= tolerance, $"{what}: {kind} {i} is {numbers[i]}, and Keras has {reference[i]}.");
            }
        }
    }

    private static IEnumerable<(string name, nn.Module module)> Layers(nn.Module model) => model.Leaves().Where(leaf => Arrays(leaf.Module).Count > 0);

    private static Dictionary<string, Tensor> Arrays(nn.Module layer) =>
        layer.state_dict().Where(array => array.Value.is_floating_point()).ToDictionary(array => array.Key, array => array.Value);

    // The rules of tests/golden/keras/weights.js.
    internal static Tensor Numbers(string name, long[] shape, int k, double gain) => name switch
    {
        "kernel" => Noise(shape, k, Math.Sqrt(gain / shape[1..].Aggregate(1L, (a, b) => a * b))),
        "bias" or "beta" => Golden.Wave(shape, 0.7 * k, 0.1),
        "gamma" => Golden.Wave(shape, 0.7 * k, 0.1, 1),
        "moving_mean" => Golden.Wave(shape, 0.5 * k, 0.1),
        "moving_variance" => Golden.Wave(shape, 0.3 * k, 0.3, 1),
        _ => throw new ArgumentException($"There is no rule for an array named {name}.", nameof(name)),
    };

    private static Tensor Noise(long[] shape, int k, double scale)
    {
        const long Modulus = int.MaxValue;
        var s = 1000003L * k % Modulus;
        var numbers = new float[shape.Aggregate(1L, (a, b) => a * b)];
        for (var i = 0; i < numbers.Length; i++) numbers[i] = (float)(scale * ((2.0 * (s = 48271 * s % Modulus) / Modulus) - 1));
        return tensor(numbers, shape);
    }
}

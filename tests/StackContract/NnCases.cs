using System.Text.Json;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace StackContract;

/// <summary>What tests/golden/nn_cases.py wrote: functions with the inputs to give them, what PyTorch gave, and its gradients.</summary>
internal sealed class NnCases
{
    private readonly JsonElement cases;

    private NnCases(JsonElement cases) => this.cases = cases;

    public static NnCases Read(string name) => new(JsonDocument.Parse(File.ReadAllText(Repository.PathOf("tests", "golden", name))).RootElement.GetProperty("cases"));

    public string[] Names => [.. cases.EnumerateObject().Select(c => c.Name)];

    public bool Training(string name) => cases.GetProperty(name).GetProperty("training").GetBoolean();

    /// <summary>The case's inputs in a type; those that are numbers by a formula take gradients.</summary>
    public Tensor[] Inputs(string name, ScalarType type) => [.. cases.GetProperty(name).GetProperty("inputs").EnumerateArray().Select(input => Input(input, type))];

    /// <summary>Asserts that a function of the inputs gives what PyTorch's gave, and the same gradients.</summary>
    public void Check(string name, ScalarType type, Func<Tensor[], Tensor> function, IEnumerable<(string name, Parameter parameter)>? parameters = null)
    {
        var (expected, inputs) = (cases.GetProperty(name), Inputs(name, type));
        var y = function(inputs);
        AssertLike("the output", expected.GetProperty("output"), y, Tolerance(type));
        if (!expected.TryGetProperty("input_gradients", out var gradients)) return;
        (y * Golden.Wave(y.shape, 0.3, 1).to_type(type)).sum().backward();
        foreach (var (x, gradient) in inputs.Zip(gradients.EnumerateArray()).Where(g => g.Second.ValueKind != JsonValueKind.Null))
            AssertLike("the gradient of an input", gradient, x.grad!, 5 * Tolerance(type));
        var known = parameters?.ToDictionary(p => p.name, p => p.parameter) ?? [];
        foreach (var gradient in expected.GetProperty("parameter_gradients").EnumerateObject())
            AssertLike($"the gradient of {gradient.Name}", gradient.Value, known[gradient.Name].grad!, 5 * Tolerance(type));
    }

    /// <summary>Asserts that a tensor is what PyTorch's function gave without inputs.</summary>
    public void CheckOutput(string name, Tensor actual) => AssertLike("the result", cases.GetProperty(name).GetProperty("output"), actual, Tolerance(actual.dtype));

    public void CheckBuffers(string name, ScalarType type, nn.Module module) => CheckNamed(cases.GetProperty(name).GetProperty("buffers"), module.named_buffers(), type);

    public void CheckState(string name, nn.Module module) => CheckNamed(cases.GetProperty(name).GetProperty("state"), module.state_dict().Select(s => (s.Key, s.Value)), ScalarType.Float32);

    private static void CheckNamed(JsonElement expected, IEnumerable<(string name, Tensor tensor)> actual, ScalarType type)
    {
        var tensors = actual.ToDictionary(t => t.name, t => t.tensor);
        Assert.Equal(expected.EnumerateObject().Select(e => e.Name).Order(), tensors.Keys.Order());
        foreach (var one in expected.EnumerateObject()) AssertLike(one.Name, one.Value, tensors[one.Name], Tolerance(type));
    }

    /// <summary>Gives parameters and running averages the numbers that nn_cases.py gives them.</summary>
    public static T Fill<T>(T module, ScalarType type) where T : nn.Module
    {
        if (module is not IParameterLessModule) module.to(type);
        using var still = no_grad();
        var k = 0;
        foreach (var (_, p) in module.named_parameters().OrderBy(p => p.name, StringComparer.Ordinal)) p.copy_(Golden.Wave(p.shape, 0.37 * ++k + 0.1, 0.5, 0.25));
        k = 0;
        foreach (var (name, b) in module.named_buffers().OrderBy(b => b.name, StringComparer.Ordinal))
        {
            k++;
            if (!name.EndsWith("num_batches_tracked", StringComparison.Ordinal)) b.copy_(Golden.Wave(b.shape, 0.53 * k, 0.5, name.EndsWith("var", StringComparison.Ordinal) ? 1.5 : 0));
        }
        return module;
    }

    // A gradient is a sum of many rounded numbers, and gets five times as much. In bfloat16 a convolution's output is one too, where the processor has no AVX-512: libtorch 1.13
    // then adds up in bfloat16.
    private static double Tolerance(ScalarType type) => type switch { ScalarType.Float64 => 1e-12, ScalarType.Float32 => 1e-6, _ => 0.05 };

    /// <summary>Asserts shape, sums and first numbers. A sum may be off by a part of what is summed, sign aside.</summary>
    private static void AssertLike(string what, JsonElement expected, Tensor actual, double tolerance)
    {
        Assert.Equal(Longs(expected.GetProperty("shape")), actual.shape);
        var (numbers, probe) = (expected.GetProperty("numbers").EnumerateArray().Select(n => n.GetDouble()).ToArray(), Probe(actual));
        Assert.Equal(numbers.Length, probe.Length);
        for (var i = 0; i < probe.Length; i++)
        {
            var scale = Math.Max(1, i < 3 ? numbers[1] : Math.Abs(numbers[i]));
            Assert.True(Math.Abs(numbers[i] - probe[i]) <= tolerance * scale, $"In {actual.dtype} number {i} of {what} is {probe[i]:r}, and PyTorch has {numbers[i]:r}.");
        }
    }

    private static double[] Probe(Tensor t)
    {
        var flat = t.detach().to_type(ScalarType.Float64).flatten().data<double>().ToArray();
        return [flat.Sum(), flat.Sum(Math.Abs), flat.Select((v, i) => v * Math.Sin(i + 1)).Sum(), .. flat.Take(3)];
    }

    private static Tensor Input(JsonElement input, ScalarType type)
    {
        var shape = Longs(input.GetProperty("shape"));
        if (input.TryGetProperty("classes", out var classes)) return tensor(Longs(classes), shape);
        if (input.TryGetProperty("values", out var values)) return tensor(values.EnumerateArray().Select(v => v.GetDouble()).ToArray(), shape, dtype: type);
        var wave = input.GetProperty("wave").EnumerateArray().Select(v => v.GetDouble()).ToArray();
        return Golden.Wave(shape, wave[0], wave[1], wave[2]).to_type(type).requires_grad_();
    }

    private static long[] Longs(JsonElement array) => [.. array.EnumerateArray().Select(v => v.GetInt64())];
}

using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TorchSharp;
using static TorchSharp.torch;

namespace SystemTorch.Tests.Fuzz;

/// <summary>What an operation gave: tensors, or an error's first line, libtorch's or, where TorchSharp checks before it calls libtorch, ours.</summary>
internal sealed record Verdict(IReadOnlyList<Outcome>? Results, string? Error, bool InOurWords = false)
{
    /// <summary>Why another verdict is not the same; null where it is.</summary>
    public string? Difference(Verdict other)
    {
        if (Error is not null || other.Error is not null) return Error == other.Error || (Error is not null && other.Error is not null && (InOurWords || other.InOurWords)) ? null : $"{Text} against {other.Text}";
        if (Results!.Count != other.Results!.Count) return $"{Results.Count} results against {other.Results.Count}";
        return Results.Zip(other.Results).Select(pair => pair.First.Difference(pair.Second)).FirstOrDefault(difference => difference is not null);
    }

    private string Text => Error is null ? "a value" : $"the error '{Error}'";
}

/// <summary>A tensor that came out.</summary>
internal sealed record Outcome(long[] Shape, string DType, double[] Values)
{
    public static Outcome Of(Tensor t) => new(t.shape, Operand.Types.First(type => type.Value == t.dtype).Key, [.. t.detach().to_type(ScalarType.Float64).flatten().data<double>()]);

    public string? Difference(Outcome other)
    {
        if (DType != other.DType || !Shape.SequenceEqual(other.Shape)) return $"{DType}[{string.Join(", ", Shape)}] against {other.DType}[{string.Join(", ", other.Shape)}]";
        var at = Values.Zip(other.Values).ToList().FindIndex(pair => !Same(pair.First, pair.Second));
        return at < 0 ? null : $"number {at} is {Values[at]} against {other.Values[at]}";
    }

    private static bool Same(double a, double b) => a.Equals(b) || Math.Abs(a - b) <= 1e-6 * Math.Max(Math.Abs(a), Math.Abs(b));
}

/// <summary>PyTorch in a child process, on the same libtorch.</summary>
internal sealed partial class PyTorch : IDisposable
{
    // Python names tensor types in its own way.
    [GeneratedRegex(@"torch\.(\w+)Tensor")]
    private static partial Regex TypeName();

    private Process process = Start();

    public static bool IsInstalled => Directory.Exists("/usr/lib/python3/dist-packages/torch");

    public Verdict Judge(Case call)
    {
        process.StandardInput.WriteLine(JsonSerializer.Serialize(call));
        process.StandardInput.Flush();
        if (process.StandardOutput.ReadLine() is not { } line)
        {
            // What kills PyTorch, SystemTorch has to refuse.
            process.Dispose();
            process = Start();
            return new(null, "PyTorch's process died", InOurWords: true);
        }
        var answer = JsonNode.Parse(line)!;
        if (answer["error"] is { } error) return new(null, TypeName().Replace(error.GetValue<string>(), "CPU$1Type"), InOurWords: !answer["of_libtorch"]!.GetValue<bool>());
        return new([.. answer["results"]!.AsArray().Select(Read)], null);
    }

    private static Process Start() => Process.Start(new ProcessStartInfo("/usr/bin/python3", [Repository.PathOf("tests", "golden", "verdicts.py")])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;

    private static Outcome Read(JsonNode? result) => new(
        [.. result!["shape"]!.AsArray().Select(size => size!.GetValue<long>())],
        result["dtype"]!.GetValue<string>(),
        [.. result["values"]!.AsArray().Select(Number)]);

    private static double Number(JsonNode? value) => value!.GetValueKind() == JsonValueKind.Number
        ? value.GetValue<double>()
        : value.GetValue<string>() switch { "inf" => double.PositiveInfinity, "-inf" => double.NegativeInfinity, _ => double.NaN };

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit(TimeSpan.FromSeconds(5));
        process.Dispose();
    }
}

/// <summary>A test that needs python3-torch.</summary>
internal sealed class PyTorchFactAttribute : FactAttribute
{
    public PyTorchFactAttribute() => Skip = PyTorch.IsInstalled ? null : "no python3-torch to compare with";
}

using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace ImageNotebooks;

/// <summary>Recognises a function that a model applied between two layers by computing the usual ones and comparing the values.</summary>
internal static class FunctionNames
{
    /// <summary>What stands for a function that is none of the usual ones.</summary>
    public const string Unknown = "function";

    private static readonly (string name, Func<Tensor, Tensor> apply)[] Elementwise =
    [
        ("", x => x), ("relu", x => x.relu()), ("relu6", x => x.relu6()), ("sigmoid", x => x.sigmoid()), ("tanh", x => x.tanh()), ("silu", x => x.silu()), ("gelu", x => x.gelu()),
        ("leaky_relu", x => leaky_relu(x, 0.01)), ("elu", x => x.elu()), ("hardswish", x => x.hardswish()), ("hardsigmoid", x => x.hardsigmoid()),
    ];

    /// <summary>Whether a name is that of a function that computes each number from one number.</summary>
    public static bool IsActivation(string name) => name.Length > 0 && Elementwise.Any(function => function.name == name);

    /// <summary>The name of the function that makes <paramref name="to"/> of <paramref name="from"/>: empty for the identity, at most an activation and a change of shape.</summary>
    public static string Between(Tensor from, Tensor to)
    {
        using var scope = NewDisposeScope();
        // What keeps the shape is told by a part of the numbers.
        if (from.shape.SequenceEqual(to.shape)) (from, to) = (Part(from), Part(to));
        var changes = Changes(from.shape, to.shape).ToList();
        foreach (var (name, apply) in Elementwise)
        {
            var activated = apply(from);
            foreach (var (change, reshape) in changes)
            {
                if (!Same(reshape(activated), to)) continue;
                return name.Length > 0 && change.Length > 0 ? $"{name}, {change}" : name + change;
            }
        }
        return Unknown;
    }

    /// <summary>Whether both hold the same values, up to rounding.</summary>
    public static bool Same(Tensor a, Tensor b) => a.shape.SequenceEqual(b.shape) && a.dtype == b.dtype && (a.Equals(b) || a.allclose(b, rtol: 1e-4, atol: 1e-5));

    // Some rows of an image with all its channels, since softmax goes through these.
    private static Tensor Part(Tensor x) => x.dim() < 3 ? x : x.narrow(2, 0, Math.Min(x.shape[2], 4));

    private static IEnumerable<(string name, Func<Tensor, Tensor> reshape)> Changes(long[] from, long[] to)
    {
        if (from.SequenceEqual(to))
        {
            yield return ("", x => x);
            if (to.Length > 1) yield return ("softmax", x => softmax(x, 1));
            yield break;
        }
        if (from.Aggregate(1L, (a, b) => a * b) == to.Aggregate(1L, (a, b) => a * b)) yield return (to.Length == 2 ? "flatten" : "reshape", x => x.reshape(to));
        if (from.Length != 4 || to.Length < 2 || from[1] != to[1]) yield break;
        if (to.Length == 2) yield return ("mean", x => x.mean([2, 3]));
        if (to.Length == 2) yield return ("amax", x => x.amax(2, 3));
        if (to.Length != 4) yield break;
        if (to is [_, _, 1, 1]) yield return ("mean", x => x.mean([2, 3], keepdim: true));
        long[] size = [to[2], to[3]];
        if (size[0] >= from[2])
        {
            yield return ("interpolate", x => interpolate(x, size));
            yield return ("interpolate", x => interpolate(x, size, mode: InterpolationMode.Bilinear, align_corners: false));
            yield return ("interpolate", x => interpolate(x, size, mode: InterpolationMode.Bilinear, align_corners: true));
        }
        else if (from[2] / size[0] == from[3] / size[1])
        {
            var step = from[2] / size[0];
            yield return ("max_pool2d", x => max_pool2d(x, step));
            yield return ("avg_pool2d", x => avg_pool2d(x, step));
        }
    }
}

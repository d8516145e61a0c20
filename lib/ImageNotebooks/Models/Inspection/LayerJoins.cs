using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>A call's output that went into a tensor, with the gradient that came back when that tensor itself was sent.</summary>
internal readonly record struct JoinPart(LayerCall Call, Tensor Value, Tensor Gradient);

/// <summary>
/// The tensors that were made of several layers' outputs, and what made them: <c>add</c>, <c>cat</c>, <c>mul</c> or, not recognised, <c>function</c>.
/// </summary>
/// <remarks>
/// With the joined tensor y sent back as its own gradient, the part of y that comes from an input x is the product of x and the gradient that reached it. In sums and
/// concatenations, with relu or not, the parts make up y · y (Euler's theorem); in a product one factor alone does. Sums and concatenations are told apart by their channels.
/// A join of a join, such as the second addition of two residual blocks, is recognised by holding all that the first holds.
/// </remarks>
internal sealed class LayerJoins
{
    private const double Tolerance = 1e-3;

    private sealed record Join(LayerCall Call, HashSet<LayerCall> Parts, Tensor Raw);

    private readonly record struct Share(LayerCall Call, double Amount, bool Identity);

    private readonly List<Join> joins = [];
    private readonly HashSet<string> names = [];

    /// <summary>The join noted earlier that <paramref name="raw"/> is, or that it was made of alone.</summary>
    public LayerSource? Known(IReadOnlyList<JoinPart> parts, Tensor raw)
    {
        foreach (var join in joins.Where(join => join.Parts.Count == parts.Count && parts.All(part => join.Parts.Contains(part.Call))))
        {
            var function = FunctionNames.Between(join.Raw, raw);
            if (function != FunctionNames.Unknown) return new(join.Call, function);
        }
        return null;
    }

    /// <summary>Notes a join.</summary>
    /// <param name="parts">The outputs it was made of, two at least.</param>
    /// <param name="raw">The joined tensor.</param>
    /// <param name="container">The path of the module in which that happened.</param>
    /// <param name="bytes">What the joined tensor takes.</param>
    /// <param name="scope">Keeps the tensor for comparisons.</param>
    public LayerCall New(IReadOnlyList<JoinPart> parts, Tensor raw, string container, long bytes, DisposeScope scope)
    {
        using var local = NewDisposeScope();
        var whole = Product(raw, raw);
        var shares = parts.Select(part => new Share(part.Call, Product(part.Value.detach(), part.Gradient), FunctionNames.Same(part.Gradient, raw))).ToList();
        var type = Type(shares, whole, raw.shape);
        foreach (var inner in Enumerable.Reverse(joins).Where(join => join.Parts.Count < parts.Count && join.Parts.All(call => shares.Any(share => share.Call == call))))
        {
            List<Share> shorter = [new(inner.Call, shares.Where(share => inner.Parts.Contains(share.Call)).Sum(share => share.Amount), false), .. shares.Where(share => !inner.Parts.Contains(share.Call))];
            if (Type(shorter, whole, raw.shape) is not { } recognised) continue;
            (shares, type) = (shorter, recognised);
            break;
        }
        var name = (container.Length == 0 ? "" : container + ".") + (type ?? FunctionNames.Unknown);
        var unique = name;
        for (var i = 1; !names.Add(unique); i++) unique = $"{name}_{i}";
        var call = new LayerCall(unique, type ?? FunctionNames.Unknown, container, null, 1, [.. shares.Select(s => s.Call.Output)], raw.shape, bytes, [.. shares.Select(s => new LayerSource(s.Call, ""))])
        {
            Activation = Afterwards(type, parts, raw),
        };
        joins.Add(new(call, [.. parts.Select(part => part.Call)], raw.clone().MoveToOtherDisposeScope(scope)));
        return call;
    }

    private static string? Type(List<Share> shares, double whole, long[] output)
    {
        bool Near(double amount) => Math.Abs(amount - whole) <= Tolerance * whole;
        var linear = Near(shares.Sum(share => share.Amount));
        if (linear && Joined(shares, output)) return "cat";
        if (linear && output.Length > 1 && shares.All(share => share.Call.Output.Length == output.Length && share.Call.Output[1] == output[1])) return "add";
        if (!linear && shares.Any(share => Near(share.Amount))) return "mul";
        return shares.Any(share => share.Identity) && shares.All(share => share.Call.Output.SequenceEqual(output)) ? "add" : null;
    }

    private static bool Joined(List<Share> shares, long[] output) =>
        (output.Length > 1 && shares.TrueForAll(share => share.Call.Output.Length > 1) && shares.Sum(share => share.Call.Output[1]) == output[1])
        || shares.Sum(share => Numbers(share.Call.Output)) == Numbers(output);

    // What was done to a plain sum, or to a concatenation in the order of the calls or the opposite one.
    private static string Afterwards(string? type, IReadOnlyList<JoinPart> parts, Tensor raw)
    {
        var values = parts.Select(part => part.Value.detach()).ToList();
        bool Alike(int skipped) => values.All(v => v.shape.Index().All(size => size.Index == skipped || (v.dim() == values[0].dim() && size.Item == values[0].shape[size.Index])));
        Tensor[] joined = type switch
        {
            "add" when Alike(-1) => [values.Aggregate((a, b) => a + b)],
            "cat" when Alike(1) => [cat(values, 1), cat([.. Enumerable.Reverse(values)], 1)],
            _ => [],
        };
        return joined.Select(whole => FunctionNames.Between(whole, raw)).FirstOrDefault(function => function != FunctionNames.Unknown) ?? "";
    }

    private static long Numbers(long[] shape) => shape.Aggregate(1L, (product, size) => product * size);

    private static double Product(Tensor a, Tensor b) => (a.to_type(ScalarType.Float64) * b.to_type(ScalarType.Float64)).sum().item<double>();
}

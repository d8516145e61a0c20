using System.Globalization;

namespace ImageNotebooks;

/// <summary>One layer of a model, as it was seen working.</summary>
/// <param name="Name">The name of its field, with those of the modules around it.</param>
/// <param name="Type">The kind of layer, by torch's name; <c>add</c>, <c>cat</c> and <c>mul</c> are no layers but join the outputs of several.</param>
/// <param name="OutputShape">What it gives for one batch, the batch's size first as -1.</param>
/// <param name="Parameters">Numbers it holds, learned or averaged.</param>
public sealed record LayerSummary(string Name, string Type, IReadOnlyList<long> OutputShape, long Parameters)
{
    /// <summary>Floating-point operations for one input, all calls together: two for each multiply-add, one for each bias.</summary>
    public long Flops { get; init; }

    /// <summary>Multiply-adds of convolutions and dense layers for one input, all calls together.</summary>
    public long MultiplyAdds { get; init; }

    /// <summary>Bytes that its outputs take for one input, all calls together.</summary>
    public long ActivationBytes { get; init; }

    /// <summary>Whether training changes all its parameters; null where it has none.</summary>
    public bool? Trainable { get; init; }

    /// <summary>How often the model calls it. A layer with parameters that is called again is listed once; one without is listed at each call.</summary>
    public int Calls { get; init; } = 1;

    /// <summary>The layers whose outputs it receives, with what is done to them on the way, such as <c>relu(conv1)</c>; the inputs of further calls follow.</summary>
    public IReadOnlyList<string> ConnectedTo { get; init; } = [];

    internal static LayerSummary Of(IReadOnlyList<LayerCall> calls)
    {
        var (first, costs) = (calls[0], calls.Select(LayerCost.Of).ToList());
        List<bool> trained = first.Occasion == 1 && first.Module is { } module ? [.. module.parameters(recurse: !module.children().Any()).Select(p => p.requires_grad)] : [];
        return new(first.Label, first.Activation.Length == 0 ? first.Type : $"{first.Type}, {first.Activation}", [-1, .. first.Output[1..]], first.Numbers.Sum(t => t.numel()))
        {
            Flops = costs.Sum(c => c.Flops), MultiplyAdds = costs.Sum(c => c.MultiplyAdds), ActivationBytes = calls.Sum(c => c.Bytes),
            Trainable = trained.Count == 0 ? null : trained.TrueForAll(t => t), Calls = calls.Count, ConnectedTo = [.. calls.SelectMany(c => c.Sources).Select(Text)],
        };
    }

    // relu, flatten of conv1 is written as it is called: flatten(relu(conv1)).
    private static string Text(LayerSource source) =>
        source.Function.Length == 0 ? source.Call.Label : source.Function.Split(", ").Aggregate(source.Call.Label, (inner, function) => $"{function}({inner})");

    /// <summary>The shape as Keras writes it.</summary>
    internal string Shape => $"({string.Join(", ", OutputShape.Select(s => s < 0 ? "None" : s.ToString(CultureInfo.InvariantCulture)))})";
}

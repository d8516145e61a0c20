using System.Globalization;
using System.Text.RegularExpressions;
using static System.FormattableString;

namespace ImageNotebooks;

/// <summary>
/// Keras's weights in HDF5: attributes name the layers in their order and each layer's weights. Whole saved models have them in a group <c>model_weights</c>. Weights are
/// named by layer and kind, <c>block1_conv1/kernel</c>, whatever Keras's version called them.
/// </summary>
internal static partial class KerasFile
{
    private const string LayerNames = "layer_names", WeightNames = "weight_names", ModelWeights = "model_weights";

    /// <summary>What Keras 1 called them; its running_std was a variance.</summary>
    private static readonly Dictionary<string, string> OldKinds = new()
    {
        ["W"] = "kernel",
        ["b"] = "bias",
        ["running_mean"] = "moving_mean",
        ["running_std"] = "moving_variance",
    };

    public static WeightsContent Read(MappedFile file)
    {
        var root = new Hdf5File(file).Root;
        var group = root.Find(ModelWeights) ?? root;
        var attributes = group.TextAttributes();
        if (Names(attributes, LayerNames) is not { } layers)
            throw file.Refuse(WhichHdf5(root));
        var entries = new List<WeightsEntry>();
        foreach (var layer in layers)
            entries.AddRange(Weights(file, group, layer));
        return new(entries, Metadata(root.TextAttributes(), attributes));
    }

    private static IEnumerable<WeightsEntry> Weights(MappedFile file, Hdf5Object group, string layer)
    {
        var own = group.Find(layer) ?? throw file.Refuse($"its layer '{layer}' is named and missing");
        var weights = Names(own.TextAttributes(), WeightNames) ?? throw file.Refuse($"its layer '{layer}' does not name its weights");
        string[] kinds = [.. weights.Select(weight => Kind(layer, weight))];
        // A model within the model has several weights of a kind, which only their paths tell apart.
        var distinct = kinds.Distinct().Count() == kinds.Length;
        return weights.Select((weight, i) => (own.Find(weight) ?? throw file.Refuse($"the weight '{weight}' of its layer '{layer}' is named and missing"))
            .Dataset(distinct ? $"{layer}/{kinds[i]}" : $"{layer}/{WithoutNumber(weight)}"));
    }

    /// <summary>A list of names; Keras splits one that is too long for an attribute into <c>NAME0</c>, <c>NAME1</c>...</summary>
    private static string[]? Names(Dictionary<string, string[]> attributes, string name)
    {
        if (attributes.TryGetValue(name, out var whole))
            return whole;
        var parts = new List<string>();
        for (var i = 0; attributes.TryGetValue(Invariant($"{name}{i}"), out var part); i++)
            parts.AddRange(part);
        return parts.Count > 0 ? [.. parts] : null;
    }

    private static string Kind(string layer, string weight)
    {
        var last = WithoutNumber(weight[(weight.LastIndexOf('/') + 1)..]);
        // Keras 1: block1_conv1_W_1, bn2a_branch2a_gamma.
        if (last.StartsWith(layer + "_", StringComparison.Ordinal))
            last = Counter().Replace(last[(layer.Length + 1)..], "");
        return OldKinds.GetValueOrDefault(last, last);
    }

    private static string WithoutNumber(string weight) => Output().Replace(weight, "");

    private static Dictionary<string, string> Metadata(params Dictionary<string, string[]>[] attributes)
    {
        var metadata = new Dictionary<string, string>();
        foreach (var (name, values) in attributes.SelectMany(pairs => pairs).Where(pair => pair.Value.Length == 1 && !pair.Key.StartsWith(LayerNames, StringComparison.Ordinal)))
            metadata.TryAdd(name, values[0]);
        return metadata;
    }

    private static string WhichHdf5(Hdf5Object root)
    {
        string[] members = [.. root.Members.Order(StringComparer.Ordinal).Take(8)];
        return members.Contains("layers") || members.Contains("_layer_checkpoint_dependencies")
            ? "it is Keras 3's .weights.h5, which names no layers; in Keras save it as a whole model in HDF5: model.save('model.h5')"
            : string.Create(CultureInfo.InvariantCulture, $"it is HDF5, but not weights of Keras: it has no attribute {LayerNames}, and at its top {(members.Length > 0 ? string.Join(", ", members) : "nothing")}");
    }

    [GeneratedRegex(@":\d+$")]
    private static partial Regex Output();

    [GeneratedRegex(@"_\d+$")]
    private static partial Regex Counter();
}

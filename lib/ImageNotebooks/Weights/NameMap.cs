using System.Text.RegularExpressions;

namespace ImageNotebooks;

/// <summary>A tensor of a file under the name that it is to have.</summary>
/// <param name="Entry">The tensor.</param>
/// <param name="Name">Its name by now.</param>
/// <param name="Transform">How it is turned into torch's layout, or null where it is.</param>
internal sealed record NamedWeight(WeightsEntry Entry, string Name, WeightsTransform? Transform = null);

/// <summary>
/// Brings the names and layouts of a file to those of a module: <c>NameMap.Keras.Replace(@"^block(\d)_conv(\d)", "features.$1.$2")</c>. A value: every method gives a new one,
/// whose steps are taken in the order of the calls.
/// </summary>
public sealed class NameMap
{
    // A pattern that backtracks for ever must not keep a notebook.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly Dictionary<string, string> TorchKinds = new()
    {
        ["kernel"] = "weight",
        ["depthwise_kernel"] = "weight",
        ["gamma"] = "weight",
        ["beta"] = "bias",
        ["moving_mean"] = "running_mean",
        ["moving_variance"] = "running_var",
    };

    private readonly IReadOnlyList<Step> steps;

    private NameMap(IReadOnlyList<Step> steps) => this.steps = steps;

    private delegate IEnumerable<NamedWeight> Step(IEnumerable<NamedWeight> weights, IReadOnlyList<string> targets);

    /// <summary>Names and layouts as they are.</summary>
    public static NameMap Identity { get; } = new([]);

    /// <summary>
    /// Keras's kinds under torch's names, and in torch's layout: <c>block1_conv1/kernel</c> [3, 3, 3, 64] becomes <c>block1_conv1.weight</c> [64, 3, 3, 3]. Names of layers stay, with dots for slashes.
    /// </summary>
    public static NameMap Keras { get; } = Identity.Each(weight =>
    {
        var path = weight.Name.Split('/');
        var transform = (path[^1], weight.Entry.Shape.Count) switch
        {
            ("kernel", 4) => WeightsTransform.KerasConvolution,
            ("kernel", 2) => WeightsTransform.KerasDense,
            ("depthwise_kernel", 4) => WeightsTransform.KerasDepthwise,
            _ => weight.Transform,
        };
        return weight with { Name = string.Join('.', path[..^1].Append(TorchKinds.GetValueOrDefault(path[^1], path[^1]))), Transform = transform };
    });

    /// <summary>Takes a beginning such as <c>state_dict.</c> or <c>module.</c> from the names that have it.</summary>
    public NameMap WithoutPrefix(string prefix) =>
        Each(weight => weight.Name.StartsWith(prefix, StringComparison.Ordinal) ? weight with { Name = weight.Name[prefix.Length..] } : weight);

    /// <summary>Replaces what a regular expression matches in the names.</summary>
    /// <param name="pattern">.NET's regular expression.</param>
    /// <param name="replacement">In it <c>$1</c> stands for the first group.</param>
    public NameMap Replace(string pattern, string replacement)
    {
        var regex = Pattern(pattern);
        return Each(weight => weight with { Name = regex.Replace(weight.Name, replacement) });
    }

    /// <summary>Replaces what a regular expression matches by what a function makes of it, for names that are counted differently.</summary>
    /// <param name="pattern">.NET's regular expression.</param>
    /// <param name="replacement">Gives the text for a match.</param>
    public NameMap Replace(string pattern, Func<Match, string> replacement)
    {
        var regex = Pattern(pattern);
        return Each(weight => weight with { Name = regex.Replace(weight.Name, new MatchEvaluator(replacement)) });
    }

    /// <summary>Renames the tensors of a list and leaves the others.</summary>
    /// <param name="names">The name until now, and the new one.</param>
    public NameMap Rename(IReadOnlyDictionary<string, string> names) =>
        Each(weight => names.TryGetValue(weight.Name, out var name) ? weight with { Name = name } : weight);

    /// <summary>Leaves out the tensors whose names a regular expression matches, a classifier's for instance.</summary>
    public NameMap Without(string pattern)
    {
        var regex = Pattern(pattern);
        return Then((weights, _) => weights.Where(weight => !regex.IsMatch(weight.Name)));
    }

    /// <summary>Gives the tensors whose names a regular expression matches this transform, in place of any that they had.</summary>
    /// <param name="pattern">.NET's regular expression, for the names as they are by now.</param>
    /// <param name="transform">The transform, or null for none.</param>
    public NameMap Transform(string pattern, WeightsTransform? transform)
    {
        var regex = Pattern(pattern);
        return Each(weight => regex.IsMatch(weight.Name) ? weight with { Transform = transform } : weight);
    }

    /// <summary>
    /// Gives the first layer of the file the name of the module's first, the second the second's, and so on; what a layer's tensors are called within it stays. A layer is what
    /// shares a name up to its last dot. For files whose layers are named by another scheme but come in the same order.
    /// </summary>
    public NameMap InOrder() => Then((weights, targets) =>
    {
        var taken = weights.ToList();
        string[] own = [.. taken.Select(weight => LayerOf(weight.Name)).Distinct()], theirs = [.. targets.Select(LayerOf).Distinct()];
        var names = own.Zip(theirs).ToDictionary(pair => pair.First, pair => pair.Second);
        return taken.Select(weight => names.TryGetValue(LayerOf(weight.Name), out var layer) ? weight with { Name = layer + weight.Name[LayerOf(weight.Name).Length..] } : weight);
    });

    /// <summary>First the steps of this map, then those of another.</summary>
    public NameMap Then(NameMap next) => new([.. steps, .. next.steps]);

    /// <summary>The tensors of a file under their new names.</summary>
    /// <param name="entries">The file's.</param>
    /// <param name="targets">The names in the module, in its order.</param>
    internal IReadOnlyList<NamedWeight> Apply(IEnumerable<WeightsEntry> entries, IReadOnlyList<string> targets) =>
        [.. steps.Aggregate(entries.Select(entry => new NamedWeight(entry, entry.Name)), (weights, step) => step(weights, targets))];

    private static string LayerOf(string name) => name.LastIndexOf('.') is > 0 and var dot ? name[..dot] : "";

    private static Regex Pattern(string pattern) => new(pattern, RegexOptions.CultureInvariant, Patience);

    private NameMap Each(Func<NamedWeight, NamedWeight> step) => Then((weights, _) => weights.Select(step));

    private NameMap Then(Step step) => new([.. steps, step]);
}

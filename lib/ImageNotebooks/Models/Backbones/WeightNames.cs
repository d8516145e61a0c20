using System.Text.RegularExpressions;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>By whose names a file of weights calls the layers of a <see cref="Backbone"/>.</summary>
internal enum WeightNaming
{
    /// <summary>torchvision's, which are ours.</summary>
    Torchvision,

    /// <summary>Those of keras.applications.</summary>
    Keras,

    /// <summary>timm's.</summary>
    Timm,

    /// <summary>Numbers in the order of the convolutions, normalisation folded into them.</summary>
    Folded,
}

/// <summary>The names that others give to the layers of our backbones, in the order in which images pass them.</summary>
internal static partial class WeightNames
{
    private const string NoteName = "convention";

    /// <summary>Whose names a file uses, to be seen from those that only one of them has.</summary>
    public static WeightNaming Of(WeightsFile file) =>
        file.Entries.Any(entry => entry.Name.EndsWith("/kernel", StringComparison.Ordinal)) ? WeightNaming.Keras
        : file.Entries.Any(entry => Number().IsMatch(entry.Name)) ? WeightNaming.Folded
        : file.Entries.Any(entry => entry.Name.StartsWith("conv_stem.", StringComparison.Ordinal) || entry.Name.StartsWith("pre_logits.", StringComparison.Ordinal)) ? WeightNaming.Timm
        : WeightNaming.Torchvision;

    /// <summary>How a network has to be built to hold a file's weights, or null where any way will do or the file does not tell.</summary>
    /// <param name="file">The file.</param>
    /// <param name="network">The network's name for <see cref="Backbones.Create"/>.</param>
    public static Convention? ConventionOf(WeightsFile file, string network) => (Of(file), network) switch
    {
        (_, "vgg16") => null,
        (WeightNaming.Keras, _) => Convention.Keras,
        (WeightNaming.Folded, _) => Convention.Keras with { Folded = true },
        (WeightNaming.Timm, "efficientnet_v2_b3") => Convention.Keras,
        (WeightNaming.Timm, _) => Convention.PyTorch,
        _ when file.Metadata.TryGetValue(NoteName, out var note) => (note.StartsWith("keras", StringComparison.Ordinal) ? Convention.Keras : Convention.PyTorch) with { Folded = note.EndsWith("folded", StringComparison.Ordinal) },
        _ when file.Format is WeightsFormat.PyTorch or WeightsFormat.PyTorchLegacy => Convention.PyTorch,
        _ => null,
    };

    /// <summary>What a file of our own says of the network's convention.</summary>
    public static Dictionary<string, string> Note(Convention convention) => new() { [NoteName] = (convention.IsKeras ? "keras" : "pytorch") + (convention.Folded ? " folded" : "") };

    /// <summary>Brings a file's names and layouts to those of a network, and leaves out what belongs to a part that the network was made without.</summary>
    /// <exception cref="NotSupportedException">Nobody publishes weights of this network under such names.</exception>
    public static NameMap Map(Backbone network, WeightNaming naming)
    {
        var layers = network.Leaves().Where(leaf => leaf.Module.state_dict().Count > 0).ToList();
        List<string> names = [.. naming switch
        {
            WeightNaming.Keras => Keras(network),
            WeightNaming.Timm => Timm(network),
            WeightNaming.Folded => Numbers(layers.Select(layer => layer.Module)),
            _ => [.. layers.Select(layer => layer.Name), .. network.Options.IncludeTop ? [] : (string[])["classifier|fc"]],
        }];
        var renamed = new Dictionary<string, string>();
        foreach (var ((path, layer), name) in layers.Zip(names))
        {
            // A file made with another version may call a layer otherwise.
            foreach (var alternative in name.Split('|'))
            foreach (var tensor in layer.state_dict().Keys) renamed[$"{alternative}.{tensor}"] = $"{path}.{tensor}";
        }
        var map = (naming == WeightNaming.Keras ? NameMap.Keras : NameMap.Identity).Rename(renamed);
        if (names.Count > layers.Count) map = map.Without($"^({string.Join('|', names.Skip(layers.Count).Select(name => name.Replace(".", "\\.", StringComparison.Ordinal)))})\\.");
        foreach (var (path, layer) in layers.Where(layer => layer.Module is Linear))
        {
            if (DenseTransform(network, path, naming) is { } transform) map = map.Transform($"^{Regex.Escape(path)}\\.weight$", transform);
        }
        return map;
    }

    // A classifier may be stored as a convolution of 1 x 1, or of the whole map.
    private static WeightsTransform? DenseTransform(Backbone network, string name, WeightNaming naming) => (network, naming) switch
    {
        (VGG16, WeightNaming.Keras) when name == "classifier.0" => WeightsTransform.KerasDenseAfterFlatten(7, 7),
        (MobileNet, WeightNaming.Keras) => WeightsTransform.KerasPointwiseAsDense,
        (_, WeightNaming.Folded) => WeightsTransform.ConvolutionAsDense,
        (VGG16, WeightNaming.Timm) when name != "classifier.6" => WeightsTransform.ConvolutionAsDense,
        _ => null,
    };

    private static IEnumerable<string> Keras(Backbone network) => network switch
    {
        VGG16 => [.. from block in new[] { (1, 2), (2, 2), (3, 3), (4, 3), (5, 3) } from i in Count(block.Item2) select $"block{block.Item1}_conv{i}", "fc1", "fc2", "predictions"],
        ResNet => ["conv1_conv", "conv1_bn", .. ResNetBlocks().SelectMany(b => Of(b.Name, [.. Count(3).SelectMany(i => Of($"_{i}", "_conv", "_bn")), .. b.First ? ["_0_conv", "_0_bn"] : Array.Empty<string>()])), "predictions|probs|fc1000"],
        ResNet50V2 => ["conv1_conv", .. ResNetBlocks().SelectMany(b => Of(b.Name, ["_preact_bn", .. b.First ? ["_0_conv"] : Array.Empty<string>(), "_1_conv", "_1_bn", "_2_conv", "_2_bn", "_3_conv"])), "post_bn", "predictions|probs"],
        DenseNet121 =>
        [
            "conv1.conv|conv1_conv", "conv1.bn|conv1_bn",
            .. from stage in new[] { (2, 6), (3, 12), (4, 24), (5, 16) }
               from name in (IEnumerable<string>)[.. Count(stage.Item2).SelectMany(i => Of($"conv{stage.Item1}_block{i}", "_0_bn", "_1_conv", "_1_bn", "_2_conv")), .. stage.Item1 < 5 ? Of($"pool{stage.Item1}", "_bn", "_conv") : []]
               select name,
            "bn", "predictions|fc1000",
        ],
        MobileNet => ["conv1", "conv1_bn", .. Count(13).SelectMany(i => (string[])[$"conv_dw_{i}", $"conv_dw_{i}_bn", $"conv_pw_{i}", $"conv_pw_{i}_bn"]), "conv_preds"],
        MobileNetV2 =>
        [
            "Conv1", "bn_Conv1|Conv1_bn", .. Of("expanded_conv", "_depthwise", "_depthwise_BN", "_project", "_project_BN"),
            .. Count(16).SelectMany(i => Of($"block_{i}", "_expand", "_expand_BN", "_depthwise", "_depthwise_BN", "_project", "_project_BN")), "Conv_1", "Conv_1_bn", "predictions|Logits",
        ],
        EfficientNetV2B3 =>
        [
            "stem_conv", "stem_bn",
            .. EfficientBlocks().SelectMany(b => Of($"block{b.Stage}{(char)('a' + b.Index)}", b.Kind switch
            {
                BlockKind.Single => ["_project_conv", "_project_bn"],
                BlockKind.Fused => ["_expand_conv", "_expand_bn", "_project_conv", "_project_bn"],
                _ => ["_expand_conv", "_expand_bn", "_dwconv2", "_bn", "_se_reduce", "_se_expand", "_project_conv", "_project_bn"],
            })),
            "top_conv", "top_bn", "predictions",
        ],
        _ => throw new NotSupportedException($"keras.applications has no {network.GetName()}."),
    };

    internal static IEnumerable<string> Timm(Backbone network) => network switch
    {
        VGG16 => [.. network.Leaves().Where(leaf => leaf.Module is Conv2d).Select(leaf => leaf.Name), "pre_logits.fc1", "pre_logits.fc2", "head.fc"],
        DenseNet121 or ResNet => network.Leaves().Where(leaf => leaf.Module.state_dict().Count > 0).Select(leaf => leaf.Name),
        MobileNet =>
        [
            "conv_stem", "bn1",
            .. new[] { 1, 2, 2, 6, 2 }.SelectMany((blocks, stage) => Enumerable.Range(0, blocks).SelectMany(i => Of($"blocks.{stage}.{i}", ".conv_dw", ".bn1", ".conv_pw", ".bn2"))), "classifier",
        ],
        MobileNetV2 =>
        [
            "conv_stem", "bn1", .. Of("blocks.0.0", ".conv_dw", ".bn1", ".conv_pw", ".bn2"),
            .. new[] { 2, 3, 4, 3, 3, 1 }.SelectMany((blocks, stage) => Enumerable.Range(0, blocks).SelectMany(i => Of($"blocks.{stage + 1}.{i}", ".conv_pw", ".bn1", ".conv_dw", ".bn2", ".conv_pwl", ".bn3"))),
            "conv_head", "bn2", "classifier",
        ],
        EfficientNetV2B3 =>
        [
            "conv_stem", "bn1",
            .. EfficientBlocks().SelectMany(b => Of($"blocks.{b.Stage - 1}.{b.Index}", b.Kind switch
            {
                BlockKind.Single => [".conv", ".bn1"],
                BlockKind.Fused => [".conv_exp", ".bn1", ".conv_pwl", ".bn2"],
                _ => [".conv_pw", ".bn1", ".conv_dw", ".bn2", ".se.conv_reduce", ".se.conv_expand", ".conv_pwl", ".bn3"],
            })),
            "conv_head", "bn2", "classifier",
        ],
        _ => throw new NotSupportedException($"timm builds {network.GetName()} in another way, so its weights do not fit."),
    };

    private static IEnumerable<string> Numbers(IEnumerable<nn.Module> layers) =>
        [.. layers.Select((layer, i) => $"{i:00}.{(layer is Conv2d { groups: > 1 } ? "dw" : "conv")}"), .. Enumerable.Range(layers.Count(), 100 - layers.Count()).Select(i => $"{i:00}.(conv|dw)")];

    private enum BlockKind { Single, Fused, Inverted }

    private static IEnumerable<(int Stage, int Index, BlockKind Kind)> EfficientBlocks() =>
        from stage in new[] { (1, 2, BlockKind.Single), (2, 3, BlockKind.Fused), (3, 3, BlockKind.Fused), (4, 5, BlockKind.Inverted), (5, 7, BlockKind.Inverted), (6, 12, BlockKind.Inverted) }
        from index in Enumerable.Range(0, stage.Item2)
        select (stage.Item1, index, stage.Item3);

    private static IEnumerable<(string Name, bool First)> ResNetBlocks() =>
        from stage in new[] { (2, 3), (3, 4), (4, 6), (5, 3) }
        from block in Count(stage.Item2)
        select ($"conv{stage.Item1}_block{block}", block == 1);

    private static IEnumerable<int> Count(int n) => Enumerable.Range(1, n);

    private static IEnumerable<string> Of(string name, params IEnumerable<string> ends) => ends.Select(end => name + end);

    [GeneratedRegex(@"^\d\d\.(conv|dw)\.weight$")]
    private static partial Regex Number();
}

using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Models;

/// <summary>Our networks beside the same networks built of Keras layers by other code: same weights, same images, same maps.</summary>
public class KerasParityTests
{
    private const double Tolerance = 1e-4;

    private static readonly BackboneOptions NoTop = new() { IncludeTop = false, Convention = Convention.Keras };

    // Each network, and our names of its layers in Keras's order where they are registered in another.
    private static readonly Dictionary<string, (Func<nn.Module<Tensor, Tensor>> Make, Func<IReadOnlyList<string>, IReadOnlyList<string>>? Order)> Networks = new()
    {
        ["AnimalsCnn"] = (() => new AnimalsCnn(), null),
        ["IntelCnn"] = (() => new IntelCnn(), null),
        ["CifarBatchNormCnn"] = (() => new CifarBatchNormCnn(), _ => [.. ConvolutionsAndNorms(6), "dense1", "dense2"]),
        ["MalariaCnn"] = (() => new MalariaCnn(), null),
        ["MalariaSqueezeExciteCnn"] = (() => new MalariaSqueezeExciteCnn(), _ => [.. ConvolutionsAndNorms(4), "se.squeeze", "se.excite", "dense1", "dense2", "dense3"]),
        ["MalariaSwishCnn"] = (() => new MalariaSwishCnn(), null),
        ["VocAlexNet"] = (() => new VocAlexNet(), null),
        ["DeepLabV3Plus"] = (() => new DeepLabV3Plus(), DeepLab),
        ["MobileNet"] = (() => new MobileNet(NoTop), null),
        ["MobileNet025"] = (() => new MobileNet(NoTop, 0.25), null),
        ["MobileNetV2"] = (() => new MobileNetV2(NoTop), null),
        ["VGG16"] = (() => new VGG16(NoTop), null),
        ["ResNet50"] = (() => new ResNet(50, NoTop), names => Blocks(names, "conv1", "bn1", "conv2", "bn2", "downsample.0", "conv3", "downsample.1", "bn3")),
        ["ResNet50V2"] = (() => new ResNet50V2(NoTop), ResNetV2),
        ["ResNet50V2Top"] = (() => new ResNet50V2(NoTop with { IncludeTop = true }), ResNetV2),
        ["DenseNet121"] = (() => new DenseNet121(NoTop), null),
        ["EfficientNetV2B3"] = (() => new EfficientNetV2B3(NoTop), null),
    };

    // Keras's names of maps that the backbones give, and ours.
    private static readonly Dictionary<string, Dictionary<string, string>> Maps = new()
    {
        ["MobileNet"] = new() { ["conv_pw_3_relu"] = "blocks.2", ["conv_pw_5_relu"] = "blocks.4", ["conv_pw_11_relu"] = "blocks.10" },
        ["MobileNet025"] = new() { ["conv_pw_3_relu"] = "blocks.2", ["conv_pw_11_relu"] = "blocks.10" },
        ["MobileNetV2"] = new() { ["block_2_add"] = "features.3", ["block_5_add"] = "features.6", ["block_12_add"] = "features.13" },
        ["VGG16"] = new() { ["block2_pool"] = "features.9", ["block3_pool"] = "features.16", ["block4_pool"] = "features.23" },
        ["ResNet50"] = new() { ["conv2_block3_out"] = "layer1.2", ["conv3_block4_out"] = "layer2.3", ["conv4_block6_out"] = "layer3.5" },
        ["ResNet50V2"] = new() { ["pool1_pool"] = "maxpool", ["conv2_block3_out"] = "layer1.2", ["conv3_block4_out"] = "layer2.3", ["conv4_block6_out"] = "layer3.5" },
        ["DenseNet121"] = new() { ["pool2_pool"] = "features.transition1", ["pool3_pool"] = "features.transition2", ["pool4_pool"] = "features.transition3" },
        ["EfficientNetV2B3"] = new() { ["block2c_add"] = "features.2.2", ["block3c_add"] = "features.3.2", ["block5g_add"] = "features.5.6" },
    };

    public static TheoryData<string, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int>();
            foreach (var (network, number) in KerasGolden.Cases) cases.Add(network, number);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gives_what_Keras_gives(string name, int number)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var entry = KerasGolden.Entry(name);
        var given = entry.GetProperty("cases")[number];
        var images = KerasGolden.Images(entry, given);
        var (make, order) = Networks[name];
        using var model = make();
        KerasGolden.Fill(model, entry, order?.Invoke(KerasGolden.Names(model)));
        model.eval();

        if (Maps.TryGetValue(name, out var names))
        {
            foreach (var (keras, ours) in names) KerasGolden.AssertClose(given.GetProperty("maps").GetProperty(keras), ((Backbone)model).Features(images, ours)[0], Tolerance, $"{name}.{ours}");
        }
        KerasGolden.AssertClose(given.GetProperty("output"), model.call(images), Tolerance, name);
    }

    private static IEnumerable<string> ConvolutionsAndNorms(int count) => Enumerable.Range(1, count).SelectMany(i => new[] { $"conv{i}", $"bn{i}" });

    private static IReadOnlyList<string> ResNetV2(IReadOnlyList<string> names) => Blocks(names, "preact_bn", "conv1", "bn1", "conv2", "bn2", "downsample", "conv3");

    // Keras lists layers by their distance from the output: a shortcut's stand beside those that are as far from the sum.
    private static IReadOnlyList<string> Blocks(IReadOnlyList<string> names, params string[] inside) =>
    [
        .. names.GroupBy(name => name.StartsWith("layer", StringComparison.Ordinal) ? string.Join('.', name.Split('.')[..2]) : name)
            .SelectMany(block => block.OrderBy(name => Array.FindIndex(inside, end => name.EndsWith($".{end}", StringComparison.Ordinal)))),
    ];

    // Likewise the branches' convolutions before their norms, and the finer map's after the pyramid.
    private static IReadOnlyList<string> DeepLab(IReadOnlyList<string> names)
    {
        var branches = names.Where(name => name.StartsWith("aspp.branches", StringComparison.Ordinal)).ToList();
        return
        [
            .. names.Where(name => name.StartsWith("backbone", StringComparison.Ordinal)), "aspp.imagePooling.1.0", "aspp.imagePooling.1.1",
            .. branches.Where((_, i) => i % 2 == 0), .. branches.Where((_, i) => i % 2 == 1), "aspp.project.0", "aspp.project.1", "lowLevel.0", "lowLevel.1",
            .. names.Where(name => name.StartsWith("decoder", StringComparison.Ordinal)), "head",
        ];
    }
}

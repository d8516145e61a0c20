namespace ImageNotebooks;

/// <summary>Backbones by name, as timm's <c>create_model</c> and Keras's <c>applications</c> have them.</summary>
public static class Backbones
{
    private static readonly Dictionary<string, Func<BackboneOptions, double, Backbone>> Makers = new()
    {
        ["densenet121"] = (options, _) => new DenseNet121(options),
        ["efficientnet_v2_b3"] = (options, _) => new EfficientNetV2B3(options),
        ["mobilenet"] = (options, width) => new MobileNet(options, width),
        ["mobilenet_v2"] = (options, _) => new MobileNetV2(options),
        ["resnet18"] = (options, _) => new ResNet(18, options),
        ["resnet34"] = (options, _) => new ResNet(34, options),
        ["resnet50"] = (options, _) => new ResNet(50, options),
        ["resnet50_v2"] = (options, _) => new ResNet50V2(options),
        ["vgg16"] = (options, _) => new VGG16(options),
    };

    /// <summary>The names that <see cref="Create"/> knows.</summary>
    public static IReadOnlyList<string> Names => [.. Makers.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The name by which <see cref="Create"/> makes such a network.</summary>
    internal static string NameOf(Backbone network) => network switch
    {
        DenseNet121 => "densenet121",
        EfficientNetV2B3 => "efficientnet_v2_b3",
        MobileNet => "mobilenet",
        MobileNetV2 => "mobilenet_v2",
        ResNet50V2 => "resnet50_v2",
        _ => network.GetName().ToLowerInvariant(),
    };

    /// <summary>Makes a network.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="weights">The path of a file of weights; null leaves them random. The network is built by the convention that the file needs.</param>
    /// <param name="includeTop">Whether it ends with its paper's classifier.</param>
    /// <param name="pooling">What becomes of the last feature map where it does not.</param>
    /// <param name="classes">Logits of the classifier.</param>
    /// <param name="convention">How it is built; where nothing is said as the weights need it, or PyTorch's way if torchvision has the network, else Keras's.</param>
    /// <param name="width">By what MobileNet's channels are multiplied; the others have one width.</param>
    /// <exception cref="ArgumentException">There is no network of this name, a width is given for one that has none, or the weights are for another convention.</exception>
    /// <exception cref="WeightsFileException">The weights cannot be read, or are another network's.</exception>
    public static Backbone Create(
        string name, string? weights = null, bool includeTop = true, Pooling pooling = Pooling.None, int classes = 1000, Convention? convention = null, double width = 1)
    {
        if (!Makers.TryGetValue(name, out var make)) throw new ArgumentException($"There is no backbone '{name}'; there are {string.Join(", ", Names)}.", nameof(name));
        if (width != 1 && name != "mobilenet") throw new ArgumentException($"Only mobilenet can be made wider or narrower, not {name}.", nameof(width));
        if (weights is not null && convention is null)
        {
            using var file = WeightsFile.Open(weights);
            convention = WeightNames.ConventionOf(file, name);
        }
        var network = make(new() { IncludeTop = includeTop, Pooling = pooling, Classes = classes, Convention = convention }, width);
        try
        {
            if (weights is not null) network.LoadWeights(weights);
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }
}

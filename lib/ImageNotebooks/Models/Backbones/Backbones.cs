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
    /// <param name="weights">
    /// A name of <see cref="PretrainedWeights.All"/>, downloaded on first use, or the path of a file; null leaves the weights random. The network is built by the convention that they need.
    /// </param>
    /// <param name="includeTop">Whether it ends with its paper's classifier.</param>
    /// <param name="pooling">What becomes of the last feature map where it does not.</param>
    /// <param name="classes">Logits of the classifier; where nothing is said as many as published weights have, or 1000.</param>
    /// <param name="convention">How it is built; where nothing is said as the weights need it, or PyTorch's way if torchvision has the network, else Keras's.</param>
    /// <param name="width">By what MobileNet's channels are multiplied; the others have one width.</param>
    /// <exception cref="ArgumentException">There is no network of this name, a width is given for one that has none, or the weights are for another network, part or convention.</exception>
    /// <exception cref="NotSupportedException">The weights' makers build this network in another way.</exception>
    /// <exception cref="DataFileException">The weights cannot be had or read, or are another network's.</exception>
    public static Backbone Create(
        string name, string? weights = null, bool includeTop = true, Pooling pooling = Pooling.None, int? classes = null, Convention? convention = null, double width = 1)
    {
        if (!Makers.TryGetValue(name, out var make)) throw new ArgumentException($"There is no backbone '{name}'; there are {string.Join(", ", Names)}.", nameof(name));
        if (width != 1 && name != "mobilenet") throw new ArgumentException($"Only mobilenet can be made wider or narrower, not {name}.", nameof(width));
        var (published, path) = weights is null ? (null, null) : Find(weights, name, includeTop);
        if (path is not null && convention is null)
        {
            using var file = WeightsFile.Open(path);
            convention = WeightNames.ConventionOf(file, name);
        }
        var network = make(new() { IncludeTop = includeTop, Pooling = pooling, Classes = classes ?? (published?.IncludesTop is true ? published.Classes : 1000), Convention = convention }, width);
        try
        {
            if (path is not null) network.LoadWeights(path);
            network.Weights = published;
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    private static (PretrainedWeights?, string Path) Find(string weights, string name, bool includeTop)
    {
        if (File.Exists(weights)) return (PretrainedWeights.All.FirstOrDefault(entry => entry.File.Name == Path.GetFileName(weights)), weights);
        var published = PretrainedWeights.Find(weights);
        if (published.Architecture != name) throw new ArgumentException($"The weights {weights} are for {published.Architecture}, not for {name}.", nameof(weights));
        if (includeTop && !published.IncludesTop) throw new ArgumentException($"The weights {weights} have no classifier; make the network with includeTop: false, or take others: {string.Join(", ", PretrainedWeights.All.Where(entry => entry.Architecture == name && entry.IncludesTop).Select(entry => entry.Name))}.", nameof(weights));
        return (published, published.FetchAsync(DataFolder.Default, new ConsoleProgress()).GetAwaiter().GetResult());
    }
}

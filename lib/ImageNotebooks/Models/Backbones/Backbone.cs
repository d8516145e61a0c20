using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>
/// A network that was made to tell ImageNet's classes apart and that others build upon: a chain of layers, each of which gives a feature map by its name, and behind it either the paper's
/// classifier or a pooling. Parts of it can be frozen, and the normalisation folded into its convolutions.
/// </summary>
public abstract class Backbone : nn.Module<Tensor, Tensor>
{
    /// <summary>The least height and width of an image: five halvings leave one pixel.</summary>
    public const int MinimumSize = 32;

    private readonly HashSet<nn.Module> frozen = [];
    private IReadOnlyList<(string Name, nn.Module<Tensor, Tensor> Layer)>? steps;

    /// <summary>Begins the network.</summary>
    /// <param name="name">Its name in summaries.</param>
    /// <param name="options">What is made.</param>
    /// <param name="convention">How it is built where <paramref name="options"/> do not say.</param>
    /// <exception cref="ArgumentOutOfRangeException">A classifier is asked for that has no class.</exception>
    protected Backbone(string name, BackboneOptions options, Convention convention) : base(name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Classes, 1);
        Options = options with { Convention = options.Convention ?? convention };
    }

    /// <summary>What was made; the convention always said.</summary>
    public BackboneOptions Options { get; }

    /// <summary>The published weights that <see cref="Backbones.Create"/> gave it, which say how images are prepared; null where there are none or they are not known.</summary>
    public PretrainedWeights? Weights { get; internal set; }

    /// <summary>How the network is built.</summary>
    protected Convention Convention => Options.Convention!;

    /// <summary>Channels of the last feature map.</summary>
    public abstract int FeatureChannels { get; }

    /// <summary>Names of the feature maps, the finest first: each layer of the chain under the name that it has in the state dict.</summary>
    public IReadOnlyList<string> FeatureNames => [.. Steps.Select(step => step.Name)];

    /// <summary>Whether batch normalisation uses its averages and leaves them alone while the network trains, as in a network that Keras calls with <c>training=False</c> to fine-tune it.</summary>
    public bool KeepsAverages { get; set; }

    /// <summary>The layers up to the last feature map, one after another.</summary>
    protected abstract IReadOnlyList<(string Name, nn.Module<Tensor, Tensor> Layer)> Chain { get; }

    // Listed once: every forward pass goes along it.
    private IReadOnlyList<(string Name, nn.Module<Tensor, Tensor> Layer)> Steps => steps ??= Chain;

    /// <summary>The paper's classifier.</summary>
    /// <param name="x">[N, <see cref="FeatureChannels"/>, h, w], the last feature map.</param>
    /// <returns>[N, classes] logits.</returns>
    protected abstract Tensor Classify(Tensor x);

    /// <summary>The same network, made anew with other options.</summary>
    protected abstract Backbone Remake(BackboneOptions options);

    /// <summary>Logits, or features where there is no classifier.</summary>
    /// <param name="x">[N, 3, H, W] float, H and W at least <see cref="MinimumSize"/>, normalised as the weights ask for.</param>
    /// <returns>[N, classes] with the classifier; else [N, C, h, w], or [N, C] where it is pooled.</returns>
    /// <exception cref="ArgumentException">The images have other than three channels, or are too small.</exception>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        x = Features(x);
        var output = Options switch
        {
            { IncludeTop: true } => Classify(x),
            { Pooling: Pooling.Average } => x.mean([2, 3]),
            { Pooling: Pooling.Max } => x.amax([2, 3]),
            _ => x,
        };
        return output.MoveToOuterDisposeScope();
    }

    /// <summary>The last feature map.</summary>
    /// <inheritdoc cref="forward"/>
    /// <returns>[N, <see cref="FeatureChannels"/>, H / 32, W / 32].</returns>
    public Tensor Features(Tensor x) => Features(x, Steps[^1].Name)[0];

    /// <summary>Feature maps by name; what follows the last of them is not computed.</summary>
    /// <param name="x">[N, 3, H, W] float.</param>
    /// <param name="names">Names of <see cref="FeatureNames"/>.</param>
    /// <returns>One map a name, in the order of the names.</returns>
    /// <exception cref="ArgumentException">A name is not one of <see cref="FeatureNames"/>, or the images do not suit.</exception>
    public IReadOnlyList<Tensor> Features(Tensor x, params string[] names)
    {
        ImageSize.Require(x, this, MinimumSize);
        foreach (var name in names) CheckName(name, FeatureNames);
        using var scope = NewDisposeScope();
        // oneDNN takes channels-last images as they are, where it copies the others into an order of its own and back for every convolution.
        if (Convention.Folded) x = x.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
        var (maps, image, wanted) = (new Dictionary<string, Tensor>(), x, names.ToHashSet());
        for (var i = 0; maps.Count < wanted.Count; i++)
        {
            var (name, layer) = Steps[i];
            var next = layer.call(x);
            // Without gradients nobody else needs what lies between two layers.
            if (!ReferenceEquals(x, image) && !ReferenceEquals(x, next) && !maps.ContainsValue(x)) x.Dispose();
            x = next;
            // A ReLU that follows would work in place.
            if (wanted.Contains(name)) maps[name] = i + 1 < Steps.Count && Steps[i + 1].Layer is ReLU ? x.clone() : x;
        }
        return [.. names.Select(wish => maps[wish].MoveToOuterDisposeScope())];
    }

    // ---- freezing --------------------------------------------------------------------------------------------------

    /// <summary>Keeps all weights as they are from now on, and batch normalisation in inference, as Keras's <c>trainable = False</c>.</summary>
    public void Freeze() => Freeze(this.Leaves().Count());

    /// <summary>Freezes the first layers and lets the others learn.</summary>
    /// <param name="layers">How many; convolutions, normalisations and activations count one each, in the order in which images pass them.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many layers.</exception>
    public void Freeze(int layers)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(layers);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(layers, this.Leaves().Count());
        frozen.Clear();
        foreach (var (index, (_, leaf)) in this.Leaves().Index())
        {
            if (index < layers) frozen.Add(leaf);
            foreach (var parameter in leaf.parameters()) parameter.requires_grad = index >= layers;
        }
        train(training);
    }

    /// <summary>Freezes what comes before a layer; from that layer on the network learns.</summary>
    /// <param name="name">A layer or a block by its name in the state dict, for example <c>features.14</c> or <c>layer4</c>.</param>
    /// <exception cref="ArgumentException">There is no layer of that name.</exception>
    public void FreezeUpTo(string name)
    {
        CheckName(name, [.. this.DepthFirst().Select(module => module.Name)]);
        Freeze(this.Leaves().TakeWhile(leaf => leaf.Name != name && !leaf.Name.StartsWith(name + ".", StringComparison.Ordinal)).Count());
    }

    /// <summary>Lets all weights learn.</summary>
    public void Unfreeze() => Freeze(0);

    /// <summary>Sets training or evaluation, but for what is frozen and for averages that are kept: those stay in evaluation.</summary>
    public override void train(bool train = true)
    {
        base.train(train);
        if (!train) return;
        foreach (var leaf in frozen) leaf.eval();
        if (KeepsAverages) foreach (var norm in modules().OfType<BatchNorm2d>()) norm.eval();
    }

    // ---- folding ---------------------------------------------------------------------------------------------------

    /// <summary>
    /// The network for inference: every batch normalisation that follows a convolution is multiplied into its kernel and bias, and images are kept channels-last. A network of its own, in
    /// evaluation; this one stays as it is.
    /// </summary>
    /// <returns>A network that gives the same but for rounding, in less time.</returns>
    public Backbone Fuse()
    {
        using var state = get_rng_state();
        var twin = Remake(Options with { Convention = Convention with { Folded = true } });
        set_rng_state(state);
        var weight = parameters().First();
        twin.to(weight.device, weight.dtype);
        Folding.Copy(this, twin);
        twin.Weights = Weights;
        twin.eval();
        return twin;
    }

    // ---- weights ---------------------------------------------------------------------------------------------------

    /// <summary>Takes the weights of a file by torchvision's, Keras's or timm's names, or of one that was written by <see cref="SaveWeights"/>; a classifier that this network is made without is left out.</summary>
    /// <param name="path">The file, of any format that <see cref="WeightsFile"/> knows.</param>
    /// <returns>What was loaded.</returns>
    /// <exception cref="ArgumentException">The weights were made for a network that is built by another <see cref="Convention"/>: they would load and give wrong numbers.</exception>
    /// <exception cref="WeightsFileException">The file is damaged, or its layers are not this network's; nothing was changed.</exception>
    public WeightsReport LoadWeights(string path)
    {
        using var file = WeightsFile.Open(path);
        var name = Backbones.NameOf(this);
        if (WeightNames.ConventionOf(file, name) is { } made && (made.IsKeras, made.Folded) != (Convention.IsKeras, Convention.Folded))
            throw new ArgumentException($"The weights of {path} are for {made.Description}, and this {GetName()} is {Convention.Description}: make it with Backbones.Create(\"{name}\", weights: \"{path}\"), which builds what the file needs.", nameof(path));
        return this.LoadWeights(file, WeightNames.Map(this, WeightNames.Of(file)));
    }

    /// <summary>Writes the weights as safetensors under torchvision's names, with a note of the convention by which the network is built.</summary>
    /// <param name="path">The file, by custom <c>.safetensors</c>.</param>
    public void SaveWeights(string path) => this.SaveWeights(path, WeightNames.Note(Convention));

    // ---- helpers ---------------------------------------------------------------------------------------------------

    /// <summary>The layers of a sequence with the names they have in the state dict.</summary>
    protected static IEnumerable<(string Name, nn.Module<Tensor, Tensor> Layer)> Under(string prefix, nn.Module sequence) =>
        sequence.named_children().Select(child => ($"{prefix}.{child.name}", (nn.Module<Tensor, Tensor>)child.module));

    private void CheckName(string name, IReadOnlyList<string> known)
    {
        if (known.Contains(name)) return;
        throw new ArgumentException($"{GetName()} has no '{name}'; it has {string.Join(", ", known.Take(4))} ... {known[^1]}.", nameof(name));
    }
}

using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ImageNotebooks;

/// <summary>
/// A new classifier on a network that has learned from other images: normalisation, the <see cref="Backbone"/>, and a head of dense layers. It begins with the backbone frozen, so that only
/// the head learns.
/// </summary>
public sealed class TransferNetwork : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> normalize, head;
    private readonly Backbone backbone;
    private bool takesFeatures;

    /// <summary>Puts the parts together.</summary>
    /// <param name="backbone">Without its top. Becomes this network's, and frozen.</param>
    /// <param name="head">What <paramref name="backbone"/> gives -> [N, classes].</param>
    /// <param name="normalize">Makes of images in [0, 1] what the backbone's weights ask for; null for what is known of published weights, and for nothing where none are known.</param>
    /// <exception cref="ArgumentException">The backbone still has its own classifier.</exception>
    public TransferNetwork(Backbone backbone, Module<Tensor, Tensor> head, Module<Tensor, Tensor>? normalize = null) : base($"Transfer{backbone.GetName()}")
    {
        RequireNoTop(backbone);
        (this.normalize, this.backbone, this.head) = (normalize ?? (backbone.Weights is { } weights ? Normalize.For(weights.Preprocessing) : Identity()), backbone, head);
        RegisterComponents();
        backbone.Freeze();
    }

    /// <summary>The part that has learned before; <see cref="ImageNotebooks.Backbone.FreezeUpTo"/> lets some of it go on learning.</summary>
    public Backbone Backbone => backbone;

    /// <summary>The part that learns.</summary>
    public Module<Tensor, Tensor> Head => head;

    /// <summary>Dense layers with ReLU on a backbone, with Keras's initial weights.</summary>
    /// <param name="backbone">Without its top, pooled to [N, C]; a feature map is flattened.</param>
    /// <param name="classes">How many logits the last layer gives.</param>
    /// <param name="units">Units of the layers before it.</param>
    /// <param name="imageSize">Height and width of the images, where a feature map is flattened.</param>
    /// <param name="normalize">See <see cref="TransferNetwork(Backbone, Module{Tensor, Tensor}, Module{Tensor, Tensor})"/>.</param>
    /// <exception cref="ArgumentException">A feature map is flattened, and the size of images is not said.</exception>
    public static TransferNetwork WithDense(Backbone backbone, int classes, IEnumerable<int>? units = null, int? imageSize = null, Module<Tensor, Tensor>? normalize = null)
    {
        RequireNoTop(backbone);
        var head = Sequential();
        var features = backbone.FeatureChannels;
        if (backbone.Options.Pooling == Pooling.None)
        {
            if (imageSize is not { } size) throw new ArgumentException("A feature map can be flattened for one size of images only: say imageSize, or make the backbone with a pooling.", nameof(imageSize));
            using var scope = NewDisposeScope();
            using var still = no_grad();
            using var evaluation = new EvaluationMode(backbone);
            head.append(Flatten());
            features = (int)backbone.call(zeros(1, 3, size, size)).numel();
        }
        foreach (var width in units ?? [])
        {
            head.append(Keras.Dense(features, width)).append(ReLU());
            features = width;
        }
        head.append(Keras.Dense(features, classes));
        return new(backbone, head, normalize);
    }

    /// <summary>Logits of images.</summary>
    /// <param name="x">[N, 3, H, W] float in [0, 1].</param>
    /// <returns>[N, classes].</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        return head.call(takesFeatures ? x : Features(x)).MoveToOuterDisposeScope();
    }

    /// <summary>What the head is given, to be kept while the backbone is frozen: <c>train.Through(network.Features)</c>.</summary>
    /// <inheritdoc cref="forward"/>
    /// <returns>[N, C], or [N, C, h, w] where the backbone is not pooled.</returns>
    public Tensor Features(Tensor x)
    {
        using var scope = NewDisposeScope();
        return backbone.call(normalize.call(x)).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Until disposed, the network is given what <see cref="Features"/> makes of images in their place: the whole network is trained and saved, and only its head is computed.
    /// </summary>
    internal IDisposable TakeFeatures()
    {
        takesFeatures = true;
        return new Restoring(() => takesFeatures = false);
    }

    private sealed class Restoring(Action restore) : IDisposable
    {
        public void Dispose() => restore();
    }

    private static void RequireNoTop(Backbone backbone)
    {
        if (backbone.Options.IncludeTop) throw new ArgumentException($"{backbone.GetName()} still ends with its own classifier; make it with includeTop: false.", nameof(backbone));
    }
}

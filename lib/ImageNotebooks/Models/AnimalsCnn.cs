using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ImageNotebooks;

/// <summary>
/// The Animals-10 study's own network: unpadded 3 x 3 convolutions, each halved by pooling, then a dense layer of 128. With the study's two convolutions it has 4,354,378 parameters for 100 x 100 RGB
/// images and ten classes, nearly all of them in the dense layer.
/// </summary>
/// <remarks>
/// The layers follow from the published count. Of the deeper network the study says only that it has four convolutions; here they go on doubling, and 914,122 parameters are left.
/// </remarks>
public sealed class AnimalsCnn : Module<Tensor, Tensor>
{
    private readonly int least, most;
    private readonly Sequential features, classifier;

    /// <summary>Makes the network with Keras's initial weights, drawn from torch's default generator.</summary>
    /// <param name="classes">How many logits it gives.</param>
    /// <param name="convolutions">2 as in the base network or 4 as in the deeper one; of 32, 64, 128 and 256 channels.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not 1 to 4 convolutions.</exception>
    public AnimalsCnn(int classes = 10, int convolutions = 2) : base(nameof(AnimalsCnn))
    {
        if (convolutions is < 1 or > 4) throw new ArgumentOutOfRangeException(nameof(convolutions), convolutions, "The network has 1 to 4 convolutions.");
        features = Sequential();
        var (channels, size) = (3, 100);
        for (var (i, width) = (0, 32); i < convolutions; i++, width *= 2)
        {
            features.append(Sequential(Keras.Conv2D(channels, width, 3, Padding.Valid), ReLU(inplace: true), MaxPool2d(2)));
            (channels, size) = (width, (size - 2) / 2);
        }
        // The sizes whose poolings end where those of 100 end.
        (least, most) = (size, size);
        for (var i = 0; i < convolutions; i++) (least, most) = ((2 * least) + 2, (2 * most) + 3);
        classifier = Sequential(Flatten(), Keras.Dense(channels * size * size, 128), ReLU(), Keras.Dense(128, classes));
        RegisterComponents();
    }

    /// <summary>Logits of animals.</summary>
    /// <param name="x">[N, 3, 100, 100] float in [0, 1]; sizes whose poolings end at as many pixels work too.</param>
    /// <returns>[N, classes]; softmax makes probabilities of them.</returns>
    public override Tensor forward(Tensor x)
    {
        ImageSize.Require(x, this, least, most);
        using var scope = NewDisposeScope();
        return classifier.call(features.call(x)).MoveToOuterDisposeScope();
    }
}

using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ImageNotebooks;

/// <summary>
/// The malaria study's small network: three 3 x 3 convolutions with LeakyReLU, global average pooling in place of a wide dense layer, and a dense layer with Swish (Ramachandran et al. 2017).
/// 110,018 parameters for 64 x 64 RGB cells and two classes, a sixth of the base network's.
/// </summary>
public sealed class MalariaSwishCnn : Module<Tensor, Tensor>
{
    // Keras's own slope; torch's is 0.01.
    private const double Slope = 0.3;

    private readonly Sequential features, classifier;

    /// <summary>Makes the network with Keras's initial weights, drawn from torch's default generator.</summary>
    /// <param name="classes">How many logits it gives.</param>
    public MalariaSwishCnn(int classes = 2) : base(nameof(MalariaSwishCnn))
    {
        features = Sequential(
            Keras.Conv2D(3, 32, 3), LeakyReLU(Slope, inplace: true), MaxPool2d(2),       // [N, 32, 32, 32]
            Keras.Conv2D(32, 64, 3), LeakyReLU(Slope, inplace: true), MaxPool2d(2),      // [N, 64, 16, 16]
            Keras.Conv2D(64, 128, 3), LeakyReLU(Slope, inplace: true), MaxPool2d(2));    // [N, 128, 8, 8]
        classifier = Sequential(Keras.Dense(128, 128), SiLU(), Keras.Dense(128, classes));
        RegisterComponents();
    }

    /// <summary>Logits of cells.</summary>
    /// <param name="x">[N, 3, 64, 64] float in [0, 1]; other sizes work too.</param>
    /// <returns>[N, classes]; softmax makes probabilities of them.</returns>
    public override Tensor forward(Tensor x)
    {
        ImageSize.Require(x, this, 8);
        using var scope = NewDisposeScope();
        return classifier.call(features.call(x).mean([2, 3])).MoveToOuterDisposeScope();
    }
}

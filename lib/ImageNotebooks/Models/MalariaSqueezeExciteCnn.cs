using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace ImageNotebooks;

/// <summary>
/// The malaria study's best network: four 3 x 3 convolutions with batch normalisation, squeeze-and-excitation on the last, global average pooling and two dense
/// layers. 271,378 parameters (704 of them moving averages) for 64 x 64 RGB cells and two classes.
/// </summary>
public sealed class MalariaSqueezeExciteCnn : Module<Tensor, Tensor>
{
    private readonly Conv2d conv1, conv2, conv3, conv4;
    private readonly BatchNorm2d bn1, bn2, bn3, bn4;
    private readonly MaxPool2d pool1, pool2, pool3;
    private readonly SqueezeExcite se;
    private readonly Linear dense1, dense2, dense3;

    /// <summary>Makes the network with Keras's initial weights, drawn from torch's default generator.</summary>
    /// <param name="classes">How many logits it gives.</param>
    /// <param name="ratio">The bottleneck of the squeeze-and-excitation block.</param>
    public MalariaSqueezeExciteCnn(int classes = 2, int ratio = 8) : base(nameof(MalariaSqueezeExciteCnn))
    {
        (conv1, bn1, pool1) = (Keras.Conv2D(3, 32, 3), Keras.BatchNormalization(32), MaxPool2d(2));
        (conv2, bn2, pool2) = (Keras.Conv2D(32, 64, 3), Keras.BatchNormalization(64), MaxPool2d(2));
        (conv3, bn3, pool3) = (Keras.Conv2D(64, 128, 3), Keras.BatchNormalization(128), MaxPool2d(2));
        (conv4, bn4, se) = (Keras.Conv2D(128, 128, 3), Keras.BatchNormalization(128), new SqueezeExcite(128, ratio));
        (dense1, dense2, dense3) = (Keras.Dense(128, 128), Keras.Dense(128, 64), Keras.Dense(64, classes));
        RegisterComponents();
    }

    /// <summary>Logits of cells.</summary>
    /// <param name="x">[N, 3, 64, 64] float in [0, 1]; other sizes work too.</param>
    /// <returns>[N, classes]; softmax makes probabilities of them.</returns>
    public override Tensor forward(Tensor x)
    {
        ImageSize.Require(x, this, 8);
        using var scope = NewDisposeScope();
        x = pool1.call(relu(bn1.call(conv1.call(x)), inplace: true));       // [N, 32, 32, 32]
        x = pool2.call(relu(bn2.call(conv2.call(x)), inplace: true));       // [N, 64, 16, 16]
        x = pool3.call(relu(bn3.call(conv3.call(x)), inplace: true));       // [N, 128, 8, 8]
        x = se.call(relu(bn4.call(conv4.call(x)), inplace: true));          // [N, 128, 8, 8]
        x = x.mean([2, 3]);                                                 // [N, 128]
        x = relu(dense2.call(relu(dense1.call(x), inplace: true)), inplace: true);
        return dense3.call(x).MoveToOuterDisposeScope();                    // [N, classes]
    }
}

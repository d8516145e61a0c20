using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ImageNotebooks;

/// <summary>
/// The PASCAL VOC study's network after AlexNet: five unpadded convolutions of 7 x 7, 5 x 5 and three times 3 x 3, of which the first, second and last are followed by
/// batch normalisation and a pooling that takes windows side by side, then dense layers of 64, 64 and one output a class. 777,695 parameters, 640 of them not trained,
/// for 150 x 150 RGB images and twenty classes.
/// </summary>
/// <remarks>
/// The layers are those of the notebook that a group handed in to KU Leuven's competition kul-h02a5a-computer-vision-ga2-2022, not a reconstruction from its counts. Its text speaks
/// of dropout after every dense layer; its code, which gives the published counts, has one, before the last.
/// </remarks>
public sealed class VocAlexNet : Module<Tensor, Tensor>
{
    private readonly Sequential features, classifier;

    /// <summary>Makes the network with Keras's initial weights, drawn from torch's default generator.</summary>
    /// <param name="classes">How many logits it gives.</param>
    public VocAlexNet(int classes = 20) : base(nameof(VocAlexNet))
    {
        features = Sequential(
            Convolution(3, 64, 7), Keras.BatchNormalization(64), MaxPool2d(3),          // [N, 64, 48, 48]
            Convolution(64, 128, 5), Keras.BatchNormalization(128), MaxPool2d(3),       // [N, 128, 14, 14]
            Convolution(128, 145, 3),                                                   // [N, 145, 12, 12]
            Convolution(145, 145, 3),                                                   // [N, 145, 10, 10]
            Convolution(145, 128, 3), Keras.BatchNormalization(128), MaxPool2d(4));     // [N, 128, 2, 2]
        classifier = Sequential(Flatten(), Keras.Dense(128 * 2 * 2, 64), ReLU(), Keras.Dense(64, 64), ReLU(), Dropout(0.5), Keras.Dense(64, classes));
        RegisterComponents();
    }

    /// <summary>Logits of images.</summary>
    /// <param name="x">[N, 3, 150, 150] float in [0, 1]; any size from 144 to 179 ends at 2 x 2 pixels.</param>
    /// <returns>[N, classes], each class for itself because an image may show several: the sigmoid makes probabilities of them.</returns>
    public override Tensor forward(Tensor x)
    {
        ImageSize.Require(x, this, 144, 179);
        using var scope = NewDisposeScope();
        return classifier.call(features.call(x)).MoveToOuterDisposeScope();
    }

    private static Sequential Convolution(int inChannels, int filters, int size) =>
        Sequential(Keras.Conv2D(inChannels, filters, size, Padding.Valid), ReLU(inplace: true));
}

using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ImageNotebooks;

/// <summary>
/// The Intel-scenes study's network: eight 3 x 3 convolutions, each followed by ReLU and a pooling that halves the image until one pixel of 256 channels is
/// left, dropout after every second one, then a dense layer of 512. 1,306,918 parameters for 150 x 150 RGB images and six classes.
/// </summary>
public sealed class IntelCnn : Module<Tensor, Tensor>
{
    private readonly Sequential features, classifier;

    /// <summary>Makes the network with Keras's initial weights, drawn from torch's default generator.</summary>
    /// <param name="classes">How many logits it gives.</param>
    public IntelCnn(int classes = 6) : base(nameof(IntelCnn))
    {
        features = Sequential(
            Pooled(3, 32), Pooled(32, 32), Dropout(0.2),          // [N, 32, 38, 38]
            Pooled(32, 64), Pooled(64, 64), Dropout(0.3),         // [N, 64, 10, 10]
            Pooled(64, 128), Pooled(128, 128), Dropout(0.4),      // [N, 128, 3, 3]
            Pooled(128, 256), Pooled(256, 256), Dropout(0.5));    // [N, 256, 1, 1]
        classifier = Sequential(Flatten(), Keras.Dense(256, 512), ReLU(), Keras.Dense(512, classes));
        RegisterComponents();
    }

    /// <summary>Logits of images.</summary>
    /// <param name="x">[N, 3, 150, 150] float in [0, 1]; any size from 129 to 256 ends at one pixel.</param>
    /// <returns>[N, classes]; softmax makes probabilities of them.</returns>
    public override Tensor forward(Tensor x)
    {
        ImageSize.Require(x, this, 129, 256);
        using var scope = NewDisposeScope();
        return classifier.call(features.call(x)).MoveToOuterDisposeScope();
    }

    // Keras's `same` pooling keeps the odd last row and column.
    private static Sequential Pooled(int inChannels, int filters) =>
        Sequential(Keras.Conv2D(inChannels, filters, 3), ReLU(inplace: true), MaxPool2d(2, ceil_mode: true));
}

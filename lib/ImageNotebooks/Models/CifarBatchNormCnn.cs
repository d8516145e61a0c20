using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace ImageNotebooks;

/// <summary>
/// The CIFAR-10 study's network: three pairs of 3 x 3 convolutions, each followed by ReLU and batch normalisation, halved by pooling, then one
/// wide dense layer. 2,397,226 parameters (896 of them moving averages) for 32 x 32 RGB images and ten classes.
/// </summary>
public sealed class CifarBatchNormCnn : Module<Tensor, Tensor>
{
    private readonly Conv2d conv1, conv2, conv3, conv4, conv5, conv6;
    private readonly BatchNorm2d bn1, bn2, bn3, bn4, bn5, bn6;
    private readonly MaxPool2d pool1, pool2, pool3;
    private readonly Flatten flatten;
    private readonly Dropout dropout1, dropout2;
    private readonly Linear dense1, dense2;

    /// <summary>Makes the network with Keras's initial weights, drawn from torch's default generator.</summary>
    /// <param name="classes">How many logits it gives.</param>
    public CifarBatchNormCnn(int classes = 10) : base(nameof(CifarBatchNormCnn))
    {
        (conv1, bn1) = (Keras.Conv2D(3, 32, 3), Keras.BatchNormalization(32));
        (conv2, bn2) = (Keras.Conv2D(32, 32, 3), Keras.BatchNormalization(32));
        pool1 = MaxPool2d(2);
        (conv3, bn3) = (Keras.Conv2D(32, 64, 3), Keras.BatchNormalization(64));
        (conv4, bn4) = (Keras.Conv2D(64, 64, 3), Keras.BatchNormalization(64));
        pool2 = MaxPool2d(2);
        (conv5, bn5) = (Keras.Conv2D(64, 128, 3), Keras.BatchNormalization(128));
        (conv6, bn6) = (Keras.Conv2D(128, 128, 3), Keras.BatchNormalization(128));
        pool3 = MaxPool2d(2);
        flatten = Flatten();
        (dropout1, dense1) = (Dropout(0.2), Keras.Dense(128 * 4 * 4, 1024));
        (dropout2, dense2) = (Dropout(0.2), Keras.Dense(1024, classes));
        RegisterComponents();
    }

    /// <summary>Logits of images.</summary>
    /// <param name="x">[N, 3, 32, 32] float in [0, 1].</param>
    /// <returns>[N, classes]; softmax makes probabilities of them.</returns>
    public override Tensor forward(Tensor x)
    {
        ImageSize.Require(x, this, 32, 39);
        using var scope = NewDisposeScope();
        x = bn1.call(relu(conv1.call(x), inplace: true));
        x = bn2.call(relu(conv2.call(x), inplace: true));
        x = pool1.call(x);                                       // [N, 32, 16, 16]
        x = bn3.call(relu(conv3.call(x), inplace: true));
        x = bn4.call(relu(conv4.call(x), inplace: true));
        x = pool2.call(x);                                       // [N, 64, 8, 8]
        x = bn5.call(relu(conv5.call(x), inplace: true));
        x = bn6.call(relu(conv6.call(x), inplace: true));
        x = pool3.call(x);                                       // [N, 128, 4, 4]
        x = dropout1.call(flatten.call(x));                      // [N, 2048]
        x = dropout2.call(relu(dense1.call(x), inplace: true));  // [N, 1024]
        return dense2.call(x).MoveToOuterDisposeScope();         // [N, classes]
    }
}

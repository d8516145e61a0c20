using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace ImageNotebooks;

/// <summary>
/// The malaria study's base network: three unpadded 3 x 3 convolutions, two poolings and a dense layer of 64. 646,338 parameters for 64 x 64 RGB
/// cells and two classes.
/// </summary>
public sealed class MalariaCnn : Module<Tensor, Tensor>
{
    private readonly Conv2d conv1, conv2, conv3;
    private readonly MaxPool2d pool1, pool2;
    private readonly Flatten flatten;
    private readonly Linear dense1, dense2;

    /// <summary>Makes the network with Keras's initial weights, drawn from torch's default generator.</summary>
    /// <param name="classes">How many logits it gives.</param>
    public MalariaCnn(int classes = 2) : base(nameof(MalariaCnn))
    {
        (conv1, pool1) = (Keras.Conv2D(3, 32, 3, Padding.Valid), MaxPool2d(2));
        (conv2, pool2) = (Keras.Conv2D(32, 64, 3, Padding.Valid), MaxPool2d(2));
        (conv3, flatten) = (Keras.Conv2D(64, 64, 3, Padding.Valid), Flatten());
        (dense1, dense2) = (Keras.Dense(64 * 12 * 12, 64), Keras.Dense(64, classes));
        RegisterComponents();
    }

    /// <summary>Logits of cells.</summary>
    /// <param name="x">[N, 3, 64, 64] float in [0, 1].</param>
    /// <returns>[N, classes]; softmax makes probabilities of them.</returns>
    public override Tensor forward(Tensor x)
    {
        ImageSize.Require(x, this, 64, 65);
        using var scope = NewDisposeScope();
        x = pool1.call(relu(conv1.call(x), inplace: true));                 // [N, 32, 31, 31]
        x = pool2.call(relu(conv2.call(x), inplace: true));                 // [N, 64, 14, 14]
        x = flatten.call(relu(conv3.call(x), inplace: true));               // [N, 64 * 12 * 12]
        x = relu(dense1.call(x), inplace: true);                            // [N, 64]
        return dense2.call(x).MoveToOuterDisposeScope();                    // [N, classes]
    }
}

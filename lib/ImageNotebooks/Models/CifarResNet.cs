using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace ImageNotebooks;

/// <summary>
/// ResNet-18 with identity shortcuts (He et al. 2016, "Identity Mappings in Deep Residual Networks") for images of 32 x 32, the network of most papers on robustness: one 3 x 3 convolution, then four stages of two
/// blocks, normalisation and ReLU before each convolution. At width 64 it has 11,171,146 parameters and takes 0.56 billion multiplications an image; at width 32 a quarter of both.
/// </summary>
public sealed class CifarResNet : Module<Tensor, Tensor>
{
    private readonly Conv2d conv1;
    private readonly Sequential layer1, layer2, layer3, layer4;
    private readonly BatchNorm2d bn;
    private readonly Linear linear;

    /// <summary>Makes the network with PyTorch's initial weights, drawn from torch's default generator.</summary>
    /// <param name="classes">How many logits it gives.</param>
    /// <param name="width">Channels of the first stage; each further one has twice as many.</param>
    public CifarResNet(int classes = 10, int width = 64) : base(nameof(CifarResNet))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        conv1 = Conv2d(3, width, 3, padding: 1, bias: false);
        layer1 = Sequential(new PreActivationBlock(width, width, 1), new PreActivationBlock(width, width, 1));                  // [N, width, 32, 32]
        layer2 = Sequential(new PreActivationBlock(width, 2 * width, 2), new PreActivationBlock(2 * width, 2 * width, 1));      // [N, 2 width, 16, 16]
        layer3 = Sequential(new PreActivationBlock(2 * width, 4 * width, 2), new PreActivationBlock(4 * width, 4 * width, 1));  // [N, 4 width, 8, 8]
        layer4 = Sequential(new PreActivationBlock(4 * width, 8 * width, 2), new PreActivationBlock(8 * width, 8 * width, 1));  // [N, 8 width, 4, 4]
        bn = BatchNorm2d(8 * width);
        linear = Linear(8 * width, classes);
        RegisterComponents();
    }

    /// <summary>Logits of images.</summary>
    /// <param name="x">[N, 3, H, W] float in [0, 1]; H and W are 8 at least, 32 in CIFAR.</param>
    /// <returns>[N, classes].</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var maps = layer4.call(layer3.call(layer2.call(layer1.call(conv1.call(x)))));
        return linear.call(relu(bn.call(maps)).mean([2, 3])).MoveToOuterDisposeScope();
    }

    /// <summary>The paper's figure 1 (b); where the shape changes, a 1 x 1 convolution of the normalised input is the shortcut.</summary>
    private sealed class PreActivationBlock : Module<Tensor, Tensor>
    {
        private readonly BatchNorm2d bn1, bn2;
        private readonly Conv2d conv1, conv2;
        private readonly Conv2d? shortcut;

        public PreActivationBlock(int inChannels, int channels, int stride) : base(nameof(PreActivationBlock))
        {
            (bn1, bn2) = (BatchNorm2d(inChannels), BatchNorm2d(channels));
            conv1 = Conv2d(inChannels, channels, 3, stride, padding: 1, bias: false);
            conv2 = Conv2d(channels, channels, 3, padding: 1, bias: false);
            if (stride != 1 || inChannels != channels) shortcut = Conv2d(inChannels, channels, 1, stride, bias: false);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            using var scope = NewDisposeScope();
            var active = relu(bn1.call(x));
            var residual = conv2.call(relu(bn2.call(conv1.call(active))));
            return residual.add_(shortcut?.call(active) ?? x).MoveToOuterDisposeScope();
        }
    }
}

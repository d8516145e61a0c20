using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace ImageNotebooks;

/// <summary>
/// Atrous spatial pyramid pooling (Chen et al. 2018, "Encoder-Decoder with Atrous Separable Convolution", section 3.1): the same map seen by convolutions of
/// several dilations and by its mean over the whole image, side by side, then mixed by a 1 x 1 convolution.
/// </summary>
public sealed class Aspp : Module<Tensor, Tensor>
{
    private readonly ModuleList<Sequential> branches;
    private readonly Sequential imagePooling, project;

    /// <summary>Makes the pyramid.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="filters">Channels of each branch and of the output.</param>
    /// <param name="dilations">One branch each; 1 stands for a 1 x 1 convolution.</param>
    public Aspp(int inChannels, int filters = 256, params int[] dilations) : base(nameof(Aspp))
    {
        if (dilations.Length == 0) dilations = [1, 6, 12, 18];
        branches = ModuleList<Sequential>([.. dilations.Select(dilation => Keras.ConvolutionBlock(inChannels, filters, dilation == 1 ? 1 : 3, dilation))]);
        imagePooling = Sequential([AdaptiveAvgPool2d(1), Keras.ConvolutionBlock(inChannels, filters, 1, bias: true)]);
        project = Keras.ConvolutionBlock((dilations.Length + 1) * filters, filters, 1);
        RegisterComponents();
    }

    /// <summary>Looks at the map on every scale.</summary>
    /// <param name="x">[N, in, H, W].</param>
    /// <returns>[N, filters, H, W].</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var whole = OfWholeImage(x).expand(-1, -1, x.shape[2], x.shape[3]);                       // [N, filters, H, W]
        var views = cat([whole, .. branches.Select(branch => branch.call(x))], 1);                // [N, (branches + 1) * filters, H, W]
        return project.call(views).MoveToOuterDisposeScope();
    }

    // A last batch of one image has one number a channel here, of which batch normalisation makes a variance of 0 / 0, and running averages that stay so. It is normalised as in evaluation.
    private Tensor OfWholeImage(Tensor x)
    {
        if (!imagePooling.training || x.shape[0] > 1) return imagePooling.call(x);
        imagePooling.eval();
        try
        {
            return imagePooling.call(x);
        }
        finally
        {
            imagePooling.train();
        }
    }
}

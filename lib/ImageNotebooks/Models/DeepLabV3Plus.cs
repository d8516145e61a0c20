using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace ImageNotebooks;

/// <summary>
/// DeepLabV3+ (Chen et al. 2018, figure 2) on MobileNet: the map after the eleventh block goes through a pyramid of dilated convolutions, is enlarged and
/// joined by the finer map after the third block, and is enlarged again to the size of the image.
/// </summary>
public sealed class DeepLabV3Plus : Module<Tensor, Tensor>
{
    // Counted from 1 the third block of 128 channels and the eleventh of 512.
    private const string LowLevelBlock = "blocks.2", HighLevelBlock = "blocks.10";

    private const int BlockCount = 11;

    private readonly MobileNet backbone;
    private readonly Aspp aspp;
    private readonly Sequential lowLevel, decoder;
    private readonly Conv2d head;

    /// <summary>Makes the network; what has no weights of its own yet begins with Keras's initial ones, drawn from torch's default generator.</summary>
    /// <param name="classes">How many logits it gives for each pixel: PASCAL VOC's 20 kinds of objects and the background.</param>
    /// <param name="mobileNetWeights">Weights of the whole MobileNet, of which the first eleven blocks are taken, as <see cref="Backbones.Create"/> has them; null for random ones.</param>
    /// <exception cref="ArgumentException">The weights are for another network.</exception>
    /// <exception cref="DataFileException">The weights cannot be had or read.</exception>
    public DeepLabV3Plus(int classes = 21, string? mobileNetWeights = null) : base(nameof(DeepLabV3Plus))
    {
        backbone = Backbone(mobileNetWeights);
        aspp = new Aspp(512);
        lowLevel = Keras.ConvolutionBlock(128, 48, 1);
        decoder = Sequential(Keras.ConvolutionBlock(256 + 48, 256, 3), Keras.ConvolutionBlock(256, 256, 3));
        head = Keras.Conv2D(256, classes, 1);
        RegisterComponents();
    }

    /// <summary>Logits of every pixel.</summary>
    /// <param name="x">[N, 3, H, W] float in [-1, 1]; H and W are multiples of 16, 224 in the study.</param>
    /// <returns>[N, classes, H, W].</returns>
    public override Tensor forward(Tensor x)
    {
        if (x.dim() == 4 && (x.shape[2] % 16 != 0 || x.shape[3] % 16 != 0)) throw new ArgumentException($"DeepLabV3Plus takes images whose height and width are multiples of 16; these have {x.shape[2]} x {x.shape[3]}.", nameof(x));
        using var scope = NewDisposeScope();
        var (height, width) = (x.shape[2], x.shape[3]);
        var maps = backbone.Features(x, LowLevelBlock, HighLevelBlock);
        var low = lowLevel.call(maps[0]);                                                         // [N, 48, H / 4, W / 4]
        var high = Enlarge(aspp.call(maps[1]), low.shape[2], low.shape[3]);                       // [N, 256, H / 4, W / 4]
        var joined = decoder.call(cat([high, low], 1));                                           // [N, 256, H / 4, W / 4]
        return head.call(Enlarge(joined, height, width)).MoveToOuterDisposeScope();               // [N, classes, H, W]
    }

    private static MobileNet Backbone(string? weights)
    {
        if (weights is null) return new(new() { IncludeTop = false }, blockCount: BlockCount);
        using var whole = Backbones.Create("mobilenet", weights, includeTop: false);
        var part = new MobileNet(whole.Options, blockCount: BlockCount);
        var (known, wanted) = (whole.state_dict(), part.state_dict().Keys);
        part.load_state_dict(wanted.ToDictionary(name => name, name => known[name]));
        return part;
    }

    private static Tensor Enlarge(Tensor x, long height, long width) => interpolate(x, [height, width], mode: InterpolationMode.Bilinear, align_corners: false);
}

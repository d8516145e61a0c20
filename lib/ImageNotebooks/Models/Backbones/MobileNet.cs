using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ImageNotebooks;

/// <summary>
/// MobileNet's convolutions (Howard et al. 2017, "MobileNets", table 1) as Keras has them: no classifier, batch normalisation with Keras's constants, and the
/// zero rows of a strided convolution on the far sides. 3,228,864 parameters with all 13 blocks.
/// </summary>
public sealed class MobileNet : Module<Tensor, Tensor>
{
    // The paper's table 1: output channels and stride of each depthwise separable block.
    private static readonly (int channels, int stride)[] Table =
    [
        (64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), (512, 1), (512, 1), (512, 1), (512, 1), (512, 1), (1024, 2), (1024, 1),
    ];

    private readonly Sequential stem;
    private readonly ModuleList<Sequential> blocks;

    /// <summary>Makes the network with Keras's initial weights, drawn from torch's default generator.</summary>
    /// <param name="blockCount">How many of the 13 depthwise separable blocks it has.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are 1 to 13 blocks.</exception>
    public MobileNet(int blockCount = 13) : base(nameof(MobileNet))
    {
        if (blockCount < 1 || blockCount > Table.Length) throw new ArgumentOutOfRangeException(nameof(blockCount), blockCount, $"MobileNet has 1 to {Table.Length} blocks.");
        stem = Sequential([.. Strided(3, 32, 2, 1), .. NormActivation(32)]);
        var inputs = Table.Select(block => block.channels).Prepend(32);
        blocks = ModuleList<Sequential>([.. Table.Zip(inputs, (block, channels) => Block(channels, block.channels, block.stride)).Take(blockCount)]);
        RegisterComponents();
    }

    /// <summary>The last feature map.</summary>
    /// <param name="x">[N, 3, H, W] float in [-1, 1].</param>
    /// <returns>[N, 1024, H / 32, W / 32] with all blocks.</returns>
    public override Tensor forward(Tensor x) => Features(x, blocks.Count)[0];

    /// <summary>The feature maps after some of the blocks.</summary>
    /// <param name="x">[N, 3, H, W] float in [-1, 1].</param>
    /// <param name="after">Numbers of blocks, counted from 1, in rising order; what follows the last is not computed.</param>
    /// <returns>One map for each number.</returns>
    public IReadOnlyList<Tensor> Features(Tensor x, params int[] after)
    {
        using var scope = NewDisposeScope();
        var maps = new List<Tensor>();
        x = stem.call(x);
        for (var block = 1; block <= after[^1]; block++)
        {
            x = blocks[block - 1].call(x);
            if (after.Contains(block)) maps.Add(x.MoveToOuterDisposeScope());
        }
        return maps;
    }

    private static Sequential Block(int channels, int filters, int stride) =>
        Sequential([.. Strided(channels, channels, stride, channels), .. NormActivation(channels), Pointwise(channels, filters), .. NormActivation(filters)]);

    // Keras pads the far sides alone where the stride is 2.
    private static IEnumerable<Module<Tensor, Tensor>> Strided(int inChannels, int filters, int stride, int groups)
    {
        if (stride == 2) yield return ZeroPad2d((0, 1, 0, 1));
        var convolution = Conv2d(inChannels, filters, 3, stride, padding: stride == 2 ? 0 : 1, groups: groups, bias: false);
        init.xavier_uniform_(convolution.weight);
        yield return convolution;
    }

    private static Conv2d Pointwise(int inChannels, int filters)
    {
        var convolution = Conv2d(inChannels, filters, 1, bias: false);
        init.xavier_uniform_(convolution.weight);
        return convolution;
    }

    private static Module<Tensor, Tensor>[] NormActivation(int channels) => [Keras.BatchNormalization(channels), ReLU6(inplace: true)];
}

using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ImageNotebooks;

/// <summary>
/// The first layer of a network whose weights ask for images of another range than [0, 1]: each channel becomes (x - mean) / deviation, in the order blue, green, red where the weights were
/// made so. Inside the network, attacks and explanations work on pixels.
/// </summary>
public sealed class Normalize : Module<Tensor, Tensor>
{
    private readonly bool reversesChannels;

    /// <summary>Makes the layer.</summary>
    /// <param name="mean">What is subtracted from red, green and blue in [0, 1].</param>
    /// <param name="deviation">By what the difference is divided.</param>
    /// <param name="reversesChannels">Whether blue comes first after that.</param>
    /// <exception cref="ArgumentException">There are not three numbers each, or a deviation is not above 0.</exception>
    public Normalize(IReadOnlyList<double> mean, IReadOnlyList<double> deviation, bool reversesChannels = false) : base(nameof(Normalize))
    {
        if (mean.Count != 3 || deviation.Count != 3) throw new ArgumentException("A colour image has three means and three deviations: red, green, blue.");
        if (deviation.Any(value => !(value > 0))) throw new ArgumentException("Deviations are above 0.", nameof(deviation));
        this.reversesChannels = reversesChannels;
        register_buffer(nameof(mean), Channels(mean), persistent: false);
        register_buffer(nameof(deviation), Channels(deviation), persistent: false);
    }

    /// <summary>The layer that prepares images as the makers of weights did.</summary>
    public static Module<Tensor, Tensor> For(Preprocessing preprocessing) => preprocessing switch
    {
        Preprocessing.CaffeBgr => new Normalize([123.68 / 255, 116.779 / 255, 103.939 / 255], [1 / 255.0, 1 / 255.0, 1 / 255.0], reversesChannels: true),
        Preprocessing.MinusOneToOne => new Normalize([0.5, 0.5, 0.5], [0.5, 0.5, 0.5]),
        Preprocessing.ImageNetMeanStd => new Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),
        Preprocessing.Centred128 => new Normalize([128 / 255.0, 128 / 255.0, 128 / 255.0], [128 / 255.0, 128 / 255.0, 128 / 255.0]),
        _ => new Normalize([0, 0, 0], [1 / 255.0, 1 / 255.0, 1 / 255.0]),
    };

    /// <summary>Normalises.</summary>
    /// <param name="x">[N, 3, H, W] float in [0, 1], red first.</param>
    /// <returns>[N, 3, H, W].</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var y = (x - get_buffer("mean")!) / get_buffer("deviation")!;
        return (reversesChannels ? y.flip(1) : y).MoveToOuterDisposeScope();
    }

    private static Tensor Channels(IReadOnlyList<double> values) => tensor(values.Select(value => (float)value).ToArray(), [1, 3, 1, 1]);
}

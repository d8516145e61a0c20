using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>Turns a tensor as one framework stores it into one as torch does: its dimensions in another order, and split or joined where needed.</summary>
public sealed class WeightsTransform
{
    private static readonly Func<long[], long[]> Same = shape => shape;

    private readonly string description;
    private readonly int rank;
    private readonly int[] order;
    private readonly Func<long[], long[]> split, join;

    private WeightsTransform(string description, int rank, int[] order, Func<long[], long[]>? split = null, Func<long[], long[]>? join = null) =>
        (this.description, this.rank, this.order, this.split, this.join) = (description, rank, order, split ?? Same, join ?? Same);

    /// <summary>A convolution's kernel, height x width x in x out -> [out, in, height, width].</summary>
    public static WeightsTransform KerasConvolution { get; } = new("Keras's convolution", 4, [3, 2, 0, 1]);

    /// <summary>A depthwise convolution's kernel, height x width x in x multiplier -> [in * multiplier, 1, height, width].</summary>
    public static WeightsTransform KerasDepthwise { get; } = new("Keras's depthwise convolution", 4, [2, 3, 0, 1], join: shape => [shape[0] * shape[1], 1, shape[2], shape[3]]);

    /// <summary>A dense layer's kernel, in x out -> [out, in].</summary>
    public static WeightsTransform KerasDense { get; } = new("Keras's dense layer", 2, [1, 0]);

    /// <summary>
    /// The kernel of a dense layer behind a flattened feature map. Keras flattens height x width x channels, torch channels x height x width, so that the inputs are in another order.
    /// </summary>
    /// <param name="height">The feature map's height.</param>
    /// <param name="width">The feature map's width.</param>
    public static WeightsTransform KerasDenseAfterFlatten(int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        return new($"Keras's dense layer behind {height} x {width}", 2, [3, 2, 0, 1],
            shape => shape[0] % (height * width) == 0 ? [height, width, shape[0] / (height * width), shape[1]] : throw new ArgumentException($"The {shape[0]} inputs of a dense layer are no map of {height} x {width}."),
            shape => [shape[0], shape[1] * shape[2] * shape[3]]);
    }

    /// <summary>The kernel of a convolution of 1 x 1 that is a dense layer here, 1 x 1 x in x out -> [out, in].</summary>
    public static WeightsTransform KerasPointwiseAsDense { get; } = new("Keras's pointwise convolution as a dense layer", 4, [3, 2, 0, 1], join: shape => [shape[0], shape[1] * shape[2] * shape[3]]);

    /// <summary>The kernel of a convolution over a whole map that is a dense layer here, [out, in, height, width] -> [out, in * height * width].</summary>
    public static WeightsTransform ConvolutionAsDense { get; } = new("a convolution as a dense layer", 4, [0, 1, 2, 3], join: shape => [shape[0], shape[1] * shape[2] * shape[3]]);

    /// <summary>Dimension i of the result is dimension <paramref name="order"/>[i] of the tensor.</summary>
    /// <exception cref="ArgumentException">This is no order of dimensions.</exception>
    public static WeightsTransform Permute(params int[] order) => order.Order().SequenceEqual(Enumerable.Range(0, order.Length))
        ? new($"the order {string.Join(", ", order)}", order.Length, [.. order])
        : throw new ArgumentException($"[{string.Join(", ", order)}] is no order of dimensions; name each from 0 to {order.Length - 1} once.", nameof(order));

    /// <summary>What it does.</summary>
    public override string ToString() => description;

    /// <summary>The shape that comes of a shape, or null where the transform is for tensors of another rank.</summary>
    internal long[]? ShapeOf(IReadOnlyList<long> shape)
    {
        if (shape.Count != rank)
            return null;
        var parts = split([.. shape]);
        return join([.. order.Select(i => parts[i])]);
    }

    /// <summary>A view where that is possible; of the rank that <see cref="ShapeOf"/> asks for.</summary>
    internal Tensor Apply(Tensor tensor)
    {
        var permuted = tensor.reshape(split(tensor.shape)).permute([.. order.Select(i => (long)i)]);
        return permuted.reshape(join(permuted.shape));
    }
}

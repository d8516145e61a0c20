using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks;

public static partial class Explain
{
    /// <summary>
    /// Occlusion (Zeiler and Fergus 2014, "Visualizing and Understanding Convolutional Networks"): how much less sure a network is of a class when a square covers this place. It needs no
    /// gradient, only ((H + W) / stride)² answers an image, and so can be asked of any model.
    /// </summary>
    /// <param name="network">[N, C, H, W] -> [N, classes] logits.</param>
    /// <param name="images">[N, C, H, W] float.</param>
    /// <param name="labels">[N] int64, the class to explain; null for the one that the network is surest of.</param>
    /// <param name="size">The square's side in pixels.</param>
    /// <param name="stride">How far it moves, at most its side, so that each pixel is covered at least once.</param>
    /// <param name="fill">The value of its pixels.</param>
    /// <returns>[N, H, W] float in [-1, 1]: the fall of the class's probability, as the mean over the squares that cover the pixel; below 0 where covering makes the class more likely.</returns>
    /// <exception cref="ArgumentException">There is no such class, or the square does not fit into the images or would leave pixels out.</exception>
    public static Tensor Occlusion(nn.Module<Tensor, Tensor> network, Tensor images, Tensor? labels = null, int size = 8, int stride = 4, double fill = 0.5)
    {
        RequireImages(images);
        var (height, width) = (images.shape[2], images.shape[3]);
        if (size < 1 || size > Math.Min(height, width))
            throw new ArgumentOutOfRangeException(nameof(size), size, $"A square that covers a part of {height} x {width} pixels has a side of 1 to {Math.Min(height, width)}.");
        if (stride < 1 || stride > size)
            throw new ArgumentOutOfRangeException(nameof(stride), stride, $"A square of {size} that covers every pixel moves by 1 to {size}.");

        using var scope = NewDisposeScope();
        using var still = no_grad();
        using var evaluation = new EvaluationMode(network);
        var answer = network.call(images);
        var labelled = Explained(answer, labels, images);
        var sure = Probability(answer);
        var (sum, count) = (images.new_zeros([images.shape[0], height, width]), images.new_zeros([height, width]));
        foreach (var top in Places(height, size, stride))
        {
            foreach (var left in Places(width, size, stride))
            {
                using var step = NewDisposeScope();
                TensorIndex[] square = [TensorIndex.Slice(top, top + size), TensorIndex.Slice(left, left + size)];
                var covered = images.clone();
                covered[TensorIndex.Ellipsis, square[0], square[1]] = tensor(fill, covered.dtype, covered.device);
                var fall = sure - Probability(network.call(covered));                                  // [N, 1]
                sum[TensorIndex.Colon, square[0], square[1]].add_(fall.unsqueeze(2));
                count[square].add_(1);
            }
        }
        return (sum / count).to_type(ScalarType.Float32).MoveToOuterDisposeScope();

        Tensor Probability(Tensor logits) => logits.to_type(images.dtype).softmax(1).gather(1, labelled);
    }

    /// <summary>Where a square begins: every stride, and once more at the end where a strip would be left.</summary>
    private static IEnumerable<long> Places(long side, int size, int stride)
    {
        for (long place = 0; place < side - size; place += stride)
            yield return place;
        yield return side - size;
    }
}

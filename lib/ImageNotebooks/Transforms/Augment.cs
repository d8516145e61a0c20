using System.Collections.Immutable;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace ImageNotebooks;

/// <summary>
/// Random changes to training images, as a value that composes: <c>Augment.Shift(0.1, 0.1) + Augment.HorizontalFlip()</c>. Every image gets its own draw.
/// The movements of one image are joined into a single map of coordinates, so that it is interpolated only once.
/// </summary>
/// <remarks>
/// The semantics are those of Keras's ImageDataGenerator: an output pixel is read at the moved coordinates, bilinearly between pixels, and
/// what lies outside the image takes its nearest pixel (<c>fill_mode='nearest'</c>).
/// </remarks>
public sealed class Augment
{
    /// <summary>One movement: draws, for N images of H x W, how output coordinates map to input coordinates.</summary>
    private delegate void Step(Moves moves, Generator random);

    /// <summary>No change.</summary>
    public static readonly Augment None = new([]);

    private readonly ImmutableArray<Step> steps;

    private Augment(ImmutableArray<Step> steps) => this.steps = steps;

    /// <summary>Moves images by up to a part of their size, both ways, by fractions of a pixel too.</summary>
    /// <param name="height">Largest vertical movement as a part of the height, in [0, 1).</param>
    /// <param name="width">Largest horizontal movement as a part of the width, in [0, 1).</param>
    public static Augment Shift(double height, double width)
    {
        RequirePart(height, nameof(height));
        RequirePart(width, nameof(width));
        return new([(moves, random) => moves.Shift(
            rand(moves.Count, generator: random).mul_(2).sub_(1).mul_(height * moves.Height),
            rand(moves.Count, generator: random).mul_(2).sub_(1).mul_(width * moves.Width))]);
    }

    /// <summary>Mirrors images left to right.</summary>
    /// <param name="probability">How often, in [0, 1].</param>
    public static Augment HorizontalFlip(double probability = 0.5)
    {
        if (probability is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability lies in [0, 1].");
        return new([(moves, random) => moves.Flip(rand(moves.Count, generator: random).lt(probability))]);
    }

    /// <summary>First one change, then the other.</summary>
    public static Augment operator +(Augment first, Augment then) => new([.. first.steps, .. then.steps]);

    /// <summary>Changes a batch.</summary>
    /// <param name="images">[N, C, H, W] float. Left as it is.</param>
    /// <param name="random">Where the draws come from; the same state gives the same images.</param>
    /// <returns>[N, C, H, W], a new tensor, or <paramref name="images"/> itself where there is nothing to change.</returns>
    public Tensor Apply(Tensor images, Generator random)
    {
        if (steps.IsEmpty) return images;
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var moves = new Moves(images.shape[0], images.shape[2], images.shape[3]);
        foreach (var step in steps) step(moves, random);
        return moves.Sample(images).MoveToOuterDisposeScope();
    }

    /// <summary>Moves and mirrors images by given amounts: what <see cref="Apply"/> does with drawn ones.</summary>
    /// <param name="images">[N, C, H, W] float.</param>
    /// <param name="dy">[N] rows: the output's first row is read this far down.</param>
    /// <param name="dx">[N] columns: the output's first column is read this far right.</param>
    /// <param name="flip">[N] bool: which are mirrored afterwards.</param>
    internal static Tensor Move(Tensor images, Tensor dy, Tensor dx, Tensor flip)
    {
        using var scope = NewDisposeScope();
        var moves = new Moves(images.shape[0], images.shape[2], images.shape[3]);
        moves.Shift(dy, dx);
        moves.Flip(flip);
        return moves.Sample(images).MoveToOuterDisposeScope();
    }

    private static void RequirePart(double part, string name)
    {
        if (part is not (>= 0 and < 1)) throw new ArgumentOutOfRangeException(name, part, "A movement is a part of the image's size, in [0, 1).");
    }

    /// <summary>For every image the affine map from output pixel (x, y) to input pixel: [N, 2, 3], in pixels.</summary>
    private sealed class Moves(long count, long height, long width)
    {
        private Tensor map = tensor(new float[,] { { 1, 0, 0 }, { 0, 1, 0 } }).expand(count, 2, 3).clone();

        public long Count => count;
        public long Height => height;
        public long Width => width;

        /// <summary>Reads <paramref name="dy"/> pixels lower and <paramref name="dx"/> further right: [N] each.</summary>
        public void Shift(Tensor dy, Tensor dx) => Before(dx, dy, ones(count));

        /// <summary>Reads images whose entry in [N] is true from right to left.</summary>
        public void Flip(Tensor chosen)
        {
            var sign = where(chosen, tensor(-1f), tensor(1f));
            Before((1 - sign) * ((width - 1) / 2.0), zeros(count), sign);
        }

        /// <summary>Lets the output go through (x, y) -> (sign x + dx, y + dy) before the map so far.</summary>
        private void Before(Tensor dx, Tensor dy, Tensor sign)
        {
            var offset = map[.., .., 0] * dx.unsqueeze(1) + map[.., .., 1] * dy.unsqueeze(1) + map[.., .., 2];
            map = stack([map[.., .., 0] * sign.unsqueeze(1), map[.., .., 1], offset], dim: 2);
        }

        public Tensor Sample(Tensor images)
        {
            // grid_sample counts from -1 (first pixel's centre) to 1 (last pixel's centre): u = 2 x / (W - 1) - 1.
            float w = Math.Max(width - 1, 1), h = Math.Max(height - 1, 1);
            var (xx, xy, x0) = (map[.., 0, 0], map[.., 0, 1] * (h / w), (map[.., 0, 0] * w + map[.., 0, 1] * h + 2 * map[.., 0, 2]) / w - 1);
            var (yx, yy, y0) = (map[.., 1, 0] * (w / h), map[.., 1, 1], (map[.., 1, 0] * w + map[.., 1, 1] * h + 2 * map[.., 1, 2]) / h - 1);
            var theta = stack([stack([xx, xy, x0], 1), stack([yx, yy, y0], 1)], 1);
            var grid = affine_grid(theta, images.shape, align_corners: true);
            return grid_sample(images, grid, GridSampleMode.Bilinear, GridSamplePaddingMode.Border, align_corners: true);
        }
    }
}

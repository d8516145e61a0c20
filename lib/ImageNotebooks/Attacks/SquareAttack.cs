using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>
/// The Square Attack (Andriushchenko et al. 2020, "Square Attack: a query-efficient black-box adversarial attack via random search") in L-infinity: squares of plus or minus epsilon at random places, each kept
/// where the margin of the true class shrinks. It asks for answers only, so it tells a model that is robust from one whose gradients are of no use.
/// </summary>
public sealed class SquareAttack : Attack
{
    // The published schedule for 10,000 queries: from each on the share is halved once more.
    private static readonly int[] Halvings = [10, 50, 200, 500, 1000, 2000, 4000, 6000, 8000];

    private readonly int queries;
    private readonly double share;

    /// <summary>Makes the attack.</summary>
    /// <param name="queries">How often each image is shown to the model at most; AutoAttack takes 5,000.</param>
    /// <param name="share">Which part of the image the first squares cover, in (0, 1]; it shrinks.</param>
    public SquareAttack(int queries = 1000, double share = 0.8)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(queries, 1);
        if (!(share > 0 && share <= 1)) throw new ArgumentOutOfRangeException(nameof(share), share, "A square covers a part of the image, above 0 and at most 1.");
        (this.queries, this.share) = (queries, share);
    }

    /// <inheritdoc/>
    public override string Name => $"Square-{queries}";

    /// <inheritdoc/>
    public override PerturbationNorm Norm => PerturbationNorm.LInfinity;

    /// <inheritdoc/>
    protected override Tensor Search(AttackedModel model, Tensor images, double epsilon, Generator random)
    {
        using var scope = NewDisposeScope();
        using var ball = new Ball(Norm, images, epsilon);
        var (n, channels, width) = (images.shape[0], images.shape[1], images.shape[3]);
        // Networks are sensitive to vertical stripes, so these are the first guess.
        using var x = new Held(ball.Project(images + Signs([n, channels, 1, width], random, images.device) * epsilon));
        using var margin = new Held(model.Margin(model.Logits(x)));
        for (var query = 1; query < queries; query++)
        {
            using var inner = NewDisposeScope();
            var open = margin.Value.ge(0).nonzero().squeeze(1);                                    // [k]
            if (open.shape[0] == 0) break;
            var (from, kept) = (images.index_select(0, open), x.Value.index_select(0, open));
            using var near = new Ball(Norm, from, epsilon);
            var square = Squares(from.shape, Side(query, from.shape), random, images.device);
            var guess = near.Project(where(square, from + Signs([open.shape[0], channels, 1, 1], random, images.device) * epsilon, kept));
            var rest = model.Take(open);
            var (before, after) = (margin.Value.index_select(0, open), rest.Margin(rest.Logits(guess)));
            var better = after.lt(before);
            x.Set(x.Value.index_copy(0, open, where(PerturbationNorms.PerImage(better), guess, kept)));
            margin.Set(margin.Value.index_copy(0, open, after.minimum(before)));
        }
        return x.Value.alias().MoveToOuterDisposeScope();
    }

    /// <summary>How many pixels a square is wide.</summary>
    internal int Side(int query, long[] shape)
    {
        var halvings = Halvings.Count(from => query * 10_000.0 / queries > from);
        var pixels = share / (1 << halvings) * shape[2] * shape[3];
        return (int)Math.Clamp(Math.Round(Math.Sqrt(pixels)), 1, Math.Min(shape[2], shape[3]));
    }

    /// <summary>[k, 1, H, W]: one square an image, somewhere in it.</summary>
    private static Tensor Squares(long[] shape, int side, Generator random, Device device)
    {
        var (k, height, width) = (shape[0], shape[2], shape[3]);
        Tensor Within(long size, long[] along)
        {
            var first = randint(0, size - side + 1, [k], generator: random).to(device).reshape(k, 1, 1, 1);
            var place = arange(size, dtype: ScalarType.Int64, device: device).reshape(along);
            return place.ge(first).logical_and(place.lt(first + side));
        }
        return Within(height, [1, 1, height, 1]).logical_and(Within(width, [1, 1, 1, width]));
    }

    private static Tensor Signs(long[] shape, Generator random, Device device) => randint(0, 2, shape, dtype: ScalarType.Float32, generator: random).to(device) * 2 - 1;
}

using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks;

public sealed partial class Augment
{
    /// <summary>Covers a square of every image, its centre anywhere in the image, with one value (DeVries and Taylor 2017, arXiv:1708.04552). Targets stay as they are.</summary>
    /// <param name="size">The square's side in pixels, at least 1; what lies outside the image is cut off.</param>
    /// <param name="value">The value, black unless given.</param>
    public static Augment Cutout(int size, double value = 0)
    {
        Require(size >= 1, size, nameof(size), "The square that is cut out has a side of at least 1 pixel.");
        Require(double.IsFinite(value), value, nameof(value), "The value that covers the square is a number.");
        return One($"Cutout({size}, {value})", (batch, random) =>
        {
            var boxes = Boxes(batch, random, [.. Enumerable.Repeat((Height: (long)size, Width: (long)size), batch.Count)]);
            batch.ChangeImages(images => images.masked_fill(Inside(boxes, images), value));
        });
    }

    /// <summary>
    /// Mixes every image, and its target, with another of the batch: share s of its own and 1 - s of the other, s drawn from Beta(alpha, alpha)
    /// (Zhang et al. 2018, arXiv:1710.09412). Class numbers become shares, float [N, classes].
    /// </summary>
    /// <param name="alpha">Above 0: near 0 nearly every image stays itself, 1 draws all shares alike, above 1 most are halves. The paper's ImageNet has 0.2.</param>
    /// <param name="classes">How many classes, or labels, there are; at least 1.</param>
    public static Augment Mixup(double alpha, int classes)
    {
        RequireMixing(alpha, classes);
        return One($"Mixup({alpha}, {classes})", (batch, random) =>
        {
            if (batch.Kind == TargetKind.Masks)
                throw new ArgumentException("Mixup cannot mix masks: a pixel has one class and no shares of two. CutMix pastes a part of another image together with its mask.");
            var shares = Draws.Beta(random, batch.Count, alpha);
            var others = Draws.Order(random, batch.Count);
            batch.ChangeImages(images => Others(images, others).lerp_(images, OneForEachImage(shares, images)));
            MixTargets(batch, others, shares, classes);
        });
    }

    /// <summary>
    /// Pastes into every image a box of another of the batch (Yun et al. 2019, arXiv:1905.04899): before its edges are cut off at the image's, the box covers 1 - s of
    /// the area, s drawn from Beta(alpha, alpha). Of masks the same box is pasted; class numbers become shares, float [N, classes], after the area that was pasted.
    /// </summary>
    /// <param name="alpha">Above 0; 1, as in the paper, draws all areas alike.</param>
    /// <param name="classes">How many classes, or labels, there are; at least 1. Masks need no number: they keep their classes.</param>
    public static Augment CutMix(double alpha, int classes)
    {
        RequireMixing(alpha, classes);
        return One($"CutMix({alpha}, {classes})", (batch, random) =>
        {
            var sides = Draws.Beta(random, batch.Count, alpha).Select(own => Math.Sqrt(1 - own));
            var boxes = Boxes(batch, random, [.. sides.Select(side => ((long)(side * batch.Height), (long)(side * batch.Width)))]);
            var others = Draws.Order(random, batch.Count);
            batch.ChangeImages(images => where(Inside(boxes, images), Others(images, others), images));
            if (batch.Kind == TargetKind.Masks)
                batch.ChangeTargets(masks => where(Inside(boxes, batch.Images).squeeze(1), Others(masks, others), masks), TargetKind.Masks);
            else
                MixTargets(batch, others, [.. boxes.Select(box => 1 - (double)box.Area / (batch.Height * batch.Width))], classes);
        });
    }

    private static void RequireMixing(double alpha, int classes)
    {
        Require(alpha > 0 && double.IsFinite(alpha), alpha, nameof(alpha), "The shares come from Beta(alpha, alpha), with an alpha above 0.");
        Require(classes >= 1, classes, nameof(classes), "Shares of classes need the number of classes, at least 1.");
    }

    /// <summary>Rows [Top, Bottom) and columns [Left, Right) of an image.</summary>
    private readonly record struct Box(long Top, long Bottom, long Left, long Right)
    {
        public long Area => (Bottom - Top) * (Right - Left);
    }

    /// <summary>Draws where boxes of given sizes lie: centres anywhere in the image, edges cut off at the image's.</summary>
    private static Box[] Boxes(AugmentedBatch batch, Generator random, (long Height, long Width)[] sizes)
    {
        var rows = Draws.Whole(random, batch.Count, 0, batch.Height - 1);
        var columns = Draws.Whole(random, batch.Count, 0, batch.Width - 1);
        return [.. sizes.Select((size, i) =>
        {
            long top = rows[i] - size.Height / 2, left = columns[i] - size.Width / 2;
            return new Box(Math.Max(top, 0), Math.Min(top + size.Height, batch.Height), Math.Max(left, 0), Math.Min(left + size.Width, batch.Width));
        })];
    }

    /// <summary>Which pixels lie in their image's box: [N, 1, H, W] bool.</summary>
    private static Tensor Inside(Box[] boxes, Tensor images)
    {
        Tensor Edge(Func<Box, long> edge) => tensor(boxes.Select(edge).ToArray(), [boxes.Length, 1, 1, 1], device: images.device);
        var row = arange(images.shape[2], device: images.device).reshape(1, 1, -1, 1);
        var column = arange(images.shape[3], device: images.device).reshape(1, 1, 1, -1);
        return row.ge(Edge(box => box.Top)) & row.lt(Edge(box => box.Bottom)) & column.ge(Edge(box => box.Left)) & column.lt(Edge(box => box.Right));
    }

    private static Tensor Others(Tensor of, long[] order) => of.index_select(0, tensor(order, device: of.device));

    private static void MixTargets(AugmentedBatch batch, long[] others, double[] own, int classes) => batch.ChangeTargets(targets =>
    {
        var shares = batch.Kind == TargetKind.Classes ? OneHot(targets, batch.Images.dtype, classes) : targets;  // [N, classes]
        if (shares.shape[1] != classes)
            throw new ArgumentException($"The images are to be mixed with {classes} classes, and their targets have {shares.shape[1]} columns: {targets}.");
        return Others(shares, others).lerp_(shares, tensor(own, [own.Length, 1], shares.dtype, shares.device));
    }, TargetKind.Shares);

    private static Tensor OneHot(Tensor classNumbers, ScalarType type, int classes)
    {
        long lowest = classNumbers.min().item<long>(), highest = classNumbers.max().item<long>();
        if (lowest < 0 || highest >= classes)
            throw new ArgumentException($"The images are to be mixed with {classes} classes, numbered from 0, and their class numbers go from {lowest} to {highest}.");
        return nn.functional.one_hot(classNumbers, classes).to_type(type);
    }
}

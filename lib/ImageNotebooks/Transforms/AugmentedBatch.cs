using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>What the second tensor of a batch holds.</summary>
internal enum TargetKind
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>[N] int64 class numbers.</summary>
    Classes,

    /// <summary>[N, L] float: shares of classes or several labels.</summary>
    Shares,

    /// <summary>[N, H, W] uint8 or int64 class numbers of pixels.</summary>
    Masks,
}

/// <summary>
/// A batch on its way through the steps of an <see cref="Augment"/>. Movements are joined until something needs the pixels. What a step replaces is freed at once,
/// except the caller's own tensors.
/// </summary>
internal sealed class AugmentedBatch
{
    private readonly Tensor givenImages;
    private readonly Tensor? givenTargets;
    private AffineMap[]? moves;
    private Fill? movesFill;

    public AugmentedBatch(Tensor images, Tensor? targets)
    {
        if (images.dim() != 4 || !images.is_floating_point())
            throw new ArgumentException($"Images to augment must be float [N, C, H, W] with values in [0, 1], and they are {images}.", nameof(images));
        (givenImages, givenTargets, Images, Targets) = (images, targets, images, targets);
        (Count, Height, Width) = ((int)images.shape[0], images.shape[2], images.shape[3]);
        Kind = KindOf(targets);
    }

    public int Count { get; }
    public long Height { get; }
    public long Width { get; }
    public TargetKind Kind { get; private set; }
    public Tensor Images { get; private set; }
    public Tensor? Targets { get; private set; }

    /// <summary>Adds a movement of every image.</summary>
    /// <param name="movement">N maps.</param>
    /// <param name="fill">What stands outside; null where the movement stays inside.</param>
    public void Move(AffineMap[] movement, Fill? fill)
    {
        // One sampling knows one fill. A movement that stays inside goes with any.
        if (movesFill is not null && fill is not null && movesFill != fill) Settle();
        moves = moves is null ? movement : [.. moves.Zip(movement, (first, then) => first + then)];
        movesFill ??= fill;
    }

    /// <summary>Carries out the movements so far.</summary>
    public void Settle()
    {
        if (moves is null) return;
        var (maps, fill) = (moves, movesFill ?? Fill.Nearest);
        (moves, movesFill) = (null, null);
        ChangeImages(images => AffineMaps.Move(images, maps, fill));
        if (Kind == TargetKind.Masks) ChangeTargets(masks => AffineMaps.MoveMasks(masks, maps, fill), Kind);
    }

    /// <summary>Replaces the images by something computed from them as they stand.</summary>
    public void ChangeImages(Func<Tensor, Tensor> change)
    {
        Settle();
        Images = Changed(Images, givenImages, change);
    }

    /// <summary>Replaces the targets by something computed from them as they stand.</summary>
    public void ChangeTargets(Func<Tensor, Tensor> change, TargetKind kind)
    {
        Settle();
        if (Targets is null) return;
        (Targets, Kind) = (Changed(Targets, givenTargets!, change), kind);
    }

    /// <summary>Gives what is new to the scope around the current one.</summary>
    public AugmentedBatch MoveToOuterDisposeScope()
    {
        if (!ReferenceEquals(Images, givenImages)) Images.MoveToOuterDisposeScope();
        if (!ReferenceEquals(Targets, givenTargets)) Targets?.MoveToOuterDisposeScope();
        return this;
    }

    private static Tensor Changed(Tensor before, Tensor given, Func<Tensor, Tensor> change)
    {
        using var scope = NewDisposeScope();
        var after = change(before);
        if (ReferenceEquals(after, before)) return before;
        if (!ReferenceEquals(before, given)) before.Dispose();
        return after.MoveToOuterDisposeScope();
    }

    private TargetKind KindOf(Tensor? targets) => targets switch
    {
        null => TargetKind.None,
        _ when targets.dim() > 0 && targets.shape[0] != Count => throw new ArgumentException($"There are {Count} images and targets for {targets.shape[0]}: {targets}.", nameof(targets)),
        _ when targets.dim() == 1 && targets.dtype == ScalarType.Int64 => TargetKind.Classes,
        _ when targets.dim() == 2 && targets.is_floating_point() => TargetKind.Shares,
        _ when targets.dim() == 3 && targets.dtype is ScalarType.Int64 or ScalarType.Byte && targets.shape[1] == Height && targets.shape[2] == Width => TargetKind.Masks,
        _ => throw new ArgumentException(
            $"Targets are class numbers, int64 [{Count}], shares or labels, float [{Count}, L], or masks, uint8 or int64 [{Count}, {Height}, {Width}], and these are {targets}.", nameof(targets)),
    };
}

using System.Collections.Immutable;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>
/// Random changes to training images, as a value that composes: <c>Augment.HorizontalFlip() + Augment.Rotate(20) + Augment.Brightness(0.2)</c>. Every image gets
/// its own draw, and the changes happen in the order written.
/// </summary>
/// <remarks>
/// <para>
/// Movements (flips, shifts, rotations, zooms, shears, crops) that stand next to each other are joined into one map of coordinates an image, so that it is
/// interpolated once: <c>Rotate(20) + Shear(0.2) + Zoom(0.2, 0.2)</c> is ImageDataGenerator's map of a square image, number by number. Keras's preprocessing layers interpolate once a
/// layer; the places they show are the same wherever a step does not read what an earlier one has pushed over the edge.
/// </para>
/// <para>
/// Where the <see cref="Fill"/> changes from one movement to the next, or a change of another sort comes between, the images are sampled there and the joining
/// begins anew. Flips stay inside the image and go with any fill. Images that are only mirrored or cropped keep their values bit by bit.
/// </para>
/// <para>Everything happens on the images' device. Only the draws, a few numbers an image, come from the CPU.</para>
/// </remarks>
public sealed partial class Augment
{
    /// <summary>No change.</summary>
    public static readonly Augment None = new([]);

    private readonly ImmutableArray<Step> steps;

    private Augment(ImmutableArray<Step> steps) => this.steps = steps;

    /// <summary>One change.</summary>
    /// <param name="Text">How it was written.</param>
    /// <param name="Change">Draws an amount for every image and makes the change, or adds it to the movements that are to be made.</param>
    private sealed record Step(string Text, Action<AugmentedBatch, Generator> Change);

    /// <summary>First one change, then the other.</summary>
    public static Augment operator +(Augment first, Augment then) => new([.. first.steps, .. then.steps]);

    /// <summary>Changes a batch of images that have no targets, or whose targets do not matter.</summary>
    /// <param name="images">[N, C, H, W] float in [0, 1]. Left as it is.</param>
    /// <param name="random">A generator of the CPU, where the draws come from; the same state gives the same images.</param>
    /// <returns>[N, C, H, W], a new tensor, or <paramref name="images"/> itself where there is nothing to change.</returns>
    /// <exception cref="ArgumentException">The images have another shape or type, or a step does not fit them.</exception>
    public Tensor Apply(Tensor images, Generator random) => Apply(new AugmentedBatch(images, null), random).Images;

    /// <summary>Changes a batch of images and, together with them, their targets. The images are those that <see cref="Apply(Tensor, Generator)"/> gives.</summary>
    /// <param name="images">[N, C, H, W] float in [0, 1]. Left as it is.</param>
    /// <param name="targets">
    /// One of three, left as it is. Class numbers, int64 [N]: unchanged, except that <see cref="Mixup"/> and <see cref="CutMix"/> make shares of classes of them.
    /// Shares or several labels, float [N, L]: mixed as the images are. Masks, uint8 or int64 [N, H, W]: moved with the images, every pixel taking the class of the
    /// nearest one, with 255 outside where the fill is constant.
    /// </param>
    /// <param name="random">A generator of the CPU, where the draws come from; the same state gives the same images and targets.</param>
    /// <returns>Both, each a new tensor, or the given one itself where there is nothing to change.</returns>
    /// <exception cref="ArgumentException">The images or targets have another shape or type, or a step does not fit them.</exception>
    public (Tensor Images, Tensor Targets) Apply(Tensor images, Tensor targets, Generator random)
    {
        var batch = Apply(new AugmentedBatch(images, targets), random);
        return (batch.Images, batch.Targets!);
    }

    /// <summary>The steps as they were written.</summary>
    public override string ToString() => steps.IsEmpty ? nameof(None) : string.Join(" + ", steps.Select(step => step.Text));

    private AugmentedBatch Apply(AugmentedBatch batch, Generator random)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        foreach (var step in steps) step.Change(batch, random);
        batch.Settle();
        return batch.MoveToOuterDisposeScope();
    }

    private static Augment One(FormattableString text, Action<AugmentedBatch, Generator> change) => new([new(FormattableString.Invariant(text), change)]);

    private static void Require(bool holds, double value, string name, string otherwise)
    {
        if (!holds) throw new ArgumentOutOfRangeException(name, value, otherwise);
    }
}

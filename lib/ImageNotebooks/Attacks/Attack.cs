using TorchSharp;
using static System.FormattableString;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>
/// Something that changes images a little so that a model answers wrongly. Attacks work on pixels in [0, 1]: what a network's weights ask for beyond that (<see cref="Normalize"/>) is its first layer, so that an
/// epsilon means the same for every network.
/// </summary>
public abstract class Attack
{
    /// <summary>The attack's name in tables and charts.</summary>
    public abstract string Name { get; }

    /// <summary>How perturbations are measured.</summary>
    public abstract PerturbationNorm Norm { get; }

    /// <summary>What makes an answer bad. Where nothing is said it follows from the labels: one class an image, several ([N, classes] of 0 and 1), or one a pixel ([N, H, W]).</summary>
    public Objective? Objective { get; init; }

    /// <summary>Changes images so that a model, in evaluation, is wrong about them.</summary>
    /// <param name="model">[N, C, H, W] -> logits. Its parameters, their gradients and its mode are left as they are.</param>
    /// <param name="images">[N, C, H, W] float in [0, 1].</param>
    /// <param name="labels">The true labels.</param>
    /// <param name="epsilon">The largest perturbation, in <see cref="Norm"/>; from 0 to all that [0, 1] has room for.</param>
    /// <param name="targets">Labels that the model shall give instead; null where any wrong answer will do.</param>
    /// <param name="seed">The same seed draws the same numbers.</param>
    /// <returns>[N, C, H, W] in [0, 1], within epsilon of the images up to the rounding of floats.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Epsilon is below 0, above the range, or not a number.</exception>
    /// <exception cref="ArgumentException">Images are none or not in [0, 1], labels do not suit the model, or it has no gradient.</exception>
    public Tensor Perturb(nn.Module<Tensor, Tensor> model, Tensor images, Tensor labels, double epsilon, Tensor? targets = null, long seed = 0)
    {
        RequireImages(images);
        RequireEpsilon(images, epsilon);
        using var evaluation = new EvaluationMode(model);
        using var random = new Generator((ulong)seed);
        return Perturb(new AttackedModel(model.call, Objective, labels, targets), images, [epsilon], random)[0];
    }

    /// <summary>Attacks every image of a loader, with one epsilon after the other.</summary>
    /// <param name="model">[N, C, H, W] -> [N, classes] logits.</param>
    /// <param name="images">The images, in order; labels are one class each.</param>
    /// <param name="classNames">One name a class.</param>
    /// <param name="epsilons">The largest perturbations; 0, no attack, is always measured too.</param>
    /// <param name="target">The class as which all images shall be taken; null where any wrong one will do.</param>
    /// <param name="seed">The same seed draws the same numbers.</param>
    /// <returns>What the model answers at each epsilon.</returns>
    /// <inheritdoc cref="Perturb(nn.Module{Tensor, Tensor}, Tensor, Tensor, double, Tensor?, long)"/>
    public AttackResult Run(nn.Module<Tensor, Tensor> model, IBatches images, IReadOnlyList<string> classNames, IReadOnlyList<double> epsilons, int? target = null, long seed = 0)
    {
        if (target is { } absent && (absent < 0 || absent >= classNames.Count)) throw new ArgumentException($"Class {absent} cannot be the target: the classes are 0 to {classNames.Count - 1} ({string.Join(", ", classNames)}).", nameof(target));
        using var evaluation = new EvaluationMode(model);
        using var random = new Generator((ulong)seed);
        double[] sizes = [.. epsilons.Where(epsilon => epsilon != 0).Distinct().Order()];
        var tables = Enumerable.Range(0, sizes.Length + 1).Select(_ => new AnswerTable(classNames)).ToArray();
        long queries = 0;
        foreach (var batch in images)
        {
            using var scope = NewDisposeScope();
            using var _ = batch;
            RequireImages(batch.Images);
            foreach (var epsilon in sizes) RequireEpsilon(batch.Images, epsilon);
            var victim = new AttackedModel(model.call, Objective, batch.Labels, target is { } t ? full_like(batch.Labels, t) : null);
            tables[0].Add(batch.Labels, victim.Logits(batch.Images));
            var before = victim.Queries;
            foreach (var (table, changed) in tables.Skip(1).Zip(Perturb(victim, batch.Images, sizes, random)))
            {
                queries += victim.Queries - before;
                table.Add(batch.Labels, victim.Logits(changed));
                before = victim.Queries;
            }
        }
        return new(Name, Norm, [0, .. sizes], [.. tables.Select(table => table.Result())], target, queries);
    }

    /// <summary>The images of a loader, attacked as they come, with their labels: for <see cref="Evaluate"/>, which then tells what is left of any model, and for training data of a detector.</summary>
    /// <param name="model">[N, C, H, W] -> logits.</param>
    /// <param name="images">The images.</param>
    /// <param name="epsilon">The largest perturbation.</param>
    /// <param name="seed">The same seed draws the same numbers.</param>
    public IBatches On(nn.Module<Tensor, Tensor> model, IBatches images, double epsilon, long seed = 0) => new AttackedBatches(this, model, images, epsilon, seed);

    /// <summary>For <see cref="TrainingOptions.Adversary"/>: every batch is attacked with this epsilon before it is learned from, the model as it is at that step and in training mode (Madry et al. 2018).</summary>
    /// <param name="epsilon">The largest perturbation.</param>
    /// <param name="seed">The same seed draws the same numbers.</param>
    public IAdversary At(double epsilon, long seed = 0) => new Adversary(this, epsilon, seed);

    /// <summary>Searches one perturbation for each image.</summary>
    /// <param name="model">The model, with labels and targets.</param>
    /// <param name="images">[N, C, H, W] float in [0, 1].</param>
    /// <param name="epsilon">The largest perturbation, above 0.</param>
    /// <param name="random">Where chance comes from.</param>
    /// <returns>[N, C, H, W] in [0, 1], within epsilon of the images.</returns>
    protected abstract Tensor Search(AttackedModel model, Tensor images, double epsilon, Generator random);

    /// <summary>Searches perturbations for several epsilons. An attack that finds the smallest perturbation needs one search for all.</summary>
    /// <param name="model">The model, with labels and targets.</param>
    /// <param name="images">[N, C, H, W] float in [0, 1].</param>
    /// <param name="epsilons">The largest perturbations.</param>
    /// <param name="random">Where chance comes from.</param>
    /// <returns>One tensor an epsilon.</returns>
    protected virtual IReadOnlyList<Tensor> Search(AttackedModel model, Tensor images, IReadOnlyList<double> epsilons, Generator random) =>
        [.. epsilons.Select(epsilon => epsilon == 0 ? images.clone() : Search(model, images, epsilon, random))];

    private IReadOnlyList<Tensor> Perturb(AttackedModel model, Tensor images, IReadOnlyList<double> epsilons, Generator random)
    {
        using var still = no_grad();
        using var given = images.detach();
        return Search(model, given, epsilons, random);
    }

    private void RequireEpsilon(Tensor images, double epsilon)
    {
        var largest = Norm.Largest(images);
        if (!(epsilon >= 0 && epsilon <= largest))
            throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, Invariant($"A perturbation of {Name} is between 0 and {largest:0.##} in {(Norm == PerturbationNorm.L2 ? "L2" : "L-infinity")}, for pixels are in [0, 1]; 8 of 255 steps are 8 / 255.0."));
    }

    private static void RequireImages(Tensor images)
    {
        if (images.dim() != 4 || images.shape[0] == 0) throw new ArgumentException($"Images are [N, C, H, W] with one image at least, and these are [{string.Join(", ", images.shape)}].", nameof(images));
        using var scope = NewDisposeScope();
        var (least, most) = (images.min().item<float>(), images.max().item<float>());
        if (!(least >= 0 && most <= 1))
            throw new ArgumentException(Invariant($"Images are attacked as pixels in [0, 1], and these reach from {least} to {most}. Put what normalises them into the model, as its first layer ({nameof(Normalize)})."), nameof(images));
    }

    private sealed class Adversary(Attack attack, double epsilon, long seed) : IAdversary
    {
        public Tensor Perturb(Func<Tensor, Tensor> network, Tensor images, Tensor labels, long step)
        {
            attack.RequireEpsilon(images, epsilon);
            using var scope = NewDisposeScope();
            using var random = new Generator(unchecked((ulong)seed * 0x9E3779B97F4A7C15 + (ulong)step));
            return attack.Perturb(new AttackedModel(network, attack.Objective, labels, null, mayBeFlat: true), images, [epsilon], random)[0].MoveToOuterDisposeScope();
        }

        public override string ToString() => Invariant($"{attack.Name} with epsilon {epsilon:0.####}");
    }
}

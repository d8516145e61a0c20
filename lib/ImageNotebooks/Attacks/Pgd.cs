using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>
/// Projected gradient descent (Madry et al. 2018, "Towards Deep Learning Models Resistant to Adversarial Attacks"): steps uphill on the loss, each followed by the way back into the ball of epsilon and into [0, 1].
/// Without a random start it is the basic iterative method (Kurakin et al. 2017). Against segmentation it makes the loss of all pixels large at once.
/// </summary>
public class Pgd : Attack
{
    private readonly int steps;
    private readonly double relativeStep;
    private readonly bool randomStart;
    private readonly int restarts;

    /// <summary>Makes the attack.</summary>
    /// <param name="steps">How many steps; each costs a forward and a backward pass.</param>
    /// <param name="norm">How perturbations are measured: a step is the gradient's sign, or the gradient at length 1.</param>
    /// <param name="relativeStep">The size of a step as a part of epsilon; where nothing is said, 2.5 / steps, so that the border is in reach from everywhere, and at most 1.</param>
    /// <param name="randomStart">Whether it begins anywhere in the ball instead of at the image.</param>
    /// <param name="restarts">How often it begins anew; for each image the largest loss is kept. More than 1 asks for a random start.</param>
    public Pgd(int steps = 40, PerturbationNorm norm = PerturbationNorm.LInfinity, double? relativeStep = null, bool randomStart = true, int restarts = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(restarts, 1);
        if (relativeStep is { } part && !(part > 0 && double.IsFinite(part))) throw new ArgumentOutOfRangeException(nameof(relativeStep), part, "A step is a part of epsilon, above 0.");
        if (restarts > 1 && !randomStart) throw new ArgumentException("Without a random start every restart is the same; ask for one restart or for randomStart.", nameof(restarts));
        (this.steps, this.relativeStep, this.randomStart, this.restarts, Norm) = (steps, relativeStep ?? Math.Min(1, 2.5 / steps), randomStart, restarts, norm);
    }

    /// <inheritdoc/>
    public override string Name => $"PGD-{steps}{(restarts > 1 ? $" x {restarts}" : "")}";

    /// <inheritdoc/>
    public override PerturbationNorm Norm { get; }

    /// <inheritdoc/>
    protected override Tensor Search(AttackedModel model, Tensor images, double epsilon, Generator random)
    {
        using var scope = NewDisposeScope();
        using var ball = new Ball(Norm, images, epsilon);
        var best = Climb(model, images, ball, epsilon, random);
        for (var i = 1; i < restarts; i++)
        {
            using var inner = NewDisposeScope();
            var other = Climb(model, images, ball, epsilon, random);
            var better = model.Losses(model.Logits(other)).gt(model.Losses(model.Logits(best)));
            best = where(PerturbationNorms.PerImage(better), other, best).MoveToOuterDisposeScope();
        }
        return best.MoveToOuterDisposeScope();
    }

    /// <summary>What the next step follows: the gradient itself.</summary>
    /// <param name="gradient">[N, C, H, W], of this step.</param>
    /// <param name="memory">What the last step followed; null at the first.</param>
    private protected virtual Tensor Follow(Tensor gradient, Tensor? memory) => gradient.alias();

    private Tensor Climb(AttackedModel model, Tensor images, Ball ball, double epsilon, Generator random)
    {
        var x = randomStart ? ball.Draw(random) : images.alias();
        Tensor? memory = null;
        for (var i = 0; i < steps; i++)
        {
            using var scope = NewDisposeScope();
            using var before = x;
            using var last = memory;
            memory = Follow(model.Ascend(x).Gradient, last).MoveToOuterDisposeScope();
            x = ball.Project(before.add(Norm.Steepest(memory), epsilon * relativeStep)).MoveToOuterDisposeScope();
        }
        memory?.Dispose();
        return x;
    }
}

/// <summary>
/// The fast gradient sign method (Goodfellow et al. 2015, "Explaining and Harnessing Adversarial Examples"): x + epsilon * sign(gradient of the loss), one step of <see cref="Pgd"/> from the image itself. With
/// L2 the step goes along the gradient (fast gradient method).
/// </summary>
/// <param name="norm">How perturbations are measured.</param>
public sealed class Fgsm(PerturbationNorm norm = PerturbationNorm.LInfinity) : Pgd(1, norm, 1, randomStart: false)
{
    /// <inheritdoc/>
    public override string Name => "FGSM";
}

/// <summary>
/// The momentum iterative method (Dong et al. 2018, "Boosting Adversarial Attacks with Momentum"): each step follows the gradients so far, g = decay * g + gradient / mean(|gradient|), which carries over to other
/// models better than the last gradient alone. Steps of epsilon / steps from the image itself, as in the paper.
/// </summary>
/// <param name="steps">How many steps.</param>
/// <param name="decay">What is left of older gradients at each step; 0 or more.</param>
/// <param name="norm">How perturbations are measured.</param>
public sealed class MiFgsm(int steps = 10, double decay = 1, PerturbationNorm norm = PerturbationNorm.LInfinity) : Pgd(steps, norm, 1.0 / Math.Max(1, steps), randomStart: false)
{
    private readonly double decay = decay >= 0 ? decay : throw new ArgumentOutOfRangeException(nameof(decay), decay, "What is left of a gradient is 0 or more.");

    /// <inheritdoc/>
    public override string Name => $"MI-{base.Name.Replace("PGD", "FGSM", StringComparison.Ordinal)}";

    private protected override Tensor Follow(Tensor gradient, Tensor? memory)
    {
        var own = gradient / gradient.abs().mean([1, 2, 3], keepdim: true).clamp_min(1e-12);
        return memory is null ? own : memory * decay + own;
    }
}

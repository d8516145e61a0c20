using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>
/// Auto-PGD on the cross-entropy (Croce and Hein 2020, "Reliable evaluation of adversarial robustness with an ensemble of diverse parameter-free attacks", algorithm 1), the first attack of AutoAttack: steps with
/// momentum from 2 epsilon on, halved for each image by itself where it stops to make progress, and begun again at the best point. There is nothing to tune, so what it says of a defence can be compared.
/// </summary>
public sealed class Apgd : Attack
{
    private const double Momentum = 0.75, Progress = 0.75;

    private readonly int steps;
    private readonly HashSet<int> checkpoints;

    /// <summary>Makes the attack.</summary>
    /// <param name="steps">How many steps; AutoAttack takes 100.</param>
    /// <param name="norm">How perturbations are measured.</param>
    public Apgd(int steps = 100, PerturbationNorm norm = PerturbationNorm.LInfinity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        (this.steps, Norm, checkpoints) = (steps, norm, [.. Checkpoints(steps)]);
    }

    /// <inheritdoc/>
    public override string Name => $"APGD-CE-{steps}";

    /// <inheritdoc/>
    public override PerturbationNorm Norm { get; }

    /// <inheritdoc/>
    protected override Tensor Search(AttackedModel model, Tensor images, double epsilon, Generator random)
    {
        using var scope = NewDisposeScope();
        using var ball = new Ball(Norm, images, epsilon);
        using var run = new Ascent(model, ball.Draw(random), 2 * epsilon);
        for (var k = 1; k <= steps; k++)
        {
            using var inner = NewDisposeScope();
            var next = ball.Project(run.X + Norm.Steepest(run.Gradient) * PerturbationNorms.PerImage(run.StepSize));
            if (k > 1) next = ball.Project(run.X + (next - run.X) * Momentum + (run.X - run.Last) * (1 - Momentum));
            run.Move(next);
            if (checkpoints.Contains(k)) run.Judge();
        }
        return run.Answer().MoveToOuterDisposeScope();
    }

    /// <summary>The steps after which progress is judged: 22 % of all, then intervals each 3 % of all shorter than the last, down to 6 %; in whole steps, as the authors' program has them.</summary>
    internal static IEnumerable<int> Checkpoints(int steps)
    {
        int Part(double of) => Math.Max(1, (int)(of * steps));
        var interval = Part(0.22);
        for (var at = interval; at <= steps; at += interval)
        {
            yield return at;
            interval = Math.Max(interval - Part(0.03), Part(0.06));
        }
    }

    /// <summary>Where each image is, the best that it has seen, and how it got on since the last checkpoint.</summary>
    private sealed class Ascent : IDisposable
    {
        private readonly AttackedModel model;
        private readonly Held x, last, gradient, loss, stepSize, best, bestGradient, bestLoss, found, isFound, rises, stepSizeBefore, bestLossBefore;
        private int stepsSince;

        public Ascent(AttackedModel model, Tensor start, double firstStep)
        {
            this.model = model;
            var (slope, value, logits) = model.Ascend(start);
            (x, last, best, found) = (new(start), new(start.alias()), new(start.alias()), new(start.alias()));
            (gradient, bestGradient) = (new(slope), new(slope.alias()));
            (loss, bestLoss, bestLossBefore) = (new(value), new(value.alias()), new(value.alias()));
            (stepSize, stepSizeBefore) = (new(full_like(value, firstStep)), new(full_like(value, firstStep)));
            (isFound, rises) = (new(model.IsFooled(logits)), new(zeros_like(value)));
        }

        public Tensor X => x;

        public Tensor Last => last;

        public Tensor Gradient => gradient;

        public Tensor StepSize => stepSize;

        public void Move(Tensor next)
        {
            last.Set(x.Value.alias());
            x.Set(next);
            var (slope, value, logits) = model.Ascend(next);
            var fooled = model.IsFooled(logits);
            found.SetWhere(fooled.logical_and(isFound.Value.logical_not()), next);
            isFound.Set(isFound.Value.logical_or(fooled));
            var better = value.gt(bestLoss);
            best.SetWhere(better, next);
            bestGradient.SetWhere(better, slope);
            rises.Set(rises.Value + value.gt(loss).to_type(ScalarType.Float32));
            bestLoss.SetWhere(better, value);
            gradient.Set(slope);
            loss.Set(value);
            stepsSince++;
        }

        /// <summary>Halves the steps of the images that rose too rarely, or whose best has not changed since the last halving did not happen, and sends them back to their best.</summary>
        public void Judge()
        {
            var stuck = rises.Value.lt(Progress * stepsSince).logical_or(stepSize.Value.eq(stepSizeBefore).logical_and(bestLoss.Value.eq(bestLossBefore)));
            stepSizeBefore.Set(stepSize.Value.clone());
            bestLossBefore.Set(bestLoss.Value.clone());
            stepSize.SetWhere(stuck, stepSize.Value / 2);
            x.SetWhere(stuck, best);
            gradient.SetWhere(stuck, bestGradient);
            loss.SetWhere(stuck, bestLoss);
            rises.Set(zeros_like(loss));
            stepsSince = 0;
        }

        /// <summary>What fooled the model first, else what made its loss largest.</summary>
        public Tensor Answer() => where(PerturbationNorms.PerImage(isFound), found, best);

        public void Dispose()
        {
            foreach (var held in new[] { x, last, gradient, loss, stepSize, best, bestGradient, bestLoss, found, isFound, rises, stepSizeBefore, bestLossBefore }) held.Dispose();
        }
    }
}

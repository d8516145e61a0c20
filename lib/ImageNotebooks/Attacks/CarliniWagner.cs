using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>
/// The L2 attack of Carlini and Wagner (2017, "Towards Evaluating the Robustness of Neural Networks", section V): minimises |perturbation|^2 + c * max(margin, -confidence) by Adam, over pixels written as
/// (tanh(w) + 1) / 2 so that they stay in [0, 1], and searches c for each image. Slow, and hard to resist.
/// </summary>
public sealed class CarliniWagner : MinimalAttack
{
    private const double LargestConstant = 1e10, Beta1 = 0.9, Beta2 = 0.999, AdamEpsilon = 1e-8, InsideOne = 0.999999;

    private readonly int steps, searches;
    private readonly double rate, firstConstant, confidence;

    /// <summary>Makes the attack.</summary>
    /// <param name="steps">Adam's steps for each c.</param>
    /// <param name="searches">How many values of c are tried.</param>
    /// <param name="rate">Adam's rate.</param>
    /// <param name="firstConstant">The first c.</param>
    /// <param name="confidence">By how many logits the wrong class has to be ahead; 0 or more.</param>
    public CarliniWagner(int steps = 1000, int searches = 9, double rate = 0.01, double firstConstant = 1e-3, double confidence = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(searches, 1);
        if (!(rate > 0)) throw new ArgumentOutOfRangeException(nameof(rate), rate, "A rate is above 0.");
        if (!(firstConstant > 0)) throw new ArgumentOutOfRangeException(nameof(firstConstant), firstConstant, "The constant is above 0.");
        if (!(confidence >= 0)) throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "A lead is 0 or more logits.");
        (this.steps, this.searches, this.rate, this.firstConstant, this.confidence) = (steps, searches, rate, firstConstant, confidence);
    }

    /// <inheritdoc/>
    public override string Name => "Carlini-Wagner";

    /// <inheritdoc/>
    protected override Tensor Minimize(AttackedModel model, Tensor images, Generator random)
    {
        using var scope = NewDisposeScope();
        Tensor Each(double value) => full([images.shape[0]], value, device: images.device);
        using var best = new Held(images.clone());
        using var bestSize = new Held(Each(double.PositiveInfinity));
        using Held constant = new(Each(firstConstant)), lower = new(Each(0)), upper = new(Each(LargestConstant));
        for (var search = 0; search < searches; search++)
        {
            using var inner = NewDisposeScope();
            var found = Descend(model, images, constant, best, bestSize);
            upper.SetWhere(found, constant.Value.minimum(upper));
            lower.SetWhere(found.logical_not(), constant.Value.maximum(lower));
            // Between the bounds where both are known; else ten times as much.
            constant.Set(where(upper.Value.lt(LargestConstant), (lower.Value + upper) / 2, constant.Value * 10));
        }
        return best.Value.alias().MoveToOuterDisposeScope();
    }

    /// <summary>Minimises with one c an image, and keeps what is better than the best so far.</summary>
    /// <returns>[N]: whether this c fooled the model.</returns>
    private Tensor Descend(AttackedModel model, Tensor images, Tensor constant, Held best, Held bestSize)
    {
        using var scope = NewDisposeScope();
        using var w = new Held(((images * 2 - 1) * InsideOne).atanh());
        using Held first = new(zeros_like(images)), second = new(zeros_like(images)), found = new(zeros_like(constant).to_type(ScalarType.Bool));
        for (var step = 1; step <= steps; step++)
        {
            using var inner = NewDisposeScope();
            var squashed = w.Value.tanh();
            var x = (squashed + 1) / 2;
            var (gradient, values, logits) = model.Gradient(x, logits => constant * (model.Margin(logits) + confidence).clamp_min(0));
            var size = Norm.Size(x - images);
            var isFooled = values.le(0).logical_and(model.IsFooled(logits));
            var isBetter = isFooled.logical_and(size.lt(bestSize));
            best.SetWhere(isBetter, x);
            bestSize.SetWhere(isBetter, size);
            found.Set(found.Value.logical_or(isFooled));
            var slope = ((x - images) * 2 + gradient) * (1 - squashed.square()) / 2;
            first.Set(first.Value * Beta1 + slope * (1 - Beta1));
            second.Set(second.Value * Beta2 + slope.square() * (1 - Beta2));
            w.Set(w.Value - first.Value / (1 - Math.Pow(Beta1, step)) * rate / ((second.Value / (1 - Math.Pow(Beta2, step))).sqrt() + AdamEpsilon));
        }
        return found.Value.alias().MoveToOuterDisposeScope();
    }
}

using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>
/// DeepFool (Moosavi-Dezfooli et al. 2016, "DeepFool: a simple and accurate method to fool deep neural networks"), L2: takes the model for a linear one, goes to the nearest border between its answer and another
/// class, and does so again from there until the answer changes. Of a linear model it finds the smallest perturbation at once: |f| / |w| along w, and 1e-4 more, times 1 + overshoot.
/// </summary>
public sealed class DeepFool : MinimalAttack
{
    private const double Push = 1e-4;

    private readonly int steps, candidates;
    private readonly double overshoot;

    /// <summary>Makes the attack. With targets it goes to the border of the target class only.</summary>
    /// <param name="steps">How many steps at most.</param>
    /// <param name="candidates">How many of the likeliest classes are looked at, the true one included; each costs a backward pass. At least 2.</param>
    /// <param name="overshoot">By which part of the perturbation it goes beyond the border.</param>
    public DeepFool(int steps = 50, int candidates = 10, double overshoot = 0.02)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(candidates, 2);
        if (!(overshoot >= 0 && double.IsFinite(overshoot))) throw new ArgumentOutOfRangeException(nameof(overshoot), overshoot, "It is a part of the perturbation, 0 or more.");
        (this.steps, this.candidates, this.overshoot) = (steps, candidates, overshoot);
    }

    /// <inheritdoc/>
    public override string Name => "DeepFool";

    /// <inheritdoc/>
    protected override Tensor Minimize(AttackedModel model, Tensor images, Generator random)
    {
        using var scope = NewDisposeScope();
        using var x = new Held(images.clone());
        var others = Others(model, model.Logits(x));                                         // [N, K - 1]
        for (var i = 0; i < steps; i++)
        {
            using var inner = NewDisposeScope();
            var logits = model.Logits(x);
            var open = model.IsFooled(logits).logical_not().nonzero().squeeze(1);            // [k]
            if (open.shape[0] == 0) break;
            // Away from the true class, or towards the target from whatever the answer is now.
            var own = model.Targets is null ? model.Labels : logits.argmax(1);
            var classes = cat([own.unsqueeze(1), others], 1).index_select(0, open);          // [k, K]
            var moved = Step(model.Take(open), x.Value.index_select(0, open), classes);
            var from = images.index_select(0, open);
            // The way so far, without the last step's overshoot, is (x - from) / (1 + overshoot).
            var way = (x.Value.index_select(0, open) - from) / (1 + overshoot) + moved;
            x.Set(x.Value.index_copy(0, open, (from + way * (1 + overshoot)).clamp_(0, 1)));
        }
        var isFooled = PerturbationNorms.PerImage(model.IsFooled(model.Logits(x)));
        return where(isFooled, x, images).MoveToOuterDisposeScope();
    }

    private Tensor Others(AttackedModel model, Tensor logits)
    {
        if (model.Targets is { } targets) return targets.unsqueeze(1);
        // The true class must not be among the others, wherever it stands.
        var without = logits.scatter(1, model.Labels.unsqueeze(1), full_like(model.Labels.unsqueeze(1), float.NegativeInfinity, dtype: logits.dtype));
        return without.topk((int)Math.Min(candidates - 1, logits.shape[1] - 1), 1).indexes;
    }

    /// <summary>[k, C, H, W]: the way to the nearest border of the linear model that is tangent here.</summary>
    private static Tensor Step(AttackedModel model, Tensor x, Tensor classes)
    {
        var (gradients, logits) = model.LogitGradients(x, classes);                          // [K, k, C, H, W]
        var values = logits.gather(1, classes).transpose(0, 1);                              // [K, k]
        var (w, f) = (gradients[1..] - gradients[..1], values[1..] - values[..1]);           // [K - 1, k, C, H, W], [K - 1, k]
        var squares = w.flatten(2).square().sum(2).clamp_min(1e-20);                         // [K - 1, k]
        var nearest = (f.abs() / squares.sqrt()).argmin(0);                                  // [k]
        var rows = arange(x.shape[0], device: x.device);
        var direction = w.index(TensorIndex.Tensor(nearest), TensorIndex.Tensor(rows));      // [k, C, H, W]
        // At the border itself a step would be lost in the rounding of pixels, so each is a little longer, as in the authors' program.
        var lengths = (f.abs() / squares.sqrt() + Push) / squares.sqrt();                    // [K - 1, k]
        var length = lengths.gather(0, nearest.unsqueeze(0)).squeeze(0);                     // [k]
        return direction * PerturbationNorms.PerImage(length);
    }
}

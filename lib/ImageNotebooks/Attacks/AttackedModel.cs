using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>A model as an attack sees it: what it answers, how far that is from what the attack wants, and in which direction an image has to change.</summary>
public sealed class AttackedModel
{
    private const string NoPath = "does not depend on the image by anything that can be differentiated";

    private readonly Func<Tensor, Tensor> network;
    private readonly Objective objective;
    private readonly Counter asked;
    private bool hasSeenGradient;

    /// <param name="network">[N, C, H, W] -> logits.</param>
    /// <param name="objective">What makes an answer bad; by the labels where null.</param>
    /// <param name="labels">The true labels.</param>
    /// <param name="targets">The labels that are wanted, or null.</param>
    /// <param name="mayBeFlat">Whether a gradient of 0 is no error: of a model in training nobody concludes that it is robust.</param>
    internal AttackedModel(Func<Tensor, Tensor> network, Objective? objective, Tensor labels, Tensor? targets, bool mayBeFlat = false) : this(network, objective ?? ObjectiveOf(labels), labels, targets, new Counter()) =>
        hasSeenGradient = mayBeFlat;

    private AttackedModel(Func<Tensor, Tensor> network, Objective objective, Tensor labels, Tensor? targets, Counter asked) =>
        (this.network, this.objective, Labels, Targets, this.asked) = (network, objective, labels, targets, asked);

    /// <summary>The true labels, as the objective has them.</summary>
    public Tensor Labels { get; }

    /// <summary>The labels that the model shall give, or null where any wrong one will do.</summary>
    public Tensor? Targets { get; }

    /// <summary>How many images were shown to the model so far.</summary>
    public long Queries => asked.Images;

    /// <summary>The model's answer, without gradients.</summary>
    /// <param name="x">[N, C, H, W] float in [0, 1].</param>
    /// <returns>[N, classes, ...] float.</returns>
    public Tensor Logits(Tensor x)
    {
        using var still = no_grad();
        return Answer(x);
    }

    /// <summary>What the attack makes as large as it can: the loss of the true labels, or where there are targets, the negative loss of those.</summary>
    /// <param name="logits">[N, classes, ...].</param>
    /// <returns>[N].</returns>
    public Tensor Losses(Tensor logits) => Targets is null ? objective.Loss(logits, Labels) : objective.Loss(logits, Targets).neg();

    /// <summary>Which images are classified as the attack wants.</summary>
    /// <param name="logits">[N, classes].</param>
    /// <returns>[N] bool.</returns>
    /// <exception cref="ArgumentException">The labels are not one class an image.</exception>
    public Tensor IsFooled(Tensor logits)
    {
        RequireClasses();
        using var scope = NewDisposeScope();
        var predicted = logits.argmax(1);
        return (Targets is null ? predicted.ne(Labels) : predicted.eq(Targets)).MoveToOuterDisposeScope();
    }

    /// <summary>By how much the answer that the attack does not want is ahead of the best other one: below 0 where the image is fooled.</summary>
    /// <param name="logits">[N, classes].</param>
    /// <returns>[N]: the true class's logit less the largest other one; with targets the largest other one less the target's.</returns>
    /// <exception cref="ArgumentException">The labels are not one class an image.</exception>
    public Tensor Margin(Tensor logits)
    {
        RequireClasses();
        using var scope = NewDisposeScope();
        var of = (Targets ?? Labels).unsqueeze(1);                                          // [N, 1]
        var (own, rest) = (logits.gather(1, of).squeeze(1), logits.scatter(1, of, full_like(of, float.NegativeInfinity, dtype: logits.dtype)).amax(1));
        return (Targets is null ? own - rest : rest - own).MoveToOuterDisposeScope();
    }

    /// <summary>The gradient of <see cref="Losses"/> at images. Parameters and their gradients are left as they are.</summary>
    /// <param name="x">[N, C, H, W] float in [0, 1].</param>
    /// <returns>The gradient [N, C, H, W], the losses [N] and the logits.</returns>
    /// <exception cref="ArgumentException">The model's answer has no gradient at the image.</exception>
    public (Tensor Gradient, Tensor Losses, Tensor Logits) Ascend(Tensor x) => Gradient(x, Losses);

    /// <summary>The gradient of a function of the logits at images.</summary>
    /// <param name="x">[N, C, H, W] float.</param>
    /// <param name="value">[N, classes, ...] -> [N], each image's number from its own logits.</param>
    /// <inheritdoc cref="Ascend"/>
    public (Tensor Gradient, Tensor Values, Tensor Logits) Gradient(Tensor x, Func<Tensor, Tensor> value)
    {
        using var scope = NewDisposeScope();
        using var gradients = enable_grad();
        var at = x.detach().requires_grad_(true);
        var logits = Answer(at);
        var values = value(logits);
        if (!values.requires_grad) throw WithoutGradient(NoPath);
        var gradient = autograd.grad([values.sum()], [at], allow_unused: true)[0];
        if (gradient is null || gradient.IsInvalid) throw WithoutGradient(NoPath);
        RequireSlope(gradient);
        return (gradient.MoveToOuterDisposeScope(), values.detach().MoveToOuterDisposeScope(), logits.detach().MoveToOuterDisposeScope());
    }

    /// <summary>The gradients of several logits of each image, from one forward pass.</summary>
    /// <param name="x">[N, C, H, W] float in [0, 1].</param>
    /// <param name="classes">[N, K] int64: which logits of each image.</param>
    /// <returns>The gradients [K, N, C, H, W] and all logits [N, classes].</returns>
    /// <inheritdoc cref="Ascend"/>
    public (Tensor Gradients, Tensor Logits) LogitGradients(Tensor x, Tensor classes)
    {
        using var scope = NewDisposeScope();
        using var gradients = enable_grad();
        var at = x.detach().requires_grad_(true);
        var logits = Answer(at);
        if (!logits.requires_grad) throw WithoutGradient(NoPath);
        var chosen = logits.gather(1, classes).unbind(1);                                   // K of [N]
        var each = chosen.Select((logit, k) => autograd.grad([logit.sum()], [at], retain_graph: k + 1 < chosen.Length)[0]).ToArray();
        var all = stack(each);
        RequireSlope(all);
        return (all.MoveToOuterDisposeScope(), logits.detach().MoveToOuterDisposeScope());
    }

    /// <summary>The same model and the labels of some of the images.</summary>
    /// <param name="images">[k] int64 positions.</param>
    public AttackedModel Take(Tensor images) =>
        new(network, objective, Labels.index_select(0, images), Targets?.index_select(0, images), asked) { hasSeenGradient = hasSeenGradient };

    private Tensor Answer(Tensor x)
    {
        asked.Images += x.shape[0];
        return network(x).to_type(ScalarType.Float32);
    }

    /// <summary>A model that rounds has a gradient, and it is 0 everywhere; one whose probabilities are exactly 0 and 1 looks the same.</summary>
    private void RequireSlope(Tensor gradient)
    {
        if (!hasSeenGradient && gradient.count_nonzero().item<long>() == 0) throw WithoutGradient("has a gradient of 0 for every image of the batch: something in it rounds or compares, or its logits lie more than 100 apart");
        hasSeenGradient = true;
    }

    internal void RequireClasses()
    {
        if (Labels.dim() != 1) throw new ArgumentException($"The labels are [{string.Join(", ", Labels.shape)}]; this attack asks whether an image's one class has changed, and needs labels [N].");
    }

    private static ArgumentException WithoutGradient(string why) =>
        new($"The model's answer {why}. An attack by gradients learns nothing then; use {nameof(SquareAttack)}, which asks for answers only, and do not take the failure for robustness.");

    private static Objective ObjectiveOf(Tensor labels) => labels.dim() switch { 1 => Objective.MultiClass(), 2 => Objective.MultiLabel(), _ => Objective.Segmentation() };

    private sealed class Counter
    {
        public long Images { get; set; }
    }
}

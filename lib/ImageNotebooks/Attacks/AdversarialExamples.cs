using TorchSharp;
using static System.FormattableString;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>A picture as an attack changed it, and what a model takes it for.</summary>
/// <param name="Epsilon">The largest perturbation that was allowed; 0 for the picture itself.</param>
/// <param name="Picture">The picture.</param>
/// <param name="Label">The class that the model is surest of.</param>
/// <param name="Confidence">The probability that it gives this class: of a softmax, or of a sigmoid where an image may be of several classes.</param>
/// <param name="IsRight">Whether the image is of this class.</param>
public sealed record AdversarialExample(double Epsilon, Picture Picture, string Label, double Confidence, bool IsRight);

/// <summary>One picture under an attack, epsilon by epsilon: what one has to see to believe it.</summary>
public sealed class AdversarialExamples
{
    private AdversarialExamples(Attack attack, string trueLabel, IReadOnlyList<AdversarialExample> examples, Picture perturbation, double amplification) =>
        (Attack, Norm, TrueLabel, Examples, Perturbation, Amplification) = (attack.Name, attack.Norm, trueLabel, examples, perturbation, amplification);

    /// <summary>Attacks one image.</summary>
    /// <param name="model">[N, C, H, W] in [0, 1] -> [N, classes] logits.</param>
    /// <param name="attack">The attack.</param>
    /// <param name="images">A split whose images have one class each, or several; masks are left aside.</param>
    /// <param name="index">Which image.</param>
    /// <param name="epsilons">The largest perturbations, at least one above 0; 0 is shown whether it is named or not.</param>
    /// <param name="classNames">One name a class.</param>
    /// <param name="target">The class as which it shall be taken; null where any wrong one will do.</param>
    /// <param name="seed">The same seed draws the same numbers.</param>
    /// <exception cref="ArgumentException">There is no such image or class, no epsilon above 0, or the model gives not one logit a class.</exception>
    public static AdversarialExamples Of(
        nn.Module<Tensor, Tensor> model, Attack attack, Split images, int index, IReadOnlyList<double> epsilons, IReadOnlyList<string> classNames, int? target = null, long seed = 0)
    {
        if (!epsilons.Any(epsilon => epsilon > 0)) throw new ArgumentException("Give an epsilon above 0: there is no perturbation to be seen otherwise.", nameof(epsilons));
        if (target is { } absent && (absent < 0 || absent >= classNames.Count)) throw new ArgumentException($"Class {absent} cannot be the target: the classes are 0 to {classNames.Count - 1}.", nameof(target));
        using var scope = NewDisposeScope();
        using var still = no_grad();
        using var evaluation = new EvaluationMode(model);
        using var one = images.Take([index]).WithoutMasks();
        using var batch = one.Batches(1).Single();
        if (batch.Labels.dim() == 2 && batch.Labels.shape[1] != classNames.Count) throw new ArgumentException($"The images have {batch.Labels.shape[1]} labels, and there are {classNames.Count} class names.", nameof(classNames));
        var targets = target is { } wanted ? Label(batch.Labels, wanted) : null;
        var changed = epsilons.Append(0).Distinct().Order().Select(epsilon => (Epsilon: epsilon, Image: epsilon == 0 ? batch.Images : attack.Perturb(model, batch.Images, batch.Labels, epsilon, targets, seed))).ToArray();
        var names = Enumerable.Range(0, classNames.Count).Where(c => IsOf(batch.Labels, c)).Select(c => classNames[c]).ToArray();
        var perturbation = changed[^1].Image - batch.Images;
        var amplification = 0.5 / Math.Max(1e-6, perturbation.abs().max().item<float>());
        return new(attack, names.Length == 0 ? "nothing" : string.Join(", ", names), [.. changed.Select(entry => Look(model, entry.Epsilon, entry.Image, batch.Labels, classNames))],
            Show(perturbation * amplification + 0.5), amplification);
    }

    /// <summary>The attack's name.</summary>
    public string Attack { get; }

    /// <summary>How perturbations were measured.</summary>
    public PerturbationNorm Norm { get; }

    /// <summary>What the picture is of.</summary>
    public string TrueLabel { get; }

    /// <summary>Ascending; the first is the picture itself.</summary>
    public IReadOnlyList<AdversarialExample> Examples { get; }

    /// <summary>What the attack added at the largest epsilon: grey where nothing, and made so strong that the largest change is black or white.</summary>
    public Picture Perturbation { get; }

    /// <summary>How much stronger than it is <see cref="Perturbation"/> shows it.</summary>
    public double Amplification { get; }

    private static AdversarialExample Look(nn.Module<Tensor, Tensor> model, double epsilon, Tensor image, Tensor labels, IReadOnlyList<string> classNames)
    {
        using var scope = NewDisposeScope();
        var logits = model.call(image).to_type(ScalarType.Float32);
        if (!logits.shape.SequenceEqual([1, classNames.Count])) throw new ArgumentException($"The model gives [{string.Join(", ", logits.shape)}], and [1, {classNames.Count}] is needed: a logit for each of {classNames.Count} class names.", nameof(model));
        var answer = (int)logits.argmax(1).item<long>();
        var probabilities = labels.dim() == 1 ? nn.functional.softmax(logits, 1) : logits.sigmoid();
        return new(epsilon, Show(image), classNames[answer], probabilities[0, answer].item<float>(), IsOf(labels, answer));
    }

    private static bool IsOf(Tensor labels, int c) => labels.dim() == 1 ? labels[0].item<long>() == c : labels[0, c].item<float>() > 0.5f;

    private static Tensor Label(Tensor labels, int c)
    {
        if (labels.dim() == 1) return full_like(labels, c);
        var wanted = zeros_like(labels);
        wanted[0, c] = 1;
        return wanted;
    }

    private static Picture Show(Tensor image)                                                            // [1, C, H, W]
    {
        using var scope = NewDisposeScope();
        var s = image.shape;
        return Picture.FromPlanes(image[0].mul(255).round().clamp(0, 255).to_type(ScalarType.Byte).contiguous().cpu().bytes, (int)s[3], (int)s[2], (int)s[1]);
    }

    /// <summary>What the model says, epsilon by epsilon.</summary>
    public override string ToString() => $"{TrueLabel}, {Attack}: " + string.Join(", ", Examples.Select(example => Invariant($"{example.Label} ({example.Confidence:0.000}) at {example.Epsilon:0.####}")));
}

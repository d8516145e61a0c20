using System.Collections;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace ImageNotebooks;

/// <summary>
/// The images of a loader with what a teacher says of them for labels: the softmax of its logits divided by a temperature, [N, classes] shares, which <see cref="Objective.MultiClass"/> learns from. For
/// defensive distillation (Papernot et al. 2016, "Distillation as a Defense to Adversarial Perturbations against Deep Neural Networks"; they took temperatures up to 100):
/// <code>
/// using var hot = new Temperature(teacher, 20);                       // 1. the teacher learns the true labels, its logits divided by T
/// using var cold = new Temperature(student, 20);                      // 2. the student learns what the teacher says at T, at T too
/// trainer.Fit(new DistilledBatches(train, teacher, 20), ...);         // 3. what is used is the student itself, at temperature 1
/// </code>
/// It is no defence: Carlini and Wagner (2017, "Towards Evaluating the Robustness of Neural Networks") found as small perturbations as without it. Having learned at T, the student gives logits T times as large, so at
/// temperature 1 its softmax is 0 or 1 to the last digit of a float and the gradient of the loss is 0: attacks by that gradient stand still, and others do not. An attack on the student in a
/// <see cref="Temperature"/> of T, whose answers are the same, has its gradients back.
/// </summary>
/// <param name="images">The images; their own labels are left behind.</param>
/// <param name="teacher">[N, C, H, W] -> [N, classes] logits that no temperature has divided yet. Looked at in evaluation, without gradients; it stays the caller's.</param>
/// <param name="temperature">The temperature, above 0.</param>
public sealed class DistilledBatches(IBatches images, nn.Module<Tensor, Tensor> teacher, double temperature) : IBatches
{
    private readonly double temperature = Required(temperature);

    /// <inheritdoc/>
    public int ImageCount => images.ImageCount;

    /// <inheritdoc/>
    public int BatchCount => images.BatchCount;

    /// <inheritdoc/>
    public int Pass { get => images.Pass; set => images.Pass = value; }

    /// <inheritdoc/>
    public string Identity => FormattableString.Invariant($"{images.Identity}, labelled by {teacher.GetName()} at temperature {temperature}");

    /// <summary>One pass. The caller owns each batch.</summary>
    /// <exception cref="ArgumentException">The teacher gives something else than a logit a class.</exception>
    public IEnumerator<Batch> GetEnumerator()
    {
        foreach (var batch in images) yield return Labelled(batch);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private Batch Labelled(Batch batch)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        using var _ = batch;
        using var evaluation = new EvaluationMode(teacher);
        var logits = teacher.call(batch.Images).to_type(ScalarType.Float32);
        if (logits.dim() != 2) throw new ArgumentException($"The teacher gives [{string.Join(", ", logits.shape)}], and labels are made from [N, classes] logits.", nameof(teacher));
        return new(batch.Images.alias().DetachFromDisposeScope(), softmax(logits / temperature, 1).DetachFromDisposeScope(), batch.Indices);
    }

    private static double Required(double temperature)
    {
        Temperature.Require(temperature);
        return temperature;
    }
}

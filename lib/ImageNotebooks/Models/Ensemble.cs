using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace ImageNotebooks;

/// <summary>
/// Several models that answer together: the mean of their probabilities, given as logits whose softmax (sigmoid, for several labels an image) is that mean, so that everything that evaluates a model
/// evaluates an ensemble too. For inference: in training mode it would draw every model's dropout.
/// </summary>
public sealed class Ensemble : nn.Module<Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor>[] models;
    private readonly double[]? weights;
    private readonly bool multiLabel;

    /// <summary>Joins models.</summary>
    /// <param name="models">At least one, each [N, C, H, W] -> the same classes' logits [N, classes, ...]. They stay the caller's.</param>
    /// <param name="weights">How much each counts, 0 or more and not all 0; null where all count the same.</param>
    /// <param name="multiLabel">Whether an image may be of several classes, each with a probability of its own (the logits' sigmoid).</param>
    /// <exception cref="ArgumentException">There are no models, not as many weights as models, or a weight is none.</exception>
    public Ensemble(IEnumerable<nn.Module<Tensor, Tensor>> models, IReadOnlyList<double>? weights = null, bool multiLabel = false) : base(nameof(Ensemble))
    {
        (this.models, this.weights, this.multiLabel) = ([.. models], weights?.ToArray(), multiLabel);
        if (this.models.Length == 0) throw new ArgumentException("An ensemble needs at least one model.", nameof(models));
        if (weights is not null) MeanProbability.RequireWeights(weights, this.models.Length, "models");
        for (var i = 0; i < this.models.Length; i++) register_module(FormattableString.Invariant($"model{i}"), this.models[i]);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        return MeanProbability.AsLogits([.. models.Select(model => model.call(x))], weights, multiLabel).MoveToOuterDisposeScope();
    }

    /// <summary>Frees nothing: the models are the caller's.</summary>
    protected override void Dispose(bool disposing)
    {
    }
}

/// <summary>Means of probabilities, computed from logits without leaving the logarithms, in which small probabilities keep their digits.</summary>
internal static class MeanProbability
{
    /// <summary>Logits of the mean probabilities.</summary>
    /// <param name="logits">Of each answer, [N, classes, ...].</param>
    /// <param name="weights">Of each answer; null where all count the same.</param>
    /// <param name="multiLabel">Whether probabilities are sigmoids, and not a softmax over classes.</param>
    /// <returns>[N, classes, ...] float: the logarithms of the mean softmax, or the logits (log p - log(1 - p)) of the mean sigmoid.</returns>
    public static Tensor AsLogits(IReadOnlyList<Tensor> logits, IReadOnlyList<double>? weights, bool multiLabel)
    {
        if (logits.FirstOrDefault(answer => !answer.shape.SequenceEqual(logits[0].shape)) is { } other)
            throw new ArgumentException($"One model gives [{string.Join(", ", logits[0].shape)}] and another [{string.Join(", ", other.shape)}]; they must tell the same classes apart.");
        return multiLabel ? Mean(logsigmoid) - Mean(answer => logsigmoid(-answer)) : Mean(answer => log_softmax(answer, 1));

        Tensor Mean(Func<Tensor, Tensor> logProbability)
        {
            var total = weights?.Sum() ?? logits.Count;
            return stack(logits.Select((answer, i) => logProbability(answer.to_type(ScalarType.Float32)) + Math.Log((weights?[i] ?? 1) / total))).logsumexp(0);
        }
    }

    /// <summary>Refuses weights of which there is no mean.</summary>
    /// <exception cref="ArgumentException">There are not as many as there should be, or one is negative or no number, or all are 0.</exception>
    public static void RequireWeights(IReadOnlyList<double> weights, int count, string of)
    {
        if (weights.Count != count) throw new ArgumentException($"There are {weights.Count} weights of {count} {of}; give one for each.", nameof(weights));
        if (weights.Any(weight => !(weight >= 0 && double.IsFinite(weight))) || weights.Sum() == 0)
            throw new ArgumentException(FormattableString.Invariant($"The weights {string.Join(", ", weights)} have no mean; they are finite, 0 or more, and not all 0."), nameof(weights));
    }
}

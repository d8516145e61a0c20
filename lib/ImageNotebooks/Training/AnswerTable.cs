using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace ImageNotebooks;

/// <summary>A model's answers, batch after batch, until they are a result.</summary>
internal sealed class AnswerTable(IReadOnlyList<string> classNames)
{
    private readonly List<int> truth = [], predicted = [];
    private readonly List<float> probabilities = [];

    /// <param name="labels">[n] int64.</param>
    /// <param name="logits">[n, classes].</param>
    /// <exception cref="ArgumentException">Labels are not one class an image, or there is not one logit a class.</exception>
    public void Add(Tensor labels, Tensor logits)
    {
        if (logits.dim() != 2 || logits.shape[1] != classNames.Count)
            throw new ArgumentException($"The model gives [{string.Join(", ", logits.shape)}], and there are {classNames.Count} class names; a classifier gives one logit a class for each image.", nameof(logits));
        if (labels.dim() != 1) throw new ArgumentException($"The labels are [{string.Join(", ", labels.shape)}], and a classifier's are one class an image, [N]; several labels and masks have evaluations of their own.", nameof(labels));
        using var scope = NewDisposeScope();
        truth.AddRange(labels.cpu().data<long>().ToArray().Select(label => (int)label));
        predicted.AddRange(logits.argmax(1).cpu().data<long>().ToArray().Select(label => (int)label));
        probabilities.AddRange(softmax(logits, 1).cpu().data<float>().ToArray());
    }

    /// <param name="meanLoss">The mean loss over the images; null where it was not computed.</param>
    public ClassifierResult Result(double? meanLoss = null)
    {
        var rows = new float[truth.Count, classNames.Count];
        for (var i = 0; i < probabilities.Count; i++) rows[i / classNames.Count, i % classNames.Count] = probabilities[i];
        return new(classNames, truth, predicted, rows, meanLoss);
    }
}

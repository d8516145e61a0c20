using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace ImageNotebooks;

/// <summary>Measures models on images, without learning from them.</summary>
public static class Evaluate
{
    /// <summary>Classifies every image of a loader.</summary>
    /// <param name="model">[N, C, H, W] -> [N, classes] logits.</param>
    /// <param name="images">The images, in order.</param>
    /// <param name="classNames">One name a class.</param>
    /// <param name="precision">The number format of the products.</param>
    public static ClassifierResult Classifier(nn.Module<Tensor, Tensor> model, IBatches images, IReadOnlyList<string> classNames, Precision precision = Precision.Float32)
    {
        var probabilities = new float[images.ImageCount, classNames.Count];
        var (truth, predicted) = (new List<int>(images.ImageCount), new List<int>(images.ImageCount));
        var metrics = ForEachBatch(model, images, precision, Objective.MultiClass(), (batch, logits) =>
        {
            if (logits.shape[1] != classNames.Count)
                throw new ArgumentException($"The model gives {logits.shape[1]} logits an image, and there are {classNames.Count} class names.", nameof(classNames));
            var rows = softmax(logits, 1).data<float>().ToArray();
            for (var i = 0; i < rows.Length; i++) probabilities[truth.Count + i / classNames.Count, i % classNames.Count] = rows[i];
            predicted.AddRange(logits.argmax(1).data<long>().ToArray().Select(l => (int)l));
            truth.AddRange(batch.Labels.data<long>().ToArray().Select(l => (int)l));
        });
        return new(classNames, truth, predicted, probabilities, metrics.Loss);
    }

    /// <summary>Loss and accuracy over every image of a loader.</summary>
    internal static RunningMetrics Metrics(nn.Module<Tensor, Tensor> model, IBatches images, Precision precision, Objective objective) =>
        ForEachBatch(model, images, precision, objective, (_, _) => { });

    private static RunningMetrics ForEachBatch(nn.Module<Tensor, Tensor> model, IBatches images, Precision precision, Objective objective, Action<Batch, Tensor> look)
    {
        var metrics = new RunningMetrics();
        using var evaluation = new EvaluationMode(model);
        using var still = no_grad();
        foreach (var batch in images)
        {
            using var scope = NewDisposeScope();
            using var _ = batch;
            var logits = precision.Forward(model, batch.Images).to_type(ScalarType.Float32);  // [N, classes]
            look(batch, logits);
            metrics.Add(objective, logits, batch.Labels, objective.Loss(logits, batch.Labels).mean().item<float>());
        }
        return metrics;
    }
}

using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace ImageNotebooks;

/// <summary>Measures models on images, without learning from them.</summary>
public static partial class Evaluate
{
    /// <summary>Classifies every image of a loader.</summary>
    /// <param name="model">[N, C, H, W] -> [N, classes] logits.</param>
    /// <param name="images">The images, in order.</param>
    /// <param name="classNames">One name a class.</param>
    /// <param name="precision">The number format of the products.</param>
    public static ClassifierResult Classifier(nn.Module<Tensor, Tensor> model, IBatches images, IReadOnlyList<string> classNames, Precision precision = Precision.Float32)
    {
        var answers = new AnswerTable(classNames);
        var metrics = ForEachBatch(model, images, precision, Objective.MultiClass(), (batch, logits) => answers.Add(batch.Labels, logits));
        return answers.Result(metrics.Loss);
    }

    /// <summary>Classifies every image of a loader whose images may be of several classes at once.</summary>
    /// <param name="model">[N, C, H, W] -> [N, classes] logits, each class for itself.</param>
    /// <param name="images">The images, in order; labels are [N, classes], 1 where an image is of a class and 0 where not.</param>
    /// <param name="classNames">One name a class.</param>
    /// <param name="precision">The number format of the products.</param>
    /// <exception cref="ArgumentException">Logits or labels have another shape, or a label is neither 0 nor 1.</exception>
    public static MultiLabelResult MultiLabel(nn.Module<Tensor, Tensor> model, IBatches images, IReadOnlyList<string> classNames, Precision precision = Precision.Float32)
    {
        var classes = classNames.Count;
        var (probabilities, truth) = (new float[images.ImageCount, classes], new bool[images.ImageCount, classes]);
        var (seen, lossSum) = (0, 0.0);
        ForEach(model, images, precision, (batch, logits) =>
        {
            RequireShape(logits, [batch.Count, classes]);
            if (!batch.Labels.shape.SequenceEqual([batch.Count, classes]))
            {
                throw new ArgumentException($"The labels are [{string.Join(", ", batch.Labels.shape)}], and several labels of {classes} classes need [{batch.Count}, {classes}], "
                    + "1 where an image is of a class.", nameof(images));
            }
            var labels = batch.Labels.to_type(ScalarType.Float32);
            var (scores, answers) = (logits.sigmoid().cpu().data<float>().ToArray(), labels.cpu().data<float>().ToArray());
            for (var i = 0; i < scores.Length; i++)
            {
                var (image, c) = (seen + i / classes, i % classes);
                if (answers[i] is not (0 or 1))
                {
                    throw new ArgumentException(FormattableString.Invariant(
                        $"Image {image} has {answers[i]} for '{classNames[c]}'; only 1 and 0 can be evaluated, so leave out images without labels."), nameof(images));
                }
                (probabilities[image, c], truth[image, c]) = (scores[i], answers[i] == 1);
            }
            lossSum += binary_cross_entropy_with_logits(logits, labels).item<float>() * (double)batch.Count;
            seen += batch.Count;
        });
        return new(classNames, truth, probabilities, meanLoss: lossSum / seen);
    }

    /// <summary>Classifies every pixel of every image of a loader, a batch at a time: memory does not grow with the images.</summary>
    /// <param name="model">[N, C, H, W] -> [N, classes, H, W] logits.</param>
    /// <param name="images">The images; labels are [N, H, W], a class a pixel, or void.</param>
    /// <param name="classNames">One name a class; of PASCAL VOC, the background first.</param>
    /// <param name="precision">The number format of the products.</param>
    /// <param name="ignore">The label of void pixels.</param>
    /// <exception cref="ArgumentException">Logits or labels have another shape, or a label has no class.</exception>
    public static SegmentationResult Segmentation(
        nn.Module<Tensor, Tensor> model, IBatches images, IReadOnlyList<string> classNames, Precision precision = Precision.Float32, int ignore = (int)Objective.Void)
    {
        var result = new SegmentationResult(classNames, ignore);
        double lossSum = 0;
        ForEach(model, images, precision, (batch, logits) =>
        {
            if (batch.Labels.dim() != 3)
                throw new ArgumentException($"The labels are [{string.Join(", ", batch.Labels.shape)}], and a class a pixel needs [N, H, W]; load the set with its masks.", nameof(images));
            var (height, width) = (batch.Labels.shape[1], batch.Labels.shape[2]);
            RequireShape(logits, [batch.Count, classNames.Count, height, width]);
            if (logits.isnan().any().item<bool>())
                throw new ArgumentException("The model gives NaN for logits, so it has diverged; train it again with a lower learning rate.", nameof(model));
            var (truth, before) = (batch.Labels.to_type(ScalarType.Int32).cpu().data<int>().ToArray(), result.ConfusionMatrix.Total);
            result.Add(truth, logits.argmax(1).to_type(ScalarType.Int32).cpu().data<int>().ToArray(), (int)height, (int)width);
            // The mean over no pixel is NaN, and a batch may be void throughout.
            if (result.ConfusionMatrix.Total - before is > 0 and var pixels)
                lossSum += cross_entropy(logits, batch.Labels, ignore_index: ignore).item<float>() * (double)pixels;
        });
        result.MeanLoss = lossSum / result.ConfusionMatrix.Total;
        return result;
    }

    /// <summary>Loss and accuracy over every image of a loader.</summary>
    internal static RunningMetrics Metrics(nn.Module<Tensor, Tensor> model, IBatches images, Precision precision, Objective objective) =>
        ForEachBatch(model, images, precision, objective, (_, _) => { });

    private static RunningMetrics ForEachBatch(nn.Module<Tensor, Tensor> model, IBatches images, Precision precision, Objective objective, Action<Batch, Tensor> look)
    {
        var metrics = new RunningMetrics();
        ForEach(model, images, precision, (batch, logits) =>
        {
            look(batch, logits);
            metrics.Add(objective, logits, batch.Labels, objective.Loss(logits, batch.Labels).mean().item<float>());
        });
        return metrics;
    }

    private static void ForEach(nn.Module<Tensor, Tensor> model, IBatches images, Precision precision, Action<Batch, Tensor> look)
    {
        using var evaluation = new EvaluationMode(model);
        using var still = no_grad();
        foreach (var batch in images)
        {
            using var scope = NewDisposeScope();
            using var _ = batch;
            look(batch, OutOfMemory.Explained(batch, () => precision.Forward(model, batch.Images).to_type(ScalarType.Float32)));
        }
    }

    private static void RequireShape(Tensor logits, long[] expected)
    {
        if (!logits.shape.SequenceEqual(expected))
        {
            throw new ArgumentException($"The model gives logits [{string.Join(", ", logits.shape)}], and [{string.Join(", ", expected)}] are needed: "
                + $"one for each of {expected[1]} class names.", nameof(logits));
        }
    }
}

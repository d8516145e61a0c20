using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace ImageNotebooks;

/// <summary>
/// Trains a classifier: forward, loss, backward, step, and after each epoch the validation images. A second <see cref="Fit"/> goes on from where the
/// first ended, the optimizer's memory included, as Keras's does.
/// </summary>
public sealed class Trainer : IDisposable
{
    private readonly nn.Module<Tensor, Tensor> model;
    private readonly TrainingOptions options;
    private readonly IModelPrecision compute;
    private readonly optim.Optimizer optimizer;

    /// <summary>Prepares to train.</summary>
    /// <param name="model">[N, C, H, W] -> [N, classes] logits. Stays the caller's.</param>
    /// <param name="options">How; see <see cref="TrainingOptions"/>.</param>
    public Trainer(nn.Module<Tensor, Tensor> model, TrainingOptions? options = null)
    {
        this.model = model;
        this.options = options ?? new();
        compute = this.options.Precision.For(model);
        optimizer = this.options.Optimizer(compute.Weights);
    }

    /// <summary>Trains for some epochs and measures each.</summary>
    /// <param name="train">Images to learn from.</param>
    /// <param name="validation">Images to measure on after each epoch, or null.</param>
    /// <param name="epochs">Passes over the training images, at least 1.</param>
    /// <returns>A record an epoch: loss, accuracy, val_loss, val_accuracy, learning rate, seconds, images a second.</returns>
    public History Fit(IBatches train, IBatches? validation, int epochs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        var history = History.Empty;
        for (var epoch = 1; epoch <= epochs; epoch++)
        {
            var clock = Stopwatch.StartNew();
            var progress = new TrainingProgress(epoch, epochs, train.ImageCount, clock);
            var learned = TrainEpoch(train, progress);
            var trainingSeconds = clock.Elapsed.TotalSeconds;

            var metrics = new Dictionary<string, double> { ["accuracy"] = learned.Accuracy };
            if (validation is not null)
            {
                var measured = Evaluate.Metrics(model, validation, options.Precision);
                (metrics["val_loss"], metrics["val_accuracy"]) = (measured.Loss, measured.Accuracy);
            }

            var record = new EpochRecord(epoch, learned.Loss, metrics, optimizer.ParamGroups.First().LearningRate, clock.Elapsed.TotalSeconds, train.ImageCount / trainingSeconds);
            history = history.Append(record);
            options.Progress.EpochEnded(progress, record);
        }
        return history;
    }

    private RunningMetrics TrainEpoch(IBatches train, TrainingProgress progress)
    {
        var metrics = new RunningMetrics();
        using var training = compute.Begin();
        model.train();
        foreach (var batch in train)
        {
            using var scope = NewDisposeScope();
            using var _ = batch;
            Step(batch, metrics);
            options.Progress.BatchEnded(progress with { Images = metrics.Images }, metrics);
        }
        return metrics;
    }

    private void Step(Batch batch, RunningMetrics metrics)
    {
        model.zero_grad();
        var logits = compute.Forward(batch.Images).to_type(ScalarType.Float32);  // [N, classes]
        var loss = cross_entropy(logits, batch.Labels);
        loss.backward();
        compute.Step(optimizer);
        metrics.Add(logits, batch.Labels, loss);
    }

    /// <summary>Frees the optimizer's memory. The model stays.</summary>
    public void Dispose()
    {
        optimizer.Dispose();
        compute.Dispose();
    }
}

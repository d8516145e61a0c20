using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>
/// Trains a model: forward, loss, backward, step, and after each epoch the validation images. A second <see cref="Fit"/> goes on from where the
/// first ended, the optimizer's memory included, as Keras's does.
/// </summary>
public sealed class Trainer : IDisposable
{
    private readonly nn.Module<Tensor, Tensor> model;
    private readonly TrainingOptions options;
    private readonly IModelPrecision compute;
    private readonly optim.Optimizer optimizer;
    private readonly Tensor? classWeights, sampleWeights;

    /// <summary>Prepares to train.</summary>
    /// <param name="model">[N, C, H, W] -> logits. Stays the caller's. Weights that are frozen when the trainer is made are not trained.</param>
    /// <param name="options">How; see <see cref="TrainingOptions"/>.</param>
    /// <exception cref="ArgumentException">A weight is negative or not a number, or nothing can be trained.</exception>
    public Trainer(nn.Module<Tensor, Tensor> model, TrainingOptions? options = null)
    {
        (this.model, this.options) = (model, options ?? new());
        ArgumentOutOfRangeException.ThrowIfLessThan(this.options.AccumulateBatches, 1, nameof(TrainingOptions.AccumulateBatches));
        if (this.options.EmaDecay is not (null or (>= 0 and < 1))) throw new ArgumentOutOfRangeException(nameof(TrainingOptions.EmaDecay), this.options.EmaDecay, "It is the part of an average that remains, in [0, 1).");
        if (!model.parameters().Any(parameter => parameter.requires_grad)) throw new ArgumentException($"All weights of {model.GetName()} are frozen; nothing can be trained.", nameof(model));
        (classWeights, sampleWeights) = (Weights(this.options.ClassWeights, "class"), Weights(this.options.SampleWeights, "image"));
        compute = this.options.Precision.For(model, this.options.ChannelsLast);
        optimizer = this.options.Optimizer(compute.Weights);
    }

    /// <summary>Trains for some epochs and measures each.</summary>
    /// <param name="train">Images to learn from.</param>
    /// <param name="validation">Images to measure on after each epoch, or null.</param>
    /// <param name="epochs">Passes over the training images, at least 1; a callback may end training before.</param>
    /// <param name="checkpoints">Where each epoch is saved, and from where a run that was ended is continued; null for nowhere.</param>
    /// <returns>A record an epoch: loss, accuracy, val_loss, val_accuracy, learning rate, seconds, images a second.</returns>
    /// <exception cref="ArgumentException">There are no images, labels do not suit the model, or a callback watches what is not measured.</exception>
    /// <exception cref="TrainingDivergedException">A loss is not finite.</exception>
    /// <exception cref="BatchTooLargeException">The device's memory does not hold a batch and what the model keeps of it.</exception>
    /// <exception cref="TrainingInterruptedException">A notebook was asked to stop the running cell.</exception>
    public History Fit(IBatches train, IBatches? validation, int epochs, Checkpoints? checkpoints = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        if (train.ImageCount == 0 || validation?.ImageCount == 0) throw new ArgumentException($"There are no {(train.ImageCount == 0 ? "training" : "validation")} images.");
        if (sampleWeights is not null && sampleWeights.shape[0] != train.ImageCount) throw new ArgumentException($"There are {sampleWeights.shape[0]} weights of images, and {train.ImageCount} training images.");
        var stepsPerEpoch = (train.BatchCount + options.AccumulateBatches - 1) / options.AccumulateBatches;
        using var averages = options.EmaDecay is { } decay ? new WeightAverages(model, compute.Weights, decay) : null;
        var run = new TrainingRun(model, optimizer, epochs, epochs * stepsPerEpoch) { Averages = averages };
        foreach (var callback in options.Callbacks) callback.TrainingBegan(run);
        var state = checkpoints is null ? null : new TrainingState(model, optimizer, options.Callbacks, train, validation, run);
        foreach (var damaged in checkpoints?.Restore(state!) ?? []) options.Progress.Told($"passed over: {damaged}");
        while (run.Epoch < epochs && run.StopReason is null)
        {
            run.Epoch++;
            Epoch(train, validation, run);
            checkpoints?.Save(state!);
        }
        checkpoints?.Wait();
        averages?.Swap();
        if (run.StopReason is { } reason) options.Progress.Told($"stopped after epoch {run.Epoch}: {reason}");
        foreach (var callback in options.Callbacks) callback.TrainingEnded(run);
        run.EndSchedule();
        return run.History;
    }

    private void Epoch(IBatches train, IBatches? validation, TrainingRun run)
    {
        var clock = Stopwatch.StartNew();
        var progress = new TrainingProgress(run.Epoch, run.Epochs, train.ImageCount, clock);
        var learned = Learn(train, run, progress);
        var trainingSeconds = clock.Elapsed.TotalSeconds;
        using var averaged = run.Averages?.InModel();

        var metrics = new Dictionary<string, double> { ["accuracy"] = learned.Accuracy };
        if (validation is not null)
        {
            var measured = Evaluate.Metrics(model, validation, options.Precision, options.Objective);
            (metrics["val_loss"], metrics["val_accuracy"]) = (measured.Loss, measured.Accuracy);
        }
        foreach (var callback in options.Callbacks) callback.Measure(run, metrics);

        var record = new EpochRecord(run.Epoch, learned.Loss, metrics, optimizer.ParamGroups.First().LearningRate, clock.Elapsed.TotalSeconds, learned.Images / trainingSeconds);
        run.History = run.History.Append(record);
        options.Progress.EpochEnded(progress, record);
        foreach (var callback in options.Callbacks) callback.EpochEnded(run, record);
    }

    private RunningMetrics Learn(IBatches train, TrainingRun run, TrainingProgress progress)
    {
        var metrics = new RunningMetrics();
        using var training = compute.Begin();
        model.train();
        var number = 0;
        using var interruption = new Interruption();
        foreach (var batch in train)
        {
            using var scope = NewDisposeScope();
            using var _ = batch;
            if (number % options.AccumulateBatches == 0) model.zero_grad();
            var together = Math.Min(options.AccumulateBatches, train.BatchCount - (number / options.AccumulateBatches * options.AccumulateBatches));
            number++;

            var (logits, value) = OutOfMemory.Explained(batch, () => TakeGradients(batch, run, train.BatchCount, number, together));
            metrics.Add(options.Objective, logits, batch.Labels, value);

            if (number % options.AccumulateBatches == 0 || number == train.BatchCount) Step(run);
            foreach (var callback in options.Callbacks) callback.BatchEnded(run, value);
            options.Progress.BatchEnded(progress with { Images = metrics.Images }, metrics);
            if (interruption.IsAskedFor) throw TrainingInterruptedException.After(number, train.BatchCount, run);
            if (run.StopReason is not null) break;
        }
        return metrics;
    }

    private (Tensor Logits, float Loss) TakeGradients(Batch batch, TrainingRun run, int batches, int number, int together)
    {
        var images = options.Adversary?.Perturb(compute.Forward, batch.Images, batch.Labels, (long)(run.Epoch - 1) * batches + number) ?? batch.Images;
        var logits = compute.Forward(images).to_type(ScalarType.Float32);      // [N, classes, ...]
        var loss = Loss(logits, batch);
        var value = loss.item<float>();
        if (!float.IsFinite(value)) throw Divergence.Explain(model, batch, run, value, number);
        compute.Scale(together > 1 ? loss / together : loss).backward();
        return (logits, value);
    }

    private Tensor Loss(Tensor logits, Batch batch)
    {
        var losses = options.Objective.Loss(logits, batch.Labels);                       // [N]
        if (classWeights is not null)
        {
            var classes = options.Objective.ClassOf(batch.Labels) ?? throw new ArgumentException("Weights of classes need labels that are one class each; weigh images with SampleWeights.");
            if (classWeights.shape[0] != logits.shape[1]) throw new ArgumentException($"There are {classWeights.shape[0]} weights of classes, and the model gives {logits.shape[1]} logits.");
            losses = losses * classWeights.to(losses.device).index_select(0, classes);
        }
        if (sampleWeights is not null) losses = losses * sampleWeights.index_select(0, tensor(batch.Indices.ToArray())).to(losses.device);
        return losses.mean();
    }

    private void Step(TrainingRun run)
    {
        if (options.Schedule is { } schedule) run.Schedule(schedule);
        if (compute.TakeGradients())
        {
            if (options.ClipNorm is { } norm) nn.utils.clip_grad_norm_(compute.Weights, norm);
            compute.Step(optimizer);
        }
        run.Step++;
        run.Averages?.Add(run.Step);
    }

    private static Tensor? Weights(IReadOnlyList<double>? weights, string of)
    {
        if (weights is null) return null;
        if (weights.FirstOrDefault(weight => !(weight >= 0 && double.IsFinite(weight))) is not 0 and var wrong) throw new ArgumentException($"A weight of a {of} is {wrong}; weights are finite and 0 or more.");
        return tensor(weights.Select(weight => (float)weight).ToArray()).DetachFromDisposeScope();
    }

    /// <summary>Frees the optimizer's memory. The model stays.</summary>
    public void Dispose()
    {
        optimizer.Dispose();
        compute.Dispose();
        classWeights?.Dispose();
        sampleWeights?.Dispose();
    }
}

namespace ImageNotebooks;

/// <summary>How a <see cref="Trainer"/> trains.</summary>
public sealed record TrainingOptions
{
    /// <summary>The optimizer; Adam with rate 1e-3 where nothing is said.</summary>
    public OptimizerRecipe Optimizer { get; init; } = Optimizers.Adam();

    /// <summary>The number format of the products.</summary>
    public Precision Precision { get; init; } = Precision.Float32;

    /// <summary>What is learned; one class an image where nothing is said.</summary>
    public Objective Objective { get; init; } = Objective.MultiClass();

    /// <summary>
    /// Weights of the classes, one each, by which the losses of their images are multiplied, as Keras's <c>class_weight</c>: the mean is still over all images, so the weights change the loss's size too.
    /// </summary>
    public IReadOnlyList<double>? ClassWeights { get; init; }

    /// <summary>Weights of the training images, one for each in the order of the split, as Keras's <c>sample_weight</c>.</summary>
    public IReadOnlyList<double>? SampleWeights { get; init; }

    /// <summary>The greatest norm of all gradients together; longer ones are shortened (Pascanu et al. 2013). Null for no limit.</summary>
    public double? ClipNorm { get; init; }

    /// <summary>Batches whose gradients are added up before the optimizer steps: the effect of a batch as many times as large, in the memory of one. Batch normalisation still sees each by itself.</summary>
    public int AccumulateBatches { get; init; } = 1;

    /// <summary>By what the learning rate is multiplied at each step of the optimizer; null for 1.</summary>
    public LearningRateSchedule? Schedule { get; init; }

    /// <summary>What is done after each batch and epoch, in this order.</summary>
    public IReadOnlyList<Callback> Callbacks { get; init; } = [];

    /// <summary>Where progress is shown; the console where nothing is said, <see cref="SilentProgress"/> for nowhere.</summary>
    public ITrainingProgress Progress { get; init; } = new ConsoleTrainingProgress();
}

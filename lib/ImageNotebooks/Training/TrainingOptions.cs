namespace ImageNotebooks;

/// <summary>How a <see cref="Trainer"/> trains.</summary>
public sealed record TrainingOptions
{
    /// <summary>The optimizer; Adam with rate 1e-3 where nothing is said.</summary>
    public OptimizerRecipe Optimizer { get; init; } = Optimizers.Adam();

    /// <summary>The number format of the products.</summary>
    public Precision Precision { get; init; } = Precision.Float32;

    /// <summary>
    /// Whether images are laid out with all channels of a pixel side by side, which some processors convolve faster; numbers differ in their last digits. With <see cref="Precision.BFloat16"/> and
    /// <see cref="Precision.Float16"/> they always are.
    /// </summary>
    public bool ChannelsLast { get; init; }

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

    /// <summary>Attacks each batch before it is learned from, such as <c>new Pgd(7).At(8 / 255.0)</c>; null to learn from the images as they are. Its passes over the model move batch normalisation's averages too.</summary>
    public IAdversary? Adversary { get; init; }

    /// <summary>By what the learning rate is multiplied at each step of the optimizer; null for 1.</summary>
    public LearningRateSchedule? Schedule { get; init; }

    /// <summary>
    /// Averages the weights and the floating-point buffers over the steps: after step n an average is <c>d * average + (1 - d) * weight</c> with <c>d = min(EmaDecay, (1 + n) / (10 + n))</c>, as
    /// TensorFlow's <c>ExponentialMovingAverage</c> with <c>num_updates</c>. 0.999 suits some thousands of steps; in [0, 1), null for none. Training goes on with the weights; the averages are what
    /// validation measures, what callbacks see in the model when an epoch has ended, and the model's weights after <see cref="Trainer.Fit"/>.
    /// </summary>
    public double? EmaDecay { get; init; }

    /// <summary>What is done after each batch and epoch, in this order.</summary>
    public IReadOnlyList<Callback> Callbacks { get; init; } = [];

    /// <summary>Where progress is shown; the console where nothing is said, <see cref="SilentProgress"/> for nowhere.</summary>
    public ITrainingProgress Progress { get; init; } = new ConsoleTrainingProgress();
}

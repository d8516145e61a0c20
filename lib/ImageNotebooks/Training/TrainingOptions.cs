namespace ImageNotebooks;

/// <summary>How a <see cref="Trainer"/> trains.</summary>
public sealed record TrainingOptions
{
    /// <summary>The optimizer; Adam with rate 1e-3 where nothing is said.</summary>
    public OptimizerRecipe Optimizer { get; init; } = Optimizers.Adam();

    /// <summary>The number format of the products.</summary>
    public Precision Precision { get; init; } = Precision.Float32;

    /// <summary>Where progress is shown; the console where nothing is said, <see cref="SilentProgress"/> for nowhere.</summary>
    public ITrainingProgress Progress { get; init; } = new ConsoleTrainingProgress();
}

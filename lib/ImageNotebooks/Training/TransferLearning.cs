namespace ImageNotebooks;

/// <summary>How <see cref="TransferLearning.Fit"/> trains.</summary>
public sealed record TransferOptions
{
    /// <summary>Epochs in which the head learns alone; 0 to leave them out.</summary>
    public int FrozenEpochs { get; init; } = 10;

    /// <summary>How the head learns.</summary>
    public TrainingOptions Frozen { get; init; } = new();

    /// <summary>Epochs in which the last part of the backbone learns too; 0 for none.</summary>
    public int FineTuningEpochs { get; init; }

    /// <summary>The first layer or block of the backbone that learns, see <see cref="Backbone.FreezeUpTo"/>; null for all of it.</summary>
    public string? FineTuneFrom { get; init; }

    /// <summary>How the backbone learns: at a rate so low that what it knows is changed and not lost.</summary>
    public TrainingOptions FineTuning { get; init; } = new() { Optimizer = Optimizers.Adam(1e-5) };

    /// <summary>A folder in which both phases keep checkpoints, so that a run that was ended goes on; null for none.</summary>
    public string? Checkpoints { get; init; }
}

/// <summary>
/// Transfer learning as the Keras guide has it (https://keras.io/guides/transfer_learning/): first the head on the frozen backbone, then, if asked for, the backbone's last part with it, at a low rate.
/// Batch normalisation keeps its averages throughout.
/// </summary>
public static class TransferLearning
{
    /// <summary>
    /// Trains a network on a backbone. In the frozen phase the backbone sees each image that is not changed at random once: without augmentation an epoch costs the head alone, and with it
    /// the measuring on validation images does. Weights and numbers are those of a training without that.
    /// </summary>
    /// <param name="network">The network. Afterwards it is frozen as its last phase had it.</param>
    /// <param name="train">Images to learn from.</param>
    /// <param name="validation">Images to measure on after each epoch, or null; not changed at random.</param>
    /// <param name="options">How; see <see cref="TransferOptions"/>.</param>
    /// <returns>Both phases, the second's epochs counted on.</returns>
    /// <exception cref="ArgumentException">There are no epochs, the backbone has no layer of that name, or something is wrong with the images; see <see cref="Trainer.Fit"/>.</exception>
    public static History Fit(TransferNetwork network, BatchLoader train, BatchLoader? validation = null, TransferOptions? options = null)
    {
        options ??= new();
        if (options.FrozenEpochs < 0 || options.FineTuningEpochs < 0 || options.FrozenEpochs + options.FineTuningEpochs == 0)
            throw new ArgumentException($"There are {options.FrozenEpochs} frozen epochs and {options.FineTuningEpochs} of fine-tuning; neither is negative, and one is at least 1.", nameof(options));
        // A wrong name is refused before hours have gone into the first phase.
        if (options.FineTuneFrom is { } name) network.Backbone.FreezeUpTo(name);
        network.Backbone.KeepsAverages = true;
        var history = options.FrozenEpochs == 0 ? History.Empty : FitHead(network, train, validation, options);
        return options.FineTuningEpochs == 0 ? history : history.Then(FineTune(network, train, validation, options));
    }

    private static History FitHead(TransferNetwork network, BatchLoader train, BatchLoader? validation, TransferOptions options)
    {
        network.Backbone.Freeze();
        using var trainer = new Trainer(network, options.Frozen);
        if (validation?.IsAugmented == true) return trainer.Fit(train, validation, options.FrozenEpochs, Folder(options, "frozen"));
        // Features are given to the network within their passes alone: callbacks may show it images between them.
        using var features = train.IsAugmented ? null : train.Through(network.Features, network.TakeFeatures);
        using var measured = validation?.Through(network.Features, network.TakeFeatures);
        return trainer.Fit((IBatches?)features ?? train, measured, options.FrozenEpochs, Folder(options, "frozen"));
    }

    private static History FineTune(TransferNetwork network, BatchLoader train, BatchLoader? validation, TransferOptions options)
    {
        if (options.FineTuneFrom is { } name) network.Backbone.FreezeUpTo(name);
        else network.Backbone.Unfreeze();
        using var trainer = new Trainer(network, options.FineTuning);
        return trainer.Fit(train, validation, options.FineTuningEpochs, Folder(options, "fine-tuned"));
    }

    private static Checkpoints? Folder(TransferOptions options, string phase) => options.Checkpoints is { } folder ? new(Path.Combine(folder, phase)) : null;
}

using System.Security.Cryptography;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks.Tests.Training;

/// <summary>The program that <see cref="CheckpointTests"/> kills: it trains with checkpoints in the folder it is given and prints what the weights and the history have come to.</summary>
internal static class TrainingProcess
{
    public static int Main(string[] args)
    {
        Console.WriteLine("started");
        Console.WriteLine(Run(args[0]));
        return 0;
    }

    /// <summary>Trains with everything that has a memory: an optimizer, dropout, augmentation, a plateau, early stopping that keeps the best weights.</summary>
    public static string Run(string folder)
    {
        manual_seed(11);
        using var data = TrainerTests.RedOrBlue(120);
        using var model = new TrainerTests.Tiny();
        using var stop = new EarlyStopping("loss", patience: 4, restoreBestWeights: true);
        using var trainer = new Trainer(model, new()
        {
            Optimizer = Optimizers.Adam(3e-3),
            Schedule = Schedules.Cosine(0.1),
            EmaDecay = 0.9,
            Callbacks = [new ReduceLROnPlateau("accuracy", 0.5, patience: 1), stop],
            Progress = new SilentProgress(),
        });
        var train = data.Batches(16, shuffle: true, seed: 5).With(Augment.Shift(0.2, 0.2) + Augment.HorizontalFlip());
        var history = trainer.Fit(train, data.Batches(50), 14, new Checkpoints(folder));
        string[] numbers = [.. new[] { "loss", "accuracy", "val_loss", "val_accuracy", "learning_rate" }.SelectMany(column => history[column].Select(value => BitConverter.DoubleToInt64Bits(value).ToString("x")))];
        var weights = model.state_dict().OrderBy(entry => entry.Key, StringComparer.Ordinal).SelectMany(entry => entry.Value.bytes.ToArray()).ToArray();
        return $"{history.Count} {Convert.ToHexStringLower(SHA256.HashData(weights))} {Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(string.Join(' ', numbers))))}";
    }
}

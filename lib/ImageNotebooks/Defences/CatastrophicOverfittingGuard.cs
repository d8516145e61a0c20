using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>
/// Ends adversarial training when it has collapsed. With attacks of one step a model may from one epoch to the next withstand these and no others: its accuracy under several steps falls to nearly 0 while loss
/// and accuracy of the training look better than ever (Wong et al. 2020, "Fast is better than free", section 5.4; Andriushchenko and Flammarion 2020, "Understanding and Improving Fast Adversarial Training").
/// After every epoch the accuracy on a few attacked images is measured, the column <c>robust_accuracy</c> of the history; where it has collapsed, the model is given the weights of the epoch before, and training ends.
/// </summary>
public sealed class CatastrophicOverfittingGuard : Callback, IDisposable
{
    /// <summary>The column that is added to the history.</summary>
    public const string Column = "robust_accuracy";

    private readonly IBatches sample;
    private readonly IAdversary adversary;
    private readonly Objective objective;
    private readonly double drop;
    private readonly KeptWeights soundWeights = new("sound.");
    private double best;

    /// <summary>Makes the callback.</summary>
    /// <param name="sample">Images that are attacked after each epoch, the first pass of the loader every time: a few hundred training images, so that nothing is chosen by validation images.</param>
    /// <param name="adversary">The attack, of several steps: <c>new Pgd(10).At(8 / 255.0)</c>. It draws the same numbers every time.</param>
    /// <param name="drop">How far below the best so far the accuracy may fall, in (0, 1); 0.2 is the authors'.</param>
    /// <param name="objective">Which answers are right; one class an image where nothing is said.</param>
    /// <exception cref="ArgumentException">There are no images.</exception>
    public CatastrophicOverfittingGuard(IBatches sample, IAdversary adversary, double drop = 0.2, Objective? objective = null)
    {
        if (sample.ImageCount == 0) throw new ArgumentException("There are no images to attack after an epoch.", nameof(sample));
        if (!(drop > 0 && drop < 1)) throw new ArgumentOutOfRangeException(nameof(drop), drop, "How far an accuracy may fall is between 0 and 1.");
        (this.sample, this.adversary, this.drop, this.objective) = (sample, adversary, drop, objective ?? Objective.MultiClass());
    }

    /// <summary>The epoch that collapsed, or 0.</summary>
    public int CollapsedEpoch { get; private set; }

    /// <inheritdoc/>
    public override void TrainingBegan(TrainingRun run)
    {
        (best, CollapsedEpoch) = (0, 0);
        soundWeights.Dispose();
    }

    /// <inheritdoc/>
    public override void Measure(TrainingRun run, IDictionary<string, double> metrics)
    {
        using var evaluation = new EvaluationMode(run.Model);
        var (pass, right, of) = (sample.Pass, 0L, 0L);
        sample.Pass = 0;
        var number = 0L;
        foreach (var batch in sample)
        {
            using var scope = NewDisposeScope();
            using var still = no_grad();
            using var _ = batch;
            var changed = adversary.Perturb(run.Model.call, batch.Images, batch.Labels, number++);
            var (more, among) = objective.Count(run.Model.call(changed).to_type(ScalarType.Float32), batch.Labels);
            (right, of) = (right + more, of + among);
        }
        sample.Pass = pass;
        metrics[Column] = (double)right / of;
    }

    /// <inheritdoc/>
    public override void EpochEnded(TrainingRun run, EpochRecord record)
    {
        var robust = record[Column];
        if (robust >= best - drop)
        {
            best = Math.Max(best, robust);
            soundWeights.Take(run.Model);
            return;
        }
        CollapsedEpoch = run.Epoch;
        run.Stop(string.Create(CultureInfo.InvariantCulture, $"accuracy on attacked images has fallen to {robust:0.000}, from {best:0.000} at best (catastrophic overfitting); the model has the weights of epoch {run.Epoch - 1} again"));
        soundWeights.GiveTo(run.Model);
    }

    /// <inheritdoc/>
    public override void TrainingEnded(TrainingRun run) => soundWeights.Dispose();

    /// <inheritdoc/>
    public override void Save(IDictionary<string, Tensor> state)
    {
        state["counts"] = tensor(new[] { best, CollapsedEpoch });
        soundWeights.Save(state);
    }

    /// <inheritdoc/>
    public override void Restore(IReadOnlyDictionary<string, Tensor> state)
    {
        var counts = state["counts"].data<double>().ToArray();
        (best, CollapsedEpoch) = (counts[0], (int)counts[1]);
        soundWeights.Restore(state);
    }

    /// <summary>Frees the weights that are kept.</summary>
    public void Dispose() => soundWeights.Dispose();
}

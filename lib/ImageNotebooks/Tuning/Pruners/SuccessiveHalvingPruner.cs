namespace ImageNotebooks;

/// <summary>
/// Successive halving: at steps that grow by a factor (1, 3, 9, 27 ...), one trial in so many goes on. In the asynchronous form of Li et al., "A System
/// for Massively Parallel Hyperparameter Tuning", 2020 (https://arxiv.org/abs/1810.05934): a trial is compared with those that came to the step before it, and
/// nobody waits.
/// </summary>
public sealed class SuccessiveHalvingPruner : IPruner
{
    private readonly int minStep;
    private readonly int factor;
    private readonly int lastStep;

    /// <summary>A rule of halving.</summary>
    /// <param name="minStep">The step of the first comparison.</param>
    /// <param name="factor">The best 1/factor of the trials go on; each comparison comes factor times as late as the one before.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step is below 1 or the factor below 2.</exception>
    public SuccessiveHalvingPruner(int minStep = 1, int factor = 3) : this(minStep, factor, int.MaxValue)
    {
    }

    internal SuccessiveHalvingPruner(int minStep, int factor, int lastStep)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(minStep, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 2);
        (this.minStep, this.factor, this.lastStep) = (minStep, factor, lastStep);
    }

    /// <inheritdoc/>
    public bool ShouldPrune(TrialRecord trial, TrialTable trials) => ShouldPrune(trial, trials, trials);

    /// <summary>Compares a trial with some of the others only.</summary>
    internal bool ShouldPrune(TrialRecord trial, TrialTable trials, IEnumerable<TrialRecord> others)
    {
        var (before, now) = (trial.Reports.Count > 1 ? trial.Reports[^2].Step : 0, trial.Reports[^1].Step);
        var compared = others.Where(other => other.Number != trial.Number && other.State is not (TrialState.Failed or TrialState.Waiting)).ToArray();
        for (var rung = (long)minStep; rung <= now && rung < lastStep; rung *= factor)
        {
            if (rung <= before)
                continue;
            double[] there = [.. compared.Select(other => other.Reports.FirstOrDefault(report => report.Step >= rung, (Step: 0, Value: double.NaN)).Value).Where(double.IsFinite).Select(trials.Loss)];
            var better = there.Count(loss => loss < trials.Loss(trial.Reports[^1].Value));
            if (better >= Math.Max(1, (there.Length + 1) / factor))
                return true;
        }
        return false;
    }
}

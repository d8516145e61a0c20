namespace ImageNotebooks;

/// <summary>
/// Gives up a trial whose best report is worse than the median of what the others had reported at the same step; the simplest rule of
/// Golovin et al., "Google Vizier", 2017 (https://doi.org/10.1145/3097983.3098043).
/// </summary>
/// <param name="startupTrials">So many other trials have to have come as far.</param>
/// <param name="warmupSteps">Nothing is given up until after this step.</param>
public sealed class MedianPruner(int startupTrials = 5, int warmupSteps = 0) : IPruner
{
    /// <inheritdoc/>
    public bool ShouldPrune(TrialRecord trial, TrialTable trials)
    {
        var step = trial.Reports[^1].Step;
        double[] others =
        [
            .. trials.Where(other => other.Number != trial.Number && other.State != TrialState.Failed && other.Reports.Count > 0 && other.Reports[^1].Step >= step)
                .Select(other => other.Reports.LastOrDefault(report => report.Step <= step, (Step: 0, Value: double.NaN)).Value).Where(double.IsFinite).Select(trials.Loss).Order(),
        ];
        if (step <= warmupSteps || others.Length < Math.Max(1, startupTrials))
            return false;
        var median = (others[(others.Length - 1) / 2] + others[others.Length / 2]) / 2;
        return trial.Reports.Select(report => trials.Loss(report.Value)).Where(double.IsFinite).DefaultIfEmpty(double.PositiveInfinity).Min() > median;
    }
}

namespace ImageNotebooks;

/// <summary>Decides which trials are given up early.</summary>
public interface IPruner
{
    /// <summary>Whether a trial is given up after its last report.</summary>
    /// <param name="trial">The trial, with one report at least.</param>
    /// <param name="trials">All trials of the study, this one too.</param>
    bool ShouldPrune(TrialRecord trial, TrialTable trials);
}

namespace ImageNotebooks;

/// <summary>Chooses the values of a new trial.</summary>
public interface ISampler
{
    /// <summary>Values for a new trial, all at once and before it has asked for any.</summary>
    /// <param name="trials">The parameters that the study knows so far, and the trials that have asked for them.</param>
    /// <param name="random">Random numbers of this trial's own.</param>
    /// <returns>Values by name; a parameter that has none here is drawn at random when the trial asks for it.</returns>
    IReadOnlyDictionary<string, double> Propose(TrialTable trials, Random random);
}

/// <summary>Draws every value at random, as its range says (Bergstra and Bengio, 2012, https://jmlr.org/papers/v13/bergstra12a.html).</summary>
public sealed class RandomSampler : ISampler
{
    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double> Propose(TrialTable trials, Random random) => new Dictionary<string, double>();
}

namespace ImageNotebooks;

/// <summary>How a <see cref="Study"/> searches.</summary>
public sealed record StudyOptions
{
    /// <summary>Where the random numbers of all trials come from; that of the file when null, 0 for a new study.</summary>
    public int? Seed { get; init; }

    /// <summary>What chooses the parameters' values; Bayesian optimisation where nothing is said.</summary>
    public ISampler Sampler { get; init; } = new BayesianSampler();

    /// <summary>What gives bad trials up early; null where every trial runs to its end.</summary>
    public IPruner? Pruner { get; init; }

    /// <summary>After so many trials in a row that ended with an exception, the next exception ends the search: the objective has an error.</summary>
    public int FailuresInARow { get; init; } = 5;

    /// <summary>
    /// How often a trial gives a sign of life to other processes. A trial that gave none for three times as long is one whose process has ended,
    /// and is run again. All processes of a study take the same.
    /// </summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a trial is begun before it is marked as failed because its process ends each time, for lack of memory for instance.</summary>
    public int Attempts { get; init; } = 3;

    /// <summary>Told of each trial that ends in this process.</summary>
    public Action<TrialRecord>? OnTrial { get; init; }
}

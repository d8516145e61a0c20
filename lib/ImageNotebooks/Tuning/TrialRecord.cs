namespace ImageNotebooks;

/// <summary>Whether a study looks for the lowest score or the highest.</summary>
public enum StudyDirection
{
    /// <summary>Low is good: losses, errors.</summary>
    Minimize,

    /// <summary>High is good: accuracies.</summary>
    Maximize,
}

/// <summary>How far a trial has come.</summary>
public enum TrialState
{
    /// <summary>Given back without a result, to be run again.</summary>
    Waiting,

    /// <summary>Some process works on it, or did until it ended.</summary>
    Running,

    /// <summary>It has a score.</summary>
    Complete,

    /// <summary>It was stopped early; its score is what it reported last.</summary>
    Pruned,

    /// <summary>It ended without a finite score; its message says why.</summary>
    Failed,
}

/// <summary>What is known of one trial of a <see cref="Study"/>.</summary>
/// <param name="Number">Its number, counted from 1.</param>
/// <param name="State">How far it has come.</param>
/// <param name="Score">Its score; NaN where it has none.</param>
/// <param name="Values">The value of each parameter that it asked for, as <see cref="ParameterRange"/> keeps it.</param>
/// <param name="Reports">What it reported, by step.</param>
/// <param name="Seed">The seed of its random numbers.</param>
/// <param name="Attempts">How many processes have begun it.</param>
/// <param name="Started">When it was begun, the last time.</param>
/// <param name="Seconds">How long it took; NaN until it has ended.</param>
/// <param name="Message">Why it failed, else empty.</param>
public sealed record TrialRecord(
    int Number, TrialState State, double Score, IReadOnlyDictionary<string, double> Values, IReadOnlyList<(int Step, double Value)> Reports,
    int Seed, int Attempts, DateTimeOffset Started, double Seconds, string Message)
{
    /// <summary>This trial once more, outside of the study: it gives the recorded values again, to build the best network for instance.</summary>
    /// <returns>A trial that records nothing and never asks to be pruned; a parameter that was not recorded is refused.</returns>
    public Trial Again() => new(Number, Seed, Recorded);

    private double Recorded(string name, ParameterRange range) => Values.TryGetValue(name, out var value) ? value
        : throw new StudyException($"Trial {Number} has no parameter '{name}'; it has {string.Join(", ", Values.Keys.Select(key => $"'{key}'"))}.");
}

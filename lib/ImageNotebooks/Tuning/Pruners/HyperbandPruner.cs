namespace ImageNotebooks;

/// <summary>
/// Hyperband (Li et al., 2018, https://jmlr.org/papers/v18/16-558.html): several rules of successive halving side by side, since it is not known whether a bad
/// beginning means a bad end. The most eager compares trials from the first step on, the most patient lets them run to their end; each is given as many trials
/// as makes the work of all about equal. Trials are dealt to the rules by their numbers and compared within their own.
/// </summary>
public sealed class HyperbandPruner : IPruner
{
    private readonly SuccessiveHalvingPruner[] brackets;
    private readonly int[] deal;

    /// <summary>A set of rules.</summary>
    /// <param name="minStep">The step of the most eager rule's first comparison.</param>
    /// <param name="maxStep">The last step of a trial, such as the number of epochs.</param>
    /// <param name="factor">The best 1/factor of the trials go on at each comparison.</param>
    /// <exception cref="ArgumentOutOfRangeException">A step is below 1, the last below the first, or the factor below 2.</exception>
    public HyperbandPruner(int minStep, int maxStep, int factor = 3)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(minStep, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxStep, minStep);
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 2);
        var steps = new List<int>();
        for (var step = (long)minStep; step <= maxStep; step *= factor)
            steps.Add((int)step);
        brackets = [.. steps.Select(step => new SuccessiveHalvingPruner(step, factor, maxStep))];
        // The paper's n: the bracket that halves s times begins with ceil((s_max + 1) / (s + 1) * factor^s) trials.
        int[] sizes = [.. Enumerable.Range(0, steps.Count).Select(i => steps.Count - 1 - i).Select(s => (int)Math.Ceiling(steps.Count / (s + 1.0) * Math.Pow(factor, s)))];
        deal = Deal(sizes);
    }

    /// <summary>How many rules there are.</summary>
    public int Brackets => brackets.Length;

    /// <summary>The rule that a trial belongs to, from 0, the most eager.</summary>
    public int BracketOf(int number) => deal[(number - 1) % deal.Length];

    /// <inheritdoc/>
    public bool ShouldPrune(TrialRecord trial, TrialTable trials)
    {
        var bracket = BracketOf(trial.Number);
        return brackets[bracket].ShouldPrune(trial, trials, trials.Where(other => BracketOf(other.Number) == bracket));
    }

    /// <summary>Numbers of brackets in turn, each as often as it is large and spread evenly, so that a short search has trials in all of them.</summary>
    private static int[] Deal(int[] sizes) =>
    [
        .. sizes.SelectMany((size, bracket) => Enumerable.Range(0, size).Select(i => (Place: (i + 0.5) / size, bracket))).OrderBy(turn => turn.Place).ThenBy(turn => turn.bracket)
            .Select(turn => turn.bracket),
    ];
}

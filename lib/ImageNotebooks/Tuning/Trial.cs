using System.Globalization;

namespace ImageNotebooks;

/// <summary>
/// One attempt of a <see cref="Study"/>: the objective asks it for the values of its parameters, by name. What is asked only under a condition is
/// a conditional parameter:
/// <code>
/// var blocks = trial.Int("blocks", 1, 5);
/// for (var b = 1; b &lt;= blocks; b++)
///     filters[b] = trial.Int($"filters {b}", 32, 256, step: 32);    // "filters 3" exists where there are three blocks or more
/// </code>
/// </summary>
public sealed class Trial
{
    private readonly Func<string, ParameterRange, double> choose;
    private readonly Action<int, double>? report;
    private readonly Func<bool>? isBad;
    private double lastReport = double.NaN;
    private int? lastStep;

    internal Trial(int number, int seed, Func<string, ParameterRange, double> choose, Action<int, double>? report = null, Func<bool>? isBad = null) =>
        (Number, Seed, this.choose, this.report, this.isBad) = (number, seed, choose, report, isBad);

    /// <summary>Its number in the study, counted from 1.</summary>
    public int Number { get; }

    /// <summary>A seed of its own for what is random in the objective; the same each time this trial of this study is run.</summary>
    public int Seed { get; }

    internal bool IsPruned { get; private set; }

    /// <summary>A whole number.</summary>
    /// <param name="name">The parameter's name; asked again, it has the same value.</param>
    /// <param name="low">The lowest value.</param>
    /// <param name="high">The highest value.</param>
    /// <param name="step">The distance between neighbouring values, from low on.</param>
    /// <param name="log">Whether each doubling is as likely as any other; low is then at least 1 and step 1.</param>
    /// <exception cref="ArgumentException">The range holds no value, or a logarithmic one is not positive.</exception>
    /// <exception cref="ParameterConflictException">The study knows the name with another range.</exception>
    public int Int(string name, int low, int high, int step = 1, bool log = false)
    {
        Require(low <= high, name, FormattableString.Invariant($"its lowest value {low} is above its highest {high}; exchange them."));
        Require(step >= 1, name, FormattableString.Invariant($"its step is {step}, and a step is at least 1."));
        Require(!log || low >= 1, name, FormattableString.Invariant($"it is logarithmic and begins at {low}; begin at 1 or above, or leave out 'log'."));
        Require(!log || step == 1, name, "it is logarithmic and has a step; take one of the two.");
        return (int)Ask(name, new IntRange(low, high, step, log));
    }

    /// <summary>A real number.</summary>
    /// <param name="name">The parameter's name; asked again, it has the same value.</param>
    /// <param name="low">The lowest value.</param>
    /// <param name="high">The highest value.</param>
    /// <param name="log">Whether each doubling is as likely as any other, as for learning rates; low is then above 0.</param>
    /// <exception cref="ArgumentException">The range holds no value, or a logarithmic one is not positive.</exception>
    /// <exception cref="ParameterConflictException">The study knows the name with another range.</exception>
    public double Float(string name, double low, double high, bool log = false)
    {
        Require(double.IsFinite(low) && double.IsFinite(high), name, FormattableString.Invariant($"its range {low}..{high} is not finite."));
        Require(low <= high, name, FormattableString.Invariant($"its lowest value {low} is above its highest {high}; exchange them."));
        Require(!log || low > 0, name, FormattableString.Invariant($"it is logarithmic and begins at {low}; begin above 0, or leave out 'log'."));
        return Ask(name, new FloatRange(low, high, log));
    }

    /// <summary>One of several values that have no order.</summary>
    /// <param name="name">The parameter's name; asked again, it has the same value.</param>
    /// <param name="options">The values; the study keeps them as text, which tells them apart.</param>
    /// <exception cref="ArgumentException">There is no value, or two have the same text.</exception>
    /// <exception cref="ParameterConflictException">The study knows the name with other values.</exception>
    public T Choice<T>(string name, params IReadOnlyList<T> options)
    {
        string[] texts = [.. options.Select(option => string.Create(CultureInfo.InvariantCulture, $"{option}"))];
        Require(texts.Length > 0, name, "there is nothing to choose from.");
        Require(texts.Distinct().Count() == texts.Length, name, $"two of its values are written the same: {string.Join(", ", texts)}.");
        return options[(int)Ask(name, new ChoiceRange(texts))];
    }

    /// <summary>Yes or no.</summary>
    /// <param name="name">The parameter's name; asked again, it has the same value.</param>
    /// <exception cref="ParameterConflictException">The study knows the name with other values.</exception>
    public bool Bool(string name) => Choice(name, false, true);

    /// <summary>Tells the study how good the trial is so far.</summary>
    /// <param name="step">How far it has come, such as the epoch, counted from 1; above that of the last report.</param>
    /// <param name="value">The score so far, of the kind that the objective returns.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step is below 1 or not above the last one.</exception>
    public void Report(int step, double value)
    {
        if (step < 1 || step <= lastStep)
            throw new ArgumentOutOfRangeException(nameof(step), step, $"Trial {Number} reports step {step}{(lastStep is { } last ? $" after step {last}" : "")}; steps are counted from 1 and rise.");
        (lastStep, lastReport) = (step, value);
        report?.Invoke(step, value);
    }

    /// <summary>
    /// Whether the study's pruner gives the trial up after its last report; a report that is not finite is always given up. The objective then ends with
    /// <c>return trial.Prune();</c>, or goes on.
    /// </summary>
    public bool ShouldPrune => lastStep is not null && isBad is not null && (!double.IsFinite(lastReport) || isBad());

    /// <summary>Marks the trial as pruned.</summary>
    /// <returns>What was reported last, which the objective returns.</returns>
    /// <exception cref="InvalidOperationException">Nothing was reported.</exception>
    public double Prune()
    {
        if (lastStep is null)
            throw new InvalidOperationException($"Trial {Number} cannot be pruned before it has reported anything; call Report first.");
        IsPruned = true;
        return lastReport;
    }

    private double Ask(string name, ParameterRange range) =>
        string.IsNullOrWhiteSpace(name) ? throw new ArgumentException("A parameter needs a name.") : choose(name, range);

    private static void Require(bool holds, string name, string otherwise)
    {
        if (!holds)
            throw new ArgumentException($"The parameter '{name}' cannot be searched: {otherwise}");
    }
}

namespace ImageNotebooks;

/// <summary>
/// When each parameter exists, learnt from the trials, since the conditions themselves stand in the objective's code: a parameter that some trials lack is
/// taken to depend on the earlier one whose values tell those trials from the others with the fewest changes ("filters 3" on "blocks": absent at 1 and 2, present from 3 on).
/// </summary>
internal sealed class Conditions
{
    private readonly IReadOnlyList<KeyValuePair<string, ParameterRange>> space;
    private readonly Rule?[] rules;

    /// <param name="space">The parameters, each after those it can depend on.</param>
    /// <param name="trials">The values of trials that ran through.</param>
    public Conditions(IReadOnlyList<KeyValuePair<string, ParameterRange>> space, IReadOnlyList<IReadOnlyDictionary<string, double>> trials)
    {
        this.space = space;
        rules = [.. Enumerable.Range(0, space.Count).Select(index => Learn(index, trials))];
    }

    /// <summary>The parameter that this one depends on, null where it depends on none.</summary>
    public string? ParentOf(string parameter) => rules[space.Index().First(pair => pair.Item.Key == parameter).Index] is { } rule ? space[rule.Parent].Key : null;

    /// <summary>Puts NaN where a parameter does not exist beside the others' values.</summary>
    public void Apply(double[] values)
    {
        for (var i = 0; i < rules.Length; i++)
        {
            if (rules[i] is { } rule && !rule.Holds(values[rule.Parent], space[rule.Parent].Value))
                values[i] = double.NaN;
        }
    }

    private Rule? Learn(int index, IReadOnlyList<IReadOnlyDictionary<string, double>> trials)
    {
        var name = space[index].Key;
        if (trials.All(trial => trial.ContainsKey(name)))
            return null;
        return Enumerable.Range(0, index).Select(parent => Candidate(name, parent, trials)).OfType<Rule>()
            .MinBy(rule => (rule.Changes, -rule.Known.Count(known => !known.Exists)));
    }

    /// <summary>The rule of dependence on a parent, null where the parent's values do not tell the trials apart.</summary>
    private Rule? Candidate(string name, int parent, IReadOnlyList<IReadOnlyDictionary<string, double>> trials)
    {
        if (trials.Any(trial => trial.ContainsKey(name) && !trial.ContainsKey(space[parent].Key)))
            return null;
        var seen = trials.Where(trial => trial.ContainsKey(space[parent].Key)).Select(trial => (Value: trial[space[parent].Key], Exists: trial.ContainsKey(name))).ToArray();
        (double Value, bool Exists)[] known = [.. seen.Distinct().OrderBy(pair => pair.Value)];
        if (known.Select(pair => pair.Value).Distinct().Count() < known.Length)
            return null;
        var changes = known.Zip(known.Skip(1)).Count(pair => pair.First.Exists != pair.Second.Exists);
        // A real parameter has another value in each trial, which always tells them apart; only one threshold means anything.
        return space[parent].Value is FloatRange && changes > 1 ? null : new Rule(parent, known, changes);
    }

    private sealed record Rule(int Parent, (double Value, bool Exists)[] Known, int Changes)
    {
        public bool Holds(double value, ParameterRange range)
        {
            if (double.IsNaN(value))
                return false;
            // Of a list without order, a value that was never seen tells nothing; a parameter too many does no harm.
            if (range is ChoiceRange)
                return !Known.Any(known => known.Value == value && !known.Exists);
            return Known.MinBy(known => Math.Abs(range.ToUnit(known.Value) - range.ToUnit(value))).Exists;
        }
    }
}

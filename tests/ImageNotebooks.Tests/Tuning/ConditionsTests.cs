namespace ImageNotebooks.Tests;

public class ConditionsTests
{
    private static TrialTable Trials(int count, Func<Trial, double> objective)
    {
        using var study = Study.InMemory(StudyDirection.Maximize, new() { Seed = 1, Sampler = new RandomSampler() });
        study.Run(count, objective);
        return study.Trials;
    }

    private static Conditions Learn(TrialTable trials) => new(trials.Space, [.. trials.Select(trial => trial.Values)]);

    [Fact]
    public void The_Intel_spaces_conditions_are_found()
    {
        var trials = Trials(15, StudyTests.Intel);
        var conditions = Learn(trials);
        Assert.All(new[] { "blocks", "layers 1", "filters 1", "dense", "dropout", "rate" }, name => Assert.Null(conditions.ParentOf(name)));
        Assert.Equal("blocks", conditions.ParentOf("layers 3"));
        foreach (var trial in Trials(60, StudyTests.Intel))
        {
            double[] values = [.. trials.Space.Select(parameter => parameter.Value.FromUnit(0.4))];
            values[0] = trial.Values["blocks"];
            conditions.Apply(values);
            Assert.Equal(trials.Space.Select(parameter => trial.Values.ContainsKey(parameter.Key)), values.Select(value => !double.IsNaN(value)));
        }
    }

    [Fact]
    public void Conditions_on_choices_and_on_conditional_parameters_are_found()
    {
        var trials = Trials(40, trial =>
        {
            trial.Float("noise", 0, 1);
            var optimizer = trial.Choice("optimizer", "adam", "sgd", "rmsprop");
            if (optimizer != "adam" && trial.Float("momentum", 0, 1) > 0.5)
                trial.Bool("nesterov");
            return 0;
        });
        var conditions = Learn(trials);
        Assert.Equal("optimizer", conditions.ParentOf("momentum"));
        Assert.Equal("momentum", conditions.ParentOf("nesterov"));
        double[] values = [0.5, 1, 0.9, 1];
        conditions.Apply(values);
        Assert.Equal([0.5, 1, 0.9, 1], values);
        values[1] = 0;
        conditions.Apply(values);
        Assert.Equal([0.5, 0, double.NaN, double.NaN], values);
    }

    [Fact]
    public void A_parameter_that_is_missing_without_a_reason_counts_as_there()
    {
        var trials = Trials(20, trial =>
        {
            var always = trial.Choice("always", "a", "b");
            return trial.Number % 2 == 0 ? trial.Float("sometimes", 0, 1) : 0;
        });
        Assert.Null(Learn(trials).ParentOf("sometimes"));
    }

    [Fact]
    public void Choices_have_a_column_an_option_and_what_does_not_exist_lies_in_the_middle()
    {
        var trials = Trials(20, trial =>
        {
            var three = trial.Choice("three", "a", "b", "c");
            trial.Bool("two");
            return three == "c" ? trial.Int("depth", 1, 4) : trial.Choice("other", "x", "y", "z") == "x" ? 1 : 2;
        });
        var model = SearchModel.ForSearch(trials, restarts: 1, new Random(1));
        double At(string name) => trials.Space.Index().Single(pair => pair.Item.Key == name).Index;
        double[] point = [.. trials.Space.Select(parameter => parameter.Key switch { "three" => 0.9, "two" => 0.2, "depth" => 0.3, _ => 0.5 })];
        var values = model.ValuesAt(point);
        Assert.Equal((2, 0, 2), (values[(int)At("three")], values[(int)At("two")], values[(int)At("depth")]));
        Assert.True(double.IsNaN(values[(int)At("other")]));
        var row = model.Encode(values);
        Assert.Equal(3 + 1 + 3 + 1, row.Length);
        Assert.Equal([0.0, 0, 1, 0], row[..4]);
        Assert.Equal(3, row.Count(cell => cell == 1.0 / 3));
        Assert.Contains(0.375, row);
    }
}

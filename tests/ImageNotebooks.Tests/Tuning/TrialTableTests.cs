namespace ImageNotebooks.Tests;

public sealed class TrialTableTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static TrialTable Trials()
    {
        using var study = Study.InMemory(StudyDirection.Maximize, new() { Seed = 1, Sampler = new RandomSampler() });
        study.Run(6, trial =>
        {
            var kernel = trial.Choice("kernel, px", 3, 5);
            var rate = trial.Float("rate", 1e-4, 1e-2, log: true);
            if (kernel == 5)
                trial.Int("layers", 1, 9);
            return trial.Number == 4 ? throw new InvalidOperationException("too \"large\"") : rate;
        });
        return study.Trials;
    }

    [Fact]
    public void Columns_are_typed_and_as_long_as_the_table()
    {
        var trials = Trials();
        var columns = ((ITabular)trials).Columns.ToDictionary(column => column.Name, column => column.Values);
        Assert.Equal(["trial", "state", "score", "seconds", "kernel, px", "rate", "layers", "message"], columns.Keys);
        Assert.All(columns.Values, values => Assert.Equal(6, values.Length));
        Assert.Equal(trials.Select(trial => trial.Values.ContainsKey("layers")), ((int?[])columns["layers"]).Select(value => value is not null));
        Assert.All((string[])columns["kernel, px"], value => Assert.Contains(value, new[] { "3", "5" }));
        Assert.IsType<double[]>(columns["rate"]);
    }

    [Fact]
    public void Csv_has_all_trials_with_quotes_where_needed()
    {
        var trials = Trials();
        var path = Path.Combine(folder.Path, "trials.csv");
        trials.SaveCsv(path);
        var lines = File.ReadAllLines(path);
        Assert.Equal(7, lines.Length);
        Assert.Equal("trial,state,score,seconds,\"kernel, px\",rate,layers,message", lines[0]);
        Assert.StartsWith("4,failed,,", lines[4]);
        Assert.EndsWith(",\"InvalidOperationException: too \"\"large\"\"\"", lines[4]);
        Assert.Equal(trials[0].Score, double.Parse(lines[1].Split(',')[2], System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void The_page_marks_the_best_trial_and_can_be_sorted()
    {
        var trials = Trials();
        var html = ((IRichOutput)trials).Render("text/html")!;
        Assert.Equal(1, html.Split("<tr class=\"best\">").Length - 1);
        Assert.Contains($"<tr class=\"best\"><td>{trials.Best!.Number}</td>", html);
        Assert.Contains("<th scope=\"col\"><button>kernel, px</button></th>", html);
        Assert.Contains("too &quot;large&quot;", html);
        Assert.StartsWith("6 trials: 5 complete, 1 failed; best ", trials.ToString());
    }

    [Fact]
    public void Importance_ranks_parameters_by_what_they_do()
    {
        using var study = Study.InMemory(StudyDirection.Minimize, new() { Seed = 1, Sampler = new RandomSampler() });
        study.Run(60, trial => 10 * trial.Float("much", 0, 1) + 3 * trial.Float("some", 1e-4, 1, log: true) * (trial.Bool("sign") ? 1 : -1) + 0 * trial.Int("nothing", 1, 9));
        var importance = study.Importance();
        Assert.Equal("much", importance.Shares[0].Key);
        Assert.Equal("nothing", importance.Shares[^1].Key);
        // Of the variance 100/12 + 9 E[some^2], where E[some^2] is about (1 - 1e-8) / (2 ln 1e4) = 0.054, the first has 0.945.
        Assert.InRange(importance.Shares[0].Value, 0.88, 1);
        Assert.InRange(importance.Shares[^1].Value, 0, 0.02);
        Assert.InRange(importance.Explained, 0.9, 1);
    }

    [Fact]
    public void Importance_says_when_it_knows_nothing()
    {
        using var study = Study.InMemory(StudyDirection.Minimize, new() { Sampler = new RandomSampler() });
        study.Run(9, trial => trial.Float("a", 0, 1));
        Assert.Contains("from 10 complete trials with parameters on; the study has 9", Assert.Throws<InvalidOperationException>(study.Importance).Message);
        study.Run(30, trial => trial.Float("a", 0, 1) * 0 + new Random(trial.Seed).NextDouble());
        Assert.True(study.Importance().Explained < 0.3, $"{study.Importance().Explained}");
    }
}

namespace ImageNotebooks.Tests;

public sealed class StudyTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Path => System.IO.Path.Combine(folder.Path, "sub", "a.study");

    public void Dispose() => folder.Dispose();

    private static StudyOptions Random(int seed = 1) => new() { Seed = seed, Sampler = new RandomSampler() };

    /// <summary>The Intel study's space, with a score that is best for three blocks of 128 filters, kernels of 3 and a rate of 1e-3.</summary>
    internal static double Intel(Trial trial)
    {
        var blocks = trial.Int("blocks", 1, 5);
        var score = 1 - 0.1 * Math.Abs(blocks - 3);
        for (var b = 1; b <= blocks; b++)
        {
            score -= 0.01 * Math.Abs(trial.Int($"layers {b}", 1, 5) - 2);
            score -= 0.05 * Math.Abs(Math.Log2(trial.Int($"filters {b}", 32, 256, step: 32) / 128.0));
            score -= trial.Choice($"kernel {b}", 3, 5) == 3 ? 0 : 0.02;
        }
        trial.Int("dense", 32, 512, step: 32);
        score -= 0.1 * Math.Abs(trial.Float("dropout", 0, 0.9) - 0.5);
        return score - 0.2 * Math.Abs(Math.Log10(trial.Float("rate", 1e-4, 1e-2, log: true)) + 3);
    }

    [Fact]
    public void Conditional_parameters_are_asked_for_where_they_exist()
    {
        using var study = Study.InMemory(StudyDirection.Maximize, Random());
        study.Run(60, Intel);
        var space = study.Trials.Space.ToDictionary();
        Assert.Equal(4 + 3 * 5, space.Count);
        Assert.Equal("int 32..256 in steps of 32", space["filters 3"].ToString());
        Assert.Equal("float 0.0001..0.01, log", space["rate"].ToString());
        Assert.All(study.Trials, trial => Assert.All(Enumerable.Range(1, 5), b => Assert.Equal(b <= trial.Values["blocks"], trial.Values.ContainsKey($"filters {b}"))));
        Assert.All(study.Trials.Where(trial => trial.Values.ContainsKey("filters 3")), trial => Assert.Equal(0, trial.Values["filters 3"] % 32));
        Assert.Equal(study.Trials.Max(trial => trial.Score), study.Best.Score);
    }

    [Fact]
    public void Bayesian_search_finds_better_networks_of_the_Intel_space_than_random_search_beside_a_pruner()
    {
        static double Best(int seed, ISampler sampler)
        {
            using var study = Study.InMemory(StudyDirection.Maximize, new() { Seed = seed, Sampler = sampler, Pruner = new HyperbandPruner(1, 27) });
            study.Run(60, trial =>
            {
                var end = Intel(trial);
                for (var epoch = 1; epoch <= 27; epoch++)
                {
                    trial.Report(epoch, end * (1 - Math.Exp(-epoch / 9.0)));
                    if (trial.ShouldPrune)
                        return trial.Prune();
                }
                return end;
            });
            return study.Best.Score;
        }

        Assert.All(Enumerable.Range(0, 3), seed => Assert.InRange(Best(seed, new BayesianSampler()), Best(seed, new RandomSampler()) + 0.05, 1));
    }

    [Fact]
    public void The_same_seed_gives_the_same_trials_and_another_gives_others()
    {
        double[] Rates(int seed)
        {
            using var study = Study.InMemory(StudyDirection.Maximize, new() { Seed = seed });
            study.Run(16, Intel);
            return [.. study.Trials.Select(trial => trial.Values["rate"]), .. study.Trials.Select(trial => (double)trial.Seed)];
        }

        Assert.Equal(Rates(1), Rates(1));
        Assert.NotEqual(Rates(1), Rates(2));
    }

    [Fact]
    public void A_study_in_a_file_goes_on_as_if_it_had_not_stopped()
    {
        using (var first = Study.Open(Path, StudyDirection.Maximize, Random()))
            first.Run(5, Intel);
        using var second = Study.Open(Path, StudyDirection.Maximize, new() { Sampler = new RandomSampler() });
        second.Run(12, Intel);
        using var whole = Study.InMemory(StudyDirection.Maximize, Random());
        whole.Run(12, Intel);
        Assert.Equal(whole.Trials.Select(trial => (trial.Number, trial.Score, trial.Seed)), second.Trials.Select(trial => (trial.Number, trial.Score, trial.Seed)));
        second.Run(12, _ => throw new InvalidOperationException("There is nothing left to run."));
    }

    [Fact]
    public void The_best_trial_can_be_had_again()
    {
        using var study = Study.InMemory(StudyDirection.Maximize, Random());
        study.Run(10, Intel);
        Assert.Equal(study.Best.Score, Intel(study.Best.Again()));
        Assert.Equal(study.Best.Seed, study.Best.Again().Seed);
        Assert.Contains("no parameter 'other'; it has 'blocks'", Assert.Throws<StudyException>(() => study.Best.Again().Bool("other")).Message);
    }

    [Fact]
    public void Another_range_for_a_known_name_ends_the_search_and_says_what_differs()
    {
        using (var first = Study.Open(Path, StudyDirection.Minimize, Random()))
            first.Run(2, trial => trial.Int("blocks", 1, 5));
        using var study = Study.Open(Path, StudyDirection.Minimize);
        var e = Assert.Throws<ParameterConflictException>(() => study.Run(3, trial => trial.Int("blocks", 1, 6)));
        Assert.Contains("'blocks' is asked for as int 1..6, and the study (", e.Message);
        Assert.Contains("knows it as int 1..5", e.Message);
        Assert.Throws<ParameterConflictException>(() => study.Run(3, trial => trial.Float("blocks", 1, 5)));
        study.Run(3, trial => trial.Int("blocks", 1, 5));
        Assert.Equal([TrialState.Complete, TrialState.Complete, TrialState.Complete], study.Trials.Select(trial => trial.State));
    }

    [Fact]
    public void A_name_used_twice_in_a_trial_has_one_value_and_one_range()
    {
        using var study = Study.InMemory(StudyDirection.Minimize, Random());
        study.Run(1, trial => trial.Float("a", 0, 1) - trial.Float("a", 0, 1));
        Assert.Equal(0, study.Best.Score);
        Assert.Throws<ParameterConflictException>(() => study.Run(2, trial => trial.Float("a", 0, 1) + trial.Float("a", 0, 2)));
    }

    [Theory]
    [InlineData(double.NaN, "The score is NaN.")]
    [InlineData(double.NegativeInfinity, "The score is -Infinity.")]
    public void A_score_that_is_not_finite_fails_its_trial_alone(double score, string message)
    {
        using var study = Study.InMemory(StudyDirection.Minimize, Random());
        study.Run(20, trial => trial.Number % 2 == 0 ? score : trial.Float("a", 0, 1));
        Assert.Equal(10, study.Trials.Count(trial => trial.State == TrialState.Complete));
        Assert.All(study.Trials.Where(trial => trial.Number % 2 == 0), trial => Assert.Equal((TrialState.Failed, message, double.NaN), (trial.State, trial.Message, trial.Score)));
        Assert.True(double.IsFinite(study.Best.Score));
    }

    [Fact]
    public void An_exception_fails_its_trial_and_many_in_a_row_end_the_search()
    {
        using var study = Study.InMemory(StudyDirection.Minimize, Random() with { FailuresInARow = 2 });
        study.Run(6, trial => trial.Number % 3 == 1 ? trial.Float("a", 0, 1) : throw new InvalidOperationException($"out of memory in {trial.Number}"));
        Assert.Equal("InvalidOperationException: out of memory in 2", study.Trials[1].Message);
        var e = Assert.Throws<StudyException>(() => study.Run(20, trial => throw new FormatException("no such layer")));
        Assert.Contains("The last 3 trials all ended with an exception, the last with: no such layer", e.Message);
        Assert.IsType<FormatException>(e.InnerException);
        Assert.Equal(9, study.Trials.Count);
    }

    [Fact]
    public void The_search_goes_round_what_failed()
    {
        using var study = Study.InMemory(StudyDirection.Minimize, new() { Seed = 2 });
        study.Run(30, trial => trial.Float("a", 0, 1) is var a && a > 0.6 ? double.NaN : a);
        Assert.True(study.Trials.Take(10).Count(trial => trial.State == TrialState.Failed) > study.Trials.TakeLast(10).Count(trial => trial.State == TrialState.Failed));
        Assert.InRange(study.Best.Score, 0, 0.01);
    }

    [Theory]
    [MemberData(nameof(BadRanges))]
    public void Ranges_that_hold_nothing_are_refused(Func<Trial, double> objective, string expected)
    {
        using var study = Study.InMemory(StudyDirection.Minimize, Random() with { FailuresInARow = 0 });
        Assert.Contains(expected, Assert.Throws<StudyException>(() => study.Run(1, objective)).Message);
        Assert.Empty(study.Trials.Space);
    }

    public static TheoryData<Func<Trial, double>, string> BadRanges => new()
    {
        { trial => trial.Int("a", 5, 1), "'a' cannot be searched: its lowest value 5 is above its highest 1" },
        { trial => trial.Int("a", 1, 5, step: 0), "its step is 0" },
        { trial => trial.Int("a", 0, 5, log: true), "begins at 0; begin at 1 or above" },
        { trial => trial.Int("a", 1, 5, step: 2, log: true), "take one of the two" },
        { trial => trial.Float("a", 1, 0.5), "its lowest value 1 is above its highest 0.5" },
        { trial => trial.Float("a", 0, 1, log: true), "begins at 0; begin above 0" },
        { trial => trial.Float("a", 0, double.PositiveInfinity), "is not finite" },
        { trial => trial.Choice<int>("a"), "nothing to choose from" },
        { trial => trial.Choice("a", 1, 1), "written the same: 1, 1" },
        { trial => trial.Float(" ", 0, 1), "A parameter needs a name" },
    };

    [Fact]
    public void Without_a_complete_trial_there_is_no_best_and_a_sentence_says_why()
    {
        using var study = Study.InMemory(StudyDirection.Minimize, Random());
        Assert.Contains("none is complete (no trials yet). Call Run first.", Assert.Throws<InvalidOperationException>(() => study.Best).Message);
        study.Run(2, _ => double.NaN);
        Assert.Contains("(2 trials: 2 failed). Trial 2 failed: The score is NaN.", Assert.Throws<InvalidOperationException>(() => study.Best).Message);
    }

    [Fact]
    public void A_cancelled_trial_is_run_again_with_the_values_it_had()
    {
        using var study = Study.Open(Path, StudyDirection.Minimize, Random());
        using var cancel = new CancellationTokenSource();
        double first = 0;
        Assert.Throws<OperationCanceledException>(() => study.Run(3, trial =>
        {
            first = trial.Float("a", 0, 1);
            cancel.Cancel();
            throw new OperationCanceledException(cancel.Token);
        }, cancel.Token));
        Assert.Equal(TrialState.Waiting, Assert.Single(study.Trials).State);
        study.Run(1, trial => trial.Float("a", 0, 1));
        Assert.Equal((first, 1), (study.Best.Score, study.Best.Attempts));
    }

    [Fact]
    public void Ranges_spread_their_values_evenly()
    {
        static double[] Values(ParameterRange range, int count) => [.. Enumerable.Range(0, count).Select(i => range.FromUnit((i + 0.5) / count))];
        Assert.Equal([32, 64, 96], Values(new IntRange(32, 127, 32), 3));
        Assert.Equal([1, 1, 2, 2, 3, 3], Values(new IntRange(1, 3), 6));
        Assert.InRange(Values(new IntRange(1, 1000, Log: true), 1000).Count(value => value < 32), 490, 560);
        Assert.Equal([1e-4, 1e-3, 1e-2], new[] { 0, 0.5, 1 }.Select(new FloatRange(1e-4, 1e-2, true).FromUnit), (a, b) => Math.Abs(a / b - 1) < 1e-12);
        ParameterRange[] ranges = [new IntRange(-3, 9, 4), new IntRange(1, 300, Log: true), new FloatRange(-1, 4), new FloatRange(2, 2), new ChoiceRange(["a", "b", "c"]), new IntRange(int.MinValue, int.MaxValue)];
        foreach (var range in ranges)
        {
            Assert.All(Values(range, 50), value => Assert.Equal(value, range.FromUnit(range.ToUnit(value)), 6));
            Assert.Equal(range, ParameterRange.FromJson(range.ToJson()));
        }
    }
}

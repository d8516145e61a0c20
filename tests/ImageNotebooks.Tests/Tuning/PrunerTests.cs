namespace ImageNotebooks.Tests;

public class PrunerTests
{
    private static TrialRecord Trial(int number, params double[] reports) => new(number, TrialState.Complete, reports[^1], new Dictionary<string, double>(),
        [.. reports.Select((value, i) => (i + 1, value))], 0, 1, default, 1, "");

    private static bool Prunes(IPruner pruner, StudyDirection direction, TrialRecord trial, params TrialRecord[] others) => pruner.ShouldPrune(trial, new(direction, [], [.. others, trial]));

    [Theory]
    [InlineData(new[] { 4.0, 3.1 }, true)]
    [InlineData(new[] { 4.0, 2.9 }, false)]
    [InlineData(new[] { 1.0, 9.0 }, false)]
    public void The_median_pruner_compares_the_best_report_with_the_others_at_the_same_step(double[] reports, bool pruned)
    {
        TrialRecord[] others = [Trial(1, 9, 2, 1), Trial(2, 9, 3), Trial(3, 9, 4, 1), Trial(4, 0.1)];
        Assert.Equal(pruned, Prunes(new MedianPruner(startupTrials: 3), StudyDirection.Minimize, Trial(5, reports), others));
        var negative = others.Select(other => Trial(other.Number, [.. other.Reports.Select(report => -report.Value)])).ToArray();
        Assert.Equal(pruned, Prunes(new MedianPruner(startupTrials: 3), StudyDirection.Maximize, Trial(5, [.. reports.Select(value => -value)]), negative));
    }

    [Fact]
    public void The_median_pruner_waits_for_trials_and_steps()
    {
        TrialRecord[] others = [Trial(1, 1, 1), Trial(2, 1, 1)];
        Assert.True(Prunes(new MedianPruner(startupTrials: 2), StudyDirection.Minimize, Trial(3, 5, 5), others));
        Assert.False(Prunes(new MedianPruner(startupTrials: 3), StudyDirection.Minimize, Trial(3, 5, 5), others));
        Assert.False(Prunes(new MedianPruner(startupTrials: 2, warmupSteps: 2), StudyDirection.Minimize, Trial(3, 5, 5), others));
        Assert.True(Prunes(new MedianPruner(startupTrials: 2, warmupSteps: 1), StudyDirection.Minimize, Trial(3, 5, 5), others));
    }

    [Fact]
    public void Successive_halving_lets_one_in_three_go_on_at_its_steps_alone()
    {
        var pruner = new SuccessiveHalvingPruner(minStep: 2, factor: 3);
        TrialRecord[] others = [.. Enumerable.Range(1, 5).Select(i => Trial(i, 0, i, 0, 0, 0, i))];
        Assert.False(Prunes(pruner, StudyDirection.Minimize, Trial(6, 9), others));
        // Two of six go on: with one better it is among them.
        Assert.False(Prunes(pruner, StudyDirection.Minimize, Trial(6, 9, 1.5), others));
        Assert.True(Prunes(pruner, StudyDirection.Minimize, Trial(6, 9, 2.5), others));
        Assert.False(Prunes(pruner, StudyDirection.Maximize, Trial(6, 9, 4.5), others));
        Assert.True(Prunes(pruner, StudyDirection.Maximize, Trial(6, 9, 3.5), others));
        Assert.False(Prunes(pruner, StudyDirection.Minimize, Trial(6, 0, 0, 0, 0, 99), others));
        Assert.True(Prunes(pruner, StudyDirection.Minimize, Trial(6, 0, 0, 0, 0, 0, 99), others));
        Assert.False(Prunes(pruner, StudyDirection.Minimize, Trial(1, 0, 99)));
    }

    [Fact]
    public void Hyperband_deals_trials_to_brackets_of_the_papers_sizes()
    {
        var pruner = new HyperbandPruner(1, 81);
        int[] dealt = [.. Enumerable.Range(1, 81 + 34 + 15 + 8 + 5).Select(pruner.BracketOf)];
        Assert.Equal([(0, 81), (1, 34), (2, 15), (3, 8), (4, 5)], dealt.CountBy(bracket => bracket).Select(pair => (pair.Key, pair.Value)).Order());
        Assert.Equal([0, 1, 2, 3, 4], dealt.Take(30).Distinct().Order());
    }

    [Fact]
    public void Hyperband_compares_within_a_bracket_and_never_prunes_what_has_ended()
    {
        var pruner = new HyperbandPruner(1, 9);
        var eager = Enumerable.Range(1, 60).Where(number => pruner.BracketOf(number) == 0).ToArray();
        var patient = Enumerable.Range(1, 60).Where(number => pruner.BracketOf(number) == 2).ToArray();
        TrialRecord[] others = [.. eager.Take(6).Select(number => Trial(number, 1, 1, 1, 1, 1, 1, 1, 1, 1))];
        Assert.True(Prunes(pruner, StudyDirection.Minimize, Trial(eager[8], 5), others));
        Assert.False(Prunes(pruner, StudyDirection.Minimize, Trial(patient[0], 5), others));
        Assert.True(Prunes(pruner, StudyDirection.Minimize, Trial(eager[8], 1, 1, 5), others));
        Assert.False(Prunes(pruner, StudyDirection.Minimize, Trial(eager[8], 1, 1, 1, 1, 1, 1, 1, 1, 5), others));
    }

    [Fact]
    public void Mistakes_are_named()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SuccessiveHalvingPruner(minStep: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SuccessiveHalvingPruner(factor: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new HyperbandPruner(5, 4));
    }

    /// <summary>A rate far from the best learns nothing; epochs are what a search costs.</summary>
    private static double Curve(Trial trial, ref int epochs)
    {
        var rate = trial.Float("rate", 1e-4, 1, log: true);
        var limit = Math.Exp(-Math.Pow(Math.Log10(rate) + 2, 2));
        double accuracy = 0;
        for (var epoch = 1; epoch <= 27; epoch++, epochs++)
        {
            accuracy = limit * (1 - Math.Exp(-epoch / 5.0));
            trial.Report(epoch, accuracy);
            if (trial.ShouldPrune)
                return trial.Prune();
        }
        return accuracy;
    }

    public static TheoryData<IPruner, double> Pruners => new() { { new MedianPruner(), 0.75 }, { new SuccessiveHalvingPruner(), 0.35 }, { new HyperbandPruner(1, 27), 0.65 } };

    [Theory]
    [MemberData(nameof(Pruners))]
    public void Pruning_saves_epochs_and_keeps_the_best(IPruner pruner, double part)
    {
        var epochs = 0;
        using var study = Study.InMemory(StudyDirection.Maximize, new() { Sampler = new RandomSampler(), Pruner = pruner });
        study.Run(60, trial => Curve(trial, ref epochs));
        using var whole = Study.InMemory(StudyDirection.Maximize, new() { Sampler = new RandomSampler() });
        var all = 0;
        whole.Run(60, trial => Curve(trial, ref all));
        Assert.Equal(60 * 27, all);
        Assert.InRange(epochs, 1, part * all);
        Assert.Equal(whole.Best.Score, study.Best.Score, 0.02);
        Assert.All(study.Trials.Where(trial => trial.State == TrialState.Pruned), trial => Assert.Equal(trial.Reports[^1].Value, trial.Score));
        Assert.Equal(60, study.Trials.Count(trial => trial.State is TrialState.Pruned or TrialState.Complete));
    }

    [Fact]
    public void A_report_that_is_not_finite_is_always_given_up()
    {
        using var study = Study.InMemory(StudyDirection.Minimize, new() { Sampler = new RandomSampler() });
        study.Run(2, trial =>
        {
            trial.Report(1, 0.5);
            Assert.False(trial.ShouldPrune);
            trial.Report(2, trial.Number == 1 ? double.NaN : double.PositiveInfinity);
            Assert.True(trial.ShouldPrune);
            return trial.Prune();
        });
        Assert.Equal(["The score is NaN.", "The score is Infinity."], study.Trials.Select(trial => trial.Message));
        Assert.Equal([(1, 0.5), (2, double.NaN)], study.Trials[0].Reports);
    }

    [Fact]
    public void Steps_rise_and_nothing_is_pruned_before_it_reports()
    {
        using var study = Study.InMemory(StudyDirection.Minimize, new() { FailuresInARow = 0 });
        Assert.Contains("reports step 3 after step 3", Assert.Throws<StudyException>(() => study.Run(1, trial => { trial.Report(3, 1); trial.Report(3, 1); return 1; })).Message);
        Assert.Contains("before it has reported anything", Assert.Throws<StudyException>(() => study.Run(2, trial => trial.Prune())).Message);
        Assert.Contains("reports step 0;", Assert.Throws<StudyException>(() => study.Run(3, trial => { trial.Report(0, 1); return 1; })).Message);
    }
}

using System.Text.Json.Nodes;

namespace ImageNotebooks.Tests;

public class TuningPlotsTests
{
    private static TrialRecord Trial(int number, TrialState state, double score, params (string Name, double Value)[] values) =>
        new(number, state, score, values.ToDictionary(pair => pair.Name, pair => pair.Value), [], 0, 1, default, 1, state == TrialState.Failed ? "too <large>" : "");

    private static TrialTable Trials(StudyDirection direction = StudyDirection.Maximize, params TrialRecord[] trials) => new(direction,
        [KeyValuePair.Create<string, ParameterRange>("blocks", new IntRange(1, 5)), KeyValuePair.Create<string, ParameterRange>("kernel", new ChoiceRange(["3", "5"]))],
        trials.Length > 0 ? trials :
        [
            Trial(1, TrialState.Complete, 0.5, ("blocks", 1), ("kernel", 0)), Trial(2, TrialState.Failed, double.NaN, ("blocks", 5)), Trial(3, TrialState.Complete, 0.8, ("blocks", 3)),
            Trial(4, TrialState.Pruned, 0.2, ("blocks", 2), ("kernel", 1)), Trial(5, TrialState.Complete, 0.6, ("blocks", 2), ("kernel", 1)), Trial(6, TrialState.Running, double.NaN),
        ]);

    private static JsonNode Named(JsonNode figure, string name) => figure["data"]!.AsArray().Single(trace => (string?)trace!["name"] == name)!;

    [Theory]
    [InlineData(StudyDirection.Maximize, "[0.5,0.8,0.8]", "best 0.8, trial 3")]
    [InlineData(StudyDirection.Minimize, "[0.5,0.5,0.5]", "best 0.5, trial 1")]
    public void The_history_has_the_best_so_far_and_tells_pruned_from_failed(StudyDirection direction, string soFar, string best)
    {
        var json = FigureTests.Json(Plots.TuningHistory(Trials(direction, [.. Trials()])));
        Assert.Equal("[1,3,5]", Named(json, "complete")["x"]!.ToJsonString());
        Assert.Equal(soFar, Named(json, "best so far")["y"]!.ToJsonString());
        Assert.Equal("[4]", Named(json, "pruned")["x"]!.ToJsonString());
        Assert.Equal("trial 2: too &lt;large><br>blocks 5", (string)Named(json, "failed")["text"]![0]!);
        Assert.Equal(best, (string)json["layout"]!["annotations"]![0]!["text"]!);
    }

    [Fact]
    public void Each_complete_trial_is_a_line_with_gaps_and_the_best_is_drawn_last()
    {
        var json = FigureTests.Json(Plots.ParallelCoordinates(Trials()));
        Assert.Equal(["trial 1", "trial 5", "trial 3"], json["data"]!.AsArray().Select(trace => (string)trace!["name"]!));
        Assert.Equal("[0,0.1,0.25]", Named(json, "trial 1")["y"]!.ToJsonString());
        Assert.Equal("[1,0.5,null]", Named(json, "trial 3")["y"]!.ToJsonString());
        Assert.Equal("""["score","blocks","kernel"]""", json["layout"]!["xaxis"]!["ticktext"]!.ToJsonString());
        Assert.Equal(["1", "2", "3", "4", "5", "3", "5", "0.5", "0.8"], json["layout"]!["annotations"]!.AsArray().Select(note => (string)note!["text"]!));
    }

    [Fact]
    public void Parameters_can_be_chosen_and_mistakes_are_named()
    {
        Assert.Equal("""["score","kernel"]""", FigureTests.Json(Plots.ParallelCoordinates(Trials(), ["kernel"]))["layout"]!["xaxis"]!["ticktext"]!.ToJsonString());
        Assert.Contains("no parameter 'depth'; it has blocks, kernel", Assert.Throws<ArgumentException>(() => Plots.ParallelCoordinates(Trials(), ["depth"])).Message);
        var nothing = Trials(StudyDirection.Minimize, Trial(1, TrialState.Failed, double.NaN));
        Assert.Contains("no trial of the study is complete", Assert.Throws<ArgumentException>(() => Plots.TuningHistory(nothing)).Message);
        Assert.Throws<ArgumentException>(() => Plots.ParallelCoordinates(nothing));
    }

    [Fact]
    public void A_single_trial_can_be_drawn()
    {
        var one = Trials(StudyDirection.Minimize, Trial(1, TrialState.Complete, 2, ("blocks", 1)));
        Assert.Equal("[0.5,0.1,null]", Named(FigureTests.Json(Plots.ParallelCoordinates(one)), "trial 1")["y"]!.ToJsonString());
        Assert.Equal("[2]", Named(FigureTests.Json(Plots.TuningHistory(one)), "best so far")["y"]!.ToJsonString());
    }

    [Fact]
    public void The_most_important_parameter_is_the_uppermost_bar()
    {
        using var study = Study.InMemory(StudyDirection.Minimize, new() { Sampler = new RandomSampler() });
        study.Run(30, trial => trial.Float("much", 0, 1) + 0.1 * trial.Float("little", 0, 1));
        var json = FigureTests.Json(Plots.Importance(study.Importance()));
        Assert.Equal("""["little","much"]""", json["data"]![0]!["y"]!.ToJsonString());
        Assert.Contains("the model explains", (string)json["layout"]!["xaxis"]!["title"]!["text"]!);
    }
}

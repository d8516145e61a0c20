namespace ImageNotebooks;

public static partial class Plots
{
    /// <summary>The curves of several runs on top of each other, a colour a run: validation as a full line, training as a dotted one.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="title">The heading.</param>
    public static Figure TrainingCurves(RunComparison runs, string title = "Validation in full lines, training dotted")
    {
        string[] panels = runs.Runs.Any(run => run.History.IsMeasured("accuracy") || run.History.IsMeasured("val_accuracy")) ? ["loss", "accuracy"] : ["loss"];
        var figure = new Figure().Title(title).Size(height: 420).With("hovermode", "x");
        foreach (var (i, metric) in panels.Index())
        {
            figure = EpochAxes(figure, metric, i + 1, Column(i, panels.Length), runs.Runs.Min(run => run.History[0].Epoch), runs.Runs.Max(run => run.History.Last.Epoch)).Add(
                from run in runs.Runs.Index()
                from curve in new[] { (Column: metric, Dash: "dot", Width: 1.5), (Column: "val_" + metric, Dash: "solid", Width: 2) }
                where run.Item.History.IsMeasured(curve.Column)
                select Trace.Lines(run.Item.History["epoch"], run.Item.History[curve.Column], run.Item.Name, Theme.Qualitative[run.Index % Theme.Qualitative.Length])
                    .OnAxes(i + 1).With("legendgroup", run.Item.Name).With("showlegend", i == 0 && curve.Dash == (run.Item.History.IsMeasured("val_" + metric) ? "solid" : "dot"))
                    .With("line.dash", curve.Dash).With("line.width", curve.Width).Hover($"{run.Item.Name}, {(curve.Dash == "dot" ? "train" : "validation")} {metric} %{{y:.4f}}"));
        }
        return figure;
    }
}

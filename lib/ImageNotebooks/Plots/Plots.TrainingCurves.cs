using System.Globalization;

namespace ImageNotebooks;

public static partial class Plots
{
    /// <summary>
    /// Loss and accuracy against the epoch, side by side, for training and validation, and the accuracy on attacked images where it was measured (<c>robust_accuracy</c>). The best validation epoch is marked, and a
    /// dashed line stands where one run of training was joined to the next (<see cref="History.Then"/>).
    /// </summary>
    /// <param name="history">At least one epoch; what it did not measure is left out.</param>
    /// <param name="title">The heading.</param>
    /// <exception cref="ArgumentException">The history is empty.</exception>
    public static Figure TrainingCurves(History history, string title = "Training")
    {
        if (history.Count == 0)
            throw new ArgumentException("There is no curve to draw: the history has no epoch.");
        string[] panels = history.IsMeasured("accuracy") || history.IsMeasured("val_accuracy") ? ["loss", "accuracy"] : ["loss"];
        var figure = new Figure().Title(title).Size(height: 380).With("hovermode", "x");
        for (var i = 0; i < panels.Length; i++)
            figure = AddPanel(figure, history, panels[i], axes: i + 1, domain: Column(i, panels.Length));
        return figure;
    }

    private const string Attacked = "attacked";

    private static Figure AddPanel(Figure figure, History history, string metric, int axes, double[] domain)
    {
        figure = EpochAxes(figure, metric, axes, domain, history[0].Epoch, history.Last.Epoch)
            .Add(new[] { (Name: "train", Column: metric, Color: Theme.Qualitative[0]), (Name: "validation", Column: "val_" + metric, Color: Theme.Qualitative[1]), (Name: Attacked, Column: "robust_" + metric, Color: Theme.Qualitative[2]) }
                .Where(curve => history.IsMeasured(curve.Column))
                .Select(curve => Trace.Lines(history["epoch"], history[curve.Column], curve.Name, curve.Color, markers: history.Count <= 30)
                    .OnAxes(axes).With("legendgroup", curve.Name).With("showlegend", axes == 1 || curve.Name == Attacked).With("line.width", 2).With("marker.size", 6)
                    .Hover($"{curve.Name} {metric} %{{y:.4f}}")));
        foreach (var (start, index) in history.PhaseStarts.Select((start, index) => (start, index)))
            figure = figure.UprightLine(start - 0.5, $"phase {index + 2}", axes);
        return history.IsMeasured("val_" + metric) ? MarkBest(figure, history.Best("val_" + metric), metric, axes) : figure;
    }

    private static Figure EpochAxes(Figure figure, string metric, int axes, double[] domain, int first, int last)
    {
        var (x, y) = (Trace.AxisName("xaxis", axes), Trace.AxisName("yaxis", axes));
        return figure.XAxis("epoch", number: axes).YAxis(metric, number: axes)
            .With($"{x}.domain", domain).With($"{x}.anchor", Trace.AxisName("y", axes)).With($"{y}.anchor", Trace.AxisName("x", axes))
            .With($"{x}.tick0", 0).With($"{x}.dtick", WholeStep(last - first + 1)).With($"{x}.range", new[] { first - 0.6, last + 0.6 });
    }

    private static Figure MarkBest(Figure figure, EpochRecord best, string metric, int axes)
    {
        var value = best["val_" + metric];
        var text = string.Create(CultureInfo.InvariantCulture, $"◯ best {value:0.0000}, epoch {best.Epoch}");
        return figure
            .Add(Trace.Markers([best.Epoch], [value], "best validation", Theme.Qualitative[1]).OnAxes(axes)
                .With("marker.symbol", "circle-open").With("marker.size", 14).With("marker.line.width", 2)
                .With("showlegend", false).With("hoverinfo", "skip"))
            // In the corner that a falling loss and a rising accuracy leave free.
            .Annotate([Figure.Annotation(text, 1, metric == "loss" ? 0.9 : 0.06, axes)
                .With("xref", Trace.AxisName("x", axes) + " domain").With("yref", Trace.AxisName("y", axes) + " domain")
                .With("xanchor", "right").With("font.size", 12).With("font.color", Theme.Qualitative[1])]);
    }

    /// <summary>The part of the figure's width that belongs to one of several panels.</summary>
    private static double[] Column(int index, int count)
    {
        const double gap = 0.1;
        var width = (1 - gap * (count - 1)) / count;
        return [index * (width + gap), index * (width + gap) + width];
    }

    /// <summary>A whole number of epochs between ticks, so that there are at most about a dozen.</summary>
    private static int WholeStep(int epochs)
    {
        var step = 1;
        for (var i = 0; epochs / step > 12; i++)
            step = (i % 3) switch { 0 => step * 2, 1 => step / 2 * 5, _ => step * 2 };
        return step;
    }
}

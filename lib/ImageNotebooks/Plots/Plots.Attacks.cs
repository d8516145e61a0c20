using static System.FormattableString;

namespace ImageNotebooks;

public static partial class Plots
{
    /// <summary>The accuracy that is left against epsilon, a curve an attack: each under its own name.</summary>
    /// <inheritdoc cref="RobustAccuracy(IEnumerable{ValueTuple{string, AttackResult}}, string)"/>
    public static Figure RobustAccuracy(IEnumerable<AttackResult> results, string title = "Accuracy under attack") =>
        RobustAccuracy(results.Select(result => (result.Attack, result)), title);

    /// <summary>The accuracy that is left against epsilon, a curve a result: several attacks on one model, or one attack on several models.</summary>
    /// <param name="results">Names and results; all perturbations are measured in the same norm.</param>
    /// <param name="title">The heading.</param>
    /// <exception cref="ArgumentException">There are no results, or norms differ.</exception>
    public static Figure RobustAccuracy(IEnumerable<(string Name, AttackResult Result)> results, string title = "Accuracy under attack")
    {
        (string Name, AttackResult Result)[] all = [.. results];
        if (all.Length == 0) throw new ArgumentException("There is no curve to draw: there are no results.", nameof(results));
        if (all.Select(one => one.Result.Norm).Distinct().Count() > 1) throw new ArgumentException("The results are of different norms, in which an epsilon does not mean the same; draw them one beside the other.", nameof(results));
        var traces = all.Select((one, i) => Curve(i, one.Result.Epsilons, one.Result.RobustAccuracy, one.Name, $"{PlotText.Literal(one.Name)}: %{{y:.1%}} right at epsilon %{{x:.4f}}")
            .With("mode", "lines+markers").With("marker.size", 6).With("cliponaxis", false));
        return new Figure(traces).Title(title).XAxis(EpsilonTitle(all[0].Result.Norm)).With("xaxis.rangemode", "tozero").YAxis("part that is right", 0, 1.02).With("yaxis.tickformat", ".0%")
            .With("showlegend", true).With("legend", new { orientation = "v", x = 1.02, xanchor = "left", y = 1, yanchor = "top" }).Size(width: 680, height: 420);
    }

    /// <summary>
    /// How sure a model was of each image against the epsilon that it took to fool it about the image. Images that it had wrong from the start stand at 0, those that it was never fooled about apart, to the right of all
    /// epsilons; points of one epsilon are spread sideways so that they can be told apart.
    /// </summary>
    /// <param name="result">What the model answered at several epsilons: the more, the finer.</param>
    /// <param name="title">The heading.</param>
    /// <exception cref="ArgumentException">There is no epsilon above 0.</exception>
    public static Figure NeededEpsilons(AttackResult result, string title = "Confidence and needed epsilon")
    {
        if (result.Epsilons.Count < 2) throw new ArgumentException("The result has no epsilon above 0, so nothing was attacked.", nameof(result));
        var (needed, confidence) = (result.NeededEpsilons, result.CleanConfidences);
        var gap = result.Epsilons.Zip(result.Epsilons.Skip(1), (less, more) => more - less).Min();
        var never = result.Epsilons[^1] + Math.Max(gap, 0.08 * result.Epsilons[^1]);
        var ticks = result.Epsilons.Count <= 12 ? result.Epsilons : [.. result.Epsilons.Where((_, e) => e % (result.Epsilons.Count / 8) == 0)];
        Trace Points(string name, string color, string symbol, Func<int, bool> chosen, string what)
        {
            int[] images = [.. Enumerable.Range(0, result.Count).Where(chosen)];
            // The golden ratio's multiples fill an interval evenly, however many there are.
            return Trace.Markers(images.Select(i => (double.IsFinite(needed[i]) ? needed[i] : never) + gap * 0.5 * (i * 0.6180339887498949 % 1 - 0.5)), images.Select(i => confidence[i]), $"{name} ({images.Length:#,0})", color)
                .With("marker.symbol", symbol).With("marker.size", 7).With("marker.opacity", 0.7)
                .With("customdata", images.Select(i => Invariant($"image {i}, {PlotText.Literal(result.Answers[0].ClassNames[result.Answers[0].PredictedLabels[i]])} ({confidence[i]:0.000}):<br>{what}{(double.IsFinite(needed[i]) && needed[i] > 0 ? Invariant($" at {needed[i]:0.####}") : "")}")))
                .Hover("%{customdata}");
        }
        return new Figure(
                Points("fooled", Theme.Qualitative[0], "circle", i => needed[i] > 0 && double.IsFinite(needed[i]), "fooled"),
                Points(result.Target is null ? "wrong from the start" : "the target from the start", Theme.Qualitative[6], "x", i => needed[i] == 0, "fooled from the start"),
                Points("never fooled", Theme.Wrong, "circle-open", i => double.IsPositiveInfinity(needed[i]), "never fooled"))
            .Title($"{title}, {result.Attack}").XAxis($"smallest {EpsilonTitle(result.Norm)} that fooled the model", -0.5 * gap, never + 0.5 * gap).YAxis("confidence without an attack", 0, 1.02).With("yaxis.tickformat", ".0%")
            .With("xaxis.tickvals", ticks.Append(never)).With("xaxis.ticktext", ticks.Select(epsilon => Invariant($"{epsilon:0.###}")).Append("never"))
            .UprightLine((result.Epsilons[^1] + never) / 2).With("showlegend", true).Size(width: 720, height: 440);
    }

    /// <summary>One picture under attack: as it is, what was added at the largest epsilon, and the picture at each epsilon with what the model takes it for and how sure it is.</summary>
    /// <param name="examples">From <see cref="ImageNotebooks.AdversarialExamples.Of"/>.</param>
    /// <param name="title">The heading; what the picture is of, and the attack, where nothing is said.</param>
    /// <param name="cellPixels">How wide and high a picture is on the page.</param>
    public static Figure AdversarialExamples(AdversarialExamples examples, string? title = null, int cellPixels = 160)
    {
        var (first, rest) = (examples.Examples[0], examples.Examples.Skip(1).ToArray());
        string[] captions = [Caption(first), Invariant($"perturbation at ε {examples.Examples[^1].Epsilon:0.####}, x {examples.Amplification:0.#}"), .. rest.Select(Caption)];
        return Grid([first.Picture, examples.Perturbation, .. rest.Select(example => example.Picture)], captions, captions.Length <= 5 ? 5 : 4,
            [first.IsRight, null, .. rest.Select(example => (bool?)example.IsRight)], title ?? $"{examples.TrueLabel} under {examples.Attack}", cellPixels);

        static string Caption(AdversarialExample example) => Invariant($"{(example.Epsilon == 0 ? "" : Invariant($"ε {example.Epsilon:0.####}: "))}{example.Label} {example.Confidence:0.0%}");
    }

    private static string EpsilonTitle(PerturbationNorm norm) => $"epsilon ({(norm == PerturbationNorm.L2 ? "L2" : "L-infinity, pixels in 0 to 1")})";
}

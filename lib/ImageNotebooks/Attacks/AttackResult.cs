using static System.FormattableString;

namespace ImageNotebooks;

/// <summary>What a model answered to the same images under an attack, epsilon by epsilon.</summary>
[TypeFormatterSource(typeof(RichOutputFormatterSource), PreferredMimeTypes = [MimeTypes.Html])]
public sealed class AttackResult : IRichOutput
{
    /// <summary>Keeps the answers.</summary>
    /// <param name="attack">The attack's name.</param>
    /// <param name="norm">How perturbations were measured.</param>
    /// <param name="epsilons">Ascending; the first is 0, the images as they are.</param>
    /// <param name="answers">One result an epsilon, of the same images, with probabilities.</param>
    /// <param name="target">The class that was wanted, or null where any wrong one would do.</param>
    /// <param name="queries">How many images the attack has shown to the model, all epsilons together.</param>
    /// <exception cref="ArgumentException">Epsilons and results do not fit.</exception>
    public AttackResult(string attack, PerturbationNorm norm, IReadOnlyList<double> epsilons, IReadOnlyList<ClassifierResult> answers, int? target = null, long queries = 0)
    {
        if (epsilons.Count == 0 || epsilons.Count != answers.Count || epsilons[0] != 0 || epsilons.Zip(epsilons.Skip(1)).Any(pair => pair.First >= pair.Second))
            throw new ArgumentException($"A result needs a classifier's answers for each epsilon, ascending from 0; there are {epsilons.Count} epsilons and {answers.Count} results.");
        (Attack, Norm, Epsilons, Answers, Target, Queries) = (attack, norm, epsilons, answers, target, queries);
    }

    /// <summary>The attack's name.</summary>
    public string Attack { get; }

    /// <summary>How perturbations were measured.</summary>
    public PerturbationNorm Norm { get; }

    /// <summary>Ascending; the first is 0.</summary>
    public IReadOnlyList<double> Epsilons { get; }

    /// <summary>One result an epsilon.</summary>
    public IReadOnlyList<ClassifierResult> Answers { get; }

    /// <summary>The class that was wanted, or null.</summary>
    public int? Target { get; }

    /// <summary>How many images the attack has shown to the model.</summary>
    public long Queries { get; }

    /// <summary>How many images there are.</summary>
    public int Count => Answers[0].Count;

    /// <summary>The part of the images that is right without an attack.</summary>
    public double CleanAccuracy => Answers[0].Accuracy;

    /// <summary>For each epsilon the part of all images that is right still.</summary>
    public IReadOnlyList<double> RobustAccuracy => [.. Answers.Select(answer => answer.Accuracy)];

    /// <summary>
    /// For each epsilon the part of the images that the attack has turned: of those that were right, the ones that are wrong; with a target, of those that were not taken for it, the ones that are. NaN where
    /// there was none to turn.
    /// </summary>
    public IReadOnlyList<double> SuccessRate
    {
        get
        {
            int[] open = [.. Enumerable.Range(0, Count).Where(i => !IsFooled(0, i))];
            return [.. Epsilons.Select((_, e) => open.Length == 0 ? double.NaN : (double)open.Count(i => IsFooled(e, i)) / open.Length)];
        }
    }

    /// <summary>For each image the smallest of the epsilons that fooled the model about it: 0 where it was wrong from the start, positive infinity where none did.</summary>
    public IReadOnlyList<double> NeededEpsilons => [.. Enumerable.Range(0, Count).Select(i =>
        Epsilons.Index().Where(e => IsFooled(e.Index, i)).Select(e => e.Item).DefaultIfEmpty(double.PositiveInfinity).First())];

    /// <summary>For each image the probability that the model gave its answer without an attack.</summary>
    public IReadOnlyList<double> CleanConfidences => [.. Enumerable.Range(0, Count).Select(i => (double)Answers[0].Probabilities![i, Answers[0].PredictedLabels[i]])];

    /// <summary>Epsilons beside what is left.</summary>
    public ScoreTable Table() => new($"{Attack}, {(Norm == PerturbationNorm.L2 ? "L2" : "L-infinity")}", "epsilon", ["accuracy", "success rate", "mean confidence"], Epsilons.Select((epsilon, e) =>
        new ScoreRow(Invariant($"{epsilon:0.####}"), [RobustAccuracy[e], SuccessRate[e], MeanConfidence(e)])));

    /// <summary>The main numbers in a sentence.</summary>
    public override string ToString() => Invariant($"{Attack}: accuracy {CleanAccuracy:0.000} without an attack, ")
        + string.Join(", ", Epsilons.Zip(RobustAccuracy).Skip(1).Select(pair => Invariant($"{pair.Second:0.000} at {pair.First:0.####}"))) + Invariant($" ({Count:#,0} images)");

    /// <inheritdoc/>
    public string ToHtml() => Table().ToHtml();

    private bool IsFooled(int e, int i) => Target is { } wanted ? Answers[e].PredictedLabels[i] == wanted : Answers[e].PredictedLabels[i] != Answers[e].TrueLabels[i];

    private double MeanConfidence(int e) => Enumerable.Range(0, Count).Average(i => Answers[e].Probabilities![i, Answers[e].PredictedLabels[i]]);
}

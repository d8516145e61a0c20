using TorchSharp;
using static System.FormattableString;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>What is left of models under attacks, side by side.</summary>
public static class Robustness
{
    /// <summary>Attacks several models with several attacks, each model by itself.</summary>
    /// <param name="models">Names and models: [N, C, H, W] in [0, 1] -> [N, classes] logits. A defence is a part of its model (<see cref="DefendedNetwork"/>).</param>
    /// <param name="images">The images; labels are one class each.</param>
    /// <param name="classNames">One name a class.</param>
    /// <param name="attacks">At least one that takes more than one step: what holds against <see cref="Fgsm"/> alone may hold against nothing else. They measure perturbations in the same norm.</param>
    /// <param name="epsilon">The largest perturbation.</param>
    /// <param name="seed">The same seed draws the same numbers.</param>
    /// <returns>A row a model: accuracy without an attack ("clean"), under each attack, and "worst": the part of the images that is right under all of them, as AutoAttack counts.</returns>
    /// <exception cref="ArgumentException">Models or attacks are none, have the same name, or measure differently; or a model has no gradient to attack it by.</exception>
    public static ScoreTable Measure(
        IEnumerable<(string Name, nn.Module<Tensor, Tensor> Model)> models, IBatches images, IReadOnlyList<string> classNames, IReadOnlyList<Attack> attacks, double epsilon, long seed = 0) =>
        Table(models, attacks, epsilon, "worst", model =>
        {
            var pass = images.Pass;
            var results = attacks.Select(attack =>
            {
                images.Pass = pass;
                return attack.Run(model, images, classNames, [epsilon], seed: seed);
            }).ToArray();
            var all = results.SelectMany(result => result.Answers).ToArray();
            return [results[0].CleanAccuracy, .. results.Select(result => result.RobustAccuracy[^1]),
                (double)Enumerable.Range(0, results[0].Count).Count(i => all.All(answer => answer.PredictedLabels[i] == answer.TrueLabels[i])) / results[0].Count];
        });

    /// <summary>Attacks several models whose answers are of another kind: several labels an image, or a class a pixel.</summary>
    /// <param name="models">Names and models.</param>
    /// <param name="images">The images, with labels as the attacks' objective has them.</param>
    /// <param name="attacks">As above.</param>
    /// <param name="epsilon">The largest perturbation.</param>
    /// <param name="score">A model's score on images, the higher the better: <c>(model, images) => Evaluate.MultiLabel(model, images, names).Ranking().MeanAveragePrecision</c>.</param>
    /// <param name="seed">The same seed draws the same numbers.</param>
    /// <returns>A row a model: the score without an attack, under each attack, and the least of them.</returns>
    /// <exception cref="ArgumentException">As above.</exception>
    public static ScoreTable Measure(
        IEnumerable<(string Name, nn.Module<Tensor, Tensor> Model)> models, IBatches images, IReadOnlyList<Attack> attacks, double epsilon, Func<nn.Module<Tensor, Tensor>, IBatches, double> score, long seed = 0) =>
        Table(models, attacks, epsilon, "least", model =>
        {
            var pass = images.Pass;
            var scores = attacks.Select(attack => attack.On(model, images, epsilon, seed)).Prepend(images).Select(given =>
            {
                images.Pass = pass;
                return score(model, given);
            }).ToArray();
            return [.. scores, scores.Min()];
        });

    private static ScoreTable Table(
        IEnumerable<(string Name, nn.Module<Tensor, Tensor> Model)> models, IReadOnlyList<Attack> attacks, double epsilon, string last, Func<nn.Module<Tensor, Tensor>, IReadOnlyList<double>> measure)
    {
        (string Name, nn.Module<Tensor, Tensor> Model)[] rows = [.. models];
        if (rows.Length == 0 || attacks.Count == 0) throw new ArgumentException($"There {(rows.Length == 0 ? "is no model to attack" : "is no attack")}.");
        if (attacks.All(attack => attack is Fgsm))
            throw new ArgumentException($"{nameof(Fgsm)} alone says nothing about a defence: a model can hide from one step and not from several. Add {nameof(Pgd)} and {nameof(Apgd)}.", nameof(attacks));
        if (attacks.Select(attack => attack.Norm).Distinct().Count() > 1)
            throw new ArgumentException($"One epsilon cannot be meant for two norms: {string.Join(", ", attacks.Select(attack => $"{attack.Name} in {Name(attack.Norm)}"))}. Measure them one after the other.", nameof(attacks));
        var twice = rows.Select(row => row.Name).Concat(attacks.Select(attack => attack.Name)).GroupBy(name => name).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null) throw new ArgumentException($"There are two of the name '{twice.Key}'; a table needs different ones.");
        return new(Invariant($"Accuracy under attack, {Name(attacks[0].Norm)} {epsilon:0.####}"), "model", ["clean", .. attacks.Select(attack => attack.Name), last],
            [.. rows.Select(row => new ScoreRow(row.Name, measure(row.Model)))], marksBest: true);
    }

    private static string Name(PerturbationNorm norm) => norm == PerturbationNorm.L2 ? "L2" : "L-infinity";
}

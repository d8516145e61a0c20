using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace ImageNotebooks.Course.Lessons;

/// <summary>Lesson 07: batch normalisation and dropout, in training and afterwards.</summary>
internal static class Normalisation
{
    private const double Epsilon = 1e-5;

    public static IEnumerable<Exercise> Exercises =>
    [
        Exercise.Function<Func<Tensor, Tensor>>("07.1", "Batch normalisation", points: 2,
            "One mean and one variance for each channel, over pictures, rows and columns: dimensions 0, 2 and 3. ε stands under the root, beside the variance.", (standardize, expect) =>
            {
                var x = Given.Wave(3, 2, 4, 5) * 3 + 1;
                expect.Tensor("[3, 2, 4, 5]", () => standardize(x), Standardized(x));
                expect.Tensor("few numbers: [2, 2, 1, 1]", () => standardize(x[TensorIndex.Slice(0, 2), TensorIndex.Ellipsis, TensorIndex.Slice(0, 1), TensorIndex.Slice(0, 1)]), Standardized(x[TensorIndex.Slice(0, 2), TensorIndex.Ellipsis, TensorIndex.Slice(0, 1), TensorIndex.Slice(0, 1)]), within: 1e-3);
                expect.Tensor("a channel that is the same everywhere becomes 0", () => standardize(ones(2, 1, 2, 2)), zeros(2, 1, 2, 2));
            }),
        Exercise.Function<Func<double[], double, double, double>>("07.2", "A running average", points: 1,
            "For each batch: a part of what was remembered, and momentum of what is new. With a momentum of 1 only the last batch counts.", (average, expect) =>
            {
                expect.Number("one batch", () => average([10], 0, 0.1), 1);
                expect.Number("a start of 1 and two batches", () => average([2, 4], 1, 0.25), 1.9375);
                expect.Number("a momentum of 1 forgets everything", () => average([5, 7], 3, 1), 7);
                expect.Number("no batch leaves the start", () => average([], 3, 0.1), 3);
            }),
        Exercise.Value<int>("07.3", "Until the start is forgotten", points: 1,
            "Each step leaves 0.99 of what was there. After n steps 0.99 to the power of n is left: try some n, or take logarithms.", (steps, expect) =>
                expect.True("the number of steps", () => steps == 459, steps == 44 ? "this is for PyTorch's momentum of 0.1" : steps > 459 ? $"after {steps} steps it is less, but not for the first time" : FormattableString.Invariant($"after {steps} steps {Math.Pow(0.99, Math.Max(0, steps)):P3} are left"))),
        Exercise.Function<Func<Tensor, Tensor, double, bool, Tensor>>("07.4", "Dropout", points: 1,
            "In training: zero where the chance is below p, all others divided by the share that survives. chance.ge(p) is 1 where a number stays.", (drop, expect) =>
            {
                var (x, chance) = (tensor(new[] { 1f, 2, 3, 4 }), tensor(new[] { 0.1f, 0.9f, 0.3f, 0.6f }));
                expect.Tensor("p = 0.5, in training", () => drop(x, chance, 0.5, true), tensor(new[] { 0f, 4, 0, 8 }));
                expect.Tensor("p = 0.2, in training", () => drop(x, chance, 0.2, true), tensor(new[] { 0f, 2.5f, 3.75f, 5 }));
                expect.Tensor("afterwards", () => drop(x, chance, 0.5, false), x);
            }),
        Exercise.Function<Func<nn.Module<Tensor, Tensor>, Tensor, Tensor>>("07.5", "Asking a network as one should", points: 2,
            "Remember where the switch is, put it to eval, ask inside no_grad(), put the switch back to where it was.", Asked),
        Exercise.Function<Func<Tensor, Tensor, Tensor, Tensor, Tensor, (Tensor, Tensor)>>("07.6", "BatchNorm within a convolution", points: 3,
            "γ (x − μ) / √(σ² + ε) + β is x times something and plus something. What x is multiplied with goes into each output channel's kernels: reshape(-1, 1, 1, 1) lays [K] along them.", Folded),
    ];

    private static void Asked(Func<nn.Module<Tensor, Tensor>, Tensor, Tensor> ask, Expectations expect)
    {
        var pictures = Given.Wave(4, 3) * 2 + 1;
        var norm = nn.BatchNorm1d(3);
        var remembered = norm.running_mean!.clone();
        norm.train();
        Tensor? said = null;
        expect.Tensor("the answers are those of eval(), although the network is in training", () => said = ask(norm, pictures), pictures / Math.Sqrt(1 + Epsilon));
        expect.True("the running averages are as they were", () => norm.running_mean!.allclose(remembered), "asking has changed what BatchNorm remembers");
        expect.True("the switch is at training again", () => norm.training, "the network is left in eval mode, and training would go on like that");
        expect.True("no gradients are recorded", () => said is { requires_grad: false }, said is null ? "there was no answer" : "the answers carry gradients; no_grad() saves their memory");
        norm.eval();
        expect.True("a network that was at eval stays there", () =>
        {
            ask(norm, pictures);
            return !norm.training;
        }, "it is left in training mode, although it was at eval before");
    }

    private static void Folded(Func<Tensor, Tensor, Tensor, Tensor, Tensor, (Tensor Kernels, Tensor Bias)> fold, Expectations expect)
    {
        // As many output channels as a kernel is wide, so that a scale along the wrong dimension fits too.
        var (kernels, image) = (Given.Wave(3, 2, 3, 3), Given.Wave(1, 2, 5, 5) * 2);
        Tensor mean = Given.Wave(3), variance = Given.Wave(3).pow(2) * 4 + 0.1, gamma = Given.Wave(3) + 1.5, beta = Given.Wave(3) / 2 - 1;
        var maps = batch_norm(conv2d(image, kernels), mean, variance, gamma, beta, training: false, eps: Epsilon);
        expect.Tensor("without a mean, γ = 1 and β = 0: the kernels", () => fold(kernels, zeros(3), variance, ones(3), zeros(3)).Kernels, kernels / (variance + Epsilon).sqrt().reshape(3, 1, 1, 1));
        expect.Tensor("what a picture without light becomes: the bias", () => fold(kernels, mean, variance, gamma, beta).Bias, beta - gamma * mean / (variance + Epsilon).sqrt());
        expect.Tensor("the maps of a picture, as convolution and BatchNorm make them", () => fold(kernels, mean, variance, gamma, beta) is var both ? conv2d(image, both.Kernels, both.Bias) : image, maps);
    }

    private static Tensor Standardized(Tensor x) => batch_norm(x, zeros(x.shape[1]), ones(x.shape[1]), training: true, eps: Epsilon);
}

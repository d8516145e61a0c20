using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace ImageNotebooks.Course.Lessons;

/// <summary>Lesson 12: adversarial examples.</summary>
internal static class Adversarial
{
    private const double Epsilon = 0.1;

    public static IEnumerable<Exercise> Exercises =>
    [
        Exercise.Function<Func<Tensor, double, Tensor>>("12.1", "The best step", points: 1,
            "Every number may be chosen by itself. Its product with the gradient is largest when it goes as far as it may: which way?", (step, expect) =>
            {
                expect.Tensor("a gradient of 0.5, −2, 0.1 and −0.01", () => step(tensor(new[] { 0.5f, -2f, 0.1f, -0.01f }), Epsilon), tensor(new[] { 0.1f, -0.1f, 0.1f, -0.1f }));
                expect.Tensor("a gradient of [2, 3, 4]", () => step(Given.Wave(2, 3, 4), 0.03), Given.Wave(2, 3, 4).sign() * 0.03);
            }),
        Exercise.Function<Func<nn.Module<Tensor, Tensor>, Tensor, Tensor, double, Tensor>>("12.2", "FGSM", points: 3,
            "Three lines: a copy of the images that requires a gradient, the loss of what the network says of it, and the gradient by autograd.grad. Then the images, not the copy, plus the best step, clamped.", OneStep),
        Exercise.Value<double>("12.3", "What a linear model can be moved by", points: 1,
            "Each number changes by 8 / 255 in the direction of its own weight, so no two of them cancel. How many numbers has the picture?", (growth, expect) =>
                expect.True("how much the score can grow", () => Math.Abs(growth - 32 * 32 * 3 * 0.01 * 8 / 255) < 0.005, $"{growth:0.####} is not it")),
        Exercise.Function<Func<nn.Module<Tensor, Tensor>, Tensor, Tensor, double, int, Tensor>>("12.4", "PGD", points: 3,
            "A loop with two lines: one step from where you are, with the gradient of where you are; then back between images − epsilon and images + epsilon, the images being those that were given.", ManySteps),
        Exercise.Function<Func<bool[][], double>>("12.5", "What is right under all attacks", points: 2,
            "Go through the pictures, not through the attacks: a picture counts if no attack has turned it.", (part, expect) =>
            {
                expect.Number("one attack, two of four pictures", () => part([[true, false, true, false]]), 0.5);
                expect.Number("two attacks, each turns another picture of four", () => part([[true, false, true, true], [true, true, true, false]]), 0.5);
                expect.Number("three attacks, which turn all five pictures together", () => part([[true, false, true, true, false], [true, true, false, false, true], [false, true, true, true, true]]), 0);
            }),
    ];

    private static void OneStep(Func<nn.Module<Tensor, Tensor>, Tensor, Tensor, double, Tensor> attack, Expectations expect)
    {
        var (network, images, labels) = (new Waving(), Images(), Labels());
        var before = images.clone();
        expect.Tensor("grey images: every pixel goes epsilon up or down", () => attack(network, images * 0.2 + 0.4, labels, Epsilon), Ascended(network, images * 0.2 + 0.4, labels, Epsilon));
        expect.Tensor("images with black and white: what is beyond is brought back", () => attack(network, images, labels, Epsilon), Ascended(network, images, labels, Epsilon));
        expect.Tensor("the images are as they were", () => images, before);
        expect.True("the weights have no gradient from it", () => network.parameters().All(weight => weight.grad is null), "it has left gradients in the weights, and the next step of training would add to them");
    }

    private static void ManySteps(Func<nn.Module<Tensor, Tensor>, Tensor, Tensor, double, int, Tensor> attack, Expectations expect)
    {
        var (network, images, labels) = (new Waving(), Images(), Labels());
        expect.Tensor("one step: FGSM", () => attack(network, images, labels, Epsilon, 1), Climbed(network, images, labels, 1));
        expect.True("ten steps: no pixel is further than epsilon from where it was", () => (attack(network, images, labels, Epsilon, 10) - images).abs().max().item<float>() <= Epsilon + 1e-5, "a pixel is further than epsilon from where it was at the beginning");
        expect.Tensor("ten steps, each with the gradient of where it is", () => attack(network, images, labels, Epsilon, 10), Climbed(network, images, labels, 10));
    }

    private static Tensor Images() => (Given.Wave(3, 3, 4, 4) * 0.6 + 0.5).clamp(0, 1);

    private static Tensor Labels() => tensor(new[] { 0L, 2L, 1L });

    private static Tensor Ascended(Waving network, Tensor images, Tensor labels, double step)
    {
        var leaf = images.clone().requires_grad_();
        return (images + step * autograd.grad([cross_entropy(network.forward(leaf), labels)], [leaf])[0].sign()).clamp(0, 1);
    }

    private static Tensor Climbed(Waving network, Tensor images, Tensor labels, int steps)
    {
        var x = images;
        for (var i = 0; i < steps; i++)
            x = Ascended(network, x, labels, 2.5 * Epsilon / steps).maximum(images - Epsilon).minimum(images + Epsilon);
        return x;
    }

    /// <summary>A network whose gradient changes its signs within a few steps, so that looking once is not enough.</summary>
    private sealed class Waving : nn.Module<Tensor, Tensor>
    {
        private readonly Parameter first = new(Given.Wave(48, 8) * 2), second = new(Given.Wave(8, 3));

        public Waving() : base(nameof(Waving)) => RegisterComponents();

        public override Tensor forward(Tensor x) => x.flatten(1).mm(first).sin().mm(second);
    }
}

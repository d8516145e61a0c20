using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace ImageNotebooks.Course.Lessons;

/// <summary>Lesson 05: activations and their slopes.</summary>
internal static class Activations
{
    /// <summary>Where x · σ(x) is lowest: the root of 1 + x (1 − σ(x)).</summary>
    private const double SwishLowest = -1.27846;

    private const double SwishMinimum = -0.27846;

    public static IEnumerable<Exercise> Exercises =>
    [
        Exercise.Function<Func<Tensor, Tensor, Tensor, Tensor, (Tensor, Tensor)>>("05.1", "One layer of two", points: 1,
            "Multiply the formula out: what stands before x is W, and everything without x is b. The layer that comes last stands on the left.", (join, expect) =>
            {
                Tensor w1 = Given.Wave(4, 3) * 2, b1 = Given.Wave(4), w2 = Given.Wave(2, 4) + 0.2, b2 = Given.Wave(2) - 1;
                expect.Tensor("the weights, [2, 3]", () => join(w1, b1, w2, b2).Item1, w2.mm(w1));
                expect.Tensor("the biases, [2]", () => join(w1, b1, w2, b2).Item2, w2.mv(b1) + b2);
            }),
        Exercise.Function<Func<Tensor, double, Tensor>>("05.2", "LeakyReLU", points: 1,
            "Positive numbers stay as they are, all others are multiplied with the slope. That holds for any slope, also for one above 1 or below 0.", (leaky, expect) =>
            {
                var x = tensor(new float[,] { { -2, -0.5f, 0 }, { 0.5f, 2, -10 } });
                foreach (var slope in new[] { 0.01, 0.2, 1.5 })
                    expect.Tensor(FormattableString.Invariant($"a slope of {slope}"), () => leaky(x, slope), leaky_relu(x, slope));
            }),
        Exercise.Function<Func<Tensor, Tensor>>("05.3", "The slope of Swish", points: 2,
            "(u · v)' = u' v + u v', with u = x and v = σ(x). What is u'?", (slope, expect) =>
            {
                expect.Tensor("at 0, where it is a half", () => slope(zeros(1)), full(1, 0.5f));
                var leaf = linspace(-4, 4, 9).requires_grad_();
                silu(leaf).sum().backward();
                expect.Tensor("from −4 to 4", () => slope(linspace(-4, 4, 9)), leaf.grad!);
            }),
        Exercise.Value<double>("05.4", "Where Swish is lowest", points: 1,
            "At the lowest point the slope is 0. Look at the chart of slopes, or compute Swish at a thousand places and ask for argmin().", (lowest, expect) =>
                expect.True("the place", () => Math.Abs(lowest - SwishLowest) <= 0.0101, Math.Abs(lowest - SwishMinimum) <= 0.0101
                    ? "this is how low it is; asked is where" : FormattableString.Invariant($"at {lowest} it is not lowest"))),
        Exercise.Function<Func<Tensor, double>>("05.5", "The share of dead units", points: 2,
            "One question to each column: is every number in it zero or below? Then: of how many columns is that true?", (share, expect) =>
            {
                expect.Number("one of four units", () => share(tensor(new float[,] { { -1, -2, 1, 3 }, { 2, -1, -9, 1 }, { -1, -3, 1, 1 } })), 0.25);
                expect.Number("a sum of exactly 0 is not positive", () => share(tensor(new float[,] { { 0, 1 }, { 0, -5 } })), 0.5);
                expect.Number("a picture that no unit answers to", () => share(tensor(new float[,] { { -1, -1, -1 }, { 1, 2, 3 } })), 0);
            }),
        Exercise.Function<Func<Tensor, Tensor, Tensor, Tensor>>("05.6", "Bring the dead back", points: 3,
            "Which bias makes the mean of a unit's sums zero? Then some lie above and some below. where(dead, new, old) takes it for the dead alone.", Revive),
    ];

    private static void Revive(Func<Tensor, Tensor, Tensor, Tensor> revive, Expectations expect)
    {
        // Inputs that are all positive, as pixels are, so that a bias of zero is not enough.
        var x = Given.Wave(24, 3) / 2 + 1;
        var weight = tensor(new float[,] { { -1, -1.5f, -1 }, { 1, -1, 0.5f }, { -2, -1, 0.5f }, { 1, 1, 1 } });
        var bias = tensor(new[] { -1f, 0.25f, -6f, -9f });
        bool[] isDead = [true, false, true, true];
        Tensor? given = null;
        expect.Same("a bias for each unit", () => string.Join(", ", (given = revive(x, weight, bias)).shape), "4");
        if (given is null || !given.shape.SequenceEqual(bias.shape))
            return;
        for (var unit = 0; unit < isDead.Length; unit++)
        {
            var one = unit;
            if (!isDead[one])
            {
                expect.Number($"unit {one} is alive and keeps its bias", () => given[one].to_type(ScalarType.Float64).item<double>(), bias[one].item<float>());
                continue;
            }
            var positive = (x.mm(weight.T) + given).gt(0).to_type(ScalarType.Float64).mean([0])[one].item<double>();
            expect.True($"unit {one} is dead and comes back", () => positive is >= 0.25 and <= 0.75, FormattableString.Invariant($"it is now positive for {positive:P0} of the pictures"));
        }
    }
}

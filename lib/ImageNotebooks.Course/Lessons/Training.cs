using static TorchSharp.torch;

namespace ImageNotebooks.Course.Lessons;

/// <summary>Lesson 08: learning rates, batches, augmentation and early stopping.</summary>
internal static class Training
{
    public static IEnumerable<Exercise> Exercises =>
    [
        Exercise.Function<Func<double, double, double, int, double[]>>("08.1", "Down a valley", points: 1,
            "The slope at x is the curvature times x. Each step subtracts the rate times the slope at the place where one is now.", (descend, expect) =>
            {
                expect.Numbers("curvature 2, rate 0.1, from 3", () => descend(3, 2, 0.1, 3), [3, 2.4, 1.92, 1.536]);
                expect.Numbers("a rate that ends at the bottom", () => descend(-4, 4, 0.25, 2), [-4.0, 0, 0]);
                expect.Numbers("a rate that climbs", () => descend(2, 10, 0.3, 2), [2.0, -4, 8]);
                expect.Numbers("no step leaves the start", () => descend(5, 1, 0.1, 0), [5.0]);
            }),
        Exercise.Value<double>("08.2", "The highest rate", points: 1,
            "In each direction a step multiplies with 1 − ηa. It has to stay between −1 and 1 in both.", (limit, expect) =>
                expect.True("the rate", () => Math.Abs(limit - 0.1) < 1e-6, limit switch
                {
                    2 => "this is the limit of the flat direction; the steep one has diverged long before",
                    0.05 => "there the steep direction ends at the bottom at once; it converges beyond that too, jumping from side to side",
                    _ => FormattableString.Invariant($"at {limit} each step multiplies the steep direction with {1 - 20 * limit}, the flat one with {1 - limit}"),
                })),
        Exercise.Function<Func<double, double, int, double[]>>("08.3", "Rates that rise", points: 2,
            "There are steps − 1 factors from the first rate to the last, and together they are to / from. Mind the division of whole numbers.", (rates, expect) =>
            {
                expect.Numbers("from 1 to 16 in 5 steps: doubled each time", () => rates(1, 16, 5), [1.0, 2, 4, 8, 16]);
                expect.Numbers("from 0.001 to 10 in 5 steps: tenfold each time", () => rates(0.001, 10, 5), [0.001, 0.01, 0.1, 1, 10], within: 1e-6);
                expect.Numbers("two steps are both ends", () => rates(0.5, 3, 2), [0.5, 3]);
            }),
        Exercise.Value<int>("08.4", "A better gradient", points: 1,
            "Four times the pictures halve the error. The error is to become a quarter.", (size, expect) =>
                expect.True("the size of the batch", () => size == 400, FormattableString.Invariant($"with batches of {size} the error is {0.4 * Math.Sqrt(25.0 / Math.Max(1, size)):0.###}"))),
        Exercise.Function<Func<Tensor, Tensor, Tensor>>("08.5", "Mirrored at random", points: 2,
            "The axes are 0 pictures, 1 channels, 2 rows, 3 columns. Left and right are exchanged along the columns; chance.lt(0.5) is one answer a picture.", (mirrored, expect) =>
            {
                var x = Given.Wave(4, 3, 2, 5);
                var chance = tensor(new[] { 0.9f, 0.1f, 0.5f, 0.49f });
                var wanted = stack([x[0], x[1].flip(2), x[2], x[3].flip(2)]);
                expect.Tensor("the second and the fourth of four", () => mirrored(x, chance), wanted);
                expect.Tensor("none", () => mirrored(x, ones(4)), x);
                expect.Tensor("all", () => mirrored(x, zeros(4)), x.flip(3));
            }),
        Exercise.Function<Func<double[], int, (int Best, int Ended)>>("08.6", "Early stopping", points: 3,
            "Go through the epochs and remember the best so far. Compare each loss with the best, not with the one before; the epochs since the best are those without success.", (stop, expect) =>
            {
                expect.Same("falls, then rises: 3 2 4 5 6, patience 2", () => stop([3, 2, 4, 5, 6], 2), (2, 4));
                expect.Same("wobbles above its best: 5 2 4 3 4 3 1, patience 3", () => stop([5, 2, 4, 3, 4, 3, 1], 3), (2, 5));
                expect.Same("gets better in time: 5 4 6 3 7 8, patience 2", () => stop([5, 4, 6, 3, 7, 8], 2), (4, 6));
                expect.Same("falls to the end: 4 3 2, patience 1", () => stop([4, 3, 2], 1), (3, 3));
                expect.Same("equal is not better: 2 2 2 1, patience 2", () => stop([2, 2, 2, 1], 2), (1, 3));
            }),
    ];
}

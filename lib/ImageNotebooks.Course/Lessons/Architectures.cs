using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace ImageNotebooks.Course.Lessons;

/// <summary>Lesson 09: what convolutions cost, residual blocks, squeeze-and-excitation, and how to compare networks.</summary>
internal static class Architectures
{
    private const double FullBySeparable = 9.0 * 64 * 128 / (9 * 64 + 64 * 128);

    public static IEnumerable<Exercise> Exercises =>
    [
        Exercise.Function<Func<int, int, int, int, long>>("09.1", "The weights of a convolution", points: 1,
            "Each output channel has one kernel for each input channel of its own group. How many input channels are in a group?", (weights, expect) =>
            {
                expect.Same("3 channels to 16, 5 × 5", () => weights(3, 16, 5, 1), 1200);
                expect.Same("8 channels to 24, 3 × 3, 4 groups", () => weights(8, 24, 3, 4), 432);
                expect.Same("depthwise: 32 channels, 3 × 3, 32 groups", () => weights(32, 32, 3, 32), 288);
                expect.Same("pointwise: 64 channels to 10, 1 × 1", () => weights(64, 10, 1, 1), 640);
            }),
        Exercise.Function<Func<int, int, int, int, int, int, int, long>>("09.2", "The multiply-adds of a convolution", points: 1,
            "Every weight is used once at each place of the map that comes out. How many places has it in a row, and in a column, with this stride?", (products, expect) =>
            {
                expect.Same("3 channels to 16, 3 × 3, 20 × 30 pixels", () => products(3, 16, 3, 1, 1, 20, 30), 259_200);
                expect.Same("the same with stride 2", () => products(3, 16, 3, 1, 2, 20, 30), 64_800);
                expect.Same("stride 2 on 7 × 5 pixels, whose map is 4 × 3", () => products(2, 4, 3, 1, 2, 7, 5), 864);
                expect.Same("depthwise, 16 channels, 8 × 8", () => products(16, 16, 3, 16, 1, 8, 8), 9216);
                expect.Same("a large layer: 512 channels to 512, 224 × 224", () => products(512, 512, 3, 1, 1, 224, 224), 118_380_036_096);
            }),
        Exercise.Value<double>("09.3", "How much cheaper", points: 1,
            "The full one has 9 · 64 · 128. The separable one has one kernel of nine for each of the 64 input channels, and then 64 · 128.", (times, expect) =>
                expect.True("the quotient", () => Math.Abs(times - FullBySeparable) <= 0.0051, FormattableString.Invariant($"{times} is not it; both parts of the separable convolution count"))),
        Exercise.Function<Func<Tensor, Tensor, Tensor, Tensor>>("09.4", "A residual block", points: 2,
            "In this order: convolution, ReLU, convolution, plus what came in, ReLU.", (block, expect) =>
            {
                Tensor x = Given.Wave(2, 3, 5, 4), first = Given.Wave(6, 3, 3, 3), second = Given.Wave(3, 6, 3, 3) / 3;
                expect.Tensor("kernels of zeros: only the shortcut and the last ReLU are left", () => block(x, zeros(3, 3, 3, 3), zeros(3, 3, 3, 3)), relu(x));
                expect.Tensor("[2, 3, 5, 4], six channels in the middle", () => block(x, first, second), relu(x + conv2d(relu(conv2d(x, first, padding: [1, 1])), second, padding: [1, 1])));
            }),
        Exercise.Function<Func<Tensor, Tensor, Tensor, Tensor>>("09.5", "Squeeze and excitation", points: 2,
            "The means are [N, C]: over rows and columns of each picture by itself. Dense layer, ReLU, dense layer, sigmoid; unsqueeze twice makes [N, C, 1, 1] of [N, C].", (excited, expect) =>
            {
                // Means of both signs and a batch of unlike pictures, so that every step counts.
                var x = Given.Wave(3, 4, 2, 2) + tensor(new float[,] { { 1, -1, 2, 0 }, { 0, 3, -2, 1 }, { -3, 1, 0, 2 } }).reshape(3, 4, 1, 1);
                Tensor squeeze = Given.Wave(2, 4), excite = Given.Wave(4, 2) * 2;
                expect.Tensor("weights of zeros: each channel is halved", () => excited(x, zeros(2, 4), zeros(4, 2)), x / 2);
                expect.Tensor("three pictures, four channels", () => excited(x, squeeze, excite), x * relu(x.mean([2, 3]).mm(squeeze.T)).mm(excite.T).sigmoid().unsqueeze(-1).unsqueeze(-1));
            }),
        Exercise.Function<Func<double[], double[], (double Mean, double Error)>>("09.6", "A difference and its error", points: 3,
            "First the differences, one a pair. Their variance divides by n − 1, and the error is the root of variance by n.", (difference, expect) =>
            {
                double[] a = [0.7, 0.6, 0.8, 0.5], b = [0.6, 0.5, 0.6, 0.5];
                expect.Number("the mean of four pairs", () => difference(a, b).Mean, 0.1, within: 1e-6);
                expect.Number("its error", () => difference(a, b).Error, 0.0408248, within: 1e-6);
                expect.Number("the same difference in each pair: no error, however far the pairs lie apart", () => difference([1, 5, 9], [0.5, 4.5, 8.5]).Error, 0, within: 1e-6);
                expect.Number("two pairs", () => difference([3, 6], [1, 2]).Error, 1, within: 1e-6);
                expect.Number("the second is better: the mean is negative", () => difference([1, 2], [3, 3]).Mean, -1.5, within: 1e-6);
            }),
    ];
}

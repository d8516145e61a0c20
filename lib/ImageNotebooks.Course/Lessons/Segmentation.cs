using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace ImageNotebooks.Course.Lessons;

/// <summary>Lesson 13: segmentation.</summary>
internal static class Segmentation
{
    private const int Void = 255;

    public static IEnumerable<Exercise> Exercises =>
    [
        Exercise.Value<double>("13.1", "IoU by hand", points: 1,
            "60 pixels are both. How many are covered by the class and by what was called so, together, each pixel counted once?", (overlap, expect) =>
                expect.True("the intersection over the union", () => Math.Abs(overlap - 0.25) < 1e-3, $"{overlap:0.####} is not it")),
        Exercise.Function<Func<int[], int[], int, long[,]>>("13.2", "A confusion matrix of pixels", points: 2,
            "One loop over the pixels; the truth chooses the row, the prediction the column. What has no class has no row either.", (count, expect) =>
            {
                expect.Numbers("five pixels of two classes, row by row", () => count([0, 0, 0, 0, 1], [0, 0, 1, 1, 1], 2).Cast<long>(), [2L, 2, 0, 1]);
                expect.Numbers("three classes, one of which never occurs", () => count([0, 2, 2, 2], [0, 2, 0, 0], 3).Cast<long>(), [1L, 0, 0, 0, 0, 0, 2, 0, 1]);
                expect.Numbers("with two void pixels", () => count([1, Void, 0, Void], [1, 0, 0, 1], 2).Cast<long>(), [1L, 0, 0, 1]);
            }),
        Exercise.Function<Func<long[,], double>>("13.3", "Mean IoU", points: 2,
            "For each class: the diagonal by row sum plus column sum minus the diagonal. Only where row and column are empty there is nothing to take the mean of; a class that was called and does not occur has an IoU of 0.", (mean, expect) =>
            {
                expect.Number("two classes", () => mean(new long[,] { { 6, 2 }, { 1, 3 } }), (6 / 9.0 + 3 / 6.0) / 2);
                expect.Number("background alone was called", () => mean(new long[,] { { 80, 0, 0 }, { 15, 0, 0 }, { 5, 0, 0 } }), 0.8 / 3);
                expect.Number("a class that neither occurs nor was called is left out", () => mean(new long[,] { { 6, 0, 2 }, { 0, 0, 0 }, { 1, 0, 3 } }), (6 / 9.0 + 3 / 6.0) / 2);
                expect.Number("a class that was called and does not occur counts", () => mean(new long[,] { { 6, 2 }, { 0, 0 } }), 6 / 8.0 / 2);
            }),
        Exercise.Function<Func<Tensor, Tensor, float>>("13.4", "A loss without void pixels", points: 1,
            "cross_entropy takes the mean over the pixels that it does not ignore. Which number is to be ignored?", (loss, expect) =>
            {
                var (logits, labels) = (Given.Wave(2, 3, 2, 2) * 3, tensor(new[] { 0L, 1, 2, 1, 2, 2, 0, 1 }).reshape(2, 2, 2));
                expect.Number("no pixel is void", () => loss(logits, labels), cross_entropy(logits, labels).item<float>());
                var some = labels.clone();
                some[0, 1, 1] = Void;
                some[1, 0, 0] = Void;
                some[1, 0, 1] = Void;
                expect.Number("three of eight pixels are void", () => loss(logits, some), cross_entropy(logits, some, ignore_index: Void).item<float>());
            }),
        Exercise.Function<Func<Tensor, Tensor, Tensor>>("13.5", "A skip connection", points: 2,
            "interpolate with the height and width of the fine map, shape[2] and shape[3]; then cat along the channels, dimension 1.", (join, expect) =>
            {
                var (coarse, fine) = (Given.Wave(1, 2, 2, 3), Given.Wave(1, 2, 4, 6) * 2);
                expect.Tensor("two channels of 2 × 3 and two of 4 × 6", () => join(coarse, fine), cat([Enlarged(coarse, 4, 6), fine], 1));
                var (small, large) = (Given.Wave(2, 3, 4, 4), Given.Wave(2, 1, 8, 8));
                expect.Tensor("a batch of two, three channels and one", () => join(small, large), cat([Enlarged(small, 8, 8), large], 1));
            }),
        Exercise.Function<Func<Tensor, Tensor[], long[], Tensor>>("13.6", "A pyramid of dilations", points: 3,
            "A kernel of 3 with dilation d reaches d pixels beyond its middle, so that is how much padding keeps the size. The mean is [N, C, 1, 1] before expand(-1, -1, H, W).", (pyramid, expect) =>
            {
                var x = Given.Wave(2, 2, 7, 7);
                Tensor[] kernels = [Given.Wave(3, 2, 3, 3), Given.Wave(2, 2, 3, 3) * 2];
                expect.Same("the channels: three, two, and the two of the map's mean", () => pyramid(x, kernels, [1, 2]).shape[1], 7L);
                expect.Tensor("dilations 1 and 2", () => pyramid(x, kernels, [1, 2]), Seen(x, kernels, [1, 2]));
                expect.Tensor("dilations 3 and 1", () => pyramid(x, kernels, [3, 1]), Seen(x, kernels, [3, 1]));
            }),
    ];

    private static Tensor Enlarged(Tensor map, long height, long width) => interpolate(map, [height, width], mode: InterpolationMode.Bilinear, align_corners: false);

    private static Tensor Seen(Tensor x, Tensor[] kernels, long[] dilations) =>
        cat([.. kernels.Zip(dilations, (kernel, d) => conv2d(x, kernel, padding: [d, d], dilation: [d, d])), x.mean([2, 3], keepdim: true).expand(-1, -1, x.shape[2], x.shape[3])], 1);
}

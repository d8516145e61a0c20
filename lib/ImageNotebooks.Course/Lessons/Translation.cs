using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace ImageNotebooks.Course.Lessons;

/// <summary>Lesson 04: pooling, translation and what is lost.</summary>
internal static class Translation
{
    public static IEnumerable<Exercise> Exercises =>
    [
        Exercise.Function<Func<Tensor, int, Tensor>>("04.1", "Max pooling with loops", points: 1,
            "Square number y, x begins at row y · size and column x · size. max() gives the largest number of a part. A map may hold negative numbers only.", (largest, expect) =>
            {
                var map = Given.Wave(6, 8) * 4;
                expect.Tensor("6 × 8 numbers, squares of 2 × 2", () => largest(map, 2), Largest(map, 2));
                expect.Tensor("squares of 3 × 3, two columns left over", () => largest(map, 3), Largest(map, 3));
                expect.Tensor("negative numbers", () => largest(map - 5, 2), Largest(map - 5, 2));
            }),
        Exercise.Value<long>("04.2", "What a mean saves", points: 1,
            "A dense layer has a weight for each pair of an input and an output. How many inputs are there with the map laid out, and how many with one mean for each channel?", (fewer, expect) =>
                expect.True("the number of weights less", () => fewer == (25_088L - 512) * 4096,
                    fewer switch { 25_088L * 4096 => "that is how many the layer has with the map laid out", 512L * 4096 => "that is how many are left", _ => $"{fewer:N0} is not it" })),
        Exercise.Function<Func<Tensor, int, Tensor>>("04.3", "A picture that moves", points: 1,
            "Begin with zeros. Which columns of the old picture are still there afterwards, and at which columns of the new one do they stand? Try it with a width of 4 and one pixel on paper, in both directions.", (shifted, expect) =>
            {
                var image = arange(24, dtype: ScalarType.Float32).reshape(2, 3, 4) + 1;
                foreach (var (what, pixels) in new[] { ("one pixel to the right", 1), ("three to the right", 3), ("two to the left", -2), ("not at all", 0) })
                    expect.Tensor(what, () => shifted(image, pixels), pad(image, [pixels, -pixels]));
            }),
        Exercise.Function<Func<Tensor, Tensor>>("04.4", "Blur first, then skip", points: 2,
            "A convolution with a stride of 2 does both at once: it blurs, and only at every second place. Before that comes a frame of one pixel.", (blurAndSkip, expect) =>
            {
                var upright = (arange(8) % 2).to_type(ScalarType.Float32).expand(1, 1, 8, 8).contiguous();
                var image = Given.Wave(1, 1, 6, 8) * 4;
                expect.Tensor("an even surface stays as it is", () => blurAndSkip(full([1, 1, 4, 6], 0.7)), full([1, 1, 2, 3], 0.7));
                expect.Tensor("upright stripes, one pixel wide", () => blurAndSkip(upright), BlurAndSkip(upright));
                expect.Tensor("the same one pixel further", () => blurAndSkip(1 - upright), BlurAndSkip(1 - upright));
                expect.Tensor("6 × 8 numbers", () => blurAndSkip(image), BlurAndSkip(image));
            }),
        Exercise.Function<Func<Func<Tensor, Tensor>, Tensor, double>>("04.5", "How much a network changes its mind", points: 2,
            "image.roll(pixels, 3) moves columns around. Compare each move with the picture that was not moved, and take the size of the change, whether up or down.", (change, expect) =>
            {
                // A bright column, and outputs that say how far on the right and on the left it is.
                var image = zeros(1, 1, 8, 8);
                image[TensorIndex.Ellipsis, 5] = 1 / 8f;
                var place = arange(8, dtype: ScalarType.Float32);
                expect.Number("a mean over the map does not change", () => change(x => x.mean([2, 3]), image), 0);
                expect.Number("an output that says how far on the right it is", () => change(x => (x * place).sum([2, 3]), image), 5);
                expect.Number("two outputs, of which the second changes more", () => change(x => cat([x.mean([2, 3]), (x * place * place).sum([2, 3])], 1), image), 25);
            }),
        Exercise.Function<Func<Tensor>>("04.6", "Two pictures that a network cannot tell apart", points: 3,
            "The network says whether something is anywhere, and neither where nor how often. Keep things at least two pixels apart, and mind that 2 × 2 squares begin at even places.", (twins, expect) =>
            {
                expect.Same("the shape", () => string.Join(", ", twins().shape), "2, 1, 16, 16");
                expect.True("numbers in [0, 1]", () => twins() is var drawn && drawn.min().ToDouble() >= 0 && drawn.max().ToDouble() <= 1, "some are outside");
                expect.True("at least 20 pixels differ", () => twins() is var drawn && ((drawn[0] - drawn[1]).abs() > 0.5).sum().ToInt64() >= 20, "fewer do, by more than 0.5");
                expect.True("not the same picture moved", () => !IsMoved(twins()), "one is the other, moved");
                expect.True("the same four outputs", () => twins() is var drawn && (Outputs(drawn)[0] - Outputs(drawn)[1]).abs().max().ToDouble() < 1e-4, "the network tells them apart");
            }),
    ];

    private static Tensor Largest(Tensor map, int size) => max_pool2d(map[TensorIndex.None, TensorIndex.None], size)[0, 0];

    private static Tensor BlurAndSkip(Tensor image)
    {
        var row = tensor(new float[] { 1, 2, 1 }) / 4;
        return conv2d(pad(image, [1, 1, 1, 1], PaddingModes.Replicate), row.outer(row).reshape(1, 1, 3, 3), strides: [2L]);
    }

    private static Tensor Outputs(Tensor pictures)
    {
        var kernels = tensor(new float[] { -1, -1, -1, -1, 8, -1, -1, -1, -1, -1, 0, 1, -2, 0, 2, -1, 0, 1, -1, -2, -1, 0, 0, 0, 1, 2, 1, 0, 1, 2, -1, 0, 1, -2, -1, 0 }).reshape(4, 1, 3, 3);
        return max_pool2d(relu(conv2d(pictures, kernels, padding: [1L])), 2).amax(2, 3);
    }

    private static bool IsMoved(Tensor twins)
    {
        var places = Enumerable.Range(0, 16).SelectMany(down => Enumerable.Range(0, 16).Select(right => (down, right)));
        return places.Any(move => (twins[0, 0].roll((move.down, move.right), (0, 1)) - twins[1, 0]).abs().max().ToDouble() < 1e-3);
    }
}

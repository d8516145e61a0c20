using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks.Course.Lessons;

/// <summary>Lesson 01: pixels, channels, tensors.</summary>
internal static class Pixels
{
    public static IEnumerable<Exercise> Exercises =>
    [
        Exercise.Function<Func<int, int, int, int, Tensor>>("01.1", "A white rectangle", points: 1,
            "Rows come first. They run from top to top + height, and Slice leaves out its end.", (rectangle, expect) =>
            {
                expect.Tensor("a wide one", () => rectangle(4, 10, 6, 20), Drawn(4, 10, 6, 20), picture: true);
                expect.Tensor("one pixel in the upper right corner", () => rectangle(0, 31, 1, 1), Drawn(0, 31, 1, 1), picture: true);
                expect.Tensor("the whole picture", () => rectangle(0, 0, 32, 32), ones(32, 32));
            }),
        Exercise.Function<Func<Tensor, Tensor>>("01.2", "From colour to grey", points: 1,
            "image[0] is the red channel, [H, W]. Multiply each of the three with its weight and add them.", (luminance, expect) =>
            {
                Tensor Weights() => tensor(new[] { 0.299f, 0.587f, 0.114f }).reshape(3, 1, 1);
                expect.Tensor("a red, a green and a blue pixel", () => luminance(eye(3).reshape(3, 1, 3)), tensor(new float[,] { { 0.299f, 0.587f, 0.114f } }));
                expect.Number("white stays white", () => luminance(ones(3, 2, 2)).max().ToDouble(), 1);
                var image = arange(60, dtype: ScalarType.Float32).reshape(3, 4, 5) / 60;
                expect.Tensor("[3, 4, 5]", () => luminance(image), (image * Weights()).sum(0L), picture: true);
            }),
        Exercise.Function<Func<Tensor, int, Tensor>>("01.3", "Brighter, without overflow", points: 2,
            "Leave bytes before you add, since they overflow at once. Cut off what is below 0 and above 255, then go back to bytes.", (brighter, expect) =>
            {
                var image = tensor(new byte[] { 0, 30, 100, 200, 240, 255 }).reshape(3, 1, 2);
                Tensor Levels(params byte[] levels) => tensor(levels).reshape(3, 1, 2);
                expect.Tensor("brighter by 10", () => brighter(image, 10), Levels(10, 40, 110, 210, 250, 255));
                expect.Tensor("brighter by 100", () => brighter(image, 100), Levels(100, 130, 200, 255, 255, 255));
                expect.Tensor("darker by 50", () => brighter(image, -50), Levels(0, 0, 50, 150, 190, 205));
                expect.Same("still bytes", () => brighter(image, 5).dtype, ScalarType.Byte);
            }),
        Exercise.Function<Func<byte[], int, int, Tensor>>("01.4", "From a file's bytes to a tensor", points: 2,
            "Say first what the bytes are: rows, in each row pixels, in each pixel three numbers. Then bring the channels to the front, which reshape cannot.", (fromBytes, expect) =>
            {
                // Two rows of three pixels: red, green, blue; black, grey, white.
                byte[] pixels = [255, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 51, 51, 51, 255, 255, 255];
                expect.Same("the shape of two rows and three columns", () => string.Join(", ", fromBytes(pixels, 3, 2).shape), "3, 2, 3");
                expect.Tensor("the red channel", () => fromBytes(pixels, 3, 2)[0], tensor(new float[,] { { 1, 0, 0 }, { 0, 0.2f, 1 } }));
                expect.Tensor("the green channel", () => fromBytes(pixels, 3, 2)[1], tensor(new float[,] { { 0, 1, 0 }, { 0, 0.2f, 1 } }));
                expect.Tensor("the blue channel", () => fromBytes(pixels, 3, 2)[2], tensor(new float[,] { { 0, 0, 1 }, { 0, 0.2f, 1 } }));
            }),
        Exercise.Function<Func<Tensor, Tensor>>("01.5", "A standardised batch", points: 2,
            "One mean for each channel: which axes are then left out, and which are taken together? With keepdim the result is [1, 3, 1, 1] and fits.", (standardised, expect) =>
            {
                var images = Batch(4, 5, 6);
                long[] axes = [0, 2, 3];
                expect.Same("the shape stays", () => string.Join(", ", standardised(images).shape), "4, 3, 5, 6");
                expect.Tensor("each channel has the mean 0", () => standardised(images).mean(axes), zeros(3), within: 1e-3);
                // Dividing by N or by N - 1 are both called the standard deviation.
                expect.Tensor("each channel has the standard deviation 1", () => standardised(images).std(axes), ones(3), within: 0.01);
                expect.Tensor("a brighter picture stays brighter than the others", () => standardised(images).mean([1, 2, 3]), ((images - images.mean(axes, keepdim: true)) / images.std(axes, keepdim: true)).mean([1, 2, 3]), within: 0.02);
            }),
        Exercise.Function<Func<Tensor, int, Tensor>>("01.6", "Many pictures as one", points: 3,
            "Cut N into [rows, columns] first, which gives five axes. One row of the large picture's pixels runs through a row of each picture side by side: so columns and W have to stand next to each other, and so do rows and H.", (mosaic, expect) =>
            {
                var images = Batch(6, 2, 3);
                expect.Tensor("six pictures in three columns", () => mosaic(images, 3), Joined(images, 3));
                expect.Tensor("six pictures in one column", () => mosaic(images, 1), Joined(images, 1));
                var shades = (arange(4, dtype: ScalarType.Float32) / 3).reshape(4, 1, 1, 1).expand(4, 3, 8, 8).contiguous();
                expect.Tensor("four shades of grey in two columns", () => mosaic(shades, 2), Joined(shades, 2), picture: true);
            }),
    ];

    private static Tensor Drawn(int top, int left, int height, int width)
    {
        var picture = zeros(32, 32);
        picture[TensorIndex.Slice(top, top + height), TensorIndex.Slice(left, left + width)] = 1;
        return picture;
    }

    // Every number is another one, and channels and pictures differ in brightness.
    private static Tensor Batch(int count, int height, int width)
    {
        var numbers = arange(count * 3 * height * width, dtype: ScalarType.Float32).reshape(count, 3, height, width);
        return (numbers % 7 + 3 * arange(3, dtype: ScalarType.Float32).reshape(3, 1, 1) + numbers / 40) / 30;
    }

    private static Tensor Joined(Tensor images, int columns) =>
        cat([.. images.unbind().Chunk(columns).Select(row => cat(row, dim: 2))], dim: 1);
}

using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace ImageNotebooks.Course.Lessons;

/// <summary>Lesson 02: convolution by hand.</summary>
internal static class Convolution
{
    public static IEnumerable<Exercise> Exercises =>
    [
        Exercise.Function<Func<Tensor, Tensor, float>>("02.1", "One place of a convolution", points: 1,
            "Multiply patch and kernel element by element, then add up the nine products.", (at, expect) =>
            {
                var patch = arange(9, dtype: ScalarType.Float32).reshape(3, 3);
                expect.Number("a kernel with a one in its middle gives the middle", () => at(patch, Only(1, 1)), 4);
                expect.Number("a kernel with a one at its upper right gives what is there", () => at(patch, Only(0, 2)), 2);
                expect.Number("a kernel of ones gives the sum", () => at(patch, ones(3, 3)), 36);
                expect.Number("negative numbers count too", () => at(patch, patch - 4), 60);
            }),
        Exercise.Function<Func<Tensor, Tensor, Tensor>>("02.2", "A convolution with loops", points: 2,
            "Two loops over the places where the whole kernel fits: a picture of height H and a kernel of height K leave H − K + 1 of them. image[TensorIndex.Slice(y, y + K), TensorIndex.Slice(x, x + K)] is the patch.", (convolve, expect) =>
            {
                var image = Ramp(5, 6);
                expect.Tensor("5 × 6 pixels and a 3 × 3 kernel", () => convolve(image, Only(0, 2)), Valid(image, Only(0, 2)));
                expect.Tensor("a kernel that is not symmetric", () => convolve(image, arange(9, dtype: ScalarType.Float32).reshape(3, 3)), Valid(image, arange(9, dtype: ScalarType.Float32).reshape(3, 3)));
                expect.Tensor("a kernel of 1 × 5", () => convolve(image, ones(1, 5)), Valid(image, ones(1, 5)));
                var square = zeros(16, 16);
                square[TensorIndex.Slice(4, 12), TensorIndex.Slice(4, 12)] = 1;
                expect.Tensor("the upright edges of a square", () => convolve(square, tensor(new float[,] { { 1, 0, -1 } })) / 2 + 0.5, Valid(square, tensor(new float[,] { { 1, 0, -1 } })) / 2 + 0.5, picture: true);
            }),
        Exercise.Value<long>("02.3", "What a layer costs", points: 1,
            "For each of the 16 output channels and each place there are 3 × 3 × 3 products. How many places are there without padding?", (products, expect) =>
                expect.True("the number of multiplications", () => products == 30L * 30 * 16 * 27, products == 32L * 32 * 16 * 27 ? "without padding the kernel does not fit everywhere" : $"{products:N0} is not it")),
        Exercise.Function<Func<int, Tensor>>("02.4", "A kernel that blurs", points: 1,
            "Every number is the same, and all together are 1, so that the picture keeps its brightness.", (blur, expect) =>
            {
                expect.Tensor("3 × 3", () => blur(3), full(3, 3, 1 / 9f));
                expect.Tensor("5 × 5", () => blur(5), full(5, 5, 1 / 25f));
            }),
        Exercise.Function<Func<Tensor>>("02.5", "A kernel that sharpens", points: 2,
            "What a blur takes away is the picture minus the blurred picture. Sharpening adds that once more: picture + (picture − blurred). All three are convolutions, so their kernels can be added.", (sharpen, expect) =>
            {
                expect.Number("keeps the brightness of an even surface", () => sharpen().sum().item<float>(), 1);
                expect.Tensor("is the picture and what a blur of 3 × 3 takes away", sharpen, 2 * Only(1, 1) - full(3, 3, 1 / 9f));
            }),
        Exercise.Function<Func<Tensor, Tensor, Tensor>>("02.6", "Three channels in, several out", points: 3,
            "One output channel is the sum over the three input channels of the convolution of each with its own 3 × 3 kernel. stack() puts the output channels together.", (convolve, expect) =>
            {
                var image = stack([Ramp(4, 5), Ramp(4, 5) * 2, ones(4, 5)]);
                var kernels = arange(54, dtype: ScalarType.Float32).reshape(2, 3, 3, 3) / 27 - 1;
                expect.Tensor("[3, 4, 5] and two kernels of [3, 3, 3]", () => convolve(image, kernels), conv2d(image.unsqueeze(0), kernels).squeeze(0), within: 1e-3);
                expect.Tensor("only the green channel counts", () => convolve(image, stack([stack([zeros(3, 3), Only(1, 1), zeros(3, 3)])])), image[TensorIndex.Slice(1, 2), TensorIndex.Slice(1, 3), TensorIndex.Slice(1, 4)]);
            }),
    ];

    private static Tensor Only(int row, int column)
    {
        var kernel = zeros(3, 3);
        kernel[row, column] = 1;
        return kernel;
    }

    private static Tensor Ramp(int height, int width) => arange(height * width, dtype: ScalarType.Float32).reshape(height, width).pow(2) / 100;

    private static Tensor Valid(Tensor image, Tensor kernel) => conv2d(image[TensorIndex.None, TensorIndex.None], kernel[TensorIndex.None, TensorIndex.None])[0, 0];
}

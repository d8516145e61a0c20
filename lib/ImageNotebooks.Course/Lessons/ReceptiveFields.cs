using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace ImageNotebooks.Course.Lessons;

/// <summary>Lesson 03: padding, stride, dilation, receptive field.</summary>
internal static class ReceptiveFields
{
    private static readonly (int Kernel, int Stride, int Dilation) Convolution = (3, 1, 1), Pooling = (2, 2, 1);

    public static IEnumerable<Exercise> Exercises =>
    [
        Exercise.Function<Func<Tensor, int, Tensor>>("03.1", "A frame of zeros", points: 1,
            "Make zeros of the whole size first; how much larger is it, when there is a border on both sides? Then set the part in the middle: where does it begin, where does it end?", (framed, expect) =>
            {
                var image = arange(6, dtype: ScalarType.Float32).reshape(2, 3) + 1;
                expect.Tensor("2 × 3 pixels and a border of 1", () => framed(image, 1), pad(image, [1, 1, 1, 1]));
                expect.Tensor("a border of 3", () => framed(image, 3), pad(image, [3, 3, 3, 3]));
                expect.Tensor("no border", () => framed(image, 0), image);
            }),
        Exercise.Function<Func<int, int, int, int, int, int>>("03.2", "The size of a map", points: 2,
            "The kernel spans d (k − 1) + 1 pixels. How many pixels of the padded side are left when it stands at the first place? How many steps fit into them? The first place counts too.", (mapSize, expect) =>
            {
                void Size(string what, int size, int kernel, int padding, int stride, int dilation) => expect.Number(what, () => mapSize(size, kernel, padding, stride, dilation),
                    conv2d(zeros(1, 1, size, size), zeros(1, 1, kernel, kernel), strides: [stride], padding: [padding], dilation: [dilation]).shape[3]);
                Size("32 pixels, 3 × 3", 32, 3, 0, 1, 1);
                Size("with a padding of 1", 32, 3, 1, 1, 1);
                Size("with a padding of 1 and a stride of 2", 32, 3, 1, 2, 1);
                Size("a stride of 3, and something is left over at the end", 12, 3, 0, 3, 1);
                Size("a padding of 6 and a dilation of 6", 33, 3, 6, 1, 6);
                Size("224 pixels, 7 × 7, a padding of 3, a stride of 2: how a ResNet begins", 224, 7, 3, 2, 1);
            }),
        Exercise.Function<Func<int, int, int>>("03.3", "A padding that keeps the size", points: 1,
            "How many pixels are lost without padding? Half of them are lost on each side.", (keepsSize, expect) =>
            {
                expect.Number("3 × 3", () => keepsSize(3, 1), 1);
                expect.Number("7 × 7", () => keepsSize(7, 1), 3);
                expect.Number("3 × 3 with a dilation of 6", () => keepsSize(3, 6), 6);
                expect.Number("5 × 5 with a dilation of 3", () => keepsSize(5, 3), 6);
            }),
        Exercise.Function<Func<(int Kernel, int Stride, int Dilation)[], int>>("03.4", "The receptive field from the layers", points: 2,
            "Keep two numbers, the field and the jump, both 1 at first. Which of the two does a layer change first? Its own stride matters only to the layers after it.", (receptiveField, expect) =>
            {
                expect.Number("one convolution of 3 × 3", () => receptiveField([Convolution]), 3);
                expect.Number("two of them", () => receptiveField([Convolution, Convolution]), 5);
                expect.Number("a stride of 2, then another convolution", () => receptiveField([(3, 2, 1), Convolution]), 7);
                expect.Number("dilations 1, 2, 4", () => receptiveField([(3, 1, 1), (3, 1, 2), (3, 1, 4)]), 15);
                expect.Number("VGG16 to its last pooling", () => receptiveField(Vgg16), 212);
            }),
        Exercise.Function<Func<Func<Tensor, Tensor>, int, int>>("03.5", "The receptive field measured", points: 2,
            "Give the network zeros that require a gradient, call backward() on one number in the middle of the map, and look at where the gradient is not 0. nonzero() gives the places; there may be holes between them.", (fieldOf, expect) =>
            {
                expect.Number("1 × 1", () => fieldOf(x => Through(x, (1, 1, 1)), 9), 1);
                expect.Number("three convolutions of 3 × 3", () => fieldOf(x => Through(x, Convolution, Convolution, Convolution), 21), 7);
                expect.Number("two with stride 2, then one without", () => fieldOf(x => Through(x, (3, 2, 1), (3, 2, 1), Convolution), 41), 15);
                expect.Number("a dilation of 3", () => fieldOf(x => Through(x, (3, 1, 3)), 15), 7);
            }),
        Exercise.Function<Func<(int Kernel, int Stride, int Dilation)[]>>("03.6", "A network that sees far", points: 3,
            "A layer with dilation d adds 2 d pixels. What have the layers before it to see, so that nothing is left between three points that are d apart?", (design, expect) =>
            {
                expect.True("at most five layers", () => design().Length is >= 1 and <= 5, "there are more, or none");
                expect.True("kernels of 3 × 3 with stride 1", () => design().All(layer => layer is { Kernel: 3, Stride: 1, Dilation: >= 1 }), "there is another kernel, another stride or a dilation below 1");
                expect.True("a field of at least 63", () => Of(design()) >= 63, "it is narrower");
                expect.True("no pixel is left out", () => Touched(design()).Count == Of(design()), "between the pixels that it sees are some that it does not");
            }),
    ];

    private static (int, int, int)[] Vgg16 =>
    [
        Convolution, Convolution, Pooling, Convolution, Convolution, Pooling, Convolution, Convolution, Convolution, Pooling,
        Convolution, Convolution, Convolution, Pooling, Convolution, Convolution, Convolution, Pooling,
    ];

    private static int Of((int Kernel, int Stride, int Dilation)[] layers)
    {
        var (field, jump) = (1, 1);
        foreach (var (kernel, stride, dilation) in layers)
            (field, jump) = (field + (kernel - 1) * dilation * jump, jump * stride);
        return field;
    }

    // The pixels of a row that one number depends on, where every layer has stride 1.
    private static HashSet<int> Touched((int Kernel, int Stride, int Dilation)[] layers) => layers.Aggregate(new HashSet<int> { 0 }, (pixels, layer) =>
        [.. pixels.SelectMany(pixel => Enumerable.Range(0, layer.Kernel).Select(k => pixel + k * layer.Dilation))]);

    // Weights of one, so that no way to an output cancels another.
    private static Tensor Through(Tensor x, params (int Kernel, int Stride, int Dilation)[] layers) => layers.Aggregate(x, (map, layer) =>
        conv2d(map, ones(1, 1, layer.Kernel, layer.Kernel), strides: [layer.Stride], padding: [layer.Dilation * (layer.Kernel - 1) / 2], dilation: [layer.Dilation]));
}

using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace ImageNotebooks.Course.Lessons;

/// <summary>Lesson 11: what a network sees.</summary>
internal static class Explanations
{
    public static IEnumerable<Exercise> Exercises =>
    [
        Exercise.Function<Func<Tensor, Tensor>>("11.1", "Kernels as pictures", points: 1,
            "A kernel's largest absolute value becomes the distance from grey to white, or from grey to black. abs(), amax over dimensions 1 to 3 with keepdim; and what if that is 0?", (pictures, expect) =>
            {
                var kernels = stack([tensor(new[] { 0f, 1, 2, 4 }), tensor(new[] { 0f, 1, -2, 0.5f }), zeros(4)]).reshape(3, 1, 2, 2);
                expect.Tensor("only positive, of both signs, and zero throughout", () => pictures(kernels), tensor(new[] { 0.5f, 0.625f, 0.75f, 1, 0.5f, 0.75f, 0, 0.625f, 0.5f, 0.5f, 0.5f, 0.5f }).reshape(3, 1, 2, 2));
                var colour = Given.Wave(4, 3, 5, 5);
                expect.Tensor("[4, 3, 5, 5]", () => pictures(colour), 0.5 + colour / colour.abs().amax([1, 2, 3], keepdim: true) / 2);
            }),
        Exercise.Function<Func<Tensor, Tensor>>("11.2", "What a channel likes best", points: 1,
            "First one number for each picture and channel, the largest of the map. Then, for each channel, at which picture it is largest.", (favourites, expect) =>
            {
                var maps = zeros(3, 2, 2, 2);
                (maps[0, 0, 1, 0], maps[1, 0], maps[2, 1, 0, 1]) = (tensor(5f), tensor(2f), tensor(1f));
                expect.Tensor("three pictures, two channels: a peak beats a wide glow", () => favourites(maps), tensor(new[] { 0L, 2L }));
                var many = Given.Wave(5, 7, 4, 3);
                expect.Tensor("five pictures, seven channels", () => favourites(many), many.amax([2, 3]).argmax(0));
            }),
        Exercise.Function<Func<Tensor, int, int, int, Tensor>>("11.3", "Cover a part", points: 1,
            "An index is a view: writing to it writes to the picture it came from. clone() makes a copy of its own. Rows are the second dimension, columns the third.", (covered, expect) =>
            {
                var image = Given.Wave(3, 6, 8) / 2 + 0.5;
                var before = image.clone();
                expect.Tensor("row 1, column 4, side 3", () => covered(image, 1, 4, 3), Covered(before, 1, 4, 3), picture: true);
                expect.Tensor("the picture that was given is as it was", () => image, before);
                expect.Tensor("in the corner", () => covered(before.clone(), 0, 0, 2), Covered(before, 0, 0, 2), picture: true);
            }),
        Exercise.Function<Func<Func<Tensor, double>, Tensor, int, Tensor>>("11.4", "A map of occlusion", points: 2,
            "Number y, x of the map is what is lost by covering the square whose corner is at row y · size, column x · size: sure before less sure with it.", (falls, expect) =>
            {
                var image = Given.Wave(3, 6, 4) / 2 + 0.5;
                var one = zeros(3, 6, 4);
                one[1, 4, 1] = 1;
                Func<Tensor, double> seesOne = picture => (picture * one).sum().ToDouble(), mean = picture => picture.mean().ToDouble();
                expect.Tensor("a network that looks at one pixel", () => falls(seesOne, image, 2), Falls(seesOne, image, 2));
                expect.Tensor("a network that takes the mean", () => falls(mean, image, 2), Falls(mean, image, 2));
                expect.Tensor("squares of one pixel", () => falls(mean, image, 1), Falls(mean, image, 1));
            }),
        Exercise.Function<Func<Tensor, Tensor, Tensor>>("11.5", "Grad-CAM", points: 2,
            "One weight for each map: the mean of its slope over rows and columns. Then the sum over maps, and what is below 0 becomes 0.", (heat, expect) =>
            {
                var (maps, slope) = (tensor(new[] { 1f, 2, 3, 0, 4, 0 }).reshape(3, 1, 2), tensor(new[] { 1f, 1, -2, 0, 0.5f, -0.5f }).reshape(3, 1, 2));
                expect.Tensor("three maps of two places, one that speaks against", () => heat(maps, slope), tensor(new[] { 0f, 2 }).reshape(1, 2));
                var (many, slopes) = (Given.Wave(6, 4, 5).abs(), Given.Wave(6, 5, 4).transpose(1, 2));
                expect.Tensor("six maps of 4 × 5", () => heat(many, slopes), relu((many * slopes.mean([1, 2], keepdim: true)).sum([0])));
            }),
        Exercise.Function<Func<Tensor, Tensor, double>>("11.6", "Heat on the thing", points: 2,
            "clamp_min(0) leaves the positive heat. A bool tensor times numbers leaves the numbers where it is true. What if the sum is 0?", (share, expect) =>
            {
                var (heat, thing) = (tensor(new[] { 3f, 1, -2, 4 }).reshape(2, 2), tensor(new[] { true, false, true, false }).reshape(2, 2));
                expect.Number("3 of 8, and the negative does not count", () => share(heat, thing), 0.375);
                expect.Number("all of it", () => share(heat, ones(2, 2, dtype: ScalarType.Bool)), 1);
                expect.Number("none of it", () => share(heat, zeros(2, 2, dtype: ScalarType.Bool)), 0);
                expect.Number("no positive heat at all", () => share(-heat.abs(), thing), 0);
            }),
    ];

    private static Tensor Covered(Tensor image, int top, int left, int size)
    {
        var covered = image.clone();
        covered[TensorIndex.Colon, TensorIndex.Slice(top, top + size), TensorIndex.Slice(left, left + size)] = 0.5f;
        return covered;
    }

    private static Tensor Falls(Func<Tensor, double> sure, Tensor image, int size)
    {
        var falls = zeros(image.shape[1] / size, image.shape[2] / size);
        for (var y = 0; y < falls.shape[0]; y++)
        {
            for (var x = 0; x < falls.shape[1]; x++)
                falls[y, x] = sure(image) - sure(Covered(image, y * size, x * size, size));
        }
        return falls;
    }
}

using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>
/// Mean and spread of images, from which principal components follow. Either the covariance of all values with each other, [D, D], or, where there are fewer images than values, the products of all centred images with
/// each other, [N, N], whose eigenvectors tell how the components are made of the images (Turk and Pentland 1991, "Eigenfaces for Recognition"). Tensors belong to the caller's scope.
/// </summary>
internal sealed class PcaMoments
{
    // A matrix of doubles of 800 MB; its eigenvectors take about four times that, and some minutes.
    private const long LargestSide = 10_000;
    private const long ColumnsAtOnce = 8192;

    private readonly Tensor? centred;
    private readonly Tensor products;

    private PcaMoments(long[] imageShape, long count, Tensor mean, Tensor products, Tensor? centred)
    {
        (ImageShape, Mean, this.products, this.centred) = (imageShape, mean, products, centred);
        (Dimensions, Most, Total) = (mean.shape[0], Math.Min(count - 1, mean.shape[0]), products.diagonal().sum().item<double>());
    }

    /// <summary>[C, H, W].</summary>
    public long[] ImageShape { get; }

    /// <summary>[D] double.</summary>
    public Tensor Mean { get; }

    /// <summary>D: how many values an image has.</summary>
    public long Dimensions { get; }

    /// <summary>How many components there can be.</summary>
    public long Most { get; }

    /// <summary>The variance of all values together.</summary>
    public double Total { get; }

    /// <exception cref="ArgumentException">There are fewer than two images, or many large ones.</exception>
    public static PcaMoments Of(IBatches images)
    {
        if (images.ImageCount < 2) throw new ArgumentException($"Components are what images differ in, and there {(images.ImageCount == 1 ? "is 1 image" : "are none")}.", nameof(images));
        var pass = images.Pass;
        var (shape, mean) = MeanOf(images);
        if (Math.Min(mean.shape[0], images.ImageCount) > LargestSide)
            throw new ArgumentException($"{images.ImageCount:#,0} images of {mean.shape[0]:#,0} values are too many: give at most {LargestSide:#,0} images, or smaller ones.", nameof(images));
        images.Pass = pass;
        var moments = mean.shape[0] <= images.ImageCount ? Covariance(images, shape, mean) : OfFew(images, shape, mean);
        images.Pass = pass;
        return moments;
    }

    /// <summary>The largest eigenvalues, descending, and their directions [components, D] of length 1, double.</summary>
    public (double[] Variances, Tensor Directions) Principal(int components)
    {
        using var scope = NewDisposeScope();
        var (values, vectors) = linalg.eigh(products);                                     // ascending; vectors are columns
        var largest = values.flip(0)[..components].contiguous();
        var own = vectors.t().flip(0)[..components];                                       // [components, D or N]
        return (largest.data<double>().ToArray(), (centred is null ? own.contiguous() : OfImages(own, centred)).MoveToOuterDisposeScope());
    }

    private static Tensor OfImages(Tensor shares, Tensor images)
    {
        var directions = cat([.. Columns(images).Select(columns => shares.matmul(columns()))], 1);
        return directions / directions.square().sum(1, keepdim: true).sqrt().clamp_min(1e-300);
    }

    private static (long[] Shape, Tensor Mean) MeanOf(IBatches images)
    {
        long[] shape = [];
        Tensor? sum = null;
        foreach (var batch in images)
        {
            using var scope = NewDisposeScope();
            using var _ = batch;
            shape = batch.Images.shape[1..];
            var one = Flat(batch).sum([0]);
            if (sum is null) sum = one.MoveToOuterDisposeScope();
            else sum.add_(one);
        }
        return (shape, sum!.div_(images.ImageCount));
    }

    private static PcaMoments Covariance(IBatches images, long[] shape, Tensor mean)
    {
        var sum = zeros(mean.shape[0], mean.shape[0], ScalarType.Float64);
        foreach (var batch in images)
        {
            using var inner = NewDisposeScope();
            using var _ = batch;
            var x = Flat(batch) - mean;
            sum.addmm_(x.t(), x);
        }
        return new(shape, images.ImageCount, mean, sum.div_(images.ImageCount), null);
    }

    private static PcaMoments OfFew(IBatches images, long[] shape, Tensor mean)
    {
        var centred = empty([images.ImageCount, mean.shape[0]]);
        var at = 0L;
        foreach (var batch in images)
        {
            using var inner = NewDisposeScope();
            using var _ = batch;
            centred.narrow(0, at, batch.Count).copy_(Flat(batch) - mean);
            at += batch.Count;
        }
        var sum = zeros(images.ImageCount, images.ImageCount, ScalarType.Float64);
        foreach (var columns in Columns(centred))
        {
            using var inner = NewDisposeScope();
            var x = columns();
            sum.addmm_(x, x.t());
        }
        return new(shape, images.ImageCount, mean, sum.div_(images.ImageCount), centred);
    }

    /// <summary>Some columns after the other, as doubles: all at once would be twice as much as the images.</summary>
    private static IEnumerable<Func<Tensor>> Columns(Tensor matrix) => Enumerable.Range(0, (int)((matrix.shape[1] + ColumnsAtOnce - 1) / ColumnsAtOnce)).Select<int, Func<Tensor>>(i => () =>
        matrix.narrow(1, i * ColumnsAtOnce, Math.Min(ColumnsAtOnce, matrix.shape[1] - (i * ColumnsAtOnce))).to_type(ScalarType.Float64));

    private static Tensor Flat(Batch batch) => batch.Images.flatten(1).cpu().to_type(ScalarType.Float64);
}

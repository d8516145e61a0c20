using TorchSharp;
using static System.FormattableString;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>
/// The principal components of images in pixel space (Pearson 1901; Jolliffe 2002, "Principal Component Analysis"): the directions in which they differ most. A network that sees images through the first of them does
/// not see what a perturbation adds in all others (Bhagoji et al. 2018, "Enhancing robustness of machine learning systems via data transformations"). An attack that knows of it perturbs along the components that are
/// left (Carlini and Wagner 2017, "Adversarial Examples Are Not Easily Detected"), so attack the whole. Owns its tensors.
/// </summary>
public sealed class PcaProjection : IDisposable
{
    private readonly long[] shape;

    private PcaProjection(long[] shape, Tensor mean, Tensor components, double[] explained) =>
        (this.shape, Mean, Components, ExplainedVariance) = (shape, mean.DetachFromDisposeScope(), components.DetachFromDisposeScope(), explained);

    /// <summary>Finds the components of images. Two runs over the same images give the same: a component points where the largest of its numbers is positive.</summary>
    /// <param name="images">The images; labels do not matter. Two passes, a batch at a time. Memory grows with the smaller of two squares: of the values of an image (CIFAR's 3,072: 75 MB), or of the number of images, which are held as floats then.</param>
    /// <param name="components">How many, at most what the images differ in.</param>
    /// <exception cref="ArgumentException">There are too few images for so many components, or so many of such a size that neither square fits into memory.</exception>
    public static PcaProjection Fit(IBatches images, int components)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(components, 1);
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var moments = PcaMoments.Of(images);
        if (components > moments.Most)
            throw new ArgumentException($"{images.ImageCount} images of {moments.Dimensions:#,0} values differ in {moments.Most} directions at most, and {components} components were asked for.", nameof(components));
        var (variances, directions) = moments.Principal(components);
        if (variances[components - 1] <= moments.Total * 1e-12)
        {
            var some = variances.Count(variance => variance > moments.Total * 1e-12);
            throw new ArgumentException($"The images differ in {some} direction{(some == 1 ? "" : "s")} only, and {components} components were asked for.", nameof(components));
        }
        var (_, at) = directions.abs().max(1, keepdim: true);
        return new(moments.ImageShape, moments.Mean.to_type(ScalarType.Float32), (directions * directions.gather(1, at).sign()).to_type(ScalarType.Float32), [.. variances.Select(variance => variance / moments.Total)]);
    }

    /// <summary>[C * H * W]: the mean image.</summary>
    public Tensor Mean { get; }

    /// <summary>[components, C * H * W]: directions of length 1, at right angles, the most important first.</summary>
    public Tensor Components { get; }

    /// <summary>For each component its share of the variance of all pixels, descending; their sum is what the projection keeps.</summary>
    public IReadOnlyList<double> ExplainedVariance { get; }

    /// <summary>The coordinates of images along the components.</summary>
    /// <param name="images">[N, C, H, W].</param>
    /// <returns>[N, components].</returns>
    /// <exception cref="ArgumentException">The images have another size.</exception>
    public Tensor Features(Tensor images)
    {
        if (!images.shape[1..].SequenceEqual(shape)) throw new ArgumentException($"The components are of images [{string.Join(", ", shape)}], and these are [{string.Join(", ", images.shape[1..])}].", nameof(images));
        using var scope = NewDisposeScope();
        return (images.flatten(1) - Like(images, Mean)).matmul(Like(images, Components).t()).MoveToOuterDisposeScope();
    }

    /// <summary>The images that have coordinates.</summary>
    /// <param name="features">[N, components].</param>
    /// <returns>[N, C, H, W], around [0, 1].</returns>
    public Tensor Images(Tensor features)
    {
        using var scope = NewDisposeScope();
        return (features.matmul(Like(features, Components)) + Like(features, Mean)).reshape([-1, .. shape]).MoveToOuterDisposeScope();
    }

    /// <summary>The nearest images that differ from the mean in the components only.</summary>
    /// <param name="images">[N, C, H, W].</param>
    /// <returns>[N, C, H, W], around [0, 1].</returns>
    /// <exception cref="ArgumentException">The images have another size.</exception>
    public Tensor Project(Tensor images)
    {
        using var scope = NewDisposeScope();
        return Images(Features(images)).MoveToOuterDisposeScope();
    }

    /// <summary>A network that sees images as <see cref="Project"/> gives them, as one module to be trained and attacked. Projection and network stay the caller's.</summary>
    /// <param name="network">[N, C, H, W] -> logits.</param>
    public nn.Module<Tensor, Tensor> Before(nn.Module<Tensor, Tensor> network) => new Projected(network, Project);

    /// <summary>A network that sees <see cref="Features"/>, a few dense layers for instance, as one module of images. Projection and network stay the caller's.</summary>
    /// <param name="network">[N, components] -> logits.</param>
    public nn.Module<Tensor, Tensor> FeaturesBefore(nn.Module<Tensor, Tensor> network) => new Projected(network, Features);

    /// <summary>Frees mean and components.</summary>
    public void Dispose()
    {
        Mean.Dispose();
        Components.Dispose();
    }

    /// <summary>How many components there are, of what, and how much they keep.</summary>
    public override string ToString() => Invariant($"{ExplainedVariance.Count} components of images [{string.Join(", ", shape)}], {ExplainedVariance.Sum():0.0%} of the variance");

    private static Tensor Like(Tensor images, Tensor own) => own.to_type(images.dtype).to(images.device);

    private sealed class Projected(nn.Module<Tensor, Tensor> network, Func<Tensor, Tensor> projection) : DefendedNetwork(nameof(PcaProjection), network)
    {
        public override Tensor forward(Tensor x)
        {
            using var scope = NewDisposeScope();
            return Network.call(projection(x)).MoveToOuterDisposeScope();
        }
    }
}

using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>
/// A model that looks at each image several times, changed in ways that leave its class as it is, and answers with the mean of the probabilities (Krizhevsky et al. 2012), given as logits like those of
/// an <see cref="Ensemble"/>. Costs as many passes as there are views. For one answer an image: maps of pixels would have to be changed back.
/// </summary>
public sealed class TestTimeAugmentation : nn.Module<Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor> model;
    private readonly Func<Tensor, Tensor>[] views;
    private readonly bool multiLabel;

    /// <summary>Makes views of your own.</summary>
    /// <param name="model">[N, C, H, W] -> [N, classes] logits. Stays the caller's.</param>
    /// <param name="views">At least one: [N, C, H, W] in, the same images changed in a fixed way out; the images themselves are a view like any other (<c>x => x.alias()</c>).</param>
    /// <param name="multiLabel">Whether an image may be of several classes, each with a probability of its own (the logits' sigmoid).</param>
    /// <exception cref="ArgumentException">There are no views.</exception>
    public TestTimeAugmentation(nn.Module<Tensor, Tensor> model, IEnumerable<Func<Tensor, Tensor>> views, bool multiLabel = false) : base(nameof(TestTimeAugmentation))
    {
        (this.model, this.views, this.multiLabel) = (model, [.. views], multiLabel);
        if (this.views.Length == 0) throw new ArgumentException("There are no views of the images; x => x.alias() gives them as they are.", nameof(views));
        register_module(nameof(model), model);
    }

    /// <summary>Each image as it is and mirrored from left to right.</summary>
    /// <param name="model">[N, C, H, W] -> [N, classes] logits. Stays the caller's.</param>
    /// <param name="multiLabel">Whether an image may be of several classes.</param>
    public static TestTimeAugmentation HorizontalFlip(nn.Module<Tensor, Tensor> model, bool multiLabel = false) => new(model, [x => x.alias(), Mirrored], multiLabel);

    /// <summary>The four corners and the middle of each image, as they are and mirrored: torchvision's <c>TenCrop</c>.</summary>
    /// <param name="model">[N, C, H, W] -> [N, classes] logits. Stays the caller's.</param>
    /// <param name="size">Height and width of a crop, in pixels; at most the image's.</param>
    /// <param name="multiLabel">Whether an image may be of several classes.</param>
    /// <remarks>An image that is smaller than the crop is refused when it comes.</remarks>
    public static TestTimeAugmentation TenCrop(nn.Module<Tensor, Tensor> model, int size, bool multiLabel = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        Func<Tensor, Tensor>[] crops = [.. new (double Down, double Right)[] { (0, 0), (0, 1), (1, 0), (1, 1), (0.5, 0.5) }.Select(place => (Func<Tensor, Tensor>)(x => Crop(x, size, place.Down, place.Right)))];
        return new(model, [.. crops, .. crops.Select(crop => (Func<Tensor, Tensor>)(x => Mirrored(crop(x))))], multiLabel);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var logits = views.Select(view => model.call(view(x))).ToArray();
        if (logits[0].dim() != 2) throw new ArgumentException($"The model gives [{string.Join(", ", logits[0].shape)}]; one answer an image, [N, classes], is needed, for maps of pixels are not changed back.");
        return MeanProbability.AsLogits(logits, null, multiLabel).MoveToOuterDisposeScope();
    }

    /// <summary>Frees nothing: the model is the caller's.</summary>
    protected override void Dispose(bool disposing)
    {
    }

    private static Tensor Mirrored(Tensor x) => x.flip(-1);

    // Where the room is odd, the middle is rounded to even, as Python does for torchvision.
    private static Tensor Crop(Tensor x, long size, double down, double right)
    {
        var (height, width) = (x.shape[^2], x.shape[^1]);
        if (size > height || size > width) throw new ArgumentException($"A crop of {size} x {size} does not fit into images of {height} x {width}.");
        return x.narrow(-2, (long)Math.Round(down * (height - size)), size).narrow(-1, (long)Math.Round(right * (width - size)), size);
    }
}

using static TorchSharp.torch;

namespace ImageNotebooks;

public sealed partial class Augment
{
    /// <summary>Adds to every value of an image the same number: tf.image.random_brightness.</summary>
    /// <remarks>As there, values that leave [0, 1] are not cut off.</remarks>
    /// <param name="amount">The largest number, in [0, 1], of values that lie in [0, 1]; drawn both ways.</param>
    public static Augment Brightness(double amount)
    {
        Require(amount is >= 0 and <= 1, amount, nameof(amount), "Brightness changes values in [0, 1] by up to an amount in [0, 1].");
        return One($"Brightness({amount})", (batch, random) =>
        {
            var more = Draws.Uniform(random, batch.Count, -amount, amount);
            batch.ChangeImages(images => images + OneForEachImage(more, images));
        });
    }

    /// <summary>Moves the values of each channel of an image away from their mean or towards it: tf.image.random_contrast.</summary>
    /// <remarks>As there, values that leave [0, 1] are not cut off.</remarks>
    /// <param name="lower">The smallest factor, at least 0; below 1 contrast shrinks.</param>
    /// <param name="upper">The largest factor, at least <paramref name="lower"/>.</param>
    public static Augment Contrast(double lower, double upper)
    {
        const string range = "Contrast has a smallest factor of at least 0 and a largest that is not smaller.";
        Require(lower >= 0 && double.IsFinite(lower), lower, nameof(lower), range);
        Require(upper >= lower && double.IsFinite(upper), upper, nameof(upper), range);
        return One($"Contrast({lower}, {upper})", (batch, random) =>
        {
            var factors = Draws.Uniform(random, batch.Count, lower, upper);
            batch.ChangeImages(images => images.mean([2, 3], keepdim: true).lerp(images, OneForEachImage(factors, images)));
        });
    }

    private static Tensor OneForEachImage(double[] numbers, Tensor like) => tensor(numbers, [numbers.Length, 1, 1, 1], like.dtype, like.device);
}

using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>
/// What a network looks at when it answers. All methods work in evaluation and leave the network as it was: mode, averages, gradients.
/// </summary>
public static partial class Explain
{
    /// <summary>What one layer of a network makes of images: its feature maps.</summary>
    /// <param name="network">[N, C, H, W] -> anything.</param>
    /// <param name="layer">The layer's name, as <see cref="ModelInspection.Summary(nn.Module{Tensor, Tensor}, long[])"/> lists them.</param>
    /// <param name="images">[N, C, H, W] float.</param>
    /// <returns>The layer's output, of its last call where it is called more than once; [N, K, h, w] of a convolution.</returns>
    /// <exception cref="ArgumentException">There is no such layer, or the network does not call it.</exception>
    public static Tensor Activations(nn.Module<Tensor, Tensor> network, string layer, Tensor images)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        return Watched(network, layer, images, scope).Output.detach().MoveToOuterDisposeScope();
    }

    /// <summary>A network's answer, and what a layer gave on the way to it, which belongs to a scope.</summary>
    private static (Tensor Output, Tensor Answer) Watched(nn.Module<Tensor, Tensor> network, string name, Tensor images, DisposeScope scope)
    {
        RequireImages(images);
        var layer = network.named_modules().Where(entry => entry.name == name).Select(entry => entry.module).FirstOrDefault()
            ?? throw new ArgumentException($"{network.GetName()} has no layer '{name}'; it has {Names(network)}.", nameof(name));
        if (layer is not nn.Module<Tensor, Tensor> watched)
            throw new ArgumentException($"'{name}' of {network.GetName()} is a {layer.GetName()}, which does not make one tensor of one; name a layer that does, such as a convolution.", nameof(name));
        Tensor? output = null;
        // What follows gets a copy: a ReLU that works in place would change what is kept here.
        var hook = watched.register_forward_hook((_, _, y) =>
        {
            output = y;
            scope.Attach(y);
            return y.clone();
        });
        try
        {
            using var evaluation = new EvaluationMode(network);
            var answer = network.call(images);
            return (output ?? throw new ArgumentException($"{network.GetName()} has a layer '{name}', and did not call it for these images.", nameof(name)), answer);
        }
        finally
        {
            hook.remove();
        }
    }

    private static string Names(nn.Module network)
    {
        const int room = 8;
        var names = network.named_modules().Select(entry => entry.name).Where(name => name.Length > 0).ToArray();
        return names.Length switch { 0 => "none", <= room => string.Join(", ", names), _ => $"{string.Join(", ", names[..room])} and {names.Length - room} more, which Summary() lists" };
    }

    private static void RequireImages(Tensor images)
    {
        if (images.dim() != 4 || images.shape[0] == 0 || !images.is_floating_point())
            throw new ArgumentException($"Images are float [N, C, H, W] with one image at least, and these are {images.dtype} [{string.Join(", ", images.shape)}].", nameof(images));
    }

    /// <summary>The class of each image that is explained: the given one, or the one that the network is surest of.</summary>
    /// <returns>[N, 1] int64.</returns>
    private static Tensor Explained(Tensor answer, Tensor? labels, Tensor images)
    {
        var count = images.shape[0];
        if (answer.dim() != 2 || answer.shape[0] != count)
            throw new ArgumentException($"The network answers {count} images with [{string.Join(", ", answer.shape)}]; one logit a class is needed, [{count}, classes].", nameof(images));
        if (labels is null) return answer.argmax(1, keepdim: true);
        if (labels.dim() != 1 || labels.shape[0] != count || labels.dtype != ScalarType.Int64)
            throw new ArgumentException($"The labels are {labels.dtype} [{string.Join(", ", labels.shape)}]; {count} images need one class each, int64 [{count}].", nameof(labels));
        var (least, most) = (labels.min().item<long>(), labels.max().item<long>());
        if (least < 0 || most >= answer.shape[1])
            throw new ArgumentException($"There is no class {(least < 0 ? least : most)}: the network has the classes 0 to {answer.shape[1] - 1}.", nameof(labels));
        return labels.unsqueeze(1);
    }
}

using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace ImageNotebooks;

public static partial class Explain
{
    /// <summary>
    /// Grad-CAM (Selvaraju et al. 2017, "Grad-CAM: Visual Explanations from Deep Networks via Gradient-based Localization"): where a layer's feature maps speak for a class. Each map is
    /// weighted by the mean slope of the class's logit over it, alpha_k = mean over i, j of dy / dA_kij, and what is positive in the sum of alpha_k A_k is the heat.
    /// </summary>
    /// <param name="network">[N, C, H, W] -> [N, classes] logits.</param>
    /// <param name="images">[N, C, H, W] float.</param>
    /// <param name="labels">[N] int64, the class to explain; null for the one that the network is surest of.</param>
    /// <param name="layer">The name of a layer that gives maps; null for the last one that gives maps of more than one place.</param>
    /// <returns>[N, H, W] float in [0, 1], as large as the images: 1 at an image's hottest place; 0 everywhere where nothing speaks for the class.</returns>
    /// <exception cref="ArgumentException">There is no such layer or class, the layer gives no maps, or the answer does not depend on them.</exception>
    public static Tensor GradCam(nn.Module<Tensor, Tensor> network, Tensor images, Tensor? labels = null, string? layer = null)
    {
        RequireImages(images);
        layer ??= LastMaps(network, images);
        using var scope = NewDisposeScope();
        using var watched = enable_grad();
        // A network that is frozen throughout has a slope only from the images on.
        var (maps, answer) = Watched(network, layer, images.detach().requires_grad_(true), scope);            // [N, K, h, w]
        if (maps.dim() != 4)
            throw new ArgumentException($"'{layer}' gives [{string.Join(", ", maps.shape)}]; Grad-CAM needs maps, [N, K, h, w], so name a layer before the head.", nameof(layer));
        var logits = answer.gather(1, Explained(answer, labels, images));
        var slope = logits.requires_grad && maps.requires_grad ? autograd.grad([logits.sum()], [maps], allow_unused: true)[0] : null;
        if (slope is null || slope.IsInvalid)
            throw new ArgumentException($"The answer of {network.GetName()} does not depend on '{layer}' by anything that can be differentiated; name a layer that it is computed from.", nameof(layer));
        using var still = no_grad();
        var weights = slope.mean([2, 3], keepdim: true);                                               // [N, K, 1, 1]
        var heat = relu((weights * maps).sum([1], keepdim: true)).to_type(ScalarType.Float32);         // [N, 1, h, w]
        heat = interpolate(heat, images.shape[2..], mode: InterpolationMode.Bilinear, align_corners: false).squeeze(1);
        return (heat / heat.amax([1, 2], keepdim: true).clamp_min(1e-12)).MoveToOuterDisposeScope();   // [N, H, W]
    }

    private static string LastMaps(nn.Module<Tensor, Tensor> network, Tensor images)
    {
        string? last = null;
        var hooks = network.named_modules().Where(entry => entry.name.Length > 0 && entry.module is nn.Module<Tensor, Tensor>).Select(entry =>
            ((nn.Module<Tensor, Tensor>)entry.module).register_forward_hook((_, _, y) =>
            {
                if (y.dim() == 4 && y.shape[2] * y.shape[3] > 1) last = entry.name;
                return y;
            })).ToList();
        try
        {
            using var scope = NewDisposeScope();
            using var still = no_grad();
            using var evaluation = new EvaluationMode(network);
            network.call(images[TensorIndex.Slice(0, 1)]);
        }
        finally
        {
            hooks.ForEach(hook => hook.remove());
        }
        return last ?? throw new ArgumentException($"No layer of {network.GetName()} gives maps of more than one place, [N, K, h, w]; Grad-CAM has nothing to weigh.", nameof(network));
    }
}

using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>Multiplies batch normalisation into the convolution before it (Jacob et al. 2018, "Quantization and Training of Neural Networks", section 3.2).</summary>
internal static class Folding
{
    /// <summary>Copies a network's weights into one of the same layers that was made with <see cref="Convention.Folded"/>.</summary>
    /// <remarks>Where the twin has an identity in place of a normalisation, the convolution before it takes over; backbones declare their layers in the order in which images pass them.</remarks>
    public static void Copy(nn.Module source, nn.Module twin)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var modules = source.DepthFirst().ToDictionary(entry => entry.Name, entry => entry.Module);
        (string Name, Conv2d Layer)? before = null;
        foreach (var (name, module) in twin.DepthFirst())
        {
            switch (module)
            {
                case Conv2d convolution:
                    CopyState(modules[name], convolution);
                    before = (name, convolution);
                    break;
                case Identity when modules[name] is BatchNorm2d norm:
                    Fold((Conv2d)modules[before!.Value.Name], norm, before.Value.Layer);
                    break;
                case not null when !module.children().Any():
                    CopyState(modules[name], module);
                    break;
            }
        }
    }

    private static void Fold(Conv2d convolution, BatchNorm2d norm, Conv2d target)
    {
        var bias = convolution.bias ?? zeros_like(norm.running_mean!);
        var (weight, folded) = nn.utils.fuse_conv_bn_weights(convolution.weight, bias, norm.running_mean!, norm.running_var!, norm.eps, norm.weight!, norm.bias!);
        target.weight.copy_(weight);
        target.bias!.copy_(folded);
    }

    private static void CopyState(nn.Module from, nn.Module to)
    {
        var state = from.state_dict();
        // A convolution that gains a bias by folding begins with none.
        foreach (var (name, value) in to.state_dict()) if (state.TryGetValue(name, out var source)) value.copy_(source); else value.zero_();
    }
}

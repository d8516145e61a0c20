using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>Everything in float.</summary>
internal sealed class FullPrecision(nn.Module<Tensor, Tensor> model, bool channelsLast = false) : IModelPrecision
{
    public IReadOnlyList<Parameter> Weights { get; } = [.. model.parameters()];

    public IDisposable Begin() => this;

    public Tensor Forward(Tensor images)
    {
        if (!channelsLast) return model.call(images);
        using var scope = NewDisposeScope();
        return model.call(ChannelsLast(images)).MoveToOuterDisposeScope();
    }

    public void Step(optim.Optimizer optimizer) => optimizer.step();

    public void Dispose()
    {
    }

    /// <summary>The same images with all channels of a pixel side by side, which libtorch recognises by the strides, and passes on from layer to layer; what is no image is left as it is.</summary>
    public static Tensor ChannelsLast(Tensor images) => images.dim() == 4 ? images.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2) : images;
}

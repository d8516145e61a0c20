using SystemTorch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>libtorch's autocast: it casts weights and images on the way into each product and gives the gradients of the float weights.</summary>
internal sealed class AutocastPrecision : IModelPrecision
{
    private readonly nn.Module<Tensor, Tensor> model;

    public AutocastPrecision(nn.Module<Tensor, Tensor> model)
    {
        this.model = model;
        MemoryFormat.ChannelsLast(model);
        Weights = [.. model.parameters()];
    }

    public IReadOnlyList<Parameter> Weights { get; }

    public IDisposable Begin() => this;

    public Tensor Forward(Tensor images)
    {
        using var autocast = new Autocast();
        return model.call(ChannelsLast(images));
    }

    /// <summary>Images in channels-last order; features of images, which have no channels, as they are.</summary>
    public static Tensor ChannelsLast(Tensor images) => images.dim() == 4 ? MemoryFormat.ChannelsLast(images) : images;

    public void Step(optim.Optimizer optimizer) => optimizer.step();

    public void Dispose()
    {
    }
}

using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>Everything in float.</summary>
internal sealed class FullPrecision(nn.Module<Tensor, Tensor> model) : IModelPrecision
{
    public IReadOnlyList<Parameter> Weights { get; } = [.. model.parameters()];

    public IDisposable Begin() => this;

    public Tensor Forward(Tensor images) => model.call(images);

    public void Step(optim.Optimizer optimizer) => optimizer.step();

    public void Dispose()
    {
    }
}

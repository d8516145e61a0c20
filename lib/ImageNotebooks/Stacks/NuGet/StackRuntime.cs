using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>The cpu and cuda stacks: the TorchSharp package, which has neither autocast nor memory formats.</summary>
internal sealed class StackRuntime : ITensorRuntime
{
    public string Description => $"TorchSharp {typeof(torch).Assembly.GetName().Version}, {(cuda.is_available() ? "cuda" : "cpu")}, {get_num_threads()} threads";

    public IModelPrecision BFloat16(nn.Module<Tensor, Tensor> model) => new MasterWeights(model);

    // Outside of training the weights are float ones.
    public Tensor Forward(nn.Module<Tensor, Tensor> model, Tensor images) => model.call(images);
}

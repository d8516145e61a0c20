using SystemTorch;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>The system stack: SystemTorch on the distribution's libtorch.</summary>
internal sealed class StackRuntime : ITensorRuntime
{
    public string Description => $"system: libtorch {LibTorch.Version}, {get_num_threads()} threads";

    public IDisposable Deterministic() => new Deterministic();

    // The CPU has no such format; what was asked for is only remembered.
    public bool TensorFloat32 { get; set; }

    public Tensor OutgoingBytes(long[] shape, Device device) => empty(shape, ScalarType.Byte);

    public IModelPrecision BFloat16(nn.Module<Tensor, Tensor> model) => new AutocastPrecision(model);

    // Whoever asks has seen that the model is on a GPU, and none is with this stack.
    public IModelPrecision Float16(nn.Module<Tensor, Tensor> model) => throw new NotSupportedException("SystemTorch computes on the CPU alone.");

    public Tensor Forward(nn.Module<Tensor, Tensor> model, Tensor images)
    {
        using var autocast = new Autocast();
        return model.call(AutocastPrecision.ChannelsLast(images));
    }
}

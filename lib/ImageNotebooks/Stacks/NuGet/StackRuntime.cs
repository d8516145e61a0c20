using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>The cpu and cuda stacks: the TorchSharp package, which has neither autocast nor memory formats.</summary>
internal sealed class StackRuntime : ITensorRuntime
{
    public string Description => $"TorchSharp {typeof(torch).Assembly.GetName().Version}, {(cuda.is_available() ? "cuda" : "cpu")}, {get_num_threads()} threads";

    // TorchSharp has no switch. On the CPU none is needed; cuDNN chooses its algorithms anew in every process.
    public IDisposable Deterministic() => cuda.is_available()
        ? throw new NotSupportedException("TorchSharp has no switch for deterministic algorithms on a GPU. Train on the CPU, or accept that two runs differ in their last digits.")
        : new NothingToUndo();

    public bool TensorFloat32
    {
        get => backends.cuda.matmul.allow_tf32 && backends.cudnn.allow_tf32;
        set => (backends.cuda.matmul.allow_tf32, backends.cudnn.allow_tf32) = (value, value);
    }

    public Tensor OutgoingBytes(long[] shape, Device device)
    {
        var bytes = empty(shape, ScalarType.Byte);
        if (device.type != DeviceType.CUDA) return bytes;
        using (bytes) return bytes.pin_memory();
    }

    public IModelPrecision BFloat16(nn.Module<Tensor, Tensor> model) => new MasterWeights(model, ScalarType.BFloat16);

    public IModelPrecision Float16(nn.Module<Tensor, Tensor> model) => new MasterWeights(model, ScalarType.Float16);

    // Outside of training the weights are float ones.
    public Tensor Forward(nn.Module<Tensor, Tensor> model, Tensor images) => model.call(images);

    private sealed class NothingToUndo : IDisposable
    {
        public void Dispose()
        {
        }
    }
}

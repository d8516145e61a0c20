using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>The cpu and cuda stacks: the TorchSharp package, which has neither autocast nor memory formats.</summary>
internal sealed class StackRuntime : ITensorRuntime
{
    public string Description => $"TorchSharp {typeof(torch).Assembly.GetName().Version}, {(cuda.is_available() ? "cuda" : "cpu")}, {get_num_threads()} threads";

    public bool HasFastBFloat16 => false;

    public IDisposable Autocast(ScalarType type) =>
        throw new NotSupportedException($"TorchSharp has no autocast, so training in {type} needs the system stack (environment/lab --stack system). Choose Precision = fp32 here.");

    // A permuted copy has the strides that libtorch recognises as channels-last.
    public Tensor ChannelsLast(Tensor images)
    {
        using var scope = NewDisposeScope();
        return images.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2).MoveToOuterDisposeScope();
    }

    // libtorch takes the channels-last path when the images are in that order, whatever order the weights are in.
    public void ChannelsLast(nn.Module module) { }
}

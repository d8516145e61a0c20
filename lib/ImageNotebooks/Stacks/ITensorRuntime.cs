using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>What TorchSharp's API has no name for and the stacks do differently. Chosen when the library is built.</summary>
internal interface ITensorRuntime
{
    /// <summary>The stack and what stands behind it, for a report: for example "system: libtorch 1.13.1, 2 threads".</summary>
    string Description { get; }

    /// <summary>Whether this processor multiplies bfloat16 in hardware, so that lower precision is faster.</summary>
    bool HasFastBFloat16 { get; }

    /// <summary>Starts mixed precision on this thread, until disposed.</summary>
    /// <exception cref="NotSupportedException">The stack cannot.</exception>
    IDisposable Autocast(ScalarType type);

    /// <summary>The same [N, C, H, W] values with the channels next to each other in memory.</summary>
    Tensor ChannelsLast(Tensor images);

    /// <summary>Puts the weights of a module into channels-last order where the stack can; convolutions accept either order.</summary>
    void ChannelsLast(nn.Module module);
}

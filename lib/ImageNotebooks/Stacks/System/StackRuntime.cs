using SystemTorch;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>The system stack: SystemTorch on the distribution's libtorch.</summary>
internal sealed class StackRuntime : ITensorRuntime
{
    private readonly Lazy<bool> fastBFloat16 = new(() =>
        File.Exists("/proc/cpuinfo") && File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("flags", StringComparison.Ordinal)) is { } flags
        && flags.Split(' ').Any(f => f is "avx512_bf16" or "amx_bf16"));

    public string Description => $"system: libtorch {LibTorch.Version}, {get_num_threads()} threads";

    public bool HasFastBFloat16 => fastBFloat16.Value;

    public IDisposable Autocast(ScalarType type) => new Autocast(type);

    public Tensor ChannelsLast(Tensor images) => MemoryFormat.ChannelsLast(images);

    public void ChannelsLast(nn.Module module) => MemoryFormat.ChannelsLast(module);
}

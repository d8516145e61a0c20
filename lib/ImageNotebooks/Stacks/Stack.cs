namespace ImageNotebooks;

/// <summary>Which implementation of TorchSharp's API this library was built on, and what it can do on this machine.</summary>
public static class Stack
{
    internal static ITensorRuntime Runtime { get; } = new StackRuntime();

    internal static IImageCodec Images { get; } = new ImageCodec();

    /// <summary>The stack and what stands behind it, for example "system: libtorch 1.13.1, 2 threads".</summary>
    public static string Description => Runtime.Description;

    /// <summary>Until disposed, operations give the same bits in every run or are refused: <c>using var same = Stack.Deterministic();</c></summary>
    /// <exception cref="NotSupportedException">TorchSharp's package with a GPU, where nothing can promise it.</exception>
    public static IDisposable Deterministic() => Runtime.Deterministic();

    /// <summary>
    /// Whether NVIDIA GPUs from Ampere on may round the factors of float products, in matrices and in convolutions, to TF32: several times faster, with 10 bits of mantissa instead of 23. Without it set,
    /// libtorch does so in convolutions and not in matrices, and this is false. The CPU never does.
    /// </summary>
    public static bool TensorFloat32
    {
        get => Runtime.TensorFloat32;
        set => Runtime.TensorFloat32 = value;
    }

    /// <summary>Whether this processor multiplies bfloat16 in hardware (AVX512-BF16 or AMX), so that bf16 trains faster than fp32.</summary>
    public static bool HasFastBFloat16 => FastBFloat16.Value;

    private static readonly Lazy<bool> FastBFloat16 = new(() =>
        File.Exists("/proc/cpuinfo") && File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("flags", StringComparison.Ordinal)) is { } flags
        && flags.Split(' ').Any(flag => flag is "avx512_bf16" or "amx_bf16"));
}

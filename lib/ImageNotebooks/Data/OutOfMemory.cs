using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>A batch and what a model keeps of it did not fit into the memory of the device.</summary>
/// <param name="message">Which batch, where, how much was asked for, and what to try.</param>
/// <param name="inner">libtorch's own exception.</param>
public sealed class BatchTooLargeException(string message, Exception inner) : InvalidOperationException(message, inner);

/// <summary>Knows libtorch's words for a full memory, on a GPU and on the CPU, from other failures.</summary>
internal static partial class OutOfMemory
{
    /// <summary>Whether memory was what failed.</summary>
    public static bool IsSaidBy(ExternalException problem) => Words().IsMatch(problem.Message);

    /// <summary>Passes on what a step on a batch gives; where memory is too small for it, says which batch would fit.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="step">What is done with it.</param>
    /// <exception cref="BatchTooLargeException">Memory is too small.</exception>
    public static T Explained<T>(Batch batch, Func<T> step)
    {
        try
        {
            return step();
        }
        catch (ExternalException problem) when (IsSaidBy(problem))
        {
            throw new BatchTooLargeException(Sentence(batch.Images.shape, batch.Images.device, problem.Message), problem);
        }
    }

    internal static string Sentence(long[] shape, Device device, string words)
    {
        var asked = Asked().Match(words) is { Success: true } amount ? $" (libtorch asked for {amount.Groups[1].Value} more)" : "";
        var advice = shape[0] == 1 ? "Even one image is too much: take smaller images or a smaller model"
            : FormattableString.Invariant($"Try batches of {shape[0] / 2}; in training AccumulateBatches = 2 beside it keeps the size of a step");
        var others = device.type == TorchSharp.DeviceType.CUDA ? ", or train in fp16 or bf16. Other notebooks that still run hold memory of this GPU too." : ".";
        return $"The memory of {device} does not hold a batch of [{string.Join(", ", shape)}] and what the model keeps of it{asked}. {advice}{others}";
    }

    // "CUDA out of memory. Tried to allocate 2.00 GiB ..."; "DefaultCPUAllocator: can't allocate memory: you tried to allocate 4096 bytes"; cuDNN, cuBLAS and the driver have words of their own.
    [GeneratedRegex("out of memory|not enough memory|DefaultCPUAllocator|CUDNN_STATUS_ALLOC_FAILED|CUBLAS_STATUS_ALLOC_FAILED", RegexOptions.IgnoreCase)]
    private static partial Regex Words();

    [GeneratedRegex(@"(?:[Tt]ried to allocate|for a tensor of) ([\d.]+ \w+)")]
    private static partial Regex Asked();
}

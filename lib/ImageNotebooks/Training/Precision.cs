using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>The number format of convolutions and matrix products during training. Weights are kept in float always.</summary>
public enum Precision
{
    /// <summary>32-bit float throughout: what the studies used, and what results are compared in.</summary>
    Float32,

    /// <summary>bfloat16 products with channels-last images: more than twice as fast on processors with AVX512-BF16 or AMX, a little noisier.</summary>
    BFloat16,

    /// <summary>
    /// Half-precision products with channels-last images and dynamic loss scaling by the rule of PyTorch's <c>GradScaler</c> (from 65,536; a step whose gradients are not finite is left out), for a
    /// model on an NVIDIA GPU. A run that is continued from a checkpoint finds its scale anew.
    /// </summary>
    Float16,
}

/// <summary>Choosing a <see cref="Precision"/> by name.</summary>
public static class Precisions
{
    /// <summary>Reads a notebook's parameter.</summary>
    /// <param name="name">"fp32", "bf16", "fp16", or "auto": bf16 on the sample data where this processor has it in hardware, else fp32, as full reproductions need.</param>
    /// <param name="data">The notebook's Data parameter, for "auto".</param>
    /// <exception cref="ArgumentException">Another name.</exception>
    public static Precision Parse(string name, string data) => name switch
    {
        "fp32" => Precision.Float32,
        "bf16" => Precision.BFloat16,
        "fp16" => Precision.Float16,
        "auto" => data == "sample" && Stack.HasFastBFloat16 ? Precision.BFloat16 : Precision.Float32,
        _ => throw new ArgumentException($"'{name}' is no precision: choose fp32, bf16 or auto, or fp16 on a GPU.", nameof(name)),
    };

    /// <summary>The short name that <see cref="Parse"/> reads.</summary>
    public static string Name(this Precision precision) => precision switch
    {
        Precision.Float32 => "fp32",
        Precision.BFloat16 => "bf16",
        _ => "fp16",
    };

    /// <summary>A model ready to train in this precision.</summary>
    /// <exception cref="NotSupportedException">fp16 was asked for, and the model is not on a GPU.</exception>
    internal static IModelPrecision For(this Precision precision, nn.Module<Tensor, Tensor> model, bool channelsLast = false) => precision switch
    {
        Precision.BFloat16 => Stack.Runtime.BFloat16(model),
        Precision.Float16 when model.parameters().Any(parameter => parameter.device.type != DeviceType.CUDA) => throw new NotSupportedException(
            $"{model.GetName()} is on the CPU, which computes fp16 slowly or not at all. Take bf16 here; for fp16 move the model to an NVIDIA GPU first: model.to(Devices.Auto)."),
        Precision.Float16 => Stack.Runtime.Float16(model),
        _ => new FullPrecision(model, channelsLast),
    };

    /// <summary>A model's output outside of training.</summary>
    internal static Tensor Forward(this Precision precision, nn.Module<Tensor, Tensor> model, Tensor images) =>
        precision == Precision.BFloat16 ? Stack.Runtime.Forward(model, images) : model.call(images);
}

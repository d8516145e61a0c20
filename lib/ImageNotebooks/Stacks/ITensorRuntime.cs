using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>What TorchSharp's API has no name for and the stacks do differently. Chosen when the library is built.</summary>
internal interface ITensorRuntime
{
    /// <summary>The stack and what stands behind it, for a report: for example "system: libtorch 1.13.1, 2 threads".</summary>
    string Description { get; }

    /// <summary>Refuses operations whose result varies from run to run, until disposed.</summary>
    /// <exception cref="NotSupportedException">The stack cannot promise that.</exception>
    IDisposable Deterministic();

    /// <summary>Whether a GPU may round the factors of float products to TF32's 10 bits of mantissa.</summary>
    bool TensorFloat32 { get; set; }

    /// <summary>Memory for a tensor on its way to a device: on the CPU, and pinned where that lets a copy to a GPU go on beside the computation.</summary>
    /// <param name="shape">Its shape.</param>
    /// <param name="device">Where it is to go.</param>
    /// <returns>uint8, its content undefined. The caller's.</returns>
    Tensor OutgoingBytes(long[] shape, Device device);

    /// <summary>Prepares a model to train with bfloat16 products and channels-last images.</summary>
    /// <param name="model">[N, C, H, W] -> any shape, its weights float. Stays the caller's.</param>
    IModelPrecision BFloat16(nn.Module<Tensor, Tensor> model);

    /// <summary>Prepares a model to train with half-precision products, channels-last images and a scaled loss.</summary>
    /// <param name="model">[N, C, H, W] -> any shape, its weights float and on a GPU. Stays the caller's.</param>
    IModelPrecision Float16(nn.Module<Tensor, Tensor> model);

    /// <summary>The output of a float model for images, in bfloat16 where the stack can do that without touching its weights.</summary>
    Tensor Forward(nn.Module<Tensor, Tensor> model, Tensor images);
}

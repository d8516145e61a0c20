using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>What a layer computes for one input, by its shapes alone.</summary>
/// <param name="MultiplyAdds">Multiplications that are followed by an addition, in convolutions and dense layers: what papers give as multiply-adds, MACs or, in some, FLOPs.</param>
/// <param name="Flops">Floating-point operations: two for each multiply-add, and those of biases and of the other layers.</param>
internal readonly record struct LayerCost(long MultiplyAdds, long Flops)
{
    // Layers that compute each output number from one input number.
    private static readonly HashSet<string> Elementwise = ["ReLU", "ReLU6", "LeakyReLU", "PReLU", "ELU", "SELU", "CELU", "SiLU", "Mish", "GELU", "Tanh", "Sigmoid", "Hardtanh",
        "Hardsigmoid", "Hardswish", "Softplus", "Softsign", "Softmax", "LogSoftmax", "LogSigmoid"];

    /// <summary>The cost of one call; zero for what only moves numbers and for layers that are not known here.</summary>
    public static LayerCost Of(LayerCall call)
    {
        var output = Numbers(call.Output);
        return call.Module switch
        {
            null => new(0, call.Type is "add" or "mul" ? output * (call.Sources.Count - 1) : 0),
            Conv1d or Conv2d or Conv3d or Linear => Weighted(call, output),
            ConvTranspose1d or ConvTranspose2d or ConvTranspose3d => Weighted(call, Numbers(call.Inputs[0])),
            BatchNorm1d or BatchNorm2d or BatchNorm3d => new(0, 2 * output),
            MaxPool2d pool => new(0, output * (Window(pool.kernel_size) - 1)),
            AvgPool2d pool => new(0, output * Window(pool.kernel_size)),
            AdaptiveAvgPool2d or AdaptiveMaxPool2d => new(0, Numbers(call.Inputs[0])),
            { } module when IsActivation(module) => new(0, output),
            _ => default,
        };
    }

    /// <summary>Whether a layer is an activation.</summary>
    public static bool IsActivation(nn.Module module) => Elementwise.Contains(module.GetType().Name);

    // Each number on the side where a kernel stands still meets the kernel once: outputs of a convolution, inputs of a transposed one.
    private static LayerCost Weighted(LayerCall call, long places)
    {
        var weight = call.Module!.get_parameter("weight")!.shape;
        var multiplyAdds = places * (Numbers(weight) / weight[0]);
        return new(multiplyAdds, (2 * multiplyAdds) + (call.Module.has_parameter("bias") ? Numbers(call.Output) : 0));
    }

    // A single number stands for a square window.
    private static long Window(long[] kernel) => kernel.Length == 1 ? kernel[0] * kernel[0] : Numbers(kernel);

    private static long Numbers(long[] shape) => shape.Aggregate(1L, (product, size) => product * size);
}

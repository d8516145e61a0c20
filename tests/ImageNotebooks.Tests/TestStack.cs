using static TorchSharp.torch;

namespace ImageNotebooks.Tests;

/// <summary>The stack that the tests run on, for the few figures in which TorchSharp's package differs.</summary>
internal static class TestStack
{
    public static bool IsSystemTorch { get; } = typeof(Tensor).Assembly.GetName().Name == "SystemTorch";
}

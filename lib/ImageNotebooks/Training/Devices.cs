using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>
/// Choosing where to compute: a notebook says <c>var device = Devices.Parse(Device)</c> once, then <c>model.to(device)</c> before the trainer is made, and <c>data.Train.Batches(32).To(device)</c>.
/// Results come back to the CPU by themselves.
/// </summary>
public static class Devices
{
    /// <summary>The first NVIDIA GPU where there is one that the stack can use, else the CPU.</summary>
    public static Device Auto => cuda.is_available() ? device("cuda:0") : CPU;

    /// <summary>Reads a notebook's parameter.</summary>
    /// <param name="name">"auto", "cpu", "cuda" for the first GPU, or "cuda:1" and so on.</param>
    /// <exception cref="ArgumentException">Another name, or a GPU that is not there.</exception>
    public static Device Parse(string name)
    {
        if (name == "auto") return Auto;
        if (name == "cpu") return CPU;
        var number = 0;
        if (name != "cuda" && !(name.StartsWith("cuda:", StringComparison.Ordinal) && int.TryParse(name["cuda:".Length..], out number) && number >= 0))
            throw new ArgumentException($"'{name}' is no device: choose auto, cpu, cuda or cuda:1.", nameof(name));
        var there = cuda.is_available() ? cuda.device_count() : 0;
        if (number >= there)
            throw new ArgumentException($"There is no device '{name}': {Stack.Description} sees {there} NVIDIA GPUs. Choose auto, or run on the cuda stack.", nameof(name));
        return device(FormattableString.Invariant($"cuda:{number}"));
    }
}

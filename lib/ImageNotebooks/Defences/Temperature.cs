using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>
/// A network whose logits are divided by a temperature, so that its probabilities are softer; its answers are the same. Distillation trains teacher and student in it (Hinton et al. 2015, "Distilling the
/// Knowledge in a Neural Network"), and an attack on a distilled student needs it too, see <see cref="DistilledBatches"/>.
/// </summary>
public sealed class Temperature : DefendedNetwork
{
    /// <summary>Divides a network's logits.</summary>
    /// <param name="network">[N, C, H, W] -> logits.</param>
    /// <param name="value">The temperature, above 0; 1 changes nothing.</param>
    public Temperature(nn.Module<Tensor, Tensor> network, double value) : base(nameof(Temperature), network)
    {
        Require(value);
        Value = value;
    }

    /// <summary>By what logits are divided.</summary>
    public double Value { get; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        return Network.call(x).div(Value).MoveToOuterDisposeScope();
    }

    internal static void Require(double temperature)
    {
        if (!(temperature > 0 && double.IsFinite(temperature))) throw new ArgumentOutOfRangeException(nameof(temperature), temperature, "A temperature is above 0; 1 leaves probabilities as they are.");
    }
}

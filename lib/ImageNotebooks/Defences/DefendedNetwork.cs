using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>
/// A network with something before or behind it, one module: what is defended so is trained, measured and attacked as a whole, and an attack that does not know of the defence would measure nothing. The network
/// stays the caller's.
/// </summary>
public abstract class DefendedNetwork : nn.Module<Tensor, Tensor>
{
    private protected DefendedNetwork(string name, nn.Module<Tensor, Tensor> network) : base(name)
    {
        Network = network;
        register_module(nameof(network), network);
    }

    /// <summary>The network as it is by itself.</summary>
    protected nn.Module<Tensor, Tensor> Network { get; }

    /// <summary>Frees nothing: the network is the caller's.</summary>
    protected override void Dispose(bool disposing)
    {
    }
}

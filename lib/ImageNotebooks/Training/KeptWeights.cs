using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>A copy of a model's weights and buffers for a callback that may give them back, through checkpoints too.</summary>
/// <param name="prefix">Under which the weights stand in a checkpoint.</param>
internal sealed class KeptWeights(string prefix) : IDisposable
{
    private Dictionary<string, Tensor>? weights;

    /// <summary>Whether there are any.</summary>
    public bool Any => weights is not null;

    /// <summary>Takes the model's weights as they are now, in place of those before.</summary>
    public void Take(nn.Module model)
    {
        using var still = no_grad();
        Hold(model.state_dict());
    }

    /// <summary>Gives the model its weights back.</summary>
    public void GiveTo(nn.Module model) => model.load_state_dict(weights!);

    /// <inheritdoc cref="Callback.Save"/>
    public void Save(IDictionary<string, Tensor> state)
    {
        foreach (var (name, weight) in weights ?? []) state[prefix + name] = weight;
    }

    /// <inheritdoc cref="Callback.Restore"/>
    public void Restore(IReadOnlyDictionary<string, Tensor> state)
    {
        Dispose();
        var saved = state.Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(entry => entry.Key[prefix.Length..], entry => entry.Value);
        if (saved.Count > 0) Hold(saved);
    }

    /// <summary>Frees them.</summary>
    public void Dispose()
    {
        foreach (var weight in weights?.Values ?? Enumerable.Empty<Tensor>()) weight.Dispose();
        weights = null;
    }

    private void Hold(Dictionary<string, Tensor> given)
    {
        Dispose();
        weights = given.ToDictionary(entry => entry.Key, entry => entry.Value.clone().DetachFromDisposeScope());
    }
}

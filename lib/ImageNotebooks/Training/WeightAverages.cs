using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>
/// Exponential moving averages of a model's weights and of its floating-point buffers, which often classify better than the weights themselves (Polyak and Juditsky 1992); the decay rises with
/// the steps as that of TensorFlow's <c>ExponentialMovingAverage(decay, num_updates)</c>, so that the first weights are soon forgotten.
/// </summary>
internal sealed class WeightAverages : IDisposable
{
    private readonly nn.Module<Tensor, Tensor> model;
    private readonly List<(string Name, Tensor Weight, Tensor Average)> averages;

    /// <summary>Begins with the weights as they are.</summary>
    /// <param name="model">The model, with float weights; between steps its products' weights may be in another format.</param>
    /// <param name="weights">Its float weights, in the order of its parameters.</param>
    /// <param name="decay">How much of an average remains when a step is added, in [0, 1).</param>
    public WeightAverages(nn.Module<Tensor, Tensor> model, IReadOnlyList<Parameter> weights, double decay)
    {
        (this.model, Decay) = (model, decay);
        using var still = no_grad();
        averages = [.. model.named_parameters().Zip(weights, (entry, weight) => (entry.name, (Tensor)weight)).Where(entry => entry.Item2.requires_grad)
            .Concat(model.named_buffers(include_nonpersistent: false).Where(entry => entry.buffer.is_floating_point()))
            .Select(entry => (entry.Item1, entry.Item2, entry.Item2.clone().DetachFromDisposeScope()))];
    }

    /// <summary>How much of an average remains when many steps have been taken.</summary>
    public double Decay { get; }

    /// <summary>Takes the weights after a step in.</summary>
    /// <param name="steps">How many steps there were, this one included.</param>
    public void Add(int steps)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        // Adding a part of the difference leaves what does not change, the statistics of a frozen layer for instance, as it is to the bit.
        var share = 1 - Math.Min(Decay, (1.0 + steps) / (10 + steps));
        foreach (var (_, weight, average) in averages) average.add_(weight - average, share);
    }

    /// <summary>Gives the model the averages until disposed; then it has its own weights again, and what was done to the model has been done to the averages.</summary>
    public IDisposable InModel() => new Loan(this);

    /// <summary>Gives the model the averages and keeps its own weights.</summary>
    public void Swap()
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var held = model.state_dict();
        foreach (var (name, _, average) in averages)
        {
            var before = held[name].clone();
            held[name].copy_(average);
            average.copy_(before);
        }
    }

    /// <summary>The averages by their weights' names. They stay here.</summary>
    public IEnumerable<(string Name, Tensor Average)> Named => averages.Select(entry => (entry.Name, entry.Average));

    /// <summary>Frees the averages.</summary>
    public void Dispose() => averages.ForEach(entry => entry.Average.Dispose());

    private sealed class Loan : IDisposable
    {
        private readonly WeightAverages averages;

        public Loan(WeightAverages averages) => (this.averages = averages).Swap();

        public void Dispose() => averages.Swap();
    }
}

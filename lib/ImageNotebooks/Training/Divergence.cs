using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>A loss was not a finite number, and training was ended before it spoiled the weights.</summary>
/// <param name="message">Which batch it was, and where the first number that is not finite came from.</param>
public sealed class TrainingDivergedException(string message) : InvalidOperationException(message);

/// <summary>Finds where the first number that is not finite came from.</summary>
internal static class Divergence
{
    /// <summary>Passes a batch through the model once more and looks at every layer.</summary>
    public static TrainingDivergedException Explain(nn.Module<Tensor, Tensor> model, Batch batch, TrainingRun run, double loss, int number)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        return new($"The loss of batch {number} in epoch {run.Epoch} is {loss}; the weights are those before it. {Cause(model, batch)} " +
            $"The batch has the images {string.Join(", ", batch.Indices.Take(8))}{(batch.Count > 8 ? " ..." : "")} of its split.");
    }

    private static string Cause(nn.Module<Tensor, Tensor> model, Batch batch)
    {
        if (!IsFinite(batch.Images)) return "Its images already hold numbers that are not finite.";
        if (model.named_parameters().FirstOrDefault(entry => !IsFinite(entry.parameter)) is { name: { } weight })
            return $"The first weight that is not finite is {weight}, so the step before was too large: lower the learning rate, or set ClipNorm.";
        string? first = null;
        var hooks = model.Leaves().Where(leaf => leaf.Module is nn.Module<Tensor, Tensor>).Select(leaf => ((nn.Module<Tensor, Tensor>)leaf.Module).register_forward_hook((module, _, output) =>
        {
            if (first is null && !IsFinite(output)) first = $"{leaf.Name} ({module.GetName()})";
            return output;
        })).ToList();
        try
        {
            using var logits = model.call(batch.Images);
            return first is not null ? $"The first layer whose output is not finite is {first}, and its weights are finite: lower the learning rate, or normalise what it is given."
                : IsFinite(logits) ? "Every layer's output is finite in fp32, so it is the loss that is not: look at the labels and weights." : "It came from what the model computes between its layers.";
        }
        finally
        {
            hooks.ForEach(hook => hook.remove());
        }
    }

    private static bool IsFinite(Tensor tensor) => !tensor.is_floating_point() || tensor.isfinite().all().item<bool>();
}

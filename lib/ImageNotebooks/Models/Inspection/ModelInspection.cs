using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>Looking at models. Nothing of the model changes: neither its mode, its averages, its gradients nor its hooks, also where it refuses the input.</summary>
public static class ModelInspection
{
    /// <summary>Passes an image through the model and notes what each layer gives.</summary>
    /// <param name="model">[N, ...] -> [N, ...].</param>
    /// <param name="inputShape">The shape of one input without the batch, for example 3, 32, 32.</param>
    /// <exception cref="ArgumentException">The model does not take such an input; the message says how far it came.</exception>
    public static ModelSummary Summary(this nn.Module<Tensor, Tensor> model, params long[] inputShape) => Summary(model, inputShape, null);

    /// <summary>The same, with a column that says what each layer is connected to, or without.</summary>
    /// <param name="model">[N, ...] -> [N, ...].</param>
    /// <param name="inputShape">The shape of one input without the batch, for example [3, 32, 32].</param>
    /// <param name="connections">Null shows the column where the model is not a plain chain of layers.</param>
    /// <exception cref="ArgumentException">The model does not take such an input; the message says how far it came.</exception>
    public static ModelSummary Summary(this nn.Module<Tensor, Tensor> model, long[] inputShape, bool? connections)
    {
        var calls = LayerTrace.Of(model, inputShape);
        // A layer with numbers is one layer however often it is called; without any, its calls have nothing in common.
        var layers = calls.GroupBy(call => call.Module is { } module && LayerCall.Held(module).Any() ? (object)module : call, ReferenceEqualityComparer.Instance);
        var parameters = model.parameters().DistinctBy(p => p.Handle).ToList();
        var held = LayerCall.Held(model).ToList();
        var called = calls.Select(call => call.Module).OfType<nn.Module>().ToHashSet<nn.Module>(ReferenceEqualityComparer.Instance);
        var unused = model.named_modules().Where(m => !m.module.children().Any() && !called.Contains(m.module) && LayerCall.Held(m.module).Any());
        return new(model.GetName(), [.. layers.Select(group => LayerSummary.Of([.. group]))],
            new(held.Sum(t => t.numel()), parameters.Where(p => p.requires_grad).Sum(p => p.numel()), held.Sum(t => t.numel() * t.ElementSize), [.. unused.DistinctBy(m => m.module).Select(m => m.name)]), connections);
    }

    /// <summary>Draws the model's layers as boxes with arrows between them.</summary>
    /// <param name="model">[N, ...] -> [N, ...].</param>
    /// <param name="inputShape">The shape of one input without the batch, for example 3, 150, 150.</param>
    /// <exception cref="ArgumentException">The model does not take such an input; the message says how far it came.</exception>
    public static ModelDiagram Diagram(this nn.Module<Tensor, Tensor> model, params long[] inputShape) => Diagram(model, inputShape, null);

    /// <summary>The same, with blocks of layers as one box each.</summary>
    /// <param name="model">[N, ...] -> [N, ...].</param>
    /// <param name="inputShape">The shape of one input without the batch, for example [3, 150, 150].</param>
    /// <param name="depth">1 shows the model's blocks as one box each, 2 shows theirs, and so on; null shows every layer. Lists of layers (Sequential, ModuleList) are no blocks.</param>
    /// <exception cref="ArgumentException">The model does not take such an input, or the depth is below 1.</exception>
    public static ModelDiagram Diagram(this nn.Module<Tensor, Tensor> model, long[] inputShape, int? depth)
    {
        if (depth < 1) throw new ArgumentOutOfRangeException(nameof(depth), depth, "The depth is 1 or more, or null for every layer.");
        var calls = LayerTrace.Of(model, inputShape);
        return new(string.Create(CultureInfo.InvariantCulture, $"{model.GetName()}: {LayerCall.Held(model).Sum(t => t.numel()):#,0} parameters"), DiagramGraph.Of(calls, model, depth));
    }
}

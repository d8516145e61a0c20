using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>
/// Passes one image through a model in evaluation and notes the call of every layer and which earlier layers' outputs came into it.
/// </summary>
/// <remarks>
/// Each layer's output is replaced, before the model goes on, by values of the same shape that autograd has not seen before. What a layer receives therefore reaches back, in
/// autograd's graph, through relu, +, cat and whatever else stands between two layers, to the outputs that it was made of and to no earlier ones, and
/// <c>autograd.grad</c> with <c>allow_unused</c> names them: an exact answer, from one pass. It says nothing where a model leaves autograd between two layers
/// (no_grad, detach, integers); inside a layer it may do so. A container whose result was made of several outputs is noted as a join of its own.
/// </remarks>
internal sealed class LayerTrace
{
    private readonly record struct Frame(string Path, bool Leaf, IReadOnlyList<LayerSource> Sources, IReadOnlyList<long[]> Inputs, IDisposable? Still);

    private readonly DisposeScope scope;
    private readonly List<(LayerCall call, Tensor? value)> seen = [];
    private readonly LayerJoins joins = new();
    private readonly Dictionary<nn.Module, int> occasions = new(ReferenceEqualityComparer.Instance);
    private readonly Stack<Frame> frames = [];
    private readonly Dictionary<nn.Module, string> paths;
    private readonly List<Action> unhook = [];
    private Tensor? wave;

    private LayerTrace(nn.Module model, DisposeScope scope)
    {
        this.scope = scope;
        paths = new(ReferenceEqualityComparer.Instance) { [model] = "" };
        foreach (var (path, module) in model.named_modules()) paths.TryAdd(module, path);
    }

    /// <summary>The calls in their order, the input first.</summary>
    /// <param name="model">Left as it was, whatever happens: mode, averages, gradients and hooks.</param>
    /// <param name="inputShape">The shape of one input without the batch.</param>
    /// <exception cref="ArgumentException">The shape is none, or the model does not take such an input.</exception>
    public static IReadOnlyList<LayerCall> Of(nn.Module<Tensor, Tensor> model, long[] inputShape)
    {
        if (inputShape.Length == 0 || inputShape.Any(size => size < 1))
            throw new ArgumentException($"The shape of one input is given without the batch, for example 3, 32, 32, not ({string.Join(", ", inputShape)}).", nameof(inputShape));
        using var scope = NewDisposeScope();
        using var watched = enable_grad();
        using var alone = new OneThread();
        using var evaluation = new EvaluationMode(model);
        var trace = new LayerTrace(model, scope);
        try
        {
            foreach (var module in trace.paths.Keys) trace.Watch(module);
            var kind = model.parameters().FirstOrDefault(p => p.is_floating_point());
            var input = zeros([1, .. inputShape], kind?.dtype ?? ScalarType.Float32, kind?.device);
            model.call(trace.Note(new("input", "Input", "", null, 1, [], input.shape, Bytes(input), []), input));
            return [.. trace.seen.Select(entry => entry.call)];
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            var place = trace.frames.TryPeek(out var frame) && frame.Path.Length > 0 ? $"{frame.Path}, to which came ({string.Join(", ", frame.Inputs[0])})" : "its own forward";
            throw new ArgumentException(
                $"An input of shape ({string.Join(", ", inputShape)}) does not pass through {model.GetName()}: it stops at {place}. Give the shape of one input that the model takes, without the batch. "
                + e.Message.Split('\n')[0], nameof(inputShape), e);
        }
        finally
        {
            foreach (var frame in trace.frames) frame.Still?.Dispose();
            trace.unhook.ForEach(remove => remove());
        }
    }

    private void Watch(nn.Module module)
    {
        switch (module)
        {
            case nn.Module<Tensor, Tensor> one:
                unhook.Add(one.register_forward_pre_hook((_, x) => Enter(module, x)[0]).remove);
                unhook.Add(one.register_forward_hook((_, _, y) => Leave(module, y)).remove);
                break;
            case nn.Module<Tensor, Tensor, Tensor> two:
                unhook.Add(two.register_forward_pre_hook((_, x1, x2) => Enter(module, x1, x2) is var x ? (x[0], x[1]) : null).remove);
                unhook.Add(two.register_forward_hook((_, _, _, y) => Leave(module, y)).remove);
                break;
            case nn.Module<Tensor, Tensor, Tensor, Tensor> three:
                unhook.Add(three.register_forward_pre_hook((_, x1, x2, x3) => Enter(module, x1, x2, x3) is var x ? (x[0], x[1], x[2]) : null).remove);
                unhook.Add(three.register_forward_hook((_, _, _, _, y) => Leave(module, y)).remove);
                break;
        }
    }

    // A layer works without autograd, as in any evaluation; what happens between layers is recorded.
    private Tensor[] Enter(nn.Module module, params Tensor[] inputs)
    {
        var leaf = !module.children().Any();
        var from = Array.ConvertAll(inputs, input => Origin(input, named: leaf));
        var handed = leaf ? Array.ConvertAll(inputs, input => input.detach()) : [.. from.Zip(inputs, (origin, input) => origin.handed ?? input)];
        frames.Push(new(paths[module], leaf, [.. from.SelectMany(origin => origin.source is { } source ? [source] : Array.Empty<LayerSource>())], [.. inputs.Select(x => x.shape)], leaf ? no_grad() : null));
        return handed;
    }

    private Tensor Leave(nn.Module module, Tensor output)
    {
        var frame = frames.Pop();
        frame.Still?.Dispose();
        if (frame.Leaf) return Note(Call(module, frame, frame.Sources, output), output);
        if (module.parameters(recurse: false).Any()) return Note(Call(module, frame, Origin(output, frame.Path, named: true).source is { } own ? [own] : [], output), output);
        var (source, handed) = Origin(output, frame.Path, named: frames.Count == 0);
        if (handed is not null) return handed;
        // What a model does to its last layer's output shows in no layer's input.
        if (frames.Count > 0 || source is not { Function.Length: > 0 } changed) return output;
        return Note(new("output", changed.Function, "", null, 1, [changed.Call.Output], output.shape, Bytes(output), [changed with { Function = "" }]), output);
    }

    private LayerCall Call(nn.Module module, Frame frame, IReadOnlyList<LayerSource> sources, Tensor output)
    {
        occasions[module] = occasions.GetValueOrDefault(module) + 1;
        var path = frame.Path.Length == 0 ? module.GetName() : frame.Path;
        return new(path, module.GetName(), path.Contains('.') ? path[..path.LastIndexOf('.')] : "", module, occasions[module], frame.Inputs, output.shape, Bytes(output), sources);
    }

    // Where a tensor came from: a single call, or a join, which is noted where it is new; then the tensor to go on with.
    // What was done on the way from a single call is found out where it is asked for.
    private (LayerSource? source, Tensor? handed) Origin(Tensor tensor, string? container = null, bool named = false)
    {
        if (!tensor.requires_grad) return (null, null);
        using var local = NewDisposeScope();
        var values = seen.Where(entry => entry.value is not null).ToList();
        var raw = tensor.detach();
        var gradients = autograd.grad([tensor], [.. values.Select(entry => entry.value!)], [raw], retain_graph: true, allow_unused: true);
        var parts = values.Zip(gradients, (entry, gradient) => new JoinPart(entry.call, entry.value!, gradient)).Where(part => !part.Gradient.IsInvalid).ToList();
        if (parts.Count == 0) return (null, null);
        if (parts.Count == 1) return (new(parts[0].Call, named ? FunctionNames.Between(parts[0].Value.detach(), raw) : ""), null);
        if (joins.Known(parts, raw) is { } known) return (known, null);
        var join = joins.New(parts, raw, container ?? (frames.TryPeek(out var frame) ? frame.Path : ""), Bytes(raw), scope);
        return (new(join, ""), Note(join, raw).MoveToOuterDisposeScope());
    }

    private Tensor Note(LayerCall call, Tensor output)
    {
        if (!output.is_floating_point())
        {
            seen.Add((call, null));
            return output;
        }
        using var local = NewDisposeScope();
        using var recorded = enable_grad();
        var value = Wave(output).MoveToOtherDisposeScope(scope).requires_grad_();
        seen.Add((call, value));
        return value.clone().MoveToOuterDisposeScope();
    }

    // The values to go on with reach from -7 to 7 and differ from layer to layer, so that no function of them looks like another: stretches of one wave whose pitch rises.
    private Tensor Wave(Tensor like)
    {
        var (start, count) = (seen.Count * 97L, like.numel());
        if (wave is null || start + count > wave.numel())
        {
            var at = arange(2 * (start + count), ScalarType.Float64);
            wave = (at * 0.37 + (at * at * 1e-7)).sin().mul(7).to_type(ScalarType.Float32).MoveToOtherDisposeScope(scope);
        }
        return wave.narrow(0, start, count).reshape(like.shape).to(like.dtype).to(like.device).detach();
    }

    private static long Bytes(Tensor tensor) => tensor.numel() * tensor.ElementSize;

    // A pass is hundreds of operations, most of them tiny; where something else keeps the processors busy, threads wait for each other many times longer than one works.
    private sealed class OneThread : IDisposable
    {
        private readonly int before = get_num_threads();

        public OneThread() => set_num_threads(1);

        public void Dispose() => set_num_threads(before);
    }
}

using TorchSharp;
using static TorchSharp.torch;

namespace ImageNotebooks;

/// <summary>Weights from files into modules and back.</summary>
public static class ModuleWeights
{
    private static readonly Dictionary<ElementType, ScalarType> Types = new()
    {
        [ElementType.Bool] = ScalarType.Bool,
        [ElementType.UInt8] = ScalarType.Byte,
        [ElementType.Int8] = ScalarType.Int8,
        [ElementType.Int16] = ScalarType.Int16,
        [ElementType.Int32] = ScalarType.Int32,
        [ElementType.Int64] = ScalarType.Int64,
        [ElementType.Float16] = ScalarType.Float16,
        [ElementType.BFloat16] = ScalarType.BFloat16,
        [ElementType.Float32] = ScalarType.Float32,
        [ElementType.Float64] = ScalarType.Float64,
    };

    /// <summary>Loads a file of any format that <see cref="WeightsFile"/> knows.</summary>
    /// <inheritdoc cref="LoadWeights(nn.Module, WeightsFile, NameMap?, bool)"/>
    public static WeightsReport LoadWeights(this nn.Module module, string path, NameMap? map = null, bool strict = true)
    {
        using var file = WeightsFile.Open(path);
        return module.LoadWeights(file, map, strict);
    }

    /// <summary>
    /// Copies a file's numbers into a module's parameters and buffers, on whatever device they are and in their type. That no <c>num_batches_tracked</c> is there is not taken for an
    /// error, since only PyTorch has it.
    /// </summary>
    /// <param name="module">The module.</param>
    /// <param name="file">The file.</param>
    /// <param name="map">Brings the file's names and layouts to the module's; null where they are the same.</param>
    /// <param name="strict">Whether module and file must agree in everything; else what fits is taken and the report says what did not.</param>
    /// <returns>What was loaded.</returns>
    /// <exception cref="WeightsMismatchException">Something is missing, unexpected or of another shape, and <paramref name="strict"/> was asked for; nothing was changed.</exception>
    /// <exception cref="WeightsFileException">The map gives two tensors one name, or the file is damaged.</exception>
    public static WeightsReport LoadWeights(this nn.Module module, WeightsFile file, NameMap? map = null, bool strict = true)
    {
        var targets = module.state_dict();
        var weights = Named(file, map ?? NameMap.Identity, targets);
        var report = new WeightsReport(file.Path, module.GetType().Name, [.. Compare(targets, weights)]);
        if (strict && !report.IsComplete)
            throw new WeightsMismatchException(report);
        using var still = no_grad();
        foreach (var result in report.Loaded)
            Fill(targets[result.Name], weights[result.Name]);
        return report;
    }

    /// <summary>Writes a module's parameters and buffers as safetensors, which Python reads too. A reader of the file sees the old one or the new, never a part.</summary>
    /// <param name="module">The module.</param>
    /// <param name="path">The file, by custom <c>.safetensors</c>.</param>
    /// <param name="metadata">What else is to be known of them; that they are in torch's layout (<c>format: pt</c>) is added.</param>
    /// <exception cref="WeightsFileException">The file cannot be written.</exception>
    public static void SaveWeights(this nn.Module module, string path, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var all = new Dictionary<string, string> { ["format"] = "pt" };
        foreach (var (name, value) in metadata ?? new Dictionary<string, string>())
            all[name] = value;
        Safetensors.Write(path, module.state_dict().Select(pair => Entry(pair.Key, pair.Value)), all);
    }

    private static Dictionary<string, NamedWeight> Named(WeightsFile file, NameMap map, Dictionary<string, Tensor> targets)
    {
        var named = new Dictionary<string, NamedWeight>();
        foreach (var weight in map.Apply(file.Entries, [.. targets.Keys]))
        {
            if (!named.TryAdd(weight.Name, weight))
                throw new WeightsFileException($"The map gives both '{named[weight.Name].Entry.Name}' and '{weight.Entry.Name}' of {file.Path} the name '{weight.Name}'; nothing was changed.");
            if (targets.ContainsKey(weight.Name) && !Types.ContainsKey(weight.Entry.Type))
                throw new WeightsFileException($"'{weight.Entry.Name}' of {file.Path} is of {weight.Entry.Type}, which torch does not have; nothing was changed.");
        }
        return named;
    }

    private static IEnumerable<WeightResult> Compare(Dictionary<string, Tensor> targets, Dictionary<string, NamedWeight> weights)
    {
        foreach (var (name, target) in targets)
        {
            if (weights.TryGetValue(name, out var weight))
            {
                var shape = ShapeOf(weight);
                var fits = shape is not null && target.shape.AsSpan().SequenceEqual(shape);
                yield return new(name, fits ? WeightState.Loaded : WeightState.Misshapen, target.shape, weight.Entry.Name, shape ?? weight.Entry.Shape);
            }
            else if (!name.EndsWith("num_batches_tracked", StringComparison.Ordinal))
            {
                yield return new(name, WeightState.Missing, target.shape, null, null);
            }
        }
        foreach (var weight in weights.Values.Where(weight => !targets.ContainsKey(weight.Name)))
            yield return new(weight.Name, WeightState.Unexpected, null, weight.Entry.Name, ShapeOf(weight) ?? weight.Entry.Shape);
    }

    private static long[]? ShapeOf(NamedWeight weight) => weight.Transform is { } transform ? transform.ShapeOf(weight.Entry.Shape) : [.. weight.Entry.Shape];

    private static void Fill(Tensor target, NamedWeight weight)
    {
        var entry = weight.Entry;
        if (entry.ByteCount == 0)
            return;
        if (weight.Transform is null && target.dtype == Types[entry.Type] && target.device.type == DeviceType.CPU && target.is_contiguous())
        {
            entry.CopyTo(target.bytes);
            return;
        }
        using var scope = NewDisposeScope();
        var source = empty([.. entry.Shape], dtype: Types[entry.Type]);
        entry.CopyTo(source.bytes);
        target.copy_(weight.Transform is { } transform ? transform.Apply(source) : source);
    }

    /// <summary>A tensor for a file, copied now.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="tensor">The tensor.</param>
    /// <param name="room">Gives room for so many bytes.</param>
    internal static MemoryEntry Copy(string name, Tensor tensor, Func<int, byte[]> room)
    {
        using var scope = NewDisposeScope();
        var bytes = tensor.detach().cpu().contiguous().bytes;
        var copy = room(bytes.Length);
        bytes.CopyTo(copy);
        return new(name, TypeOf(tensor), tensor.shape, () => copy);
    }

    /// <summary>A tensor of a file, as it is there.</summary>
    internal static Tensor Read(WeightsEntry entry)
    {
        var read = empty([.. entry.Shape], dtype: Types[entry.Type]);
        if (entry.ByteCount > 0) entry.CopyTo(read.bytes);
        return read;
    }

    private static MemoryEntry Entry(string name, Tensor tensor) => new(name, TypeOf(tensor), tensor.shape, () => BytesOf(tensor));

    private static ElementType TypeOf(Tensor tensor) => Types.Single(pair => pair.Value == tensor.dtype).Key;

    private static byte[] BytesOf(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.detach().cpu().contiguous().bytes.ToArray();
    }
}

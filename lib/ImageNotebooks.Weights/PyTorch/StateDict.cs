using System.Globalization;
using static System.FormattableString;

namespace ImageNotebooks;

/// <summary>Makes the list of tensors of what was unpickled: nested dictionaries and lists are joined by dots, plain values become metadata.</summary>
/// <param name="file">The file.</param>
/// <param name="place">Where a storage's bytes begin.</param>
internal sealed class StateDict(MappedFile file, Func<PickleStorage, long> place)
{
    private const int Deepest = 32, MostValues = 1_000_000, MostMetadata = 1_000, LongestName = 2_000;

    private readonly List<WeightsEntry> entries = [];
    private readonly Dictionary<string, string> metadata = [];
    private int values;

    public WeightsContent Flatten(object? root)
    {
        Visit(root, "", 0);
        return entries.Count > 0 ? new(entries, metadata) : throw file.Refuse("it holds no tensors");
    }

    private void Visit(object? value, string name, int depth)
    {
        // A value may hold itself, or another that holds another many times.
        if (depth > Deepest || ++values > MostValues)
            throw file.Refuse(Invariant($"its containers are nested more than {Deepest} deep or hold more than {MostValues:#,0} values"));
        switch (value)
        {
            case PickleTensor tensor:
                entries.Add(Entry(tensor, name.Length > 0 ? name : "tensor"));
                break;
            case PickleDict dict:
                foreach (var (key, item) in dict.Items)
                    Visit(item, Join(name, KeyText(key, name)), depth + 1);
                break;
            case PickleTuple tuple:
                VisitAll(tuple.Items, name, depth);
                break;
            case List<object?> list:
                VisitAll(list, name, depth);
                break;
            case string or bool or long or double when metadata.Count < MostMetadata && name.Length > 0:
                metadata[name] = Convert.ToString(value, CultureInfo.InvariantCulture)!;
                break;
        }
    }

    private void VisitAll(IReadOnlyList<object?> items, string name, int depth)
    {
        for (var i = 0; i < items.Count; i++)
            Visit(items[i], Join(name, Invariant($"{i}")), depth + 1);
    }

    private string Join(string name, string key) => name.Length + key.Length > LongestName
        ? throw file.Refuse(Invariant($"it has a name of more than {LongestName:#,0} letters"))
        : name.Length == 0 ? key : $"{name}.{key}";

    private string KeyText(object? key, string name) => key switch
    {
        string text => text,
        long number => Invariant($"{number}"),
        _ => throw file.Refuse($"its dictionary '{name}' has a key that is neither a text nor a number"),
    };

    private WeightsEntry Entry(PickleTensor tensor, string name)
    {
        var ((storage, offset, shape, strides), type) = (tensor, tensor.Storage.Type);
        if (type.ByteCount(shape) is not { } bytes)
            throw file.Refuse($"'{name}' has shape {ShapeText.Of(shape)}, more than 2 GB");
        var count = bytes / type.Size();
        Int128 last = offset;
        for (var d = 0; d < shape.Length && count > 0; d++)
            last += (Int128)(shape[d] - 1) * strides[d];
        if (offset < 0 || strides.Any(stride => stride < 0) || (count > 0 ? last >= storage.Count : offset > storage.Count))
            throw file.Refuse($"'{name}' of shape {ShapeText.Of(shape)} goes beyond its storage of {storage.Count} elements");
        if (count > storage.Count)
            throw file.Refuse($"'{name}' repeats the elements of its storage; save it as tensor.contiguous()");
        var start = place(storage) + (offset * type.Size());
        return count == 0 || StridedEntry.IsContiguous(shape, strides)
            ? new MappedEntry(file, start, name, type, shape)
            : new StridedEntry(file, start, strides, name, type, shape);
    }
}

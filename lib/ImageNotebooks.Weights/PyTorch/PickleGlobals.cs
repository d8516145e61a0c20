using static System.FormattableString;

namespace ImageNotebooks;

/// <summary>The few Python names that a state dict needs, and what stands for calling them.</summary>
internal static class PickleGlobals
{
    private const string Utilities = "torch._utils";

    private static readonly Dictionary<PickleGlobal, Func<object?[], object?>> Calls = new()
    {
        [new("collections", "OrderedDict")] = OrderedDict,
        [new(Utilities, "_rebuild_tensor")] = arguments => Tensor(arguments, 4),
        [new(Utilities, "_rebuild_tensor_v2")] = arguments => Tensor(arguments, 6),
        [new(Utilities, "_rebuild_parameter")] = arguments => arguments is [PickleTensor data, bool, _] ? data : null,
        [new("torch", "Size")] = arguments => arguments is [PickleTuple sizes] ? sizes : null,
    };

    private static readonly Dictionary<PickleGlobal, ElementType> Storages = new (string Name, ElementType Type)[]
    {
        ("Bool", ElementType.Bool), ("Byte", ElementType.UInt8), ("Char", ElementType.Int8), ("Short", ElementType.Int16), ("Int", ElementType.Int32), ("Long", ElementType.Int64),
        ("Half", ElementType.Float16), ("BFloat16", ElementType.BFloat16), ("Float", ElementType.Float32), ("Double", ElementType.Float64),
    }.ToDictionary(pair => new PickleGlobal("torch", pair.Name + "Storage"), pair => pair.Type);

    /// <summary>Whether a file may name it.</summary>
    public static bool Allows(PickleGlobal global) => Calls.ContainsKey(global) || Storages.ContainsKey(global);

    /// <summary>What a call would give, or null where the name is no function of these or the arguments are not its.</summary>
    public static object? Call(object? function, PickleTuple arguments) =>
        function is PickleGlobal global && Calls.TryGetValue(global, out var call) ? call(arguments.Items) : null;

    /// <summary>The storage that a persistent id stands for, or why it stands for none.</summary>
    public static (PickleStorage? Storage, string Problem) Storage(object? id)
    {
        if (id is not PickleTuple { Items: ["storage", PickleGlobal kind, string key, string, long count, ..] items } || count < 0)
            return (null, "its pickle has a persistent id that is no storage");
        if (!Storages.TryGetValue(kind, out var type))
            return (null, $"its pickle has a storage of the type {kind}");
        return items.Length > 5 && items[5] is not null
            ? (null, "its storages are views of others, as PyTorch before 0.4 wrote them; load it with a newer PyTorch and save it again")
            : (new(key, type, count), "");
    }

    private static PickleDict? OrderedDict(object?[] arguments)
    {
        var dict = new PickleDict();
        if (arguments.Length == 0)
            return dict;
        if (arguments is not [List<object?> pairs])
            return null;
        foreach (var pair in pairs)
        {
            var (key, value, two) = pair switch
            {
                PickleTuple { Items: [var k, var v] } => (k, v, true),
                List<object?> and [var k, var v] => (k, v, true),
                _ => (null, null, false),
            };
            if (!two)
                return null;
            dict.Items.Add((key, value));
        }
        return dict;
    }

    private static PickleTensor? Tensor(object?[] arguments, int fewest) =>
        arguments.Length >= fewest && arguments is [PickleStorage storage, long offset, PickleTuple shape, PickleTuple strides, ..]
        && shape.Items.All(item => item is long) && strides.Items.All(item => item is long) && shape.Items.Length == strides.Items.Length
            ? new(storage, offset, [.. shape.Items.Cast<long>()], [.. strides.Items.Cast<long>()])
            : null;

    /// <summary>What is said where a file names something else; nothing was run by then.</summary>
    public static string Refusal(PickleGlobal global) => Invariant(
        $"its pickle asks Python for {global}, and only tensors and plain containers are read, since anything else could run a program; nothing was run. If you trust it, load it in Python and save its state_dict()");
}

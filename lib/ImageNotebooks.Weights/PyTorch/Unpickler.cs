using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using static System.FormattableString;

namespace ImageNotebooks;

/// <summary>
/// Reads Python's pickle format (protocols 2 to 5) as far as state dicts use it: numbers, texts, containers and tensors. It calls nothing; every other opcode and every
/// other name is refused.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="start">Where the pickle begins.</param>
/// <param name="end">It must end at or before this place.</param>
internal sealed class Unpickler(MappedFile file, long start, long end)
{
    private const int MostValues = 4_000_000, LongestPickle = 1 << 26;

    private static readonly object Mark = new();

    private readonly long limit = Math.Min(end, start + LongestPickle);
    private readonly List<object?> stack = [];
    private readonly Dictionary<long, object?> memo = [];
    private int values;

    /// <summary>Where the next byte is read; after <see cref="Load"/> the place behind the pickle.</summary>
    public long Position { get; private set; } = start;

    /// <summary>The storages that it named, by key.</summary>
    public Dictionary<string, PickleStorage> Storages { get; } = [];

    /// <summary>Reads one pickle.</summary>
    public object? Load()
    {
        while (true)
        {
            var opcode = Byte();
            if (opcode == '.')
                return Pop();
            if (!ReadValue(opcode) && !ReadContainer(opcode) && !ReadObject(opcode))
                throw file.Refuse(Invariant($"its pickle has the opcode 0x{opcode:X2} at byte {Position - 1:#,0}, which state dicts have no use for; nothing was run"));
        }
    }

    private bool ReadValue(byte opcode)
    {
        switch (opcode)
        {
            case 0x80:
                if (Byte() is < 2 or > 5)
                    throw file.Refuse("its pickle is of a protocol that is not known here");
                break;
            case 0x95:
                Take(sizeof(long));
                break;
            case (byte)'N': Push(null); break;
            case 0x88: Push(true); break;
            case 0x89: Push(false); break;
            case (byte)'K': Push((long)Byte()); break;
            case (byte)'M': Push((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2))); break;
            case (byte)'J': Push((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4))); break;
            case 0x8A: Push(Integer(new(Take(Byte())))); break;
            case (byte)'G': Push(BinaryPrimitives.ReadDoubleBigEndian(Take(8))); break;
            case (byte)'U' or 0x8C: Push(Text(Byte())); break;
            case (byte)'T' or (byte)'X': Push(Text(BinaryPrimitives.ReadUInt32LittleEndian(Take(4)))); break;
            default: return false;
        }
        return true;
    }

    private bool ReadContainer(byte opcode)
    {
        switch (opcode)
        {
            case (byte)'(': Push(Mark); break;
            case (byte)')': Push(new PickleTuple([])); break;
            case 0x85 or 0x86 or 0x87: Push(new PickleTuple(Pop(opcode - 0x84))); break;
            case (byte)'t': Push(new PickleTuple(PopToMark())); break;
            case (byte)']': Push(new List<object?>()); break;
            case (byte)'l': Push(new List<object?>(PopToMark())); break;
            case (byte)'a': Append(Pop(1)); break;
            case (byte)'e': Append(PopToMark()); break;
            case (byte)'}': Push(new PickleDict()); break;
            case (byte)'s': Set(Pop(2)); break;
            case (byte)'u': Set(PopToMark()); break;
            case (byte)'0': Pop(); break;
            case (byte)'1': PopToMark(); break;
            case (byte)'q': memo[Byte()] = Peek(); break;
            case (byte)'r': memo[BinaryPrimitives.ReadUInt32LittleEndian(Take(4))] = Peek(); break;
            case 0x94: memo[memo.Count] = Peek(); break;
            case (byte)'h': Push(Remembered(Byte())); break;
            case (byte)'j': Push(Remembered(BinaryPrimitives.ReadUInt32LittleEndian(Take(4)))); break;
            default: return false;
        }
        return true;
    }

    private bool ReadObject(byte opcode)
    {
        switch (opcode)
        {
            case (byte)'c':
                Name(Line(), Line());
                break;
            case 0x93:
                Name(Pop(2) is [string module, string name] ? (module, name) : throw file.Refuse("its pickle names something by what is no text"));
                break;
            case (byte)'Q':
                var (storage, problem) = PickleGlobals.Storage(Pop());
                Remember(storage ?? throw file.Refuse(problem));
                Push(storage);
                break;
            case (byte)'R':
                var call = Pop(2);
                Push(call[1] is PickleTuple arguments && PickleGlobals.Call(call[0], arguments) is { } made
                    ? made
                    : throw file.Refuse($"its pickle calls {(call[0] is PickleGlobal global ? global.ToString() : "a value that is no function")} with arguments that a tensor or container does not have; nothing was run"));
                break;
            case (byte)'b':
                // PyTorch hangs the versions of the modules on a state dict this way.
                if (Pop(2) is not [PickleDict same, PickleDict])
                    throw file.Refuse("its pickle sets the state of a Python object, which could run a program; nothing was run. Load it in Python and save its state_dict()");
                Push(same);
                break;
            default: return false;
        }
        return true;
    }

    private void Name((string Module, string Name) words) => Name(words.Module, words.Name);

    private void Name(string module, string name)
    {
        var global = new PickleGlobal(module, name);
        Push(PickleGlobals.Allows(global) ? global : throw file.Refuse(PickleGlobals.Refusal(global)));
    }

    private void Remember(PickleStorage storage)
    {
        if (!Storages.TryAdd(storage.Key, storage) && Storages[storage.Key] != storage)
            throw file.Refuse($"its storage '{storage.Key}' is described in two ways");
    }

    private void Append(object?[] items)
    {
        if (Peek() is not List<object?> list)
            throw file.Refuse("its pickle appends to what is no list");
        list.AddRange(items);
    }

    private void Set(object?[] items)
    {
        if (Peek() is not PickleDict dict || items.Length % 2 != 0)
            throw file.Refuse("its pickle sets items of what is no dictionary");
        for (var i = 0; i < items.Length; i += 2)
            dict.Items.Add((items[i], items[i + 1]));
    }

    private object? Remembered(long index) => memo.TryGetValue(index, out var value) ? value : throw file.Refuse("its pickle refers to a value that it did not give");

    private void Push(object? value)
    {
        if (++values > MostValues)
            throw file.Refuse(Invariant($"its pickle has more than {MostValues:#,0} values; no state dict has"));
        stack.Add(value);
    }

    private object? Peek() => stack.Count > 0 && stack[^1] != Mark ? stack[^1] : throw file.Refuse("its pickle takes a value where there is none");

    private object? Pop()
    {
        var value = Peek();
        stack.RemoveAt(stack.Count - 1);
        return value;
    }

    private object?[] Pop(int count)
    {
        var items = new object?[count];
        for (var i = count - 1; i >= 0; i--)
            items[i] = Pop();
        return items;
    }

    private object?[] PopToMark()
    {
        var mark = stack.LastIndexOf(Mark);
        if (mark < 0)
            throw file.Refuse("its pickle ends a container that it did not begin");
        object?[] items = [.. stack[(mark + 1)..]];
        stack.RemoveRange(mark, stack.Count - mark);
        return items;
    }

    private byte Byte() => Take(1)[0];

    private ReadOnlySpan<byte> Take(long count)
    {
        if (count > limit - Position)
            throw file.Refuse(limit == end ? "its pickle does not end; it was cut short" : Invariant($"its pickle is longer than {LongestPickle:#,0} bytes; no state dict's is"));
        var bytes = file.Slice(Position, count);
        Position += count;
        return bytes;
    }

    private string Text(long length) => Encoding.UTF8.GetString(Take(length));

    private string Line()
    {
        var first = Position;
        while (Byte() != '\n')
        {
        }
        return Encoding.UTF8.GetString(file.Slice(first, Position - first - 1));
    }

    private static object Integer(BigInteger value) => value >= long.MinValue && value <= long.MaxValue ? (long)value : value;
}

using System.Text;
using static System.FormattableString;

namespace ImageNotebooks;

/// <summary>
/// The part of HDF5 that Keras's files use, after the format's specification (https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html): groups, attributes and
/// datasets, the latter stored whole or in chunks. Our own, since the C library, given a damaged file, now and then takes the process with it; and so it is the same everywhere.
/// </summary>
internal sealed class Hdf5File
{
    private const int MostSteps = 1_000_000, MostText = 1 << 26;

    private readonly MappedFile file;
    private readonly long root;
    private readonly Dictionary<long, IReadOnlyList<Hdf5Message>> messages = [];
    private readonly Dictionary<long, Dictionary<string, long>> links = [];
    private readonly Dictionary<long, Dictionary<int, (long Offset, long Size)>> heaps = [];
    private int steps;
    private long text;

    public Hdf5File(MappedFile file) => (this.file, root) = (file, FindRoot(file));

    /// <summary>How every HDF5 file begins.</summary>
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'H', (byte)'D', (byte)'F', 0x0D, 0x0A, 0x1A, 0x0A];

    public Hdf5Object Root => new(file, this, root);

    /// <summary>Counts the steps through the file's structures, which in a damaged file may lead round in circles.</summary>
    public void Step()
    {
        if (++steps > MostSteps)
            throw file.Refuse("its HDF5 structures are damaged, or more than weights need: they lead on and on");
    }

    /// <summary>Counts the bytes of texts, since many of them may be one and the same.</summary>
    public void CountText(long bytes)
    {
        text += bytes;
        if (text > MostText)
            throw file.Refuse(Invariant($"its HDF5 attributes hold more than {MostText:#,0} bytes"));
    }

    /// <summary>What an object's header says of it.</summary>
    public IReadOnlyList<Hdf5Message> MessagesAt(long address)
    {
        if (!messages.TryGetValue(address, out var found))
            messages[address] = found = ReadMessages(address);
        return found;
    }

    /// <summary>The members of a group: name and address.</summary>
    public Dictionary<string, long> LinksAt(long address)
    {
        if (!links.TryGetValue(address, out var found))
            links[address] = found = ReadLinks(address);
        return found;
    }

    /// <summary>A text of any length, which lies in a heap.</summary>
    public string HeapText(long heap, int index, long length)
    {
        if (length == 0)
            return "";
        CountText(length);
        if (!heaps.TryGetValue(heap, out var objects))
            heaps[heap] = objects = ReadHeap(heap);
        return objects.TryGetValue(index, out var place) && length <= place.Size ? Text(file.Slice(place.Offset, length)) : throw file.Refuse("an HDF5 text is missing in its heap");
    }

    /// <summary>A text up to the zero that ends it.</summary>
    public static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes.IndexOf((byte)0) is >= 0 and var end ? bytes[..end] : bytes);

    private static long FindRoot(MappedFile file)
    {
        var reader = new Hdf5Reader(file, Signature.Length, file.Length);
        var version = reader.Byte();
        if (version > 3)
            throw file.Refuse($"its HDF5 version {version} is not known here");
        reader.Skip(version < 2 ? 4 : 0);
        if (reader.Byte() != 8 || reader.Byte() != 8)
            throw file.Refuse("its HDF5 addresses have not 64 bits, as Keras writes them");
        reader.Skip(version switch { 0 => 9, 1 => 13, _ => 1 });
        var first = reader.Int64();
        reader.Skip(8);
        var end = reader.Int64();
        // Before version 2 the root is an entry of a symbol table: its name, then its address.
        reader.Skip(version < 2 ? 16 : 0);
        if (first != 0)
            throw file.Refuse("its HDF5 addresses do not count from its first byte");
        return end <= file.Length ? reader.Int64() : throw file.Refuse(Invariant($"it should have {end:#,0} bytes and has {file.Length:#,0}; it was cut short"));
    }

    private List<Hdf5Message> ReadMessages(long address)
    {
        Step();
        var found = new List<Hdf5Message>();
        var blocks = new Queue<(long Offset, long Size)>();
        var header = new Hdf5Reader(file, address, file.Length);
        var first = header.Take(4);
        var modern = first.SequenceEqual("OHDR"u8);
        var flags = 0;
        if (modern)
        {
            header.Skip(1);
            flags = header.Byte();
            header.Skip(((flags & 0x20) != 0 ? 16 : 0) + ((flags & 0x10) != 0 ? 4 : 0));
            var size = header.Number(1 << (flags & 3));
            blocks.Enqueue((header.Position, size));
        }
        else
        {
            if (first[0] != 1)
                throw file.Refuse($"no HDF5 object lies at byte {address}");
            header.Skip(4);
            var size = header.UInt32();
            header.Skip(4);
            blocks.Enqueue((header.Position, size));
        }
        while (blocks.TryDequeue(out var block))
        {
            Step();
            ReadBlock(block.Offset, block.Size, modern, flags, found, blocks);
        }
        return found;
    }

    private void ReadBlock(long offset, long size, bool modern, int flags, List<Hdf5Message> found, Queue<(long Offset, long Size)> blocks)
    {
        const int continuation = 0x10, checksum = 4;
        file.Slice(offset, size);
        var headSize = modern ? 4 + ((flags & 4) != 0 ? 2 : 0) : 8;
        var reader = new Hdf5Reader(file, offset, offset + size);
        while (offset + size - reader.Position >= headSize)
        {
            var type = modern ? reader.Byte() : reader.UInt16();
            var length = reader.UInt16();
            var messageFlags = reader.Byte();
            reader.Skip(headSize - (modern ? 4 : 5));
            var message = new Hdf5Message(type, messageFlags, reader.Position, length);
            reader.Skip(length);
            Step();
            if (type != continuation)
            {
                found.Add(message);
                continue;
            }
            var next = new Hdf5Reader(file, message.Offset, message.Offset + length);
            var (at, bytes) = (next.Int64(), next.Int64());
            if (modern)
                new Hdf5Reader(file, at, file.Length).Expect("OCHK"u8);
            blocks.Enqueue(modern ? (at + 4, bytes - 4 - checksum) : (at, bytes));
        }
    }

    private Dictionary<string, long> ReadLinks(long address)
    {
        const int linkInfo = 2, link = 6, symbolTable = 0x11;
        var found = new Dictionary<string, long>();
        foreach (var message in MessagesAt(address))
        {
            var reader = new Hdf5Reader(file, message.Offset, message.Offset + message.Size);
            switch (message.Type)
            {
                case symbolTable:
                    var tree = reader.Int64();
                    ReadTree(tree, null, LocalHeap(reader.Int64()), found);
                    break;
                case link:
                    ReadLink(ref reader, found);
                    break;
                case linkInfo:
                    reader.Skip(1);
                    reader.Skip((reader.Byte() & 1) != 0 ? 8 : 0);
                    if (reader.Int64() != Hdf5Reader.Undefined)
                        throw file.Refuse("it keeps its groups in HDF5's newer, dense form; save it again with h5py's libver='earliest'");
                    break;
            }
        }
        return found;
    }

    /// <summary>Walks a tree of group members; a node's level is one less than its parent's.</summary>
    private void ReadTree(long address, int? level, (long Start, long Size) heap, Dictionary<string, long> found)
    {
        Step();
        var node = new Hdf5Reader(file, address, file.Length);
        node.Expect("TREE"u8);
        var (type, own, count) = (node.Byte(), node.Byte(), node.UInt16());
        if (type != 0 || (level is { } expected && own != expected))
            throw file.Refuse("a tree of HDF5 group members is damaged");
        node.Skip(16);
        for (var i = 0; i < count; i++)
        {
            node.Skip(8);
            var child = node.Int64();
            if (own > 0)
                ReadTree(child, own - 1, heap, found);
            else
                ReadSymbols(child, heap, found);
        }
    }

    private void ReadSymbols(long address, (long Start, long Size) heap, Dictionary<string, long> found)
    {
        Step();
        var node = new Hdf5Reader(file, address, file.Length);
        node.Expect("SNOD"u8);
        node.Skip(2);
        var count = node.UInt16();
        for (var i = 0; i < count; i++)
        {
            Step();
            var name = node.Int64();
            if (name < 0 || name >= heap.Size)
                throw file.Refuse("the name of an HDF5 group member lies outside its heap");
            var bytes = file.Slice(heap.Start + name, heap.Size - name);
            // Else one long text could be taken for many names.
            found.TryAdd(Text(bytes[..Math.Min(bytes.Length, 1024)]), node.Int64());
            node.Skip(24);
        }
    }

    private (long Start, long Size) LocalHeap(long address)
    {
        var heap = new Hdf5Reader(file, address, file.Length);
        heap.Expect("HEAP"u8);
        heap.Skip(4);
        var size = heap.Int64();
        heap.Skip(8);
        var start = heap.Int64();
        file.Slice(start, size);
        return (start, size);
    }

    private static void ReadLink(ref Hdf5Reader reader, Dictionary<string, long> found)
    {
        reader.Skip(1);
        var flags = reader.Byte();
        var type = (flags & 8) != 0 ? reader.Byte() : 0;
        reader.Skip(((flags & 4) != 0 ? 8 : 0) + ((flags & 0x10) != 0 ? 1 : 0));
        var name = Text(reader.Take(reader.Number(1 << (flags & 3))));
        // Soft and external links lead elsewhere; Keras makes none.
        if (type == 0)
            found.TryAdd(name, reader.Int64());
    }

    private Dictionary<int, (long Offset, long Size)> ReadHeap(long address)
    {
        const int headSize = 16;
        var head = new Hdf5Reader(file, address, file.Length);
        head.Expect("GCOL"u8);
        head.Skip(4);
        var size = head.Int64();
        file.Slice(address, size);
        var objects = new Dictionary<int, (long, long)>();
        var reader = new Hdf5Reader(file, head.Position, address + size);
        while (address + size - reader.Position >= headSize)
        {
            var index = reader.UInt16();
            reader.Skip(6);
            var length = reader.Int64();
            // Object zero is the space that is free.
            if (index == 0)
                break;
            objects.TryAdd(index, (reader.Position, length));
            reader.Skip(length);
            reader.Skip(Math.Min(-length & 7, address + size - reader.Position));
        }
        return objects;
    }
}

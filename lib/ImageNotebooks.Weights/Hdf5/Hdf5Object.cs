using static System.FormattableString;

namespace ImageNotebooks;

/// <summary>Something that an object's header says.</summary>
/// <param name="Type">What it is about, by the specification's numbers.</param>
/// <param name="Flags">Bit 1: what is said lies elsewhere and is shared.</param>
/// <param name="Offset">Where it lies.</param>
/// <param name="Size">Its bytes.</param>
internal readonly record struct Hdf5Message(int Type, int Flags, long Offset, int Size);

/// <summary>A group or a dataset.</summary>
internal sealed class Hdf5Object(MappedFile file, Hdf5File hdf5, long address)
{
    private const int Dataspace = 1, Datatype = 3, ExternalFiles = 7, Layout = 8, Filters = 0xB, Attribute = 0xC, DenseAttributes = 0x15;

    /// <summary>The names of a group's members; none where this is no group.</summary>
    public IEnumerable<string> Members => hdf5.LinksAt(address).Keys;

    /// <summary>A member of this group or of those within it, or null; names are joined by slashes.</summary>
    public Hdf5Object? Find(string path)
    {
        var here = address;
        foreach (var name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!hdf5.LinksAt(here).TryGetValue(name, out here))
                return null;
        }
        return new(file, hdf5, here);
    }

    /// <summary>All attributes that are texts or lists of texts.</summary>
    public Dictionary<string, string[]> TextAttributes()
    {
        var found = new Dictionary<string, string[]>();
        hdf5.Step();
        foreach (var message in hdf5.MessagesAt(address))
        {
            if (message.Type == Attribute && ReadAttribute(message) is { } attribute)
                found.TryAdd(attribute.Name, attribute.Values);
            else if (message.Type == DenseAttributes)
                RefuseDense(message);
        }
        return found;
    }

    /// <summary>The tensor that this dataset is.</summary>
    /// <param name="name">What it is called.</param>
    public WeightsEntry Dataset(string name)
    {
        hdf5.Step();
        if (hdf5.MessagesAt(address).Any(message => message.Type == ExternalFiles))
            throw file.Refuse($"the numbers of '{name}' lie in other files");
        var shape = Hdf5Types.Shape(file, Only(Dataspace, name)) ?? throw file.Refuse($"'{name}' has no numbers");
        var type = Hdf5Types.Element(file, Only(Datatype, name), name);
        var bytes = type.ByteCount(shape) ?? throw file.Refuse($"'{name}' has shape {ShapeText.Of(shape)}, more than 2 GB");
        var reader = Reader(Only(Layout, name));
        var version = reader.Byte();
        if (version is not (3 or 4))
            throw file.Refuse($"'{name}' is stored as HDF5 before 1.6 did; save it again");
        var kind = reader.Byte();
        if (kind is 0 or 1)
        {
            var (place, size) = kind == 0 ? Compact(ref reader) : (reader.Int64(), reader.Int64());
            if (size != bytes)
                throw file.Refuse(Invariant($"'{name}' takes {size:#,0} bytes, which is not what {type} of shape {ShapeText.Of(shape)} takes"));
            if (bytes > 0)
                file.Slice(place, bytes);
            return new MappedEntry(file, bytes > 0 ? place : 0, name, type, shape);
        }
        if (kind != 2 || version != 3)
            throw file.Refuse($"'{name}' is stored in chunks of HDF5's newer form; save it again with h5py's libver='earliest'");
        var filters = hdf5.MessagesAt(address).Where(message => message.Type == Filters).ToList();
        return new ChunkedEntry(file, Hdf5Chunks.Read(file, hdf5, reader, shape, type, name), filters.Count == 0 ? [] : Hdf5Types.Filters(file, filters[0], name), name, type, shape);
    }

    private static (long Place, long Size) Compact(ref Hdf5Reader reader)
    {
        var size = reader.UInt16();
        return (reader.Position, size);
    }

    private Hdf5Reader Reader(Hdf5Message message) => new(file, message.Offset, message.Offset + message.Size);

    private Hdf5Message Only(int type, string name)
    {
        var found = hdf5.MessagesAt(address).Where(message => message.Type == type).ToList();
        if (found.Count != 1)
            throw file.Refuse($"'{name}' is no HDF5 dataset, or is damaged");
        return (found[0].Flags & 2) == 0 ? found[0] : throw file.Refuse($"'{name}' is described by an HDF5 object that others share, as Keras never writes it");
    }

    private (string Name, string[] Values)? ReadAttribute(Hdf5Message message)
    {
        hdf5.CountText(message.Size);
        var reader = Reader(message);
        var (version, flags) = (reader.Byte(), reader.Byte());
        if (version is < 1 or > 3)
            throw file.Refuse("an HDF5 attribute of it is damaged");
        var (nameSize, typeSize, spaceSize) = (reader.UInt16(), reader.UInt16(), reader.UInt16());
        reader.Skip(version == 3 ? 1 : 0);
        var name = Hdf5File.Text(reader.Take(nameSize));
        var padded = version == 1 ? 7 : 0;
        reader.Skip(-nameSize & padded);
        var type = new Hdf5Message(Datatype, 0, reader.Position, typeSize);
        reader.Skip(typeSize);
        reader.Skip(-typeSize & padded);
        var space = new Hdf5Message(Dataspace, 0, reader.Position, spaceSize);
        reader.Skip(spaceSize);
        reader.Skip(-spaceSize & padded);
        return (message.Flags & 2) == 0 && (version == 1 || flags == 0) && Texts(type, space, ref reader) is { } values ? (name, values) : null;
    }

    /// <summary>The texts of an attribute, or null where it holds something else.</summary>
    private string[]? Texts(Hdf5Message type, Hdf5Message space, ref Hdf5Reader data)
    {
        if (Hdf5Types.TextSize(file, type) is not { } kind || Hdf5Types.Shape(file, space) is not { } shape)
            return null;
        // No attribute is larger than its message.
        var count = ElementType.UInt8.ByteCount(shape) is { } texts && texts <= ushort.MaxValue ? texts : throw file.Refuse("an HDF5 attribute of it is damaged");
        var values = new string[count];
        for (var i = 0; i < count; i++)
        {
            if (kind.Fixed is { } size)
            {
                values[i] = Hdf5File.Text(data.Take(size));
                continue;
            }
            var (length, heap, index) = (data.UInt32(), data.Int64(), data.UInt32());
            values[i] = hdf5.HeapText(heap, (int)index, length);
        }
        return values;
    }

    private void RefuseDense(Hdf5Message message)
    {
        var reader = Reader(message);
        reader.Skip(1);
        reader.Skip((reader.Byte() & 1) != 0 ? 2 : 0);
        if (reader.Int64() != Hdf5Reader.Undefined)
            throw file.Refuse("it keeps its attributes in HDF5's newer, dense form; save it again with h5py's libver='earliest'");
    }
}

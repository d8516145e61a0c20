using static System.FormattableString;

namespace ImageNotebooks;

/// <summary>How chunks were treated before they were written, in this order.</summary>
internal enum Hdf5Filter
{
    /// <summary>zlib.</summary>
    Deflate = 1,

    /// <summary>First all first bytes of the elements, then all second ones.</summary>
    Shuffle = 2,
}

/// <summary>Reads what HDF5 says of types, shapes and filters.</summary>
internal static class Hdf5Types
{
    private const int HighestRank = 32;

    /// <summary>The sizes that a dataspace message gives; null where it says that there is nothing.</summary>
    public static long[]? Shape(MappedFile file, Hdf5Message message)
    {
        var reader = new Hdf5Reader(file, message.Offset, message.Offset + message.Size);
        var (version, rank, _) = (reader.Byte(), reader.Byte(), reader.Byte());
        var kind = reader.Byte();
        if (version is < 1 or > 2 || rank > HighestRank)
            throw file.Refuse("an HDF5 shape of it is damaged");
        if (version == 2 && kind == 2)
            return null;
        reader.Skip(version == 1 ? 4 : 0);
        var shape = new long[rank];
        for (var i = 0; i < rank; i++)
            shape[i] = reader.Int64();
        return shape;
    }

    /// <summary>The element type that a datatype message describes.</summary>
    public static ElementType Element(MappedFile file, Hdf5Message message, string name)
    {
        const int integer = 0, floating = 1;
        var reader = new Hdf5Reader(file, message.Offset, message.Offset + message.Size);
        var kind = reader.Byte() & 0xF;
        var bits = reader.Byte();
        reader.Skip(2);
        var size = reader.UInt32();
        if (kind is not (integer or floating))
            throw file.Refuse(Invariant($"'{name}' holds what are no numbers (HDF5 class {kind})"));
        if ((bits & 1) != 0)
            throw file.Refuse($"'{name}' is big-endian; save it again on a little-endian machine");
        var (offset, precision) = (reader.UInt16(), reader.UInt16());
        ElementType? type = kind == floating
            ? (precision, reader.Byte(), reader.Byte(), reader.Byte(), reader.Byte(), reader.UInt32()) switch
            {
                (16, 10, 5, 0, 10, 15) => ElementType.Float16,
                (32, 23, 8, 0, 23, 127) => ElementType.Float32,
                (64, 52, 11, 0, 52, 1023) => ElementType.Float64,
                _ => null,
            }
            : (precision, (bits & 8) != 0) switch
            {
                (8, false) => ElementType.UInt8,
                (8, true) => ElementType.Int8,
                (16, false) => ElementType.UInt16,
                (16, true) => ElementType.Int16,
                (32, false) => ElementType.UInt32,
                (32, true) => ElementType.Int32,
                (64, false) => ElementType.UInt64,
                (64, true) => ElementType.Int64,
                _ => null,
            };
        return type is { } known && offset == 0 && size == known.Size() ? known : throw file.Refuse(Invariant($"'{name}' holds numbers of {precision} bits that are not IEEE's or whole bytes"));
    }

    /// <summary>How long a text is: so many bytes, or null for any; null in whole where the type is no text.</summary>
    public static (long? Fixed, bool IsText)? TextSize(MappedFile file, Hdf5Message message)
    {
        const int text = 3, variable = 9;
        var reader = new Hdf5Reader(file, message.Offset, message.Offset + message.Size);
        var kind = reader.Byte() & 0xF;
        var bits = reader.Byte();
        reader.Skip(2);
        var size = reader.UInt32();
        return kind switch
        {
            text => (size, true),
            variable when (bits & 0xF) == 1 && size == 16 => (null, true),
            _ => null,
        };
    }

    /// <summary>The filters of a dataset, in the order of writing.</summary>
    public static IReadOnlyList<Hdf5Filter> Filters(MappedFile file, Hdf5Message message, string name)
    {
        const int firstNamed = 256;
        var reader = new Hdf5Reader(file, message.Offset, message.Offset + message.Size);
        var (version, count) = (reader.Byte(), reader.Byte());
        if (version is < 1 or > 2)
            throw file.Refuse($"the HDF5 filters of '{name}' are damaged");
        reader.Skip(version == 1 ? 6 : 0);
        var filters = new List<Hdf5Filter>();
        for (var i = 0; i < count; i++)
        {
            var id = reader.UInt16();
            var nameLength = version == 1 || id >= firstNamed ? reader.UInt16() : 0;
            reader.Skip(2);
            var values = reader.UInt16();
            reader.Skip(nameLength);
            reader.Skip((4 * values) + (version == 1 && values % 2 != 0 ? 4 : 0));
            if (!Enum.IsDefined((Hdf5Filter)id))
                throw file.Refuse($"'{name}' is stored with HDF5's filter {id}; gzip (1) and shuffle (2) are known. Save it again without");
            filters.Add((Hdf5Filter)id);
        }
        return filters;
    }
}

using System.Buffers.Binary;

namespace ImageNotebooks;

/// <summary>Reads little-endian numbers one after another.</summary>
/// <param name="file">The file.</param>
/// <param name="position">Where the first lies.</param>
/// <param name="end">They must end here or before.</param>
internal ref struct Hdf5Reader(MappedFile file, long position, long end)
{
    /// <summary>The address that stands for none.</summary>
    public const long Undefined = -1;

    /// <summary>Where the next lies.</summary>
    public long Position { get; private set; } = position;

    /// <summary>Whether there is nothing more.</summary>
    public readonly bool AtEnd => Position >= end;

    public byte Byte() => Take(1)[0];

    public int UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    /// <summary>A length or an address; both have 64 bits in the files that are read here.</summary>
    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    /// <summary>A number of 1, 2, 4 or 8 bytes.</summary>
    public long Number(int size) => size switch { 1 => Byte(), 2 => UInt16(), 4 => UInt32(), _ => Int64() };

    public void Skip(long count) => Take(count);

    public ReadOnlySpan<byte> Take(long count)
    {
        if (count < 0 || count > end - Position)
            throw file.Refuse("its HDF5 structures are damaged");
        var bytes = file.Slice(Position, count);
        Position += count;
        return bytes;
    }

    /// <summary>Requires four letters that mark a structure.</summary>
    public void Expect(ReadOnlySpan<byte> mark)
    {
        if (!Take(mark.Length).SequenceEqual(mark))
            throw file.Refuse($"its HDF5 structures are damaged: no {System.Text.Encoding.ASCII.GetString(mark)} at byte {Position - mark.Length}");
    }
}

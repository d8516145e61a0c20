using System.Buffers.Binary;
using System.Text;

namespace ImageNotebooks;

/// <summary>Where the members of a zip archive lie, so that they can be used in place; .NET's own reader does not tell.</summary>
internal static class ZipDirectory
{
    private const int EndSize = 22, LongestComment = ushort.MaxValue, EntrySize = 46, LocalSize = 30, LocatorSize = 20, Zip64EndSize = 56;
    private const uint LocalMark = 0x04034B50, EntryMark = 0x02014B50, EndMark = 0x06054B50, LocatorMark = 0x07064B50, Zip64EndMark = 0x06064B50;

    /// <summary>A member.</summary>
    /// <param name="Stored">Whether its bytes lie there as they are.</param>
    /// <param name="Header">Where its local header is.</param>
    /// <param name="Size">Bytes of its content.</param>
    public sealed record Member(bool Stored, long Header, long Size);

    /// <summary>All members by name.</summary>
    public static Dictionary<string, Member> Read(MappedFile file)
    {
        var (count, at) = FindDirectory(file);
        // Each takes EntrySize bytes at least, so that a false count ends at the file's end.
        var members = new Dictionary<string, Member>();
        for (ulong i = 0; i < count; i++)
        {
            var entry = file.Slice(at, EntrySize);
            if (BinaryPrimitives.ReadUInt32LittleEndian(entry) != EntryMark)
                throw file.Refuse("the directory of its zip archive is damaged");
            var (flags, method) = (UInt16(entry, 8), UInt16(entry, 10));
            var (packed, size, header) = (UInt32(entry, 20), UInt32(entry, 24), UInt32(entry, 42));
            var (nameLength, extraLength, commentLength) = (UInt16(entry, 28), UInt16(entry, 30), UInt16(entry, 32));
            var name = Encoding.UTF8.GetString(file.Slice(at + EntrySize, nameLength));
            var places = Wide(file.Slice(at + EntrySize + nameLength, extraLength), size, packed, header);
            if (!members.TryAdd(name, new(method == 0 && (flags & 1) == 0 && places.Size == places.Packed, places.Header, places.Size)))
                throw file.Refuse($"its zip archive has two members named '{name}'");
            at += EntrySize + nameLength + extraLength + commentLength;
        }
        return members;
    }

    /// <summary>Where the content of a member begins.</summary>
    public static long ContentOf(MappedFile file, string name, Member member)
    {
        if (!member.Stored)
            throw file.Refuse($"'{name}' in its zip archive is compressed or encrypted, as torch.save never writes it; unpack it and pack it again with 'zip -0', or save it again");
        var header = file.Slice(member.Header, LocalSize);
        if (BinaryPrimitives.ReadUInt32LittleEndian(header) != LocalMark)
            throw file.Refuse($"the place of '{name}' in its zip archive is damaged");
        var content = member.Header + LocalSize + UInt16(header, 26) + UInt16(header, 28);
        file.Slice(content, Math.Min(member.Size, 1));
        return member.Size <= file.Length - content ? content : throw file.Refuse($"'{name}' in its zip archive goes beyond the file's end");
    }

    private static (ulong Count, long At) FindDirectory(MappedFile file)
    {
        var tail = file.Slice(Math.Max(0, file.Length - EndSize - LongestComment), Math.Min(file.Length, EndSize + LongestComment));
        Span<byte> mark = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(mark, EndMark);
        var found = tail.LastIndexOf(mark);
        if (found < 0 || tail.Length - found < EndSize)
            throw file.Refuse("the directory at the end of its zip archive is missing; it was cut short");
        var end = tail[found..];
        var place = file.Length - tail.Length + found;
        if (place < LocatorSize || UInt32(file.Slice(place - LocatorSize, LocatorSize), 0) != LocatorMark)
            return (UInt16(end, 10), UInt32(end, 16));
        var wide = file.Slice(Int64(file.Slice(place - LocatorSize, LocatorSize), 8), Zip64EndSize);
        return UInt32(wide, 0) == Zip64EndMark ? ((ulong)Int64(wide, 32), Int64(wide, 48)) : throw file.Refuse("the directory of its zip archive is damaged");
    }

    /// <summary>Numbers of 32 bits that are all ones stand for those of 64 bits in the extra field 1, in this order.</summary>
    private static (long Size, long Packed, long Header) Wide(ReadOnlySpan<byte> extra, uint size, uint packed, uint header)
    {
        ReadOnlySpan<byte> wide = [];
        while (extra.Length >= 4 && UInt16(extra, 2) <= extra.Length - 4)
        {
            if (UInt16(extra, 0) == 1)
                wide = extra.Slice(4, UInt16(extra, 2));
            extra = extra[(4 + UInt16(extra, 2))..];
        }
        return (Widened(size, ref wide), Widened(packed, ref wide), Widened(header, ref wide));
    }

    private static long Widened(uint value, ref ReadOnlySpan<byte> wide)
    {
        if (value != uint.MaxValue || wide.Length < sizeof(long))
            return value;
        var full = Int64(wide, 0);
        wide = wide[sizeof(long)..];
        return full;
    }

    private static ushort UInt16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint UInt32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static long Int64(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]);
}

using System.Buffers.Binary;
using System.Text;
using System.Text.RegularExpressions;

namespace ImageNotebooks;

/// <summary>An array of bytes as numpy saves it.</summary>
/// <param name="Shape">Its lengths, the slowest first.</param>
/// <param name="Bytes">Its elements, the last index fastest.</param>
public sealed record NpyArray(IReadOnlyList<int> Shape, byte[] Bytes);

/// <summary>Reads and writes NPY files (numpy.lib.format, versions 1 to 3) of unsigned bytes or booleans, which is what images and masks are.</summary>
public static partial class NpyFile
{
    private const int LargestHeader = 1 << 16, Alignment = 64;

    private static readonly byte[] Magic = [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads an array.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ImageFileException">
    /// The file cannot be read, is damaged, holds another type than bytes, or pickled objects, which are never loaded since they may run any program.
    /// </exception>
    public static NpyArray Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var (type, fortran, shape) = ReadHeader(file);
            var count = shape.Aggregate(1L, (product, length) => checked(product * length));
            if (type.Contains('O')) throw new InvalidDataException("holds pickled Python objects, which can run any program when they are loaded and are refused; save it with allow_pickle=False");
            if (type is not ("|u1" or "|b1" or "u1" or "b1")) throw new InvalidDataException($"holds elements of the type '{type}', and images are of bytes; save it with .astype('uint8')");
            if (count > ImageReader.LargestPixelCount * 4L) throw new InvalidDataException(FormattableString.Invariant($"says that it holds {count:#,0} bytes, more than any image; look what it is"));
            if (count != file.Length - file.Position) throw new InvalidDataException(FormattableString.Invariant($"has {file.Length - file.Position:#,0} bytes of elements where its shape ({string.Join(", ", shape)}) asks for {count:#,0}; get it anew"));
            var bytes = new byte[count];
            file.ReadExactly(bytes);
            return new(shape, fortran ? LastIndexFastest(bytes, shape) : bytes);
        }
        catch (Exception e) when (e is EndOfStreamException or OverflowException or FormatException)
        {
            throw new ImageFileException(path, "is cut short or damaged: its NPY header is not complete; get it anew", e);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw ImageReader.Complaint(path, e);
        }
    }

    /// <summary>Encodes an array of type uint8 in C order (the last dimension runs fastest) as a file of version 1.0, padded to 64 bytes as numpy does.</summary>
    internal static byte[] Encode(ReadOnlySpan<byte> data, params ReadOnlySpan<int> shape)
    {
        var sizes = string.Join(", ", shape.ToArray()) + (shape.Length == 1 ? "," : "");
        var description = $"{{'descr': '|u1', 'fortran_order': False, 'shape': ({sizes}), }}";
        var before = Magic.Length + 2 + sizeof(ushort);
        var length = (before + description.Length + Alignment) / Alignment * Alignment - before;
        var file = new byte[before + length + data.Length];
        Magic.CopyTo(file, 0);
        file[Magic.Length] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(Magic.Length + 2), (ushort)length);
        Encoding.ASCII.GetBytes(description.PadRight(length - 1) + "\n", file.AsSpan(before));
        data.CopyTo(file.AsSpan(before + length));
        return file;
    }

    private static (string Type, bool Fortran, int[] Shape) ReadHeader(Stream file)
    {
        Span<byte> start = stackalloc byte[8];
        if (file.Length == 0) throw new InvalidDataException("is empty");
        file.ReadExactly(start);
        if (!start[..6].SequenceEqual(Magic)) throw new InvalidDataException("is no NPY file, whatever its name says");
        int version = start[6];
        if (version is < 1 or > 3) throw new InvalidDataException($"is an NPY file of version {version}, and 1 to 3 are known");
        Span<byte> number = stackalloc byte[version == 1 ? 2 : 4];
        file.ReadExactly(number);
        var length = version == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(number) : BinaryPrimitives.ReadUInt32LittleEndian(number);
        if (length > LargestHeader) throw new InvalidDataException(FormattableString.Invariant($"has an NPY header of {length:#,0} bytes, which no array of images has"));
        var header = new byte[length];
        file.ReadExactly(header);
        var text = (version == 3 ? Encoding.UTF8 : Encoding.Latin1).GetString(header);
        var match = Header().Match(text);
        if (!match.Success) throw new InvalidDataException(text.Contains("'descr': [", StringComparison.Ordinal) ? "holds records of several fields, and images are of bytes" : "is damaged: its NPY header cannot be read");
        var shape = match.Groups["shape"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(int.Parse).ToArray();
        return (match.Groups["type"].Value, match.Groups["fortran"].Value == "True", shape);
    }

    /// <summary>numpy's header is a Python dictionary whose keys numpy writes in this order, and other programs in any.</summary>
    [GeneratedRegex(@"^(?=.*'descr'\s*:\s*'(?<type>[^']{1,20})')(?=.*'fortran_order'\s*:\s*(?<fortran>True|False))(?=.*'shape'\s*:\s*\((?<shape>[\d\s,]{0,100})\))\{", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Header();

    private static byte[] LastIndexFastest(byte[] firstFastest, int[] shape)
    {
        var ordered = new byte[firstFastest.Length];
        var index = new int[shape.Length];
        for (var i = 0; i < ordered.Length; i++)
        {
            long at = 0;
            for (var axis = shape.Length - 1; axis >= 0; axis--) at = at * shape[axis] + index[axis];
            ordered[i] = firstFastest[at];
            for (var axis = shape.Length - 1; axis >= 0 && ++index[axis] == shape[axis]; axis--) index[axis] = 0;
        }
        return ordered;
    }
}

using System.Buffers.Binary;
using System.Text;

namespace ImageNotebooks;

/// <summary>Writes arrays of bytes in NumPy's format, version 1.0 (NumPy Enhancement Proposal 1).</summary>
internal static class Npy
{
    private const int Alignment = 64;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0];

    /// <summary>Encodes an array of type uint8 in C order (the last dimension runs fastest).</summary>
    public static byte[] Encode(ReadOnlySpan<byte> data, params ReadOnlySpan<int> shape)
    {
        var sizes = string.Join(", ", shape.ToArray()) + (shape.Length == 1 ? "," : "");
        var description = $"{{'descr': '|u1', 'fortran_order': False, 'shape': ({sizes}), }}";
        var before = Magic.Length + sizeof(ushort);
        var length = (before + description.Length + Alignment) / Alignment * Alignment - before;
        var file = new byte[before + length + data.Length];
        Magic.CopyTo(file);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(Magic.Length), (ushort)length);
        Encoding.ASCII.GetBytes(description.PadRight(length - 1) + "\n", file.AsSpan(before));
        data.CopyTo(file.AsSpan(before + length));
        return file;
    }
}

using System.Text;
using static System.FormattableString;

namespace ImageNotebooks;

/// <summary>
/// What TorchSharp's <c>Module.save</c> writes: how many tensors, then for each its name, its type, its rank, its sizes and its bytes; all numbers of seven bits a byte, lowest first.
/// </summary>
internal static class TorchSharpFile
{
    private const int HighestRank = 64;

    /// <summary>Libtorch's numbers of its types; null for those that no network of ours has.</summary>
    private static readonly ElementType?[] Types =
    [
        ElementType.UInt8, ElementType.Int8, ElementType.Int16, ElementType.Int32, ElementType.Int64, ElementType.Float16, ElementType.Float32, ElementType.Float64,
        null, null, null, ElementType.Bool, null, null, null, ElementType.BFloat16,
    ];

    public static WeightsContent Read(MappedFile file)
    {
        var reader = new Reader(file);
        var count = reader.Number();
        // A tensor takes no less than its name's length, its type and its rank.
        if (count == 0 || count > (ulong)file.Length / 3)
            throw NoFormat(file);
        var entries = new List<WeightsEntry>();
        for (ulong i = 0; i < count; i++)
            entries.Add(reader.Entry(first: i == 0));
        return reader.Position == file.Length
            ? new(entries, new Dictionary<string, string>())
            : throw file.Refuse(Invariant($"its {count} tensors end after {reader.Position:#,0} bytes, and it has {file.Length:#,0}"));
    }

    /// <summary>This format has no mark, so that anything that no other format claims comes here.</summary>
    private static WeightsFileException NoFormat(MappedFile file) =>
        file.Refuse("it is in no format that is known here; those are safetensors, PyTorch's .pth, Keras's .h5 and TorchSharp's .dat");

    private sealed class Reader(MappedFile file)
    {
        private static readonly UTF8Encoding Text = new(false, throwOnInvalidBytes: true);

        public long Position { get; private set; }

        public ulong Number()
        {
            ulong value = 0;
            for (var shift = 0; shift < 63; shift += 7)
            {
                var next = file.Slice(Position++, 1)[0];
                value |= (ulong)(next & 0x7F) << shift;
                if (next < 0x80)
                    return value;
            }
            throw file.Refuse(Invariant($"before byte {Position:#,0} a number does not end"));
        }

        public MappedEntry Entry(bool first)
        {
            var name = Name(first);
            var number = Number();
            if (number >= (ulong)Types.Length || Types[number] is not { } type)
                throw first ? NoFormat(file) : file.Refuse($"'{name}' is of libtorch's type {number}, which is not known here");
            var rank = Number();
            if (rank > HighestRank)
                throw file.Refuse($"'{name}' has {rank} dimensions; it is damaged");
            var shape = new long[rank];
            for (var i = 0; i < shape.Length; i++)
                shape[i] = (long)Number();
            var bytes = type.ByteCount(shape) ?? throw file.Refuse($"'{name}' has shape {ShapeText.Of(shape)}, more than 2 GB");
            file.Slice(Position, bytes);
            var entry = new MappedEntry(file, Position, name, type, shape);
            Position += bytes;
            return entry;
        }

        private string Name(bool first)
        {
            var length = Number();
            if (first && length > (ulong)(file.Length - Position))
                throw NoFormat(file);
            try
            {
                var name = Text.GetString(file.Slice(Position, (long)length));
                Position += (long)length;
                return name;
            }
            catch (DecoderFallbackException e)
            {
                throw first ? NoFormat(file) : file.Refuse(Invariant($"the name at byte {Position:#,0} is no text"), e);
            }
        }
    }
}

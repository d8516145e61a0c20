using System.IO.Compression;
using static System.FormattableString;

namespace ImageNotebooks;

/// <summary>A piece of a dataset.</summary>
/// <param name="Place">Where its bytes lie in the file.</param>
/// <param name="Stored">How many they are there.</param>
/// <param name="Skipped">Bit i: filter i was not applied.</param>
/// <param name="First">The index of its first element, for each dimension.</param>
internal sealed record Hdf5Chunk(long Place, long Stored, uint Skipped, long[] First);

/// <summary>The pieces of a dataset, all of one shape; those at the end may reach beyond it.</summary>
internal sealed record Hdf5Chunks(long[] ChunkShape, IReadOnlyList<Hdf5Chunk> Chunks)
{
    /// <summary>Reads the index of a dataset's chunks and requires that every one is there once.</summary>
    /// <param name="file">The file.</param>
    /// <param name="hdf5">Its structures.</param>
    /// <param name="layout">The layout message, behind its version and class.</param>
    /// <param name="shape">The dataset's sizes.</param>
    /// <param name="type">Its elements.</param>
    /// <param name="name">Its name.</param>
    public static Hdf5Chunks Read(MappedFile file, Hdf5File hdf5, Hdf5Reader layout, long[] shape, ElementType type, string name)
    {
        var rank = layout.Byte() - 1;
        var tree = layout.Int64();
        if (rank != shape.Length)
            throw file.Refuse($"the HDF5 chunks of '{name}' have not its rank");
        var chunk = new long[rank];
        for (var i = 0; i < rank; i++)
            chunk[i] = layout.UInt32();
        if (layout.UInt32() != type.Size() || chunk.Contains(0) || type.ByteCount(chunk) is null)
            throw file.Refuse($"the HDF5 chunks of '{name}' are damaged");
        var found = new Dictionary<string, Hdf5Chunk>();
        if (tree != Hdf5Reader.Undefined)
            ReadTree(file, hdf5, tree, null, rank, found);
        var needed = shape.Select((size, i) => (size + chunk[i] - 1) / chunk[i]).Aggregate(1L, (product, count) => product * count);
        var right = found.Values.All(c => c.First.Select((first, i) => first >= 0 && first < shape[i] && first % chunk[i] == 0).All(inside => inside));
        return found.Count == needed && right
            ? new(chunk, [.. found.Values])
            : throw file.Refuse(Invariant($"of the {needed:#,0} HDF5 chunks of '{name}' {found.Count:#,0} are there, or they lie outside of it"));
    }

    private static void ReadTree(MappedFile file, Hdf5File hdf5, long address, int? level, int rank, Dictionary<string, Hdf5Chunk> found)
    {
        hdf5.Step();
        var node = new Hdf5Reader(file, address, file.Length);
        node.Expect("TREE"u8);
        var (type, own, count) = (node.Byte(), node.Byte(), node.UInt16());
        if (type != 1 || (level is { } expected && own != expected))
            throw file.Refuse("a tree of HDF5 chunks is damaged");
        node.Skip(16);
        for (var i = 0; i < count; i++)
        {
            hdf5.Step();
            var (stored, skipped) = (node.UInt32(), node.UInt32());
            var first = new long[rank];
            for (var d = 0; d < rank; d++)
                first[d] = node.Int64();
            node.Skip(8);
            var child = node.Int64();
            if (own > 0)
                ReadTree(file, hdf5, child, own - 1, rank, found);
            else if (!found.TryAdd(string.Join(',', first), new(child, stored, skipped, first)))
                throw file.Refuse("a tree of HDF5 chunks gives one twice");
        }
    }
}

/// <summary>A dataset that is stored in chunks; they are put together when they are asked for.</summary>
internal sealed class ChunkedEntry : GatheredEntry
{
    /// <summary>What zlib can make of a byte at most.</summary>
    private const int LargestGrowth = 1032;

    private readonly MappedFile file;
    private readonly Hdf5Chunks index;
    private readonly IReadOnlyList<Hdf5Filter> filters;
    private readonly int chunkBytes;

    public ChunkedEntry(MappedFile file, Hdf5Chunks index, IReadOnlyList<Hdf5Filter> filters, string name, ElementType type, long[] shape) : base(name, type, shape)
    {
        (this.file, this.index, this.filters) = (file, index, filters);
        chunkBytes = type.ByteCount(index.ChunkShape)!.Value;
        foreach (var chunk in index.Chunks)
            file.Slice(chunk.Place, chunk.Stored);
        // Before anything is asked for: a small file must not claim a large tensor.
        if (index.Chunks.Any(chunk => chunk.Stored * LargestGrowth < chunkBytes) || index.Chunks.Sum(chunk => chunk.Stored) > file.Length)
            throw file.Refuse($"the HDF5 chunks of '{name}' are too short for its shape {ShapeText.Of(shape)}");
    }

    private protected override void Copy(Span<byte> destination)
    {
        foreach (var chunk in index.Chunks)
            Place(Unfilter(chunk), chunk.First, destination);
    }

    private ReadOnlySpan<byte> Unfilter(Hdf5Chunk chunk)
    {
        var bytes = file.Slice(chunk.Place, chunk.Stored);
        for (var i = filters.Count - 1; i >= 0; i--)
        {
            if ((chunk.Skipped >> i & 1) == 0)
                bytes = filters[i] == Hdf5Filter.Deflate ? Inflate(bytes) : Unshuffle(bytes);
        }
        return bytes.Length == chunkBytes ? bytes : throw Damaged();
    }

    private byte[] Inflate(ReadOnlySpan<byte> packed)
    {
        var bytes = new byte[chunkBytes];
        try
        {
            using var stream = new ZLibStream(new MemoryStream(packed.ToArray()), CompressionMode.Decompress);
            stream.ReadExactly(bytes);
            return stream.ReadByte() < 0 ? bytes : throw Damaged();
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw Damaged(e);
        }
    }

    private byte[] Unshuffle(ReadOnlySpan<byte> shuffled)
    {
        var (size, count) = (Type.Size(), shuffled.Length / Type.Size());
        var bytes = new byte[shuffled.Length];
        for (var part = 0; part < size; part++)
        {
            for (var i = 0; i < count; i++)
                bytes[(i * size) + part] = shuffled[(part * count) + i];
        }
        return bytes;
    }

    private WeightsFileException Damaged(Exception? inner = null) => file.Refuse($"an HDF5 chunk of '{Name}' is damaged", inner);

    /// <summary>Copies the rows of a chunk to where they belong, without what reaches beyond the dataset.</summary>
    private void Place(ReadOnlySpan<byte> chunk, long[] first, Span<byte> destination)
    {
        var (rank, size) = (first.Length, Type.Size());
        if (rank == 0)
        {
            chunk.CopyTo(destination);
            return;
        }
        var inner = rank - 1;
        var row = (int)Math.Min(index.ChunkShape[inner], Shape[inner] - first[inner]) * size;
        var rows = chunkBytes / ((int)index.ChunkShape[inner] * size);
        for (var r = 0; r < rows; r++)
        {
            // The row's place, from the innermost of the outer dimensions outwards.
            var (left, target, step, inside) = ((long)r, first[inner], Shape[inner], true);
            for (var d = inner - 1; d >= 0; d--)
            {
                var at = first[d] + (left % index.ChunkShape[d]);
                left /= index.ChunkShape[d];
                inside &= at < Shape[d];
                target += at * step;
                step *= Shape[d];
            }
            if (inside)
                chunk.Slice(r * (int)index.ChunkShape[inner] * size, row).CopyTo(destination[(int)(target * size)..]);
        }
    }
}

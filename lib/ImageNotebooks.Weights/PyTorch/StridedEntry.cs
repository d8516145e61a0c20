namespace ImageNotebooks;

/// <summary>A tensor whose elements lie apart in its storage, a transposed one for instance; they are gathered when they are asked for.</summary>
internal sealed class StridedEntry(MappedFile file, long start, long[] strides, string name, ElementType type, long[] shape) : GatheredEntry(name, type, shape)
{
    private protected override void Copy(Span<byte> destination)
    {
        if (destination.Length == 0)
            return;
        var (size, reach) = (Type.Size(), 1L);
        for (var d = 0; d < strides.Length; d++)
            reach += (Shape[d] - 1) * strides[d];
        var source = file.Slice(start, reach * size);
        var index = new long[strides.Length];
        long element = 0;
        for (var at = 0; at < destination.Length; at += size)
        {
            source.Slice((int)element * size, size).CopyTo(destination[at..]);
            for (var d = index.Length - 1; d >= 0; d--)
            {
                element += strides[d];
                if (++index[d] < Shape[d])
                    break;
                element -= Shape[d] * strides[d];
                index[d] = 0;
            }
        }
    }

    /// <summary>Whether elements lie one after another; dimensions of size one are never stepped along.</summary>
    public static bool IsContiguous(long[] shape, long[] strides)
    {
        long expected = 1;
        for (var d = shape.Length - 1; d >= 0; d--)
        {
            if (shape[d] != 1 && strides[d] != expected)
                return false;
            expected *= shape[d];
        }
        return true;
    }
}

using System.Collections;
using static TorchSharp.torch;

namespace TorchSharp.Utils;

/// <summary>Reads and writes the elements of a tensor where they lie.</summary>
public sealed unsafe class TensorAccessor<T> : IDisposable, IEnumerable<T> where T : unmanaged
{
    private readonly Tensor tensor;
    private readonly T* data;
    private readonly long[] sizes, strides;

    internal TensorAccessor(Tensor tensor)
    {
        if (tensor.element_size() != sizeof(T) || !Fits(tensor.dtype))
            throw new ArgumentException($"data<{typeof(T).Name}>() was asked of a tensor of {tensor.dtype}; convert it first with to_type().");
        this.tensor = tensor;
        data = (T*)tensor.DataPointer();
        sizes = tensor.shape;
        strides = tensor.stride();
        Count = tensor.numel();
    }

    public long Count { get; }

    public bool IsReadOnly => false;

    public T this[params long[] indices]
    {
        get
        {
            var value = data[Offset(indices)];
            GC.KeepAlive(tensor);
            return value;
        }
        set
        {
            data[Offset(indices)] = value;
            GC.KeepAlive(tensor);
        }
    }

    public T[] ToArray()
    {
        var result = new T[Count];
        CopyTo(result);
        return result;
    }

    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyTo(array.AsSpan(), arrayIndex, tensorIndex);

    public void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var count = checked((int)Math.Min(Count - tensorIndex, array.Length - arrayIndex));
        var target = array.Slice(arrayIndex, count);
        if (tensor.is_contiguous())
        {
            new ReadOnlySpan<T>(data + tensorIndex, count).CopyTo(target);
        }
        else
        {
            for (var i = 0; i < count; i++) target[i] = data[Offset(tensorIndex + i)];
        }
        GC.KeepAlive(tensor);
    }

    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyFrom((ReadOnlySpan<T>)array, arrayIndex, tensorIndex);

    public void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        for (var i = tensorIndex; i < Count && arrayIndex < array.Length; i++) data[Offset(i)] = array[arrayIndex++];
        GC.KeepAlive(tensor);
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (long i = 0; i < Count; i++) yield return At(i);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose() { }

    private T At(long i)
    {
        var value = data[Offset(i)];
        GC.KeepAlive(tensor);
        return value;
    }

    private long Offset(long linear)
    {
        long offset = 0;
        for (var d = sizes.Length - 1; d >= 0; d--)
        {
            offset += linear % sizes[d] * strides[d];
            linear /= sizes[d];
        }
        return offset;
    }

    private long Offset(long[] indices)
    {
        if (indices.Length == 1 && sizes.Length != 1) return indices[0] >= 0 && indices[0] < Count ? Offset(indices[0]) : throw OutOfRange(indices);
        if (indices.Length != sizes.Length) throw OutOfRange(indices);
        long offset = 0;
        for (var d = 0; d < indices.Length; d++)
        {
            if (indices[d] < 0 || indices[d] >= sizes[d]) throw OutOfRange(indices);
            offset += indices[d] * strides[d];
        }
        return offset;
    }

    private IndexOutOfRangeException OutOfRange(long[] indices) =>
        new($"The index [{string.Join(", ", indices)}] lies outside a tensor of shape [{string.Join(", ", sizes)}].");

    /// <summary>Whether elements of this type are T's.</summary>
    internal static bool Fits(ScalarType type) => Type.GetTypeCode(typeof(T)) switch
    {
        TypeCode.Byte => type == ScalarType.Byte,
        TypeCode.SByte => type == ScalarType.Int8,
        TypeCode.Int16 => type == ScalarType.Int16,
        TypeCode.Int32 => type == ScalarType.Int32,
        TypeCode.Int64 => type == ScalarType.Int64,
        TypeCode.Single => type == ScalarType.Float32,
        TypeCode.Double => type == ScalarType.Float64,
        TypeCode.Boolean => type == ScalarType.Bool,
        _ => typeof(T) == typeof(Half) && type == ScalarType.Float16,
    };
}

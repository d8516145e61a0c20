using System.Collections;
using static TorchSharp.torch;

namespace TorchSharp.Utils;

/// <summary>Reads and writes the elements of a tensor where they lie.</summary>
public sealed unsafe class TensorAccessor<T> : IDisposable, IEnumerable<T> where T : unmanaged
{
    private readonly T* data;
    private readonly long[] sizes, strides;
    private readonly long count;
    private Tensor? tensor;

    internal TensorAccessor(Tensor tensor)
    {
        if (TypeOf(typeof(T)) != tensor.dtype)
            throw new ArgumentException($"{typeof(T).Name} is not compatible with {tensor.dtype}: read it as the type that it has, or convert the tensor first with to_type().");
        this.tensor = tensor;
        data = (T*)tensor.DataPointer();
        sizes = tensor.shape;
        strides = tensor.stride();
        count = tensor.numel();
    }

    public long Count => tensor is not null ? count : 0;

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
        Read(result, 0);
        return result;
    }

    public Array ToNDArray()
    {
        if (sizes.Length < 2) return ToArray();
        var result = Array.CreateInstance(typeof(T), sizes);
        fixed (byte* start = &System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(result)) Read(new((T*)start, result.Length), 0);
        return result;
    }

    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyTo(array.AsSpan(), arrayIndex, tensorIndex);

    public void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        CheckStart(tensorIndex);
        if (arrayIndex < array.Length) Read(array[arrayIndex..], tensorIndex);
    }

    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyFrom((ReadOnlySpan<T>)array, arrayIndex, tensorIndex);

    public void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        CheckStart(tensorIndex);
        for (var i = tensorIndex; i < Count && arrayIndex < array.Length; i++) data[Offset(i)] = array[arrayIndex++];
        GC.KeepAlive(tensor);
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (long i = 0; i < Count; i++) yield return At(i);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public static bool operator ==(TensorAccessor<T> left, TensorAccessor<T> right) => left.SequenceEqual(right);
    public static bool operator !=(TensorAccessor<T> left, TensorAccessor<T> right) => !(left == right);
    public override bool Equals(object? obj) => obj is TensorAccessor<T> other && (data == other.data || this.SequenceEqual(other));
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    public void Dispose() => tensor = null;

    /// <summary>The element of this number in row order.</summary>
    internal T At(long i)
    {
        if (i < 0 || i >= Count) throw new ArgumentOutOfRangeException(nameof(i), i, $"A tensor of {Count} elements has no element of this number.");
        var value = data[Offset(i)];
        GC.KeepAlive(tensor);
        return value;
    }

    private void Read(Span<T> target, long from)
    {
        var wanted = (int)Math.Min(Count - from, target.Length);
        if (Count > 0 && tensor!.is_contiguous())
        {
            new ReadOnlySpan<T>(data + from, wanted).CopyTo(target);
        }
        else
        {
            for (var i = 0; i < wanted; i++) target[i] = data[Offset(from + i)];
        }
        GC.KeepAlive(tensor);
    }

    private void CheckStart(long tensorIndex)
    {
        if (tensorIndex < 0 || (tensorIndex >= Count && Count > 0))
            throw new ArgumentOutOfRangeException(nameof(tensorIndex), tensorIndex, $"A tensor of {Count} elements has no element of this number.");
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
        ObjectDisposedException.ThrowIf(tensor is null, this);
        if (indices.Length == 1)
        {
            if (indices[0] < 0) throw new ArgumentOutOfRangeException(nameof(indices), indices[0], "Elements are counted from 0.");
            return indices[0] < Count ? Offset(indices[0]) : throw OutOfRange(indices);
        }
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
}

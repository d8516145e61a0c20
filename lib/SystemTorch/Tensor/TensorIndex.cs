using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>One index of several: a number, a slice, a mask or list of indices, a new axis, or an ellipsis.</summary>
    public readonly struct TensorIndex
    {
        private enum Kind { None = 0, Ellipsis = 1, Single = 2, Bool = 3, Slice = 4, Tensor = 5 }

        private const long Open = long.MinValue;

        private readonly Kind kind;
        private readonly long start, stop, step;
        private readonly Tensor? tensor;

        private TensorIndex(Kind kind, long start = 0, long stop = 0, long step = 0, Tensor? tensor = null) =>
            (this.kind, this.start, this.stop, this.step, this.tensor) = (kind, start, stop, step, tensor);

        public static readonly TensorIndex Ellipsis = new(Kind.Ellipsis);
        public static readonly TensorIndex None = new(Kind.None);
        public static readonly TensorIndex Null = new(Kind.None);
        public static readonly TensorIndex Colon = Slice();

        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) => new(Kind.Slice, start ?? Open, stop ?? Open, step ?? 1);
        public static TensorIndex Slice((int? start, int? end) range) => Slice(range.start, range.end);

        public static TensorIndex Slice(Range range)
        {
            long? start = !range.Start.IsFromEnd ? range.Start.Value : -range.Start.Value;
            long? end = !range.End.IsFromEnd ? range.End.Value : range.End.Value == 0 ? null : -range.End.Value;
            return Slice(start, end);
        }

        public static TensorIndex Bool(bool value) => new(Kind.Bool, value ? 1 : 0);
        public static TensorIndex Single(long? index) => index is { } i ? new(Kind.Single, i) : None;
        public static TensorIndex Tensor(Tensor tensor) => new(Kind.Tensor, tensor: tensor);

        public static implicit operator TensorIndex(long value) => Single(value);
        public static implicit operator TensorIndex((int? start, int? end) range) => Slice(range);
        public static implicit operator TensorIndex(Range range) => Slice(range);
        public static implicit operator TensorIndex(System.Index index) => Single(index.IsFromEnd ? -index.Value : index.Value);

        internal NativeIndex ToNative() => new((long)kind, start, stop, step, tensor?.Handle ?? IntPtr.Zero);
    }

    public partial class Tensor
    {
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        public Tensor this[params Tensor[] indices]
        {
            get => index(Array.ConvertAll(indices, TensorIndex.Tensor));
            set => index_put_(value, Array.ConvertAll(indices, TensorIndex.Tensor));
        }

        // Numbers alone: without these a number could become a TensorIndex or a Tensor, and the compiler would not choose.

        public Tensor this[long i1]
        {
            get => select(0, i1);
            set => index_put_(value, (TensorIndex)i1);
        }

        public Tensor this[long i1, long i2]
        {
            get => index(i1, i2);
            set => index_put_(value, i1, i2);
        }

        public Tensor this[long i1, long i2, long i3]
        {
            get => index(i1, i2, i3);
            set => index_put_(value, i1, i2, i3);
        }

        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => index(i1, i2, i3, i4);
            set => index_put_(value, i1, i2, i3, i4);
        }

        public Tensor index(params TensorIndex[] indices)
        {
            var result = st_index(this, Array.ConvertAll(indices, i => i.ToNative()), indices.Length);
            GC.KeepAlive(indices);
            return result;
        }

        public Tensor index_put_(Tensor value, params TensorIndex[] indices)
        {
            st_index_put_(this, Array.ConvertAll(indices, i => i.ToNative()), indices.Length, value);
            GC.KeepAlive(indices);
            return this;
        }

        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            using var scope = NewDisposeScope();
            return index_put_(full([], value, dtype), indices);
        }
    }
}

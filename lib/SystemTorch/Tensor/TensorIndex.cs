using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>One index of several: a number, a slice, a mask or list of indices, a new axis, or an ellipsis.</summary>
    public readonly struct TensorIndex
    {
        private enum Kind { None = 0, Ellipsis = 1, Single = 2, Bool = 3, Slice = 4, Tensor = 5 }

        private readonly Kind kind;
        private readonly long start, stop, step;
        private readonly Tensor? tensor;

        private TensorIndex(Kind kind, long start = 0, long stop = 0, long step = 0, Tensor? tensor = null) =>
            (this.kind, this.start, this.stop, this.step, this.tensor) = (kind, start, stop, step, tensor);

        public static readonly TensorIndex Ellipsis = new(Kind.Ellipsis);
        public static readonly TensorIndex None = new(Kind.None);
        public static readonly TensorIndex Null = new(Kind.None);
        public static readonly TensorIndex Colon = Slice();

        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) => new(Kind.Slice, start ?? Absent, stop ?? Absent, step ?? 1);
        public static TensorIndex Slice((int? start, int? end) range) => Slice(range.start, range.end);

        public static TensorIndex Slice(Range range)
        {
            long? start = !range.Start.IsFromEnd ? range.Start.Value : -range.Start.Value;
            long? end = !range.End.IsFromEnd ? range.End.Value : range.End.Value == 0 ? null : -range.End.Value;
            return Slice(start, end);
        }

        public static TensorIndex Bool(bool value) => new(Kind.Bool, value ? 1 : 0);
        public static TensorIndex Single(long? index) => new(Kind.Single, index ?? 0);
        public static TensorIndex Tensor(Tensor tensor) => new(Kind.Tensor, tensor: tensor);

        public static implicit operator TensorIndex(long value) => Single(value);
        public static implicit operator TensorIndex((int? start, int? end) range) => Slice(range);
        public static implicit operator TensorIndex(Range range) => Slice(range);
        public static implicit operator TensorIndex(System.Index index) => Single(index.IsFromEnd ? -index.Value : index.Value);

        internal NativeIndex ToNative() => new((long)kind, start, stop, step, kind == Kind.Tensor ? Held.Handle : IntPtr.Zero);

        /// <summary>The tensor of an index that adds up what is put in more than once.</summary>
        internal Tensor Positions =>
            kind == Kind.Tensor ? Held : throw new Exception("index_put_() with accumulate takes tensors of indices only; write a slice or a number as a tensor, as in arange(n).");

        private Tensor Held => tensor ?? throw new NullReferenceException("An index is a tensor that is null.");
    }

    public partial class Tensor
    {
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => Put(value, indices);
        }

        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => Put(value, Array.ConvertAll(indices, TensorIndex.Tensor));
        }

        // Numbers alone: without these a number could become a TensorIndex or a Tensor, and the compiler would not choose.

        public Tensor this[long i1]
        {
            get => select(0, i1);
            set => Put(value, Numbers(i1));
        }

        public Tensor this[long i1, long i2]
        {
            get => index(Numbers(i1, i2));
            set => Put(value, Numbers(i1, i2));
        }

        public Tensor this[long i1, long i2, long i3]
        {
            get => index(Numbers(i1, i2, i3));
            set => Put(value, Numbers(i1, i2, i3));
        }

        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => index(Numbers(i1, i2, i3, i4));
            set => Put(value, Numbers(i1, i2, i3, i4));
        }

        public Tensor this[long i1, long i2, long i3, long i4, long i5]
        {
            get => index(Numbers(i1, i2, i3, i4, i5));
            set => Put(value, Numbers(i1, i2, i3, i4, i5));
        }

        public Tensor this[long i1, long i2, long i3, long i4, long i5, long i6]
        {
            get => index(Numbers(i1, i2, i3, i4, i5, i6));
            set => Put(value, Numbers(i1, i2, i3, i4, i5, i6));
        }

        public Tensor this[params long[] indices]
        {
            get => index(Numbers(indices));
            set => Put(value, Numbers(indices));
        }

        private static TensorIndex[] Numbers(params long[] indices) => Array.ConvertAll(indices, i => TensorIndex.Single(i));

        public Tensor index(params TensorIndex[] indices) => At(indices, native => st_index(this, native, native.Length));
        public Tensor index(params Tensor[] indices) => index(Array.ConvertAll(indices, TensorIndex.Tensor));
        public Tensor index_put_(Tensor value, params TensorIndex[] indices) => Put(value, indices);
        public Tensor index_put_(Tensor value, params Tensor[] indices) => Put(value, Array.ConvertAll(indices, TensorIndex.Tensor));
        public Tensor index_put_(Scalar value, params TensorIndex[] indices) => After(At(indices, native => st_index_put_scalar_(this, native, native.Length, value)));
        public Tensor index_put_(Scalar value, params Tensor[] indices) => index_put_(value, Array.ConvertAll(indices, TensorIndex.Tensor));

        public Tensor index_put_(Tensor value, TensorIndex[] indices, bool accumulate = false) =>
            accumulate ? Accumulate(value, Array.ConvertAll(indices, i => i.Positions)) : Put(value, indices);

        public Tensor index_put_(Tensor value, Tensor[] indices, bool accumulate = false) =>
            accumulate ? Accumulate(value, indices) : Put(value, Array.ConvertAll(indices, TensorIndex.Tensor));

        private Tensor Put(Tensor value, TensorIndex[] indices) => After(At(indices, native => st_index_put_(this, native, native.Length, value)));

        private Tensor Accumulate(Tensor value, Tensor[] indices) => After(With(indices, positions => st_index_accumulate_(this, positions, positions.Length, value)));

        private static T At<T>(TensorIndex[] indices, Func<NativeIndex[], T> call)
        {
            var result = call(Array.ConvertAll(indices, i => i.ToNative()));
            GC.KeepAlive(indices);
            return result;
        }
    }
}

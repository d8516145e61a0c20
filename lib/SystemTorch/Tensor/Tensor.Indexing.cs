using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        // by index along a dimension

        public Tensor index_select(long dim, Tensor index) => st_index_select(this, dim, index);
        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) => st_index_add(this, dim, Positions(index), source, alpha);
        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) => After(st_index_add_(this, dim, Positions(index), source, alpha));
        public Tensor index_copy(long dim, Tensor index, Tensor source) => st_index_copy(this, dim, Positions(index), source);
        public Tensor index_copy_(long dim, Tensor index, Tensor source) => After(st_index_copy_(this, dim, Positions(index), source));
        public Tensor index_fill(long dim, Tensor index, Scalar value) => st_index_fill(this, dim, Positions(index), value);
        public Tensor index_fill_(long dim, Tensor index, Scalar value) => After(st_index_fill_(this, dim, Positions(index), value));
        public Tensor gather(long dim, Tensor index) => st_gather(this, dim, index);
        public Tensor scatter(long dim, Tensor index, Tensor src) => st_scatter(this, dim, index, src);
        public Tensor scatter_(long dim, Tensor index, Tensor src) => After(st_scatter_(this, dim, index, src));
        public Tensor scatter_add(long dim, Tensor index, Tensor src) => st_scatter_add(this, dim, index, src);
        public Tensor scatter_add_(long dim, Tensor index, Tensor src) => After(st_scatter_add_(this, dim, index, src));
        public Tensor take(Tensor index) => st_take(this, index);
        public Tensor take_along_dim(Tensor indices) => st_take_along_dim(this, indices, Absent);
        public Tensor take_along_dim(Tensor indices, long dim) => st_take_along_dim(this, indices, dim);
        public Tensor take_along_dim(IEnumerable<long> indices) => take_along_dim(tensor(indices.ToArray()));
        public Tensor take_along_dim(IEnumerable<long> indices, long dim) => take_along_dim(tensor(indices.ToArray()), dim);

        private static Tensor Positions(Tensor index) =>
            index.dtype == ScalarType.Int64 ? index : throw new ArgumentException($"The index is a tensor of Int64, and one of {index.dtype} was given; convert it with to_type().", nameof(index));

        // a part replaced, in a copy

        public Tensor select_scatter(Tensor src, long dim, long index) => st_select_scatter(this, src, dim, index);
        public Tensor slice_scatter(Tensor src, long dim = 0, long? start = null, long? end = null, long step = 1) => st_slice_scatter(this, src, dim, start ?? Absent, end ?? Absent, step);
        public Tensor diagonal_scatter(Tensor src, long offset = 0, long dim1 = 0, long dim2 = 1) => st_diagonal_scatter(this, src, offset, dim1, dim2);

        // by truth

        public Tensor masked_select(Tensor mask) => st_masked_select(this, Truth(mask));
        public Tensor masked_fill(Tensor mask, Scalar value) => st_masked_fill(this, mask, value);
        public Tensor masked_fill_(Tensor mask, Scalar value) => After(st_masked_fill_(this, mask, value));
        public Tensor masked_scatter(Tensor mask, Tensor value) => st_masked_scatter(this, mask, value);
        public Tensor masked_scatter_(Tensor mask, Tensor value) => After(st_masked_scatter_(this, mask, value));
        public Tensor where(Tensor condition, Tensor y) => st_where(Truth(condition), this, y);
        public Tensor nonzero() => st_nonzero(this);
        public Tensor argwhere() => st_argwhere(this);

        public IList<Tensor> nonzero_as_list()
        {
            using var rows = nonzero();
            return rows.chunk(rows.size(1), dim: 1);
        }

        internal static Tensor Truth(Tensor mask) =>
            mask.dtype == ScalarType.Bool ? mask : throw new ArgumentException($"A mask is a tensor of Bool, and one of {mask.dtype} was given; compare it, as in x > 0, or convert it with to_type().");
    }
}

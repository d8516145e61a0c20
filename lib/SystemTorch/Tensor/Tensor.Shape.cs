using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        // another shape

        public Tensor reshape(params long[] shape) => st_reshape(this, shape, shape.Length);
        public Tensor view(params long[] shape) => st_view(this, shape, shape.Length);
        public Tensor view_as(Tensor other) => view(other.shape);
        public Tensor as_strided(long[] size, long[] strides, long storageOffset = 0) => st_as_strided(this, size, size.Length, strides, strides.Length, storageOffset);
        public Tensor flatten(long start_dim = 0, long end_dim = -1) => st_flatten(this, start_dim, end_dim);
        public Tensor ravel() => st_ravel(this);
        public Tensor squeeze(long? dim = null) => dim is { } d ? st_squeeze_dim(this, d) : st_squeeze(this);
        public Tensor squeeze_(long? dim = null) => After(dim is { } d ? st_squeeze_dim_(this, d) : st_squeeze_(this));
        public Tensor unsqueeze(long dim) => st_unsqueeze(this, dim);
        public Tensor unsqueeze_(long dim) => After(st_unsqueeze_(this, dim));
        public Tensor atleast_1d() => st_atleast_1d(this);
        public Tensor atleast_2d() => st_atleast_2d(this);
        public Tensor atleast_3d() => st_atleast_3d(this);

        public Tensor unflatten(long dim, params long[] sizes)
        {
            if (dim < 0 || dim >= ndim) throw new ArgumentException($"unflatten() takes a dimension from 0 to {ndim - 1}, counted from the front, and {dim} was given.", nameof(dim));
            if (sizes.Length == 0) throw new ArgumentException("unflatten() needs the sizes that the dimension is taken apart into, and none was given.", nameof(sizes));
            return st_unflatten(this, dim, sizes, sizes.Length);
        }

        public Tensor unflatten(long dim, Size sizes) => unflatten(dim, sizes.Shape);

        // wider, without copying

        public Tensor expand(params long[] sizes) => expand((ReadOnlySpan<long>)sizes);
        public Tensor expand(long[] sizes, bool isImplicit = false) => expand((ReadOnlySpan<long>)sizes, isImplicit);
        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false) => st_expand(this, sizes, sizes.Length, isImplicit.Int());
        public Tensor expand(Size sizes, bool isImplicit = false) => expand((ReadOnlySpan<long>)sizes.Shape, isImplicit);
        public Tensor expand_as(Tensor other) => expand(other.shape);
        public Tensor broadcast_to(params long[] shape) => st_broadcast_to(this, shape, shape.Length);

        // another order of dimensions

        public Tensor permute(params long[] permutation) => st_permute(this, permutation, permutation.Length);
        public Tensor permute(IEnumerable<long> permutation) => permute(permutation.ToArray());
        public Tensor transpose(long dim0, long dim1) => st_transpose(this, dim0, dim1);
        public Tensor transpose_(long dim0, long dim1) => After(st_transpose_(this, dim0, dim1));
        public Tensor swapaxes(long dim0, long dim1) => transpose(dim0, dim1);
        public Tensor swapdims(long dim0, long dim1) => transpose(dim0, dim1);
        public Tensor movedim(long[] source, long[] destination) => st_movedim(this, source, source.Length, destination, destination.Length);
        public Tensor moveaxis(long[] source, long[] destination) => movedim(source, destination);
        public Tensor t() => st_t(this);
        public Tensor T => permute([.. Enumerable.Range(0, (int)ndim).Reverse().Select(d => (long)d)]);
        public Tensor mT => st_mT(this);
        public Tensor mH => st_mH(this);
        public Tensor H => transpose(0, 1);
        public Tensor adjoint() => st_adjoint(this);

        // another order of elements

        public Tensor flip(params long[] dims) => st_flip(this, dims, dims.Length);
        public Tensor fliplr() => st_fliplr(this);
        public Tensor flipud() => st_flipud(this);
        public Tensor rot90(long k = 1, (long, long)? dims = null) => st_rot90(this, k, dims?.Item1 ?? 0, dims?.Item2 ?? 1);
        public Tensor roll(long shifts, long? dims = null) => Rolled([shifts], dims is { } d ? [d] : []);
        public Tensor roll(long[] shifts) => Rolled(shifts, [0]);
        public Tensor roll(long[] shifts, long[] dims) => Rolled(shifts, dims);
        public Tensor roll((long, long) shifts, (long, long) dims) => Rolled([shifts.Item1, shifts.Item2], [dims.Item1, dims.Item2]);
        public Tensor roll((long, long, long) shifts, (long, long, long) dims) => Rolled([shifts.Item1, shifts.Item2, shifts.Item3], [dims.Item1, dims.Item2, dims.Item3]);
        public Tensor roll(ReadOnlySpan<long> shifts, ReadOnlySpan<long> dims = default) => Rolled(shifts, dims);

        private Tensor Rolled(ReadOnlySpan<long> shifts, ReadOnlySpan<long> dims) => st_roll(this, shifts, shifts.Length, dims, dims.Length);

        // repeated

        public Tensor repeat(params long[] sizes) => st_repeat(this, sizes, sizes.Length);
        public Tensor tile(long[] reps) => st_tile(this, reps, reps.Length);
        public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null) => st_repeat_interleave(this, repeats, dim ?? Absent, output_size ?? Absent);
        public Tensor repeat_interleave(Tensor repeats, long? dim = null, long? output_size = null) => st_repeat_interleave_tensor(this, repeats, dim ?? Absent, output_size ?? Absent);

        // a part

        public Tensor narrow(long dim, long start, long length) => st_narrow(this, dim, start, length);
        public Tensor select(long dim, long index) => st_select(this, dim, index);
        public Tensor unfold(long dimension, long size, long step) => st_unfold_dim(this, dimension, size, step);

        public Tensor slice(long dim, long start, long finish, long step) =>
            step > 0 ? st_slice(this, dim, start, finish, step) : throw new ArgumentException($"slice() takes a step of at least 1, and {step} was given; flip() turns a dimension round.", nameof(step));

        public Tensor diagonal(long offset = 0, long dim1 = 0, long dim2 = 1) =>
            dim1 != dim2 ? st_diagonal(this, offset, dim1, dim2) : throw new ArgumentException($"A diagonal lies between two dimensions, and {dim1} was given for both.", nameof(dim2));

        public Tensor diag(long diagonal = 0) => st_diag(this, diagonal);
        public Tensor diag_embed(long offset = 0, long dim1 = -2, long dim2 = -1) => st_diag_embed(this, offset, dim1, dim2);
        public Tensor diagflat(long offset = 0) => st_diagflat(this, offset);
        public Tensor tril(long diagonal = 0) => st_tril(this, diagonal);
        public Tensor tril_(long diagonal = 0) => After(st_tril_(this, diagonal)).alias();
        public Tensor triu(long diagonal = 0) => st_triu(this, diagonal);
        public Tensor triu_(long diagonal = 0) => After(st_triu_(this, diagonal)).alias();

        // taken apart

        public Tensor[] unbind(long dimension = 0) => TakeList(st_unbind(this, dimension));
        public Tensor[] chunk(long chunks, long dim = 0) => TakeList(st_chunk(this, chunks, dim));
        public Tensor[] split(long size, int dim = 0) => TakeList(st_split(this, size, dim));
        public Tensor[] split(ReadOnlySpan<long> sizes, long dim = 0) => TakeList(st_split_sizes(this, sizes, sizes.Length, dim));
        public Tensor[] split(long[] sizes, long dim = 0) => split((ReadOnlySpan<long>)sizes, dim);
        public Tensor[] split(params long[] sizes) => split((ReadOnlySpan<long>)sizes, 0);
        public Tensor[] tensor_split(long size, long dim = 0) => TakeList(st_tensor_split(this, size, dim));
        public Tensor[] tensor_split(long[] sizes, long dim = 0) => TakeList(st_tensor_split_at(this, sizes, sizes.Length, dim));

        public Tensor[] tensor_split(Tensor indices, long dim = 0) =>
            indices.dtype == ScalarType.Int64 ? TakeList(st_tensor_split_tensor(this, indices, dim)) : throw new ArgumentException($"tensor_split() takes indices of Int64, and these are of {indices.dtype}.", nameof(indices));

        public Tensor[] hsplit(long size) => TakeList(st_hsplit(this, Even(size, ndim == 1 ? 0 : 1)));
        public Tensor[] hsplit(params long[] sizes) => TakeList(st_hsplit_at(this, sizes, sizes.Length));
        public Tensor[] hsplit(Tensor indices) => tensor_split(indices, 1);
        public Tensor[] vsplit(long size) => TakeList(st_vsplit(this, Even(size, 0)));
        public Tensor[] vsplit(params long[] sizes) => TakeList(st_vsplit_at(this, sizes, sizes.Length));
        public Tensor[] vsplit(Tensor indices) => tensor_split(indices, 0);
        public Tensor[] dsplit(long size) => TakeList(st_dsplit(this, Even(size, 2)));
        public Tensor[] dsplit(params long[] sizes) => TakeList(st_dsplit_at(this, sizes, sizes.Length));
        public Tensor[] dsplit((long, long) indices_or_sections) => dsplit([indices_or_sections.Item1, indices_or_sections.Item2]);
        public Tensor[] dsplit((long, long, long) indices_or_sections) => dsplit([indices_or_sections.Item1, indices_or_sections.Item2, indices_or_sections.Item3]);
        public Tensor[] dsplit((long, long, long, long) indices_or_sections) => dsplit([indices_or_sections.Item1, indices_or_sections.Item2, indices_or_sections.Item3, indices_or_sections.Item4]);
        public Tensor[] dsplit(Tensor indices) => tensor_split(indices, 2);

        private long Even(long parts, int dim) =>
            size(dim) % parts == 0 ? parts : throw new ArgumentException($"Dimension {dim} has {size(dim)} elements, which {parts} equal parts do not share out; tensor_split() makes parts of nearly equal size.");

        public Tensor vander(long N = -1, bool increasing = false) =>
            ndim == 1 ? st_vander(this, N == -1 ? numel() : N, increasing.Int()) : throw new InvalidOperationException($"vander() takes a vector, and this tensor has {ndim} dimensions.");

        public static Tensor block_diag(params Tensor[] tensors) => torch.block_diag(tensors);
    }
}

using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        // shape

        public Tensor reshape(params long[] shape) => st_reshape(this, shape, shape.Length);
        public Tensor view(params long[] shape) => st_view(this, shape, shape.Length);
        public Tensor expand(params long[] sizes) => st_expand(this, sizes, sizes.Length);
        public Tensor expand_as(Tensor other) => expand(other.shape);
        public Tensor permute(params long[] permutation) => st_permute(this, permutation, permutation.Length);
        public Tensor transpose(long dim0, long dim1) => st_transpose(this, dim0, dim1);
        public Tensor t() => st_t(this);
        public Tensor T => st_t(this);
        public Tensor flip(params long[] dims) => st_flip(this, dims, dims.Length);
        public Tensor roll(long shifts, long? dims = null) => roll([shifts], dims is { } d ? [d] : []);
        public Tensor roll(long[] shifts, long[] dims) => st_roll(this, shifts, shifts.Length, dims, dims.Length);
        public Tensor repeat(params long[] sizes) => st_repeat(this, sizes, sizes.Length);
        public Tensor squeeze(long? dim = null) => dim is { } d ? st_squeeze_dim(this, d) : st_squeeze(this);
        public Tensor unsqueeze(long dim) => st_unsqueeze(this, dim);
        public Tensor flatten(long start_dim = 0, long end_dim = -1) => st_flatten(this, start_dim, end_dim);
        public Tensor unflatten(long dim, params long[] sizes) => st_unflatten(this, dim, sizes, sizes.Length);
        public Tensor narrow(long dim, long start, long length) => st_narrow(this, dim, start, length);
        public Tensor select(long dim, long index) => st_select(this, dim, index);
        public Tensor[] chunk(long chunks, long dim = 0) => Take(st_chunk(this, chunks, dim));
        public Tensor[] split(long size, int dim = 0) => Take(st_split(this, size, dim));
        public Tensor[] unbind(long dimension = 0) => Take(st_unbind(this, dimension));

        private Tensor[] Take(IntPtr list)
        {
            GC.KeepAlive(this);
            return TakeList(list);
        }

        // picking elements

        public Tensor index_select(long dim, Tensor index) => st_index_select(this, dim, index);
        public Tensor gather(long dim, Tensor index) => st_gather(this, dim, index);
        public Tensor scatter(long dim, Tensor index, Tensor src) => st_scatter(this, dim, index, src);
        public Tensor scatter_(long dim, Tensor index, Tensor src) => After(st_scatter_(this, dim, index, src));
        public Tensor scatter_add_(long dim, Tensor index, Tensor src) => After(st_scatter_add_(this, dim, index, src));
        public Tensor masked_select(Tensor mask) => st_masked_select(this, mask);
        public Tensor masked_fill(Tensor mask, Scalar value) => st_masked_fill(this, mask, value);
        public Tensor masked_fill_(Tensor mask, Scalar value) => After(st_masked_fill_(this, mask, value));
        public Tensor nonzero() => st_nonzero(this);

        // reductions

        public Tensor sum(ScalarType? type = null) => st_sum(this, type.Code());
        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => sum([dim], keepdim, type);
        public Tensor sum(long dim0, long dim1, bool keepdim = false, ScalarType? type = null) => sum([dim0, dim1], keepdim, type);
        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) => st_sum_dims(this, dim, dim.Length, keepdim.Int(), type.Code());
        public Tensor mean() => st_mean(this, -1);
        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) => st_mean_dims(this, dimensions, dimensions.Length, keepdim.Int(), type.Code());
        public Tensor prod(ScalarType? type = null) => type is { } wanted ? to_type(wanted).prod() : st_prod(this);
        public Tensor std(bool unbiased = true) => st_std(this, unbiased.Int());
        public Tensor std(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => st_std_dims(this, dimensions, dimensions.Length, unbiased.Int(), keepdim.Int());
        public Tensor std(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std([dim], unbiased, keepdim, type);
        public Tensor var(bool unbiased = true) => st_var(this, unbiased.Int());
        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => st_var_dims(this, dimensions, dimensions.Length, unbiased.Int(), keepdim.Int());
        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var([dim], unbiased, keepdim, type);
        public Tensor norm(float p = 2) => st_norm(this, p);
        public Tensor max() => st_max(this);
        public Tensor max(Tensor other) => maximum(other);
        public Tensor min() => st_min(this);
        public Tensor min(Tensor other) => minimum(other);
        public Tensor amax(params long[] dims) => st_amax(this, dims, dims.Length, 0);
        public Tensor amax(long[] dims, bool keepdim) => st_amax(this, dims, dims.Length, keepdim.Int());
        public Tensor amin(params long[] dims) => st_amin(this, dims, dims.Length, 0);
        public Tensor amin(long[] dims, bool keepdim) => st_amin(this, dims, dims.Length, keepdim.Int());

        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false)
        {
            st_max_dim(this, dim, keepdim.Int(), out var values, out var indices);
            return (values, indices);
        }

        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false)
        {
            st_min_dim(this, dim, keepdim.Int(), out var values, out var indices);
            return (values, indices);
        }

        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true)
        {
            st_topk(this, k, dim, largest.Int(), sorted.Int(), out var values, out var indices);
            return (values, indices);
        }

        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false)
        {
            st_sort(this, dim, descending.Int(), stable.Int(), out var values, out var indices);
            return (values, indices);
        }

        public Tensor argmax() => st_argmax(this);
        public Tensor argmax(long dim, bool keepdim = false) => st_argmax_dim(this, dim, keepdim.Int());
        public Tensor argmin() => st_argmin(this);
        public Tensor argmin(long dim, bool keepdim = false) => st_argmin_dim(this, dim, keepdim.Int());
        public Tensor argsort(long dim = -1, bool descending = false) => st_argsort(this, dim, descending.Int());
        public Tensor all() => st_all(this);
        public Tensor any() => st_any(this);
        public Tensor cumsum(long dim, ScalarType? type = null) => st_cumsum(this, dim, type.Code());
        public Tensor bincount(Tensor? weights, long minlength = 0) => st_bincount(this, weights, minlength);
        public Tensor logsumexp(long dim, bool keepdim = false) => st_logsumexp(this, dim, keepdim.Int());
    }

    public static Tensor cat(IList<Tensor> tensors, long dim = 0) => Join(tensors.ToArray(), dim, stack: false);
    public static Tensor cat(Tensor[] tensors, long dim = 0) => Join(tensors, dim, stack: false);
    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0) => Join(tensors.ToArray(), dim, stack: true);

    private static Tensor Join(Tensor[] tensors, long dim, bool stack)
    {
        var handles = Handles(tensors);
        var result = stack ? st_stack(handles, handles.Length, dim) : st_cat(handles, handles.Length, dim);
        GC.KeepAlive(tensors);
        return result;
    }

    public static Tensor where(Tensor condition, Tensor x, Tensor y) => st_where(condition, x, y);
    public static Tensor matmul(Tensor input, Tensor target) => st_matmul(input, target);
    public static Tensor exp(Tensor input) => input.exp();
    public static Tensor log(Tensor input) => input.log();
    public static Tensor sqrt(Tensor input) => input.sqrt();
    public static Tensor abs(Tensor input) => input.abs();
    public static Tensor argmax(Tensor input, long dim, bool keepdim = false) => input.argmax(dim, keepdim);
    public static Tensor flatten(Tensor input, long start_dim = 0, long end_dim = -1) => input.flatten(start_dim, end_dim);
    public static Tensor maximum(Tensor input, Tensor other) => input.maximum(other);
    public static Tensor minimum(Tensor input, Tensor other) => input.minimum(other);
}

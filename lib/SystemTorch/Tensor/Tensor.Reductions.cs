using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        // sums and means

        public Tensor sum(ScalarType? type = null) => st_sum(this, type.Code());
        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => sum([dim], keepdim, type);
        public Tensor sum(long dim0, long dim1, bool keepdim = false, ScalarType? type = null) => sum([dim0, dim1], keepdim, type);
        public Tensor sum(long dim0, long dim1, long dim2, bool keepdim = false, ScalarType? type = null) => sum([dim0, dim1, dim2], keepdim, type);
        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) => sum((ReadOnlySpan<long>)dim, keepdim, type);
        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) => st_sum_dims(this, dim, dim.Length, keepdim.Int(), type.Code());
        public Tensor nansum() => st_nansum(this);
        public Tensor mean() => st_mean(this, -1);
        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) => st_mean_dims(this, dimensions, dimensions.Length, keepdim.Int(), type.Code());
        public Tensor nanmean(int? dim = null, bool keepdim = false, ScalarType? dtype = null) => st_nanmean(this, dim is { } d ? [d] : [], dim is null ? 0 : 1, keepdim.Int(), dtype.Code());
        public Tensor prod(ScalarType? type = null) => st_prod(this, type.Code());
        public Tensor prod(long dim, bool keepdim = false, ScalarType? type = null) => st_prod_dim(this, dim, keepdim.Int(), type.Code());
        public Tensor logsumexp(long dim, bool keepdim = false) => st_logsumexp(this, dim, keepdim.Int());

        // spread

        public Tensor std(bool unbiased = true) => st_std(this, unbiased.Int());
        public Tensor std(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => st_std_dims(this, dimensions, dimensions.Length, unbiased.Int(), keepdim.Int());
        public Tensor std(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std((ReadOnlySpan<long>)dimensions, unbiased, keepdim, type);
        public Tensor std(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std([dim], unbiased, keepdim, type);
        public Tensor std((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std([dim.Item1, dim.Item2], unbiased, keepdim, type);
        public Tensor std((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std([dim.Item1, dim.Item2, dim.Item3], unbiased, keepdim, type);
        public Tensor var(bool unbiased = true) => st_var(this, unbiased.Int());
        public Tensor var(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => st_var_dims(this, dimensions, dimensions.Length, unbiased.Int(), keepdim.Int());
        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var((ReadOnlySpan<long>)dimensions, unbiased, keepdim, type);
        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var([dim], unbiased, keepdim, type);
        public Tensor var((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var([dim.Item1, dim.Item2], unbiased, keepdim, type);
        public Tensor var((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var([dim.Item1, dim.Item2, dim.Item3], unbiased, keepdim, type);

        public (Tensor std, Tensor mean) std_mean(bool unbiased = true)
        {
            st_std_mean(this, unbiased.Int(), out var std, out var mean);
            return (std, mean);
        }

        public (Tensor std, Tensor mean) std_mean(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null)
        {
            st_std_mean_dims(this, dimensions, dimensions.Length, unbiased.Int(), keepdim.Int(), out var std, out var mean);
            return (std, mean);
        }

        public (Tensor std, Tensor mean) std_mean(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std_mean((ReadOnlySpan<long>)dimensions, unbiased, keepdim, type);
        public (Tensor std, Tensor mean) std_mean(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std_mean([dim], unbiased, keepdim, type);
        public (Tensor std, Tensor mean) std_mean((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std_mean([dim.Item1, dim.Item2], unbiased, keepdim, type);
        public (Tensor std, Tensor mean) std_mean((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std_mean([dim.Item1, dim.Item2, dim.Item3], unbiased, keepdim, type);

        public (Tensor @var, Tensor mean) var_mean(bool unbiased = true)
        {
            st_var_mean(this, unbiased.Int(), out var variance, out var mean);
            return (variance, mean);
        }

        // TorchSharp calls the variances of these two "std".
        public (Tensor std, Tensor mean) var_mean(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null)
        {
            st_var_mean_dims(this, dimensions, dimensions.Length, unbiased.Int(), keepdim.Int(), out var variance, out var mean);
            return (variance, mean);
        }

        public (Tensor std, Tensor mean) var_mean(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var_mean((ReadOnlySpan<long>)dimensions, unbiased, keepdim, type);
        public (Tensor @var, Tensor mean) var_mean(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var_mean([dim], unbiased, keepdim, type);
        public (Tensor @var, Tensor mean) var_mean((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var_mean([dim.Item1, dim.Item2], unbiased, keepdim, type);
        public (Tensor @var, Tensor mean) var_mean((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var_mean([dim.Item1, dim.Item2, dim.Item3], unbiased, keepdim, type);

        public Tensor cov(long correction = 1, Tensor? fweights = null, Tensor? aweights = null) => st_cov(this, correction, fweights, aweights);
        public Tensor corrcoef() => st_corrcoef(this);

        // distances

        public Tensor norm(float p = 2) => st_norm(this, p);
        public Tensor norm(int dim, bool keepdim = false, float p = 2) => st_norm_dim(this, dim, keepdim.Int(), p);
        public Tensor dist(Tensor other, float p = 2) => st_dist(this, other, p);
        public Tensor renorm(float p, long dim, float maxnorm) => st_renorm(this, p, dim, maxnorm);

        // extremes

        public Tensor max() => st_max(this);
        public Tensor min() => st_min(this);
        public Tensor amax(params long[] dims) => st_amax(this, dims, dims.Length, 0);
        public Tensor amax(long[] dims, bool keepdim = false, Tensor? @out = null) => amax((ReadOnlySpan<long>)dims, keepdim, @out);
        public Tensor amax(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) => @out is null ? st_amax(this, dims, dims.Length, keepdim.Int()) : @out.After(st_amax_out(@out, this, dims, dims.Length, keepdim.Int())).alias();
        public Tensor amin(params long[] dims) => st_amin(this, dims, dims.Length, 0);
        public Tensor amin(long[] dims, bool keepdim = false, Tensor? @out = null) => amin((ReadOnlySpan<long>)dims, keepdim, @out);
        public Tensor amin(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) => @out is null ? st_amin(this, dims, dims.Length, keepdim.Int()) : @out.After(st_amin_out(@out, this, dims, dims.Length, keepdim.Int())).alias();

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

        public (Tensor min, Tensor max) aminmax(long? dim = null, bool keepdim = false)
        {
            st_aminmax(this, dim ?? Absent, keepdim.Int(), out var min, out var max);
            return (min, max);
        }

        public Tensor argmax() => st_argmax(this);
        public Tensor argmax(long dim, bool keepdim = false) => st_argmax_dim(this, dim, keepdim.Int());
        public Tensor argmin() => st_argmin(this);
        public Tensor argmin(long dim, bool keepdim = false) => st_argmin_dim(this, dim, keepdim.Int());

        // truth

        public Tensor all() => st_all(this);
        public Tensor all(long dim, bool keepdim = false) => st_all_dim(this, dim, keepdim.Int());
        public Tensor any() => st_any(this);
        public Tensor any(long dim, bool keepdim = false) => st_any_dim(this, dim, keepdim.Int());
        public Tensor count_nonzero(long[]? dims = null) => st_count_nonzero(this, dims, dims?.Length ?? 0);

        public bool is_nonzero() =>
            numel() == 1 ? st_is_nonzero(this) : throw new InvalidOperationException($"is_nonzero() takes a tensor of one element, and this has shape [{string.Join(", ", shape)}].");
    }
}

using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        // order

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

        public Tensor msort() => st_msort(this);
        public Tensor argsort(long dim = -1, bool descending = false) => st_argsort(this, dim, descending.Int());

        public (Tensor values, Tensor indices) kthvalue(long k, long? dim, bool keepdim = false)
        {
            st_kthvalue(this, k, dim ?? -1, keepdim.Int(), out var values, out var indices);
            return (values, indices);
        }

        public (Tensor values, Tensor indices) mode(long dim = -1, bool keepdim = false)
        {
            st_mode(this, dim, keepdim.Int(), out var values, out var indices);
            return (values, indices);
        }

        public Tensor median() => st_median(this);
        public Tensor nanmedian() => st_nanmedian(this);

        // The default of dim stands for all elements, as it does in TorchSharp: the last dimension alone is asked for by its number.
        public Tensor quantile(Tensor q, long dim = -1, bool keepdim = false) => st_quantile(this, q, dim == -1 ? Absent : dim, keepdim.Int());
        public Tensor nanquantile(Tensor q, long dim = -1, bool keepdim = false) => st_nanquantile(this, q, dim == -1 ? Absent : dim, keepdim.Int());
        public Tensor bucketize(Tensor boundaries, bool outInt32 = false, bool right = false) => st_bucketize(this, boundaries, outInt32.Int(), right.Int());

        // running totals, differences, integrals

        public Tensor cumsum(long dim, ScalarType? type = null) => st_cumsum(this, dim, type.Code());
        public Tensor cumprod(long dim, ScalarType? type = null) => st_cumprod(this, dim, type.Code());
        public Tensor logcumsumexp(long dim) => st_logcumsumexp(this, dim);

        public (Tensor values, Tensor indexes) cummax(long dim)
        {
            st_cummax(this, dim, out var values, out var indices);
            return (values, indices);
        }

        public (Tensor values, Tensor indexes) cummin(long dim)
        {
            st_cummin(this, dim, out var values, out var indices);
            return (values, indices);
        }

        public Tensor diff(long n = 1, long dim = -1, Tensor? prepend = null, Tensor? append = null) =>
            n == 1 ? st_diff(this, n, dim, prepend, append) : throw new NotImplementedException($"diff() takes n = 1 only, and {n} was given; call it {n} times.");

        public Tensor trapezoid(double dx = 1, long dim = -1) => st_trapezoid(this, dx, dim);
        public Tensor trapezoid(Tensor x, long dim = -1) => st_trapezoid_x(this, x, dim);
        public Tensor cumulative_trapezoid(double dx = 1, long dim = -1) => st_cumulative_trapezoid(this, dx, dim);
        public Tensor cumulative_trapezoid(Tensor x, long dim = -1) => st_cumulative_trapezoid_x(this, x, dim);

        // distinct values and counts

        public (Tensor output, Tensor? inverse_indices, Tensor? counts) unique(bool sorted = true, bool return_inverse = false, bool return_counts = false, int? dim = null) =>
            Asked(dim is { } d ? st_unique_dim(this, d, sorted.Int(), return_inverse.Int(), return_counts.Int()) : st_unique(this, sorted.Int(), return_inverse.Int(), return_counts.Int()), return_inverse, return_counts);

        public (Tensor output, Tensor? inverse_indices, Tensor? counts) unique_consecutive(bool return_inverse = false, bool return_counts = false, int? dim = null) =>
            Asked(st_unique_consecutive(this, return_inverse.Int(), return_counts.Int(), dim ?? Absent), return_inverse, return_counts);

        private static (Tensor, Tensor?, Tensor?) Asked(IntPtr list, bool inverse, bool counts)
        {
            var (values, indices, times) = TakeThree(list);
            if (!inverse) indices.Dispose();
            if (!counts) times.Dispose();
            return (values, inverse ? indices : null, counts ? times : null);
        }

        public Tensor bincount(Tensor? weights, long minlength = 0) => st_bincount(this, weights, minlength);
        public Tensor histc(long bins = 100, long min = 0, long max = 0) => st_histc(this, bins, min, max);
    }
}

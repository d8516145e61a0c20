// From many elements to few: sums, extremes, order, statistics, running totals, counts and integrals.
#include "arguments.h"

using namespace boundary;
using arguments::ints;
using arguments::maybe;

// sums and means

TENSOR(sum, (T a, int8_t dtype), a->sum(maybe_type(dtype)))
TENSOR(sum_dims, (T a, Ints dims, int64_t n, int keepdim, int8_t dtype), a->sum(ints(dims, n), keepdim != 0, maybe_type(dtype)))
TENSOR(nansum, (T a), a->nansum())
TENSOR(mean, (T a, int8_t dtype), a->mean(maybe_type(dtype)))
TENSOR(mean_dims, (T a, Ints dims, int64_t n, int keepdim, int8_t dtype), a->mean(ints(dims, n), keepdim != 0, maybe_type(dtype)))
TENSOR(nanmean, (T a, Ints dims, int64_t n, int keepdim, int8_t dtype), a->nanmean(arguments::maybe_ints(dims, n), keepdim != 0, maybe_type(dtype)))
TENSOR(prod, (T a, int8_t dtype), a->prod(maybe_type(dtype)))
TENSOR(prod_dim, (T a, int64_t dim, int keepdim, int8_t dtype), a->prod(dim, keepdim != 0, maybe_type(dtype)))
TENSOR(std, (T a, int unbiased), a->std(unbiased != 0))
TENSOR(std_dims, (T a, Ints dims, int64_t n, int unbiased, int keepdim), a->std(ints(dims, n), unbiased != 0, keepdim != 0))
TENSOR(var, (T a, int unbiased), a->var(unbiased != 0))
TENSOR(var_dims, (T a, Ints dims, int64_t n, int unbiased, int keepdim), a->var(ints(dims, n), unbiased != 0, keepdim != 0))
PAIR(std_mean, (T a, int unbiased, T* first, T* second), at::std_mean(*a, unbiased != 0))
PAIR(std_mean_dims, (T a, Ints dims, int64_t n, int unbiased, int keepdim, T* first, T* second), at::std_mean(*a, ints(dims, n), unbiased != 0, keepdim != 0))
PAIR(var_mean, (T a, int unbiased, T* first, T* second), at::var_mean(*a, unbiased != 0))
PAIR(var_mean_dims, (T a, Ints dims, int64_t n, int unbiased, int keepdim, T* first, T* second), at::var_mean(*a, ints(dims, n), unbiased != 0, keepdim != 0))
TENSOR(norm, (T a, double p), a->norm(p))
TENSOR(norm_dim, (T a, int64_t dim, int keepdim, double p), a->norm(p, dim, keepdim != 0))
TENSOR(dist, (T a, T b, double p), a->dist(*b, p))
TENSOR(cdist, (T a, T b, double p, int64_t mode), at::cdist(*a, *b, p, mode))
TENSOR(renorm, (T a, double p, int64_t dim, double maxnorm), a->renorm(p, dim, maxnorm))
TENSOR(logsumexp, (T a, int64_t dim, int keepdim), a->logsumexp(dim, keepdim != 0))
TENSOR(cov, (T a, int64_t correction, T fweights, T aweights), a->cov(correction, optional(fweights), optional(aweights)))
TENSOR(corrcoef, (T a), a->corrcoef())

// extremes and truth

TENSOR(max, (T a), a->max())
TENSOR(min, (T a), a->min())
PAIR(max_dim, (T a, int64_t dim, int keepdim, T* first, T* second), a->max(dim, keepdim != 0))
PAIR(min_dim, (T a, int64_t dim, int keepdim, T* first, T* second), a->min(dim, keepdim != 0))
TENSOR(amax, (T a, Ints dims, int64_t n, int keepdim), a->amax(ints(dims, n), keepdim != 0))
TENSOR(amin, (T a, Ints dims, int64_t n, int keepdim), a->amin(ints(dims, n), keepdim != 0))
INPLACE(amax_out, (T out, T a, Ints dims, int64_t n, int keepdim), at::amax_out(*out, *a, ints(dims, n), keepdim != 0))
INPLACE(amin_out, (T out, T a, Ints dims, int64_t n, int keepdim), at::amin_out(*out, *a, ints(dims, n), keepdim != 0))
PAIR(aminmax, (T a, int64_t dim, int keepdim, T* first, T* second), a->aminmax(maybe(dim), keepdim != 0))
TENSOR(argmax, (T a), a->argmax())
TENSOR(argmax_dim, (T a, int64_t dim, int keepdim), a->argmax(dim, keepdim != 0))
TENSOR(argmin, (T a), a->argmin())
TENSOR(argmin_dim, (T a, int64_t dim, int keepdim), a->argmin(dim, keepdim != 0))
TENSOR(all, (T a), a->all())
TENSOR(all_dim, (T a, int64_t dim, int keepdim), a->all(dim, keepdim != 0))
TENSOR(any, (T a), a->any())
TENSOR(any_dim, (T a, int64_t dim, int keepdim), a->any(dim, keepdim != 0))
TENSOR(count_nonzero, (T a, Ints dims, int64_t n), a->count_nonzero(ints(dims, n)))

// order

PAIR(topk, (T a, int64_t k, int64_t dim, int largest, int sorted, T* first, T* second), a->topk(k, dim, largest != 0, sorted != 0))
PAIR(sort, (T a, int64_t dim, int descending, int stable, T* first, T* second), a->sort(c10::optional<bool>(stable != 0), dim, descending != 0))
TENSOR(msort, (T a), a->msort())
TENSOR(argsort, (T a, int64_t dim, int descending), a->argsort(dim, descending != 0))
PAIR(kthvalue, (T a, int64_t k, int64_t dim, int keepdim, T* first, T* second), a->kthvalue(k, dim, keepdim != 0))
PAIR(mode, (T a, int64_t dim, int keepdim, T* first, T* second), a->mode(dim, keepdim != 0))
TENSOR(median, (T a), a->median())
TENSOR(nanmedian, (T a), a->nanmedian())
TENSOR(quantile, (T a, T q, int64_t dim, int keepdim), a->quantile(*q, maybe(dim), keepdim != 0))
TENSOR(nanquantile, (T a, T q, int64_t dim, int keepdim), a->nanquantile(*q, maybe(dim), keepdim != 0))
TENSOR(bucketize, (T a, T boundaries, int out_int32, int right), at::bucketize(*a, *boundaries, out_int32 != 0, right != 0))
TENSOR(searchsorted, (T sequence, T values, int out_int32, int right, T sorter),
    at::searchsorted(*sequence, *values, out_int32 != 0, right != 0, c10::nullopt, optional(sorter)))
TENSOR(searchsorted_scalar, (T sequence, Number value, int out_int32, int right, T sorter),
    at::searchsorted(*sequence, scalar(value), out_int32 != 0, right != 0, c10::nullopt, optional(sorter)))

// running totals and differences

TENSOR(cumsum, (T a, int64_t dim, int8_t dtype), a->cumsum(dim, maybe_type(dtype)))
TENSOR(cumprod, (T a, int64_t dim, int8_t dtype), a->cumprod(dim, maybe_type(dtype)))
PAIR(cummax, (T a, int64_t dim, T* first, T* second), a->cummax(dim))
PAIR(cummin, (T a, int64_t dim, T* first, T* second), a->cummin(dim))
TENSOR(logcumsumexp, (T a, int64_t dim), a->logcumsumexp(dim))
TENSOR(diff, (T a, int64_t n, int64_t dim, T prepend, T append), a->diff(n, dim, optional(prepend), optional(append)))
TENSOR(trapezoid, (T y, double dx, int64_t dim), at::trapezoid(*y, dx, dim))
TENSOR(trapezoid_x, (T y, T x, int64_t dim), at::trapezoid(*y, *x, dim))
TENSOR(cumulative_trapezoid, (T y, double dx, int64_t dim), at::cumulative_trapezoid(*y, dx, dim))
TENSOR(cumulative_trapezoid_x, (T y, T x, int64_t dim), at::cumulative_trapezoid(*y, *x, dim))

// distinct values and counts

LIST(unique, (T a, int sorted, int inverse, int counts), at::_unique2(*a, sorted != 0, inverse != 0, counts != 0))
LIST(unique_dim, (T a, int64_t dim, int sorted, int inverse, int counts), at::unique_dim(*a, dim, sorted != 0, inverse != 0, counts != 0))
LIST(unique_consecutive, (T a, int inverse, int counts, int64_t dim), at::unique_consecutive(*a, inverse != 0, counts != 0, maybe(dim)))
TENSOR(bincount, (T a, T weights, int64_t minlength), a->bincount(optional(weights), minlength))
TENSOR(histc, (T a, int64_t bins, int64_t low, int64_t high), a->histc(bins, low, high))
PAIR(histogram, (T a, T bins, T weight, int density, T* first, T* second), at::histogram(*a, *bins, optional(weight), density != 0))
PAIR(histogram_count, (T a, int64_t bins, Number low, Number high, T weight, int density, T* first, T* second),
    low.kind != 3 ? at::histogram(*a, bins, std::vector<double>{low.real, high.real}, optional(weight), density != 0)
                  : at::histogram(*a, bins, c10::nullopt, optional(weight), density != 0))

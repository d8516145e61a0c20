// Arithmetic on tensors: one line an operation, in the order pointwise, comparison, reduction, linear algebra, in place, random.
#include "boundary.h"

using namespace boundary;

namespace {
at::IntArrayRef ints(Ints data, int64_t n) { return {data, static_cast<size_t>(n)}; }

c10::optional<at::Generator> random(void* g) {
    return g ? c10::optional<at::Generator>(*static_cast<at::Generator*>(g)) : c10::nullopt;
}

c10::optional<c10::string_view> rounding(int mode) {
    return mode == 1 ? c10::optional<c10::string_view>("trunc") : mode == 2 ? c10::optional<c10::string_view>("floor") : c10::nullopt;
}
}  // namespace

// pointwise, one tensor

TENSOR(abs, (T a), a->abs())
TENSOR(acos, (T a), a->acos())
TENSOR(atan, (T a), a->atan())
TENSOR(atan2, (T a, T b), a->atan2(*b))
TENSOR(ceil, (T a), a->ceil())
TENSOR(cos, (T a), a->cos())
TENSOR(erf, (T a), a->erf())
TENSOR(exp, (T a), a->exp())
TENSOR(floor, (T a), a->floor())
TENSOR(frac, (T a), a->frac())
TENSOR(isfinite, (T a), a->isfinite())
TENSOR(isinf, (T a), a->isinf())
TENSOR(isnan, (T a), a->isnan())
TENSOR(log, (T a), a->log())
TENSOR(log1p, (T a), a->log1p())
TENSOR(log2, (T a), a->log2())
TENSOR(log10, (T a), a->log10())
TENSOR(logical_not, (T a), a->logical_not())
TENSOR(neg, (T a), a->neg())
TENSOR(reciprocal, (T a), a->reciprocal())
TENSOR(round, (T a), a->round())
TENSOR(rsqrt, (T a), a->rsqrt())
TENSOR(sign, (T a), a->sign())
TENSOR(sin, (T a), a->sin())
TENSOR(sqrt, (T a), a->sqrt())
TENSOR(square, (T a), a->square())
TENSOR(tan, (T a), a->tan())
TENSOR(tanh, (T a), a->tanh())
TENSOR(trunc, (T a), a->trunc())
TENSOR(bitwise_not, (T a), a->bitwise_not())
TENSOR(clamp, (T a, Number low, Number high), a->clamp(maybe(low), maybe(high)))
TENSOR(clamp_tensor, (T a, T low, T high), a->clamp(optional(low), optional(high)))

// pointwise, two operands

TENSOR(add, (T a, T b, Number alpha), a->add(*b, scalar(alpha)))
TENSOR(add_scalar, (T a, Number b, Number alpha), a->add(scalar(b), scalar(alpha)))
TENSOR(sub, (T a, T b, Number alpha), a->sub(*b, scalar(alpha)))
TENSOR(sub_scalar, (T a, Number b, Number alpha), a->sub(scalar(b), scalar(alpha)))
TENSOR(rsub_scalar, (T a, Number b), at::rsub(*a, scalar(b)))
TENSOR(mul, (T a, T b), a->mul(*b))
TENSOR(mul_scalar, (T a, Number b), a->mul(scalar(b)))
TENSOR(div, (T a, T b, int mode), a->div(*b, rounding(mode)))
TENSOR(div_scalar, (T a, Number b, int mode), a->div(scalar(b), rounding(mode)))
TENSOR(remainder, (T a, T b), a->remainder(*b))
TENSOR(remainder_scalar, (T a, Number b), a->remainder(scalar(b)))
TENSOR(pow, (T a, T b), a->pow(*b))
TENSOR(pow_scalar, (T a, Number b), a->pow(scalar(b)))
TENSOR(maximum, (T a, T b), at::maximum(*a, *b))
TENSOR(minimum, (T a, T b), at::minimum(*a, *b))
TENSOR(lerp, (T a, T end, T weight), a->lerp(*end, *weight))
TENSOR(bitwise_and, (T a, T b), a->bitwise_and(*b))
TENSOR(bitwise_or, (T a, T b), a->bitwise_or(*b))
TENSOR(bitwise_xor, (T a, T b), a->bitwise_xor(*b))
TENSOR(logical_and, (T a, T b), a->logical_and(*b))
TENSOR(logical_or, (T a, T b), a->logical_or(*b))

// comparison

TENSOR(eq, (T a, T b), a->eq(*b))
TENSOR(eq_scalar, (T a, Number b), a->eq(scalar(b)))
TENSOR(ne, (T a, T b), a->ne(*b))
TENSOR(ne_scalar, (T a, Number b), a->ne(scalar(b)))
TENSOR(lt, (T a, T b), a->lt(*b))
TENSOR(lt_scalar, (T a, Number b), a->lt(scalar(b)))
TENSOR(le, (T a, T b), a->le(*b))
TENSOR(le_scalar, (T a, Number b), a->le(scalar(b)))
TENSOR(gt, (T a, T b), a->gt(*b))
TENSOR(gt_scalar, (T a, Number b), a->gt(scalar(b)))
TENSOR(ge, (T a, T b), a->ge(*b))
TENSOR(ge_scalar, (T a, Number b), a->ge(scalar(b)))
NUMBER(allclose, (T a, T b, double rtol, double atol, int equal_nan), a->allclose(*b, rtol, atol, equal_nan != 0))
NUMBER(equal, (T a, T b), a->equal(*b))

// reduction

TENSOR(sum, (T a, int8_t dtype), a->sum(maybe_type(dtype)))
TENSOR(sum_dims, (T a, Ints dims, int64_t n, int keepdim, int8_t dtype), a->sum(ints(dims, n), keepdim != 0, maybe_type(dtype)))
TENSOR(mean, (T a, int8_t dtype), a->mean(maybe_type(dtype)))
TENSOR(mean_dims, (T a, Ints dims, int64_t n, int keepdim, int8_t dtype), a->mean(ints(dims, n), keepdim != 0, maybe_type(dtype)))
TENSOR(prod, (T a), a->prod())
TENSOR(std, (T a, int unbiased), a->std(unbiased != 0))
TENSOR(std_dims, (T a, Ints dims, int64_t n, int unbiased, int keepdim), a->std(ints(dims, n), unbiased != 0, keepdim != 0))
TENSOR(var, (T a, int unbiased), a->var(unbiased != 0))
TENSOR(var_dims, (T a, Ints dims, int64_t n, int unbiased, int keepdim), a->var(ints(dims, n), unbiased != 0, keepdim != 0))
TENSOR(norm, (T a, double p), a->norm(p))
TENSOR(max, (T a), a->max())
TENSOR(min, (T a), a->min())
TENSOR(amax, (T a, Ints dims, int64_t n, int keepdim), a->amax(ints(dims, n), keepdim != 0))
TENSOR(amin, (T a, Ints dims, int64_t n, int keepdim), a->amin(ints(dims, n), keepdim != 0))
PAIR(max_dim, (T a, int64_t dim, int keepdim, T* first, T* second), a->max(dim, keepdim != 0))
PAIR(min_dim, (T a, int64_t dim, int keepdim, T* first, T* second), a->min(dim, keepdim != 0))
PAIR(topk, (T a, int64_t k, int64_t dim, int largest, int sorted, T* first, T* second), a->topk(k, dim, largest != 0, sorted != 0))
PAIR(sort, (T a, int64_t dim, int descending, int stable, T* first, T* second), a->sort(c10::optional<bool>(stable != 0), dim, descending != 0))
TENSOR(argmax, (T a), a->argmax())
TENSOR(argmax_dim, (T a, int64_t dim, int keepdim), a->argmax(dim, keepdim != 0))
TENSOR(argmin, (T a), a->argmin())
TENSOR(argmin_dim, (T a, int64_t dim, int keepdim), a->argmin(dim, keepdim != 0))
TENSOR(argsort, (T a, int64_t dim, int descending), a->argsort(dim, descending != 0))
TENSOR(all, (T a), a->all())
TENSOR(any, (T a), a->any())
TENSOR(cumsum, (T a, int64_t dim, int8_t dtype), a->cumsum(dim, maybe_type(dtype)))
TENSOR(bincount, (T a, T weights, int64_t minlength), a->bincount(optional(weights), minlength))
TENSOR(logsumexp, (T a, int64_t dim, int keepdim), a->logsumexp(dim, keepdim != 0))

// linear algebra

TENSOR(matmul, (T a, T b), a->matmul(*b))
TENSOR(mm, (T a, T b), a->mm(*b))
TENSOR(bmm, (T a, T b), a->bmm(*b))
TENSOR(dot, (T a, T b), a->dot(*b))

// in place

INPLACE(add_, (T a, T b, Number alpha), a->add_(*b, scalar(alpha)))
INPLACE(add_scalar_, (T a, Number b, Number alpha), a->add_(scalar(b), scalar(alpha)))
INPLACE(sub_, (T a, T b, Number alpha), a->sub_(*b, scalar(alpha)))
INPLACE(sub_scalar_, (T a, Number b, Number alpha), a->sub_(scalar(b), scalar(alpha)))
INPLACE(mul_, (T a, T b), a->mul_(*b))
INPLACE(mul_scalar_, (T a, Number b), a->mul_(scalar(b)))
INPLACE(div_, (T a, T b, int mode), a->div_(*b, rounding(mode)))
INPLACE(div_scalar_, (T a, Number b, int mode), a->div_(scalar(b), rounding(mode)))
INPLACE(clamp_, (T a, Number low, Number high), a->clamp_(maybe(low), maybe(high)))
INPLACE(addcmul_, (T a, T b, T c, Number value), a->addcmul_(*b, *c, scalar(value)))
INPLACE(addcdiv_, (T a, T b, T c, Number value), a->addcdiv_(*b, *c, scalar(value)))
INPLACE(lerp_, (T a, T end, T weight), a->lerp_(*end, *weight))
INPLACE(fill_, (T a, Number value), a->fill_(scalar(value)))
INPLACE(zero_, (T a), a->zero_())
INPLACE(sqrt_, (T a), a->sqrt_())

// random, in place

INPLACE(uniform_, (T a, double low, double high, void* g), a->uniform_(low, high, random(g)))
INPLACE(normal_, (T a, double mean, double std, void* g), a->normal_(mean, std, random(g)))
INPLACE(random_, (T a, int64_t low, int64_t high, void* g), a->random_(low, high, random(g)))
INPLACE(bernoulli_, (T a, double p, void* g), a->bernoulli_(p, random(g)))
TENSOR(multinomial, (T a, int64_t n, int replacement, void* g), a->multinomial(n, replacement != 0, random(g)))

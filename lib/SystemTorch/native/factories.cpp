// New tensors: of one value, of a sequence, of random numbers, of numbers that .NET holds.
#include "arguments.h"

using namespace boundary;
using arguments::ints;
using arguments::options;
using arguments::random;

namespace {
// The type and layout of a tensor with another element type.
at::TensorOptions like(T t, int8_t dtype) { return t->options().dtype(type(dtype)); }
}  // namespace

// of one value

TENSOR(empty, (Ints size, int64_t n, int8_t dtype), at::empty(ints(size, n), options(dtype)))
TENSOR(zeros, (Ints size, int64_t n, int8_t dtype), at::zeros(ints(size, n), options(dtype)))
TENSOR(ones, (Ints size, int64_t n, int8_t dtype), at::ones(ints(size, n), options(dtype)))
TENSOR(full, (Ints size, int64_t n, Number value, int8_t dtype), at::full(ints(size, n), scalar(value), options(dtype)))
TENSOR(empty_strided, (Ints size, int64_t n, Ints strides, int64_t m, int8_t dtype), at::empty_strided(ints(size, n), ints(strides, m), options(dtype)))
TENSOR(empty_like, (T t, int8_t dtype), at::empty_like(*t, like(t, dtype)))
TENSOR(zeros_like, (T t, int8_t dtype), at::zeros_like(*t, like(t, dtype)))
TENSOR(ones_like, (T t, int8_t dtype), at::ones_like(*t, like(t, dtype)))
TENSOR(full_like, (T t, Number value, int8_t dtype), at::full_like(*t, scalar(value), like(t, dtype)))

// of a sequence

TENSOR(arange, (Number start, Number stop, Number step, int8_t dtype), at::arange(scalar(start), scalar(stop), scalar(step), options(dtype)))
TENSOR(linspace, (double start, double stop, int64_t steps, int8_t dtype), at::linspace(start, stop, steps, options(dtype)))
TENSOR(logspace, (double start, double stop, int64_t steps, double base, int8_t dtype), at::logspace(start, stop, steps, base, options(dtype)))
TENSOR(eye, (int64_t rows, int64_t columns, int8_t dtype), at::eye(rows, columns, options(dtype)))
TENSOR(tril_indices, (int64_t rows, int64_t columns, int64_t offset, int8_t dtype), at::tril_indices(rows, columns, offset, options(dtype)))
TENSOR(triu_indices, (int64_t rows, int64_t columns, int64_t offset, int8_t dtype), at::triu_indices(rows, columns, offset, options(dtype)))

// of random numbers

TENSOR(rand, (Ints size, int64_t n, int8_t dtype, void* g), at::rand(ints(size, n), random(g), options(dtype)))
TENSOR(randn, (Ints size, int64_t n, int8_t dtype, void* g), at::randn(ints(size, n), random(g), options(dtype)))
TENSOR(randint, (int64_t low, int64_t high, Ints size, int64_t n, int8_t dtype, void* g), at::randint(low, high, ints(size, n), random(g), options(dtype)))
TENSOR(randperm, (int64_t n, int8_t dtype, void* g), at::randperm(n, random(g), options(dtype)))
INPLACE(randperm_out, (T out, int64_t n, void* g), at::randperm_out(*out, n, random(g)))
TENSOR(rand_like, (T t, int8_t dtype), at::rand_like(*t, like(t, dtype)))
TENSOR(randn_like, (T t, int8_t dtype), at::randn_like(*t, like(t, dtype)))
TENSOR(randint_like, (T t, int64_t low, int64_t high, int8_t dtype), at::randint_like(*t, low, high, like(t, dtype)))

// of numbers that .NET holds: copied, or shared until the tensor is freed

TENSOR(from_bytes, (const void* data, Ints size, int64_t n, int8_t dtype), at::from_blob(const_cast<void*>(data), ints(size, n), options(dtype)).clone())
TENSOR(share, (void* data, Ints size, int64_t n, int8_t dtype, void* owner, void (*release)(void*)),
    at::from_blob(data, ints(size, n), [owner, release](void*) { release(owner); }, options(dtype)))

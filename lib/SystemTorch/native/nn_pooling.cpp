// Pooling over one to three dimensions, n of them.
#include "nn.h"
#include "nn_max_pooling.h"

using namespace boundary;
using namespace nn;

namespace {
std::tuple<Tensor, Tensor> max_pool_with_indices(const Tensor& x, int64_t n, Ints kernel, Ints stride, Ints padding, Ints dilation, bool ceil) {
    const auto k = ints(kernel, n), s = ints(stride, n), p = ints(padding, n), d = ints(dilation, n);
    return n == 1 ? at::max_pool1d_with_indices(x, k, s, p, d, ceil) : n == 2 ? at::max_pool2d_with_indices(x, k, s, p, d, ceil) : at::max_pool3d_with_indices(x, k, s, p, d, ceil);
}

std::tuple<Tensor, Tensor> adaptive_max(const Tensor& x, int64_t rank, at::IntArrayRef size) {
    return rank == 1 ? at::adaptive_max_pool1d(x, size) : rank == 2 ? at::adaptive_max_pool2d(x, size) : at::adaptive_max_pool3d(x, size);
}

// Whether the windows lie side by side on images of bfloat16 that have their channels last.
bool tiles(const Tensor& x, int64_t n, Ints kernel, Ints stride, Ints padding, Ints dilation) {
    if (n != 2 || x.scalar_type() != at::kBFloat16 || x.dim() != 4 || x.numel() == 0 || !x.device().is_cpu()) return false;
    if (x.suggest_memory_format() != at::MemoryFormat::ChannelsLast || !x.is_contiguous(at::MemoryFormat::ChannelsLast)) return false;
    for (int i = 0; i < 2; ++i)
        if (kernel[i] < 1 || stride[i] != kernel[i] || padding[i] != 0 || dilation[i] != 1 || kernel[i] > x.size(2 + i)) return false;
    return kernel[0] <= 128 && kernel[1] <= 128;
}

// The size is unknown (n = 0) or has one number a spatial dimension.
template <class Options> Options unpooling(Options options, int64_t rank, Ints stride, Ints padding, Ints size, int64_t n) {
    options.stride(ints(stride, rank)).padding(ints(padding, rank));
    if (n > 0) options.output_size(std::vector<int64_t>(size, size + n));
    return options;
}
}  // namespace

TENSOR(max_pool, (T x, int64_t n, Ints kernel, Ints stride, Ints padding, Ints dilation, int ceil_mode),
       tiles(*x, n, kernel, stride, padding, dilation) ? pooling::max_of_tiles(*x, kernel[0], kernel[1], ceil_mode != 0)
       : by_rank(n, [&] { return at::max_pool1d(*x, ints(kernel, n), ints(stride, n), ints(padding, n), ints(dilation, n), ceil_mode != 0); },
               [&] { return at::max_pool2d(*x, ints(kernel, n), ints(stride, n), ints(padding, n), ints(dilation, n), ceil_mode != 0); },
               [&] { return at::max_pool3d(*x, ints(kernel, n), ints(stride, n), ints(padding, n), ints(dilation, n), ceil_mode != 0); }))
PAIR(max_pool_with_indices, (T x, int64_t n, Ints kernel, Ints stride, Ints padding, Ints dilation, int ceil_mode, T* first, T* second),
     max_pool_with_indices(*x, n, kernel, stride, padding, dilation, ceil_mode != 0))
TENSOR(max_unpool, (T x, T indices, int64_t n, Ints kernel, Ints stride, Ints padding, Ints size, int64_t sizes),
       by_rank(n, [&] { return F::max_unpool1d(*x, *indices, unpooling(F::MaxUnpool1dFuncOptions(ints(kernel, n)), n, stride, padding, size, sizes)); },
               [&] { return F::max_unpool2d(*x, *indices, unpooling(F::MaxUnpool2dFuncOptions(ints(kernel, n)), n, stride, padding, size, sizes)); },
               [&] { return F::max_unpool3d(*x, *indices, unpooling(F::MaxUnpool3dFuncOptions(ints(kernel, n)), n, stride, padding, size, sizes)); }))
TENSOR(avg_pool1d, (T x, Ints kernel, Ints stride, Ints padding, int ceil_mode, int count_include_pad),
       at::avg_pool1d(*x, ints(kernel, 1), ints(stride, 1), ints(padding, 1), ceil_mode != 0, count_include_pad != 0))
TENSOR(avg_pool2d, (T x, Ints kernel, Ints stride, Ints padding, int ceil_mode, int count_include_pad, int64_t divisor),
       at::avg_pool2d(*x, ints(kernel, 2), ints(stride, 2), ints(padding, 2), ceil_mode != 0, count_include_pad != 0,
                      divisor != 0 ? c10::optional<int64_t>(divisor) : c10::nullopt))
TENSOR(avg_pool3d, (T x, Ints kernel, Ints stride, Ints padding, int ceil_mode, int count_include_pad, int64_t divisor),
       at::avg_pool3d(*x, ints(kernel, 3), ints(stride, 3), ints(padding, 3), ceil_mode != 0, count_include_pad != 0,
                      divisor != 0 ? c10::optional<int64_t>(divisor) : c10::nullopt))
TENSOR(lp_pool1d, (T x, double norm, int64_t kernel, int64_t stride, int ceil_mode),
       F::lp_pool1d(*x, F::LPPool1dFuncOptions(norm, kernel).stride(stride).ceil_mode(ceil_mode != 0)))
TENSOR(lp_pool2d, (T x, double norm, Ints kernel, Ints stride, int ceil_mode),
       F::lp_pool2d(*x, F::LPPool2dFuncOptions(norm, ints(kernel, 2)).stride(ints(stride, 2)).ceil_mode(ceil_mode != 0)))
TENSOR(adaptive_avg_pool, (T x, int64_t rank, Ints size, int64_t n),
       by_rank(rank, [&] { return at::adaptive_avg_pool1d(*x, ints(size, n)); }, [&] { return at::adaptive_avg_pool2d(*x, ints(size, n)); },
               [&] { return at::adaptive_avg_pool3d(*x, ints(size, n)); }))
PAIR(adaptive_max_pool, (T x, int64_t rank, Ints size, int64_t n, T* first, T* second), adaptive_max(*x, rank, ints(size, n)))

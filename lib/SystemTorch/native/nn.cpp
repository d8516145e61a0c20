// The functions behind torch.nn.functional.
#include "boundary.h"

using namespace boundary;

namespace {
at::IntArrayRef ints(Ints data, int64_t n) { return {data, static_cast<size_t>(n)}; }
at::IntArrayRef pair(Ints data) { return {data, 2}; }
}  // namespace

// layers with weights

TENSOR(linear, (T x, T weight, T bias), at::linear(*x, *weight, optional(bias)))
TENSOR(conv2d, (T x, T weight, T bias, Ints stride, Ints padding, Ints dilation, int64_t groups),
       at::conv2d(*x, *weight, optional(bias), pair(stride), pair(padding), pair(dilation), groups))
TENSOR(conv2d_same, (T x, T weight, T bias, Ints stride, Ints dilation, int64_t groups),
       at::conv2d(*x, *weight, optional(bias), pair(stride), "same", pair(dilation), groups))
TENSOR(conv_transpose2d, (T x, T weight, T bias, Ints stride, Ints padding, Ints output_padding, int64_t groups, Ints dilation),
       at::conv_transpose2d(*x, *weight, optional(bias), pair(stride), pair(padding), pair(output_padding), groups, pair(dilation)))
TENSOR(batch_norm, (T x, T weight, T bias, T mean, T var, int training, double momentum, double eps),
       at::batch_norm(*x, optional(weight), optional(bias), optional(mean), optional(var), training != 0, momentum, eps, /*cudnn_enabled=*/true))
TENSOR(layer_norm, (T x, Ints shape, int64_t n, T weight, T bias, double eps), at::layer_norm(*x, ints(shape, n), optional(weight), optional(bias), eps))

// pooling

TENSOR(max_pool2d, (T x, Ints kernel, Ints stride, Ints padding, Ints dilation, int ceil_mode),
       at::max_pool2d(*x, pair(kernel), pair(stride), pair(padding), pair(dilation), ceil_mode != 0))
TENSOR(avg_pool2d, (T x, Ints kernel, Ints stride, Ints padding, int ceil_mode, int count_include_pad, int64_t divisor),
       at::avg_pool2d(*x, pair(kernel), pair(stride), pair(padding), ceil_mode != 0, count_include_pad != 0,
                      divisor > 0 ? c10::optional<int64_t>(divisor) : c10::nullopt))
TENSOR(adaptive_avg_pool2d, (T x, Ints size), at::adaptive_avg_pool2d(*x, pair(size)))
TENSOR(adaptive_max_pool2d, (T x, Ints size), std::get<0>(at::adaptive_max_pool2d(*x, pair(size))))

// activations

TENSOR(relu, (T x), x->relu())
INPLACE(relu_, (T x), x->relu_())
TENSOR(relu6, (T x), at::relu6(*x))
INPLACE(relu6_, (T x), at::relu6_(*x))
TENSOR(leaky_relu, (T x, Number slope), at::leaky_relu(*x, scalar(slope)))
INPLACE(leaky_relu_, (T x, Number slope), at::leaky_relu_(*x, scalar(slope)))
TENSOR(elu, (T x, Number alpha), at::elu(*x, scalar(alpha)))
INPLACE(elu_, (T x, Number alpha), at::elu_(*x, scalar(alpha)))
TENSOR(gelu, (T x), at::gelu(*x))
TENSOR(silu, (T x), at::silu(*x))
INPLACE(silu_, (T x), at::silu_(*x))
TENSOR(sigmoid, (T x), x->sigmoid())
TENSOR(hardsigmoid, (T x), at::hardsigmoid(*x))
INPLACE(hardsigmoid_, (T x), at::hardsigmoid_(*x))
TENSOR(hardswish, (T x), at::hardswish(*x))
INPLACE(hardswish_, (T x), at::hardswish_(*x))
TENSOR(softplus, (T x, Number beta, Number threshold), at::softplus(*x, scalar(beta), scalar(threshold)))
TENSOR(softmax, (T x, int64_t dim, int8_t dtype), at::softmax(*x, dim, maybe_type(dtype)))
TENSOR(log_softmax, (T x, int64_t dim, int8_t dtype), at::log_softmax(*x, dim, maybe_type(dtype)))
TENSOR(dropout, (T x, double p, int training), at::dropout(*x, p, training != 0))
INPLACE(dropout_, (T x, double p, int training), at::dropout_(*x, p, training != 0))
TENSOR(dropout2d, (T x, double p, int training), at::feature_dropout(*x, p, training != 0))
INPLACE(dropout2d_, (T x, double p, int training), at::feature_dropout_(*x, p, training != 0))

// losses; reduction: 0 none, 1 mean, 2 sum

TENSOR(cross_entropy, (T x, T target, T weight, int reduction, int64_t ignore_index, double label_smoothing),
       at::cross_entropy_loss(*x, *target, optional(weight), reduction, ignore_index, label_smoothing))
TENSOR(nll_loss, (T x, T target, T weight, int reduction), at::nll_loss(*x, *target, optional(weight), reduction))
TENSOR(bce_with_logits, (T x, T target, T weight, T pos_weight, int reduction),
       at::binary_cross_entropy_with_logits(*x, *target, optional(weight), optional(pos_weight), reduction))
TENSOR(binary_cross_entropy, (T x, T target, T weight, int reduction), at::binary_cross_entropy(*x, *target, optional(weight), reduction))
TENSOR(mse_loss, (T x, T target, int reduction), at::mse_loss(*x, *target, reduction))
TENSOR(l1_loss, (T x, T target, int reduction), at::l1_loss(*x, *target, reduction))

// sampling and padding

TENSOR(one_hot, (T x, int64_t classes), at::one_hot(*x, classes))
TENSOR(grid_sample, (T x, T grid, int mode, int padding, int align_corners), at::grid_sampler(*x, *grid, mode, padding, align_corners != 0))
TENSOR(affine_grid, (T theta, Ints size, int64_t n, int align_corners), at::affine_grid_generator(*theta, ints(size, n), align_corners != 0))
TENSOR(constant_pad, (T x, Ints pad, int64_t n, double value), at::constant_pad_nd(*x, ints(pad, n), value))
TENSOR(reflection_pad2d, (T x, Ints pad), at::reflection_pad2d(*x, {pad, 4}))
TENSOR(replication_pad2d, (T x, Ints pad), at::replication_pad2d(*x, {pad, 4}))
TENSOR(upsample_nearest2d, (T x, Ints size), at::upsample_nearest2d(*x, pair(size)))
TENSOR(upsample_bilinear2d, (T x, Ints size, int align_corners, int antialias),
       antialias ? at::_upsample_bilinear2d_aa(*x, pair(size), align_corners != 0) : at::upsample_bilinear2d(*x, pair(size), align_corners != 0))

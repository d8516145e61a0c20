// Activations.
#include "nn.h"

#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/version.h>

using namespace boundary;

namespace {
// libtorch 1 has no gradient of ReLU6 and Hardtanh in bfloat16; clamping gives the same values and has one.
bool clamps(const Tensor& x) { return TORCH_VERSION_MAJOR < 2 && x.scalar_type() == at::kBFloat16; }

// ReLU6 of bfloat16, the activation between MobileNet's convolutions, with a gradient that is one pass over memory where clamp's are four.
struct Relu6 : torch::autograd::Function<Relu6> {
    static Tensor forward(torch::autograd::AutogradContext* context, Tensor x, bool inplace) {
        Tensor y = inplace ? at::clamp_(x, 0, 6) : at::clamp(x, 0, 6);
        if (inplace) context->mark_dirty({y});
        context->save_for_backward({y});
        return y;
    }

    static torch::autograd::tensor_list backward(torch::autograd::AutogradContext* context, torch::autograd::tensor_list gradients) {
        const Tensor y = context->get_saved_variables()[0];
        const Tensor g = gradients[0];
        if (at::GradMode::is_enabled() || !y.is_non_overlapping_and_dense()) return {g * (y > 0).logical_and_(y < 6), Tensor()};
        Tensor result = at::empty_like(y);
        const Tensor ordered = g.strides() == y.strides() ? g : at::empty_like(y).copy_(g);
        const auto* values = static_cast<const uint16_t*>(y.data_ptr());
        const auto* from = static_cast<const uint16_t*>(ordered.data_ptr());
        auto* to = static_cast<uint16_t*>(result.data_ptr());
        at::parallel_for(0, y.numel(), 1 << 15, [&](int64_t begin, int64_t end) {
            // As integers the bfloat16 numbers between 0 and 6 lie between 0 and 0x40c0.
            for (int64_t i = begin; i < end; ++i) to[i] = static_cast<uint16_t>(values[i] - 1) < 0x40bf ? from[i] : 0;
        });
        return {result, Tensor()};
    }
};
}  // namespace

TENSOR(relu, (T x), x->relu())
INPLACE(relu_, (T x), x->relu_())
TENSOR(relu6, (T x), clamps(*x) ? Relu6::apply(*x, false) : at::relu6(*x))
INPLACE(relu6_, (T x), clamps(*x) ? Relu6::apply(*x, true) : at::relu6_(*x))
TENSOR(leaky_relu, (T x, Number slope), at::leaky_relu(*x, scalar(slope)))
INPLACE(leaky_relu_, (T x, Number slope), at::leaky_relu_(*x, scalar(slope)))
TENSOR(rrelu, (T x, Number lower, Number upper), at::rrelu(*x, scalar(lower), scalar(upper)))
INPLACE(rrelu_, (T x, Number lower, Number upper), at::rrelu_(*x, scalar(lower), scalar(upper)))
TENSOR(prelu, (T x, T weight), at::prelu(*x, *weight))
TENSOR(elu, (T x, Number alpha), at::elu(*x, scalar(alpha)))
INPLACE(elu_, (T x, Number alpha), at::elu_(*x, scalar(alpha)))
TENSOR(celu, (T x, Number alpha), at::celu(*x, scalar(alpha)))
INPLACE(celu_, (T x, Number alpha), at::celu_(*x, scalar(alpha)))
TENSOR(selu, (T x), at::selu(*x))
INPLACE(selu_, (T x), at::selu_(*x))
TENSOR(gelu, (T x, int tanh), at::gelu(*x, tanh ? "tanh" : "none"))
INPLACE(gelu_, (T x, int tanh), at::gelu_(*x, tanh ? "tanh" : "none"))
TENSOR(glu, (T x, int64_t dim), at::glu(*x, dim))
TENSOR(silu, (T x), at::silu(*x))
INPLACE(silu_, (T x), at::silu_(*x))
TENSOR(mish, (T x), at::mish(*x))
INPLACE(mish_, (T x), at::mish_(*x))
TENSOR(sigmoid, (T x), x->sigmoid())
INPLACE(sigmoid_, (T x), x->sigmoid_())
TENSOR(log_sigmoid, (T x), at::log_sigmoid(*x))
INPLACE(tanh_, (T x), x->tanh_())
TENSOR(hardsigmoid, (T x), at::hardsigmoid(*x))
INPLACE(hardsigmoid_, (T x), at::hardsigmoid_(*x))
TENSOR(hardswish, (T x), at::hardswish(*x))
INPLACE(hardswish_, (T x), at::hardswish_(*x))
TENSOR(hardtanh, (T x, Number low, Number high), clamps(*x) ? at::clamp(*x, scalar(low), scalar(high)) : at::hardtanh(*x, scalar(low), scalar(high)))
INPLACE(hardtanh_, (T x, Number low, Number high), clamps(*x) ? at::clamp_(*x, scalar(low), scalar(high)) : at::hardtanh_(*x, scalar(low), scalar(high)))
TENSOR(hardshrink, (T x, Number lambda), at::hardshrink(*x, scalar(lambda)))
TENSOR(softshrink, (T x, Number lambda), at::softshrink(*x, scalar(lambda)))
TENSOR(threshold, (T x, Number threshold, Number value), at::threshold(*x, scalar(threshold), scalar(value)))
INPLACE(threshold_, (T x, Number threshold, Number value), at::threshold_(*x, scalar(threshold), scalar(value)))
TENSOR(softplus, (T x, Number beta, Number threshold), at::softplus(*x, scalar(beta), scalar(threshold)))
TENSOR(softmax, (T x, int64_t dim, int8_t dtype), at::softmax(*x, dim, maybe_type(dtype)))
TENSOR(log_softmax, (T x, int64_t dim, int8_t dtype), at::log_softmax(*x, dim, maybe_type(dtype)))

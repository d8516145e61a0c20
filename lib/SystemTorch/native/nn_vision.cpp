// Padding, resizing, sampling and rearranging.
#include "nn.h"

#include <ATen/Parallel.h>
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/function_hook.h>

using namespace boundary;
using namespace nn;

namespace {
void set_mode(F::InterpolateFuncOptions& options, int mode) {
    switch (mode) {
        case 0: options.mode(torch::kNearest); break;
        case 1: options.mode(torch::kLinear); break;
        case 2: options.mode(torch::kBilinear); break;
        case 3: options.mode(torch::kBicubic); break;
        case 4: options.mode(torch::kTrilinear); break;
        case 5: options.mode(torch::kArea); break;
        default: options.mode(torch::kNearestExact);
    }
}

// align_corners: 0 no, 1 yes, -1 not said
F::InterpolateFuncOptions interpolation(Ints size, int64_t sizes, const double* scale, int64_t scales, int mode, int align_corners, bool recompute, bool antialias) {
    auto options = F::InterpolateFuncOptions().recompute_scale_factor(recompute).antialias(antialias);
    set_mode(options, mode);
    if (sizes > 0) options.size(std::vector<int64_t>(size, size + sizes));
    if (scales > 0) options.scale_factor(std::vector<double>(scale, scale + scales));
    if (align_corners >= 0) options.align_corners(align_corners != 0);
    return options;
}

struct ChannelsLast : torch::autograd::FunctionPreHook {
    torch::autograd::variable_list operator()(const torch::autograd::variable_list& gradients) override {
        auto result = gradients;
        if (result[0].defined()) result[0] = result[0].contiguous(at::MemoryFormat::ChannelsLast);
        return result;
    }
};

// Of images with their channels last libtorch resizes the gradient up to seven times as fast when that has them last too, and behind a concatenation it has not.
// That way it divides the images among the threads and nothing else, so there must be one for each.
Tensor interpolated(const Tensor& x, const F::InterpolateFuncOptions& options) {
    const Tensor y = F::interpolate(x, options);
    if (y.dim() == 4 && y.grad_fn() && y.size(0) >= at::get_num_threads() && y.suggest_memory_format() == at::MemoryFormat::ChannelsLast)
        y.grad_fn()->add_pre_hook(std::make_unique<ChannelsLast>());  // not the tensor's own hook, which stays on it through a change of a part in place
    return y;
}

const char* padding_mode(int mode) {
    switch (mode) {
        case 1: return "reflect";
        case 2: return "replicate";
        case 3: return "circular";
        default: return "constant";
    }
}
}  // namespace

TENSOR(pad, (T x, Ints pad, int64_t n, int mode, double value),
       at::pad(*x, ints(pad, n), padding_mode(mode), value != 0 ? c10::optional<double>(value) : c10::nullopt))
TENSOR(interpolate, (T x, Ints size, int64_t sizes, const double* scale, int64_t scales, int mode, int align_corners, int recompute, int antialias),
       interpolated(*x, interpolation(size, sizes, scale, scales, mode, align_corners, recompute != 0, antialias != 0)))
TENSOR(grid_sample, (T x, T grid, int mode, int padding, int align_corners), at::grid_sampler(*x, *grid, mode, padding, align_corners != 0))
TENSOR(affine_grid, (T theta, Ints size, int64_t n, int align_corners), at::affine_grid_generator(*theta, ints(size, n), align_corners != 0))
TENSOR(col2im, (T x, Ints size, Ints kernel, Ints dilation, Ints padding, Ints stride),
       at::col2im(*x, ints(size, 2), ints(kernel, 2), ints(dilation, 2), ints(padding, 2), ints(stride, 2)))
TENSOR(im2col, (T x, Ints kernel, Ints dilation, Ints padding, Ints stride), at::im2col(*x, ints(kernel, 2), ints(dilation, 2), ints(padding, 2), ints(stride, 2)))
TENSOR(pixel_shuffle, (T x, int64_t factor), at::pixel_shuffle(*x, factor))
TENSOR(pixel_unshuffle, (T x, int64_t factor), at::pixel_unshuffle(*x, factor))
// at::channel_shuffle has no gradient before libtorch 2.
TENSOR(channel_shuffle, (T x, int64_t groups), x->unflatten(1, {groups, -1}).transpose(1, 2).flatten(1, 2))
TENSOR(one_hot, (T x, int64_t classes), at::one_hot(*x, classes))

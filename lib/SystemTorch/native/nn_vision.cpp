// Padding, resizing, sampling and rearranging.
#include "nn.h"

#include <torch/csrc/autograd/custom_function.h>
#include <torch/version.h>

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

// Bilinear resizing is two matrix products, R x C', and so is its gradient, R' g C. libtorch 1 takes an element at a time there in bfloat16.
struct BilinearOfBFloat16 : torch::autograd::Function<BilinearOfBFloat16> {
    using Context = torch::autograd::AutogradContext;

    static Tensor forward(Context* context, const Tensor& x, const F::InterpolateFuncOptions& options) {
        const Tensor y = F::interpolate(x, options);
        context->save_for_backward({weights(x, options, 2), weights(x, options, 3)});
        return y;
    }

    static torch::autograd::tensor_list backward(Context* context, torch::autograd::tensor_list gradients) {
        const auto saved = context->get_saved_variables();
        const Tensor &rows = saved[0], &columns = saved[1];                                  // [H, H'], [W, W']
        const Tensor g = gradients[0].to(at::kFloat).permute({0, 2, 3, 1});                  // [N, H', W', C]
        const Tensor lines = rows.matmul(g.flatten(2)).unflatten(2, {g.size(2), g.size(3)});  // [N, H, W', C]
        return {columns.matmul(lines).permute({0, 3, 1, 2}).to(at::kBFloat16), Tensor()};    // [N, C, H, W]
    }

private:
    // What each number along a dimension gives to those of the result, found by resizing the unit vectors: [size, size of the result].
    static Tensor weights(const Tensor& x, const F::InterpolateFuncOptions& options, int64_t dim) {
        const auto place = static_cast<size_t>(dim - 2);
        auto along = options;
        along.mode(torch::kLinear);
        if (options.size()) along.size(std::vector<int64_t>{(*options.size())[place]});
        if (options.scale_factor()) along.scale_factor(std::vector<double>{(*options.scale_factor())[place]});
        return F::interpolate(at::eye(x.size(dim), x.options().dtype(at::kFloat).memory_format(c10::nullopt)).unsqueeze(0), along).squeeze(0);
    }
};

Tensor interpolated(const Tensor& x, const F::InterpolateFuncOptions& options, int mode) {
    const bool ours = TORCH_VERSION_MAJOR < 2 && mode == 2 && x.scalar_type() == at::kBFloat16 && x.dim() == 4 && x.requires_grad() && at::GradMode::is_enabled() && !options.antialias();
    return ours ? BilinearOfBFloat16::apply(x, options) : F::interpolate(x, options);
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
       interpolated(*x, interpolation(size, sizes, scale, scales, mode, align_corners, recompute != 0, antialias != 0), mode))
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

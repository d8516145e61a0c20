// Initial values of weights, drawn in place from the default generator and without gradient.
#include "nn.h"

using namespace boundary;
namespace init = torch::nn::init;

namespace {
// Numbered as TorchSharp numbers them.
init::NonlinearityType nonlinearity(int kind) {
    switch (kind) {
        case 7: return torch::kSigmoid;
        case 8: return torch::kTanh;
        case 9: return torch::kReLU;
        case 10: return torch::kLeakyReLU;
        default: return torch::kLinear;
    }
}

init::FanModeType fan(int out) {
    if (out) return torch::kFanOut;
    return torch::kFanIn;
}
}  // namespace

ACTION(init_gain, (int kind, double param, double* gain), *gain = init::calculate_gain(nonlinearity(kind), param))
INPLACE(init_dirac_, (T t), init::dirac_(*t))
INPLACE(init_eye_, (T t), init::eye_(*t))
INPLACE(init_orthogonal_, (T t, double gain), init::orthogonal_(*t, gain))
INPLACE(init_sparse_, (T t, double sparsity, double std), init::sparse_(*t, sparsity, std))
INPLACE(init_xavier_uniform_, (T t, double gain), init::xavier_uniform_(*t, gain))
INPLACE(init_xavier_normal_, (T t, double gain), init::xavier_normal_(*t, gain))
ACTION(init_trunc_normal_, (T t, double mean, double std, double a, double b, void* g), {
    auto below = [&](double x) { return (1 + std::erf((x - mean) / std / std::sqrt(2.0))) / 2; };
    t->uniform_(2 * below(a) - 1, 2 * below(b) - 1, g ? c10::optional<at::Generator>(*static_cast<at::Generator*>(g)) : c10::nullopt);
    t->erfinv_().mul_(std * std::sqrt(2.0)).add_(mean).clamp_(a, b);
})
INPLACE(init_kaiming_uniform_, (T t, double a, int fan_out, int kind), init::kaiming_uniform_(*t, a, fan(fan_out), nonlinearity(kind)))
INPLACE(init_kaiming_normal_, (T t, double a, int fan_out, int kind), init::kaiming_normal_(*t, a, fan(fan_out), nonlinearity(kind)))

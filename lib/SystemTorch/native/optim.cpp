// Optimizer steps over all parameters of a group in one call and one pass over memory, instead of some ten tensor
// operations a parameter.
#include "boundary.h"

#include <ATen/Parallel.h>
#include <cmath>

using namespace boundary;

// One binary for every machine: the loader picks the widest version the processor has. All give the same bits.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define WIDEST __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define WIDEST
#endif

namespace {
constexpr int64_t block = 1 << 15;  // elements a thread takes at a time: the working set of a block stays in its cache

// A tensor in the memory order of the parameter it belongs to (a channels-last weight may have a contiguous gradient).
Tensor ordered_as(const Tensor& parameter, const Tensor& t) {
    return t.strides() == parameter.strides() && t.scalar_type() == parameter.scalar_type() ? t : at::empty_like(parameter).copy_(t);
}
void order_state_as(const Tensor& parameter, Tensor& state) {
    if (state.strides() != parameter.strides()) state.set_data(at::empty_like(parameter).copy_(state));
}

bool plain(const Tensor& t) {
    return (t.scalar_type() == at::kFloat || t.scalar_type() == at::kDouble) && t.device().is_cpu() && t.is_non_overlapping_and_dense();
}

struct Block { int64_t tensor, begin, end; };

std::vector<Block> blocks_of(const T* tensors, int64_t n) {
    std::vector<Block> blocks;
    for (int64_t i = 0; i < n; ++i)
        for (int64_t begin = 0, size = tensors[i]->numel(); begin < size; begin += block)
            blocks.push_back({i, begin, std::min(begin + block, size)});
    return blocks;
}

struct Adam {
    double step_size, beta1, beta2, eps, weight_decay, decay_factor, bias_correction2_sqrt, sign;
};

template <class F>
inline __attribute__((always_inline)) void adam_loop(F* p, const F* g, F* m, F* v, F* top, int64_t n, const Adam& a) {
    const F step = F(a.step_size), b1 = F(a.beta1), b2 = F(a.beta2), c1 = F(1 - a.beta1), c2 = F(1 - a.beta2), eps = F(a.eps);
    const F decay = F(a.weight_decay), keep = F(a.decay_factor), correction = F(a.bias_correction2_sqrt), sign = F(a.sign);
    for (int64_t i = 0; i < n; ++i) {
        const F weight = p[i] * keep;
        const F grad = sign * g[i] + decay * weight;
        const F mean = m[i] * b1 + c1 * grad;
        const F square = v[i] * b2 + c2 * grad * grad;
        m[i] = mean;
        v[i] = square;
        F used = square;
        if (top) top[i] = used = std::max(top[i], square);
        p[i] = weight - step * (mean / (std::sqrt(used) / correction + eps));
    }
}
WIDEST void adam_block(float* p, const float* g, float* m, float* v, float* top, int64_t n, const Adam& a) { adam_loop(p, g, m, v, top, n, a); }
WIDEST void adam_block(double* p, const double* g, double* m, double* v, double* top, int64_t n, const Adam& a) { adam_loop(p, g, m, v, top, n, a); }

// The same step in tensor operations, for half-precision weights.
void adam_tensor(Tensor& p, Tensor g, Tensor& m, Tensor& v, Tensor* top, const Adam& a) {
    p.mul_(a.decay_factor);
    g = g * a.sign + p * a.weight_decay;
    m.mul_(a.beta1).add_(g, 1 - a.beta1);
    v.mul_(a.beta2).addcmul_(g, g, 1 - a.beta2);
    if (top) at::maximum_out(*top, *top, v);
    p.addcdiv_(m, (top ? *top : v).sqrt().div_(a.bias_correction2_sqrt).add_(a.eps), -a.step_size);
}

struct Sgd { double rate, momentum, dampening, weight_decay, sign; bool nesterov, first; };

template <class F>
inline __attribute__((always_inline)) void sgd_loop(F* p, const F* g, F* velocity, int64_t n, const Sgd& s) {
    const F rate = F(s.rate), momentum = F(s.momentum), fresh = F(s.first ? 1 : 1 - s.dampening), decay = F(s.weight_decay), sign = F(s.sign);
    for (int64_t i = 0; i < n; ++i) {
        F d = sign * g[i] + decay * p[i];
        if (velocity) {
            const F v = s.first ? d : velocity[i] * momentum + fresh * d;
            velocity[i] = v;
            d = s.nesterov ? d + momentum * v : v;
        }
        p[i] -= rate * d;
    }
}
WIDEST void sgd_block(float* p, const float* g, float* v, int64_t n, const Sgd& s) { sgd_loop(p, g, v, n, s); }
WIDEST void sgd_block(double* p, const double* g, double* v, int64_t n, const Sgd& s) { sgd_loop(p, g, v, n, s); }

void sgd_tensor(Tensor& p, Tensor g, Tensor* velocity, const Sgd& s) {
    g = g * s.sign + p * s.weight_decay;
    if (velocity) {
        if (s.first) velocity->copy_(g);
        else velocity->mul_(s.momentum).add_(g, 1 - s.dampening);
        g = s.nesterov ? g + *velocity * s.momentum : *velocity;
    }
    p.add_(g, -s.rate);
}

// Runs `loop` over every block of every parameter that is plain, and `fallback` over the others.
template <class Loop, class Fallback>
void for_each_parameter(const T* p, const std::vector<Tensor>& grads, int64_t n, Loop loop, Fallback fallback) {
    const auto blocks = blocks_of(p, n);
    at::parallel_for(0, static_cast<int64_t>(blocks.size()), 1, [&](int64_t from, int64_t to) {
        for (int64_t k = from; k < to; ++k)
            if (plain(*p[blocks[k].tensor])) loop(blocks[k]);
    });
    for (int64_t i = 0; i < n; ++i)
        if (!plain(*p[i])) fallback(*p[i], grads[i], i);
}

std::vector<Tensor> gradients(const T* p, int64_t n) {
    std::vector<Tensor> result;
    for (int64_t i = 0; i < n; ++i) result.push_back(ordered_as(*p[i], p[i]->grad()));
    return result;
}
}  // namespace

// Kingma & Ba 2015; `top` holds AMSGrad's running maxima; decoupled weight decay (AdamW) comes as decay_factor.
ACTION(adam_step, (const T* p, const T* m, const T* v, const T* top_or_empty, int64_t n, int amsgrad, int64_t step, double lr, double beta1, double beta2,
                   double eps, double weight_decay, int decoupled, int maximize), {
    at::NoGradGuard no_grad;
    const T* top = amsgrad ? top_or_empty : nullptr;
    const Adam a{lr / (1 - std::pow(beta1, step)), beta1, beta2, eps, decoupled ? 0 : weight_decay, decoupled ? 1 - lr * weight_decay : 1,
                 std::sqrt(1 - std::pow(beta2, step)), maximize ? -1.0 : 1.0};
    for (int64_t i = 0; i < n; ++i) {
        order_state_as(*p[i], *m[i]);
        order_state_as(*p[i], *v[i]);
        if (top) order_state_as(*p[i], *top[i]);
    }
    const auto grads = gradients(p, n);
    for_each_parameter(p, grads, n, [&](const Block& b) {
        auto run = [&](auto zero) {
            using F = decltype(zero);
            auto at_ = [&](const Tensor& t) { return t.data_ptr<F>() + b.begin; };
            adam_block(at_(*p[b.tensor]), at_(grads[b.tensor]), at_(*m[b.tensor]), at_(*v[b.tensor]), top ? at_(*top[b.tensor]) : nullptr, b.end - b.begin, a);
        };
        if (p[b.tensor]->scalar_type() == at::kFloat) run(0.0f);
        else run(0.0);
    }, [&](Tensor& t, const Tensor& g, int64_t i) { adam_tensor(t, g, *m[i], *v[i], top ? top[i] : nullptr, a); });
})

// Stochastic gradient descent; `first` says that `velocity` holds nothing yet.
ACTION(sgd_step, (const T* p, const T* velocity_or_empty, int64_t n, double lr, double momentum, double dampening, double weight_decay, int nesterov, int maximize, int first), {
    at::NoGradGuard no_grad;
    const T* velocity = momentum != 0 ? velocity_or_empty : nullptr;
    const Sgd s{lr, momentum, dampening, weight_decay, maximize ? -1.0 : 1.0, nesterov != 0, first != 0};
    if (velocity)
        for (int64_t i = 0; i < n; ++i) order_state_as(*p[i], *velocity[i]);
    const auto grads = gradients(p, n);
    for_each_parameter(p, grads, n, [&](const Block& b) {
        auto run = [&](auto zero) {
            using F = decltype(zero);
            auto at_ = [&](const Tensor& t) { return t.data_ptr<F>() + b.begin; };
            sgd_block(at_(*p[b.tensor]), at_(grads[b.tensor]), velocity ? at_(*velocity[b.tensor]) : nullptr, b.end - b.begin, s);
        };
        if (p[b.tensor]->scalar_type() == at::kFloat) run(0.0f);
        else run(0.0);
    }, [&](Tensor& t, const Tensor& g, int64_t i) { sgd_tensor(t, g, velocity ? velocity[i] : nullptr, s); });
})

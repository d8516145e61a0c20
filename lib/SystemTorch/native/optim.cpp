// The update rules of the optimizers, as their papers have them. A rule's options and numbers are in the order in which the C# class
// of the optimizer lists them, after the learning rate; its tensors of state are the rule's last three arguments, in the same order.
#include "optim.h"

// One step of a group: `o` are its options and `of[i]` the numbers remembered of parameter i.
#define RULE(name, Options, Numbers, ...)                                                                                              \
    EXPORT int st_##name##_step(const T* p, T* state, [[maybe_unused]] double* numbers, int64_t n, const double* options) {            \
        return boundary::guarded([&]() -> int {                                                                                        \
            const auto& o = *reinterpret_cast<const Options*>(options);                                                                \
            [[maybe_unused]] auto* of = reinterpret_cast<Numbers*>(numbers);                                                           \
            __VA_ARGS__;                                                                                                               \
            return 0;                                                                                                                  \
        }, -1);                                                                                                                        \
    }

namespace {
struct None {};
struct Step { double step; };

double sign(double maximize) { return maximize != 0 ? -1 : 1; }

// 1 - beta^step: how far a running average that began at zero has come.
double warmth(double beta, double step) { return 1 - std::pow(beta, step); }
}  // namespace

// Stochastic gradient descent. TorchSharp turns the whole step around to maximize, weight decay included; PyTorch only the gradient.
namespace {
struct SgdOptions { double lr, momentum, dampening, weight_decay, nesterov, maximize; };

template <bool momentum> struct Sgd {
    static constexpr Uses uses{momentum, false, false};
    double rate, decay, keep, take, look_ahead, look;

    template <class M> INLINED void operator()(M& p, M g, M& velocity, M&, M&) const {
        g += M(decay) * p;
        if constexpr (momentum) {
            velocity = M(keep) * velocity + M(take) * g;
            g = M(look) * g + M(look_ahead) * velocity;
        }
        p -= M(rate) * g;
    }
};
}  // namespace

RULE(sgd, SgdOptions, None, {
    const double rate = sign(o.maximize) * o.lr;
    if (o.momentum == 0) step_all<Sgd<false>, 1>(p, state, n, [&](int64_t, bool) { return Sgd<false>{rate, o.weight_decay, 0, 0, 0, 0}; });
    else step_all<Sgd<true>, 1>(p, state, n, [&](int64_t, bool first) {
        return Sgd<true>{rate, o.weight_decay, first ? 0 : o.momentum, first ? 1 : 1 - o.dampening, o.nesterov ? o.momentum : 1, o.nesterov ? 1.0 : 0.0};
    });
})

// Adam, and AdamW with its decoupled weight decay.
namespace {
struct AdamOptions { double lr, beta1, beta2, eps, weight_decay, amsgrad, maximize; };

template <bool amsgrad> struct Adam {
    static constexpr Uses uses{true, true, amsgrad};
    double rate, keep, decay, sign, beta1, beta2, eps, root_warmth;

    template <class M> INLINED void operator()(M& p, M g, M& mean, M& square, M& top) const {
        p *= M(keep);
        g = M(sign) * g + M(decay) * p;
        mean = M(beta1) * mean + M(1 - beta1) * g;
        square = M(beta2) * square + M(1 - beta2) * g * g;
        if constexpr (amsgrad) top = std::max(top, square);
        p -= M(rate) * (mean / (std::sqrt(amsgrad ? top : square) / M(root_warmth) + M(eps)));
    }
};

template <bool amsgrad> void adam(const T* p, T* state, Step* of, int64_t n, const AdamOptions& o, bool decoupled) {
    step_all<Adam<amsgrad>, 3>(p, state, n, [&](int64_t i, bool) {
        const double step = ++of[i].step;
        return Adam<amsgrad>{o.lr / warmth(o.beta1, step), decoupled ? 1 - o.lr * o.weight_decay : 1, decoupled ? 0 : o.weight_decay,
                             sign(o.maximize), o.beta1, o.beta2, o.eps, std::sqrt(warmth(o.beta2, step))};
    });
}
}  // namespace

RULE(adam, AdamOptions, Step, o.amsgrad ? adam<true>(p, state, of, n, o, false) : adam<false>(p, state, of, n, o, false))
RULE(adamw, AdamOptions, Step, o.amsgrad ? adam<true>(p, state, of, n, o, true) : adam<false>(p, state, of, n, o, true))

namespace {
struct RmsOptions { double lr, maximize, momentum, alpha, eps, weight_decay, centered; };

template <bool momentum, bool centered> struct RmsProp {
    static constexpr Uses uses{true, momentum, centered};
    double rate, decay, sign, alpha, eps, keep;

    template <class M> INLINED void operator()(M& p, M g, M& square, M& velocity, M& mean) const {
        g = M(sign) * g + M(decay) * p;
        square = M(alpha) * square + M(1 - alpha) * g * g;
        if constexpr (centered) mean = M(alpha) * mean + M(1 - alpha) * g;
        const M spread = std::sqrt(centered ? square - mean * mean : square) + M(eps);
        if constexpr (momentum) {
            velocity = M(keep) * velocity + g / spread;
            p -= M(rate) * velocity;
        } else {
            p -= M(rate) * g / spread;
        }
    }
};

template <bool momentum, bool centered> void rmsprop(const T* p, T* state, Step* of, int64_t n, const RmsOptions& o) {
    step_all<RmsProp<momentum, centered>, 3>(p, state, n, [&](int64_t i, bool) {
        ++of[i].step;
        return RmsProp<momentum, centered>{o.lr, o.weight_decay, sign(o.maximize), o.alpha, o.eps, o.momentum};
    });
}
}  // namespace

RULE(rmsprop, RmsOptions, Step, {
    if (o.momentum > 0) o.centered ? rmsprop<true, true>(p, state, of, n, o) : rmsprop<true, false>(p, state, of, n, o);
    else o.centered ? rmsprop<false, true>(p, state, of, n, o) : rmsprop<false, false>(p, state, of, n, o);
})

namespace {
struct AdagradOptions { double lr, lr_decay, initial_accumulator_value, eps, weight_decay; };

struct Adagrad {
    static constexpr Uses uses{true, false, false};
    double rate, decay, eps;

    template <class M> INLINED void operator()(M& p, M g, M& sum, M&, M&) const {
        g += M(decay) * p;
        sum += g * g;
        p -= M(rate) * g / (std::sqrt(sum) + M(eps));
    }
};
}  // namespace

RULE(adagrad, AdagradOptions, Step, step_all<Adagrad, 1>(p, state, n, [&](int64_t i, bool) {
    const double step = ++of[i].step;
    return Adagrad{o.lr / (1 + (step - 1) * o.lr_decay), o.weight_decay, o.eps};
}))

// As in TorchSharp, the number of steps stays 0: nothing depends on it.
namespace {
struct AdadeltaOptions { double lr, rho, eps, weight_decay, maximize; };

struct Adadelta {
    static constexpr Uses uses{true, true, false};
    double lr, rho, eps, decay, sign;

    template <class M> INLINED void operator()(M& p, M g, M& square, M& change, M&) const {
        g = M(sign) * g + M(decay) * p;
        square = M(rho) * square + M(1 - rho) * g * g;
        const M delta = std::sqrt(change + M(eps)) / std::sqrt(square + M(eps)) * g;
        p -= M(lr) * delta;
        change = M(rho) * change + M(1 - rho) * delta * delta;
    }
};
}  // namespace

RULE(adadelta, AdadeltaOptions, Step, step_all<Adadelta, 2>(p, state, n, [&](int64_t, bool) {
    return Adadelta{o.lr, o.rho, o.eps, o.weight_decay, sign(o.maximize)};
}))

namespace {
struct MomentsOptions { double lr, beta1, beta2, eps, weight_decay; };

struct Adamax {
    static constexpr Uses uses{true, true, false};
    double rate, beta1, beta2, eps, decay;

    template <class M> INLINED void operator()(M& p, M g, M& mean, M& largest, M&) const {
        g += M(decay) * p;
        mean = M(beta1) * mean + M(1 - beta1) * g;
        largest = std::max(M(beta2) * largest, std::abs(g) + M(eps));
        p -= M(rate) * mean / largest;
    }
};
}  // namespace

RULE(adamax, MomentsOptions, Step, step_all<Adamax, 2>(p, state, n, [&](int64_t i, bool) {
    const double step = ++of[i].step;
    return Adamax{o.lr / warmth(o.beta1, step), o.beta1, o.beta2, o.eps, o.weight_decay};
}))

namespace {
struct NadamOptions { double lr, beta1, beta2, eps, weight_decay, momentum_decay; };
struct NadamNumbers { double step, mu_product; };

struct Nadam {
    static constexpr Uses uses{true, true, false};
    double gradient_rate, mean_rate, beta1, beta2, eps, decay, warmth2;

    template <class M> INLINED void operator()(M& p, M g, M& mean, M& square, M&) const {
        g += M(decay) * p;
        mean = M(beta1) * mean + M(1 - beta1) * g;
        square = M(beta2) * square + M(1 - beta2) * g * g;
        const M spread = std::sqrt(square / M(warmth2)) + M(eps);
        p -= M(gradient_rate) * g / spread;
        p -= M(mean_rate) * mean / spread;
    }
};
}  // namespace

RULE(nadam, NadamOptions, NadamNumbers, step_all<Nadam, 2>(p, state, n, [&](int64_t i, bool) {
    const double step = ++of[i].step;
    auto mu = [&](double t) { return o.beta1 * (1 - 0.5 * std::pow(0.96, t * o.momentum_decay)); };
    const double product = of[i].mu_product *= mu(step);
    return Nadam{o.lr * (1 - mu(step)) / (1 - product), o.lr * mu(step + 1) / (1 - product * mu(step + 1)), o.beta1, o.beta2, o.eps, o.weight_decay, warmth(o.beta2, step)};
}))

// Where the variance is known well enough, TorchSharp multiplies the step by the learning rate twice; PyTorch does once.
namespace {
struct Radam {
    static constexpr Uses uses{true, true, false};
    double rate, beta1, beta2, eps, decay, adaptive;

    template <class M> INLINED void operator()(M& p, M g, M& mean, M& square, M&) const {
        g += M(decay) * p;
        mean = M(beta1) * mean + M(1 - beta1) * g;
        square = M(beta2) * square + M(1 - beta2) * g * g;
        const M spread = std::sqrt(square) + M(eps);
        p -= M(rate) * (mean / (M(adaptive) > 0 ? spread : M(1)));
    }
};
}  // namespace

RULE(radam, MomentsOptions, Step, step_all<Radam, 2>(p, state, n, [&](int64_t i, bool) {
    const double step = ++of[i].step;
    const double most = 2 / (1 - o.beta2) - 1;
    const double rho = most - 2 * step * std::pow(o.beta2, step) / warmth(o.beta2, step);
    const double rate = o.lr / warmth(o.beta1, step);
    const double rectified = o.lr * std::sqrt((rho - 4) * (rho - 2) * most / ((most - 4) * (most - 2) * rho) * warmth(o.beta2, step));
    return Radam{rho > 5 ? rate * rectified : rate, o.beta1, o.beta2, o.eps, o.weight_decay, rho > 5 ? 1.0 : 0.0};
}))

namespace {
struct AsgdOptions { double lr, maximize, lambd, alpha, weight_decay, t0; };
struct AsgdNumbers { double step, eta, mu; };

struct Asgd {
    static constexpr Uses uses{true, false, false};
    double eta, shrink, mu, decay, sign;

    template <class M> INLINED void operator()(M& p, M g, M& average, M&, M&) const {
        g = M(sign) * g + M(decay) * p;
        p = p * M(shrink) - M(eta) * g;
        average = mu == 1 ? p : average + (p - average) * M(mu);
    }
};
}  // namespace

RULE(asgd, AsgdOptions, AsgdNumbers, step_all<Asgd, 1>(p, state, n, [&](int64_t i, bool) {
    const auto [before, eta, mu] = of[i];
    const double step = before + 1;
    of[i] = {step, o.lr / std::pow(1 + o.lambd * o.lr * step, o.alpha), 1 / std::max(1.0, step - o.t0)};
    return Asgd{eta, 1 - o.lambd * eta, mu, o.weight_decay, sign(o.maximize)};
}))

namespace {
struct RpropOptions { double lr, maximize, etaminus, etaplus, min_step, max_step; };

struct Rprop {
    static constexpr Uses uses{true, true, false};
    double sign, etaminus, etaplus, min_step, max_step;

    template <class M> INLINED void operator()(M& p, M g, M& before, M& step_size, M&) const {
        g *= M(sign);
        const M agreement = g * before;
        step_size *= agreement > 0 ? M(etaplus) : agreement < 0 ? M(etaminus) : M(1);
        step_size = std::min(std::max(step_size, M(min_step)), M(max_step));
        g = agreement < 0 ? M(0) : g;
        p -= step_size * (g > 0 ? M(1) : g < 0 ? M(-1) : M(0));
        before = g;
    }
};
}  // namespace

RULE(rprop, RpropOptions, Step, step_all<Rprop, 2>(p, state, n, [&](int64_t i, bool) {
    ++of[i].step;
    return Rprop{sign(o.maximize), o.etaminus, o.etaplus, o.min_step, o.max_step};
}))

// How a step is taken: over all parameters of a group in one call and one pass over memory, instead of some ten tensor
// operations a parameter. An optimizer is a rule for one weight, its gradient and the up to three numbers remembered of it.
#pragma once

#include "boundary.h"
#include "widest.h"

#include <ATen/Dispatch.h>
#include <ATen/Parallel.h>
#include <algorithm>
#include <array>
#include <cmath>
#include <type_traits>

namespace {
using Uses = std::array<bool, 3>;  // which of a parameter's tensors of state a rule reads and writes

constexpr int64_t block_size = 1 << 15;  // elements a thread takes at a time: the working set of a block stays in its cache

// Half-precision weights are computed in float and rounded once.
template <class F> using Precise = std::conditional_t<std::is_same_v<F, double>, double, float>;

template <class F, class Rule>
WIDEST void step_block(F* p, const F* g, F* a, F* b, F* c, int64_t n, const Rule& given) {
    using M = Precise<F>;
    const Rule rule = given;
    constexpr Uses uses = Rule::uses;
    for (int64_t i = 0; i < n; ++i) {
        M weight = M(p[i]), first = 0, second = 0, third = 0;
        if constexpr (uses[0]) first = M(a[i]);
        if constexpr (uses[1]) second = M(b[i]);
        if constexpr (uses[2]) third = M(c[i]);
        rule(weight, M(g[i]), first, second, third);
        p[i] = F(weight);
        if constexpr (uses[0]) a[i] = F(first);
        if constexpr (uses[1]) b[i] = F(second);
        if constexpr (uses[2]) c[i] = F(third);
    }
}

// One parameter: its tensors in one dense memory order, and the rule with the constants of its step.
template <class Rule> struct Job {
    int64_t index;
    Tensor weight, grad;
    std::array<Tensor, 3> state;
    bool fresh;  // has a tensor of state that was made just now, of zeros
    Rule rule;

    void run(int64_t begin, int64_t end) const {
        AT_DISPATCH_FLOATING_TYPES_AND2(at::kHalf, at::kBFloat16, weight.scalar_type(), "optimizer step", [&] {
            auto data = [&](const Tensor& t) { return t.defined() ? t.data_ptr<scalar_t>() + begin : nullptr; };
            step_block<scalar_t, Rule>(data(weight), data(grad), data(state[0]), data(state[1]), data(state[2]), end - begin, rule);
        });
    }
};

// A tensor in the type and memory order of the weight it belongs to (a channels-last weight may have a contiguous gradient).
inline Tensor ordered_as(const Tensor& weight, const Tensor& t, const char* what) {
    TORCH_CHECK(t.layout() == at::kStrided, "An optimizer's step takes dense gradients, and this ", what, " is sparse.");
    TORCH_CHECK(t.sizes() == weight.sizes(), "The ", what, " has shape ", t.sizes(), ", and its parameter ", weight.sizes(), ".");
    return t.strides() == weight.strides() && t.scalar_type() == weight.scalar_type() ? t : at::empty_like(weight).copy_(t);
}

// `state` holds `Slots` tensors a parameter; one that the rule uses and that is missing is made, for the caller to keep.
template <class Rule, int Slots>
std::vector<Job<Rule>> jobs_of(const T* p, T* state, int64_t n) {
    std::vector<Job<Rule>> jobs;
    jobs.reserve(static_cast<size_t>(n));
    for (int64_t i = 0; i < n; ++i) {
        const Tensor grad = p[i]->grad();
        if (!grad.defined()) continue;
        TORCH_CHECK(at::isFloatingType(p[i]->scalar_type()), "Optimizers change floating-point parameters, and this one is ", p[i]->scalar_type(), ".");
        Job<Rule> job{i, p[i]->is_non_overlapping_and_dense() ? *p[i] : p[i]->contiguous(), {}, {}, false, {}};
        job.grad = ordered_as(job.weight, grad, "gradient");
        for (int k = 0; k < Slots; ++k) {
            if (!Rule::uses[k]) continue;
            T& slot = state[i * Slots + k];
            if (!slot) {
                slot = new Tensor(at::zeros_like(job.weight));
                job.fresh = true;
            }
            job.state[k] = *slot = ordered_as(job.weight, *slot, "optimizer's state");
        }
        jobs.push_back(std::move(job));
    }
    return jobs;
}

// Takes a step of every parameter that has a gradient. `rule_for(i, fresh)` counts the step and gives its constants.
template <class Rule, int Slots, class RuleFor>
void step_all(const T* p, T* state, int64_t n, RuleFor rule_for) {
    at::NoGradGuard no_grad;
    auto jobs = jobs_of<Rule, Slots>(p, state, n);
    struct Block { const Job<Rule>* job; int64_t begin, end; };
    std::vector<Block> blocks;
    for (auto& job : jobs) {
        job.rule = rule_for(job.index, job.fresh);
        for (int64_t begin = 0, size = job.weight.numel(); begin < size; begin += block_size)
            blocks.push_back({&job, begin, std::min(begin + block_size, size)});
    }
    at::parallel_for(0, static_cast<int64_t>(blocks.size()), 1, [&](int64_t from, int64_t to) {
        for (int64_t k = from; k < to; ++k) blocks[k].job->run(blocks[k].begin, blocks[k].end);
    });
    for (const auto& job : jobs) {
        Tensor& parameter = *p[job.index];
        if (!job.weight.is_same(parameter)) parameter.copy_(job.weight);
        else parameter.unsafeGetTensorImpl()->bump_version();  // a graph that still needs the old weights refuses to run backward
    }
}
}  // namespace

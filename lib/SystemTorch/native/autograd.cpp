// Gradients.
#include "arguments.h"

#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/anomaly_mode.h>
#include <torch/csrc/autograd/autograd.h>

using namespace boundary;

namespace {
std::vector<Tensor> optional_list(const T* tensors, int64_t n) {
    std::vector<Tensor> result;
    for (int64_t i = 0; i < n; ++i) result.push_back(maybe(tensors[i]));
    return result;
}
}  // namespace

NUMBER(requires_grad, (T t), t->requires_grad())
ACTION(set_requires_grad, (T t, int on), t->set_requires_grad(on != 0))
NUMBER(is_leaf, (T t), t->is_leaf())
ACTION(retain_grad, (T t), t->retain_grad())
NUMBER(has_grad, (T t), t->grad().defined())
EXPORT T st_grad(T t) { return guarded([&]() -> T { const auto& g = t->grad(); return g.defined() ? new Tensor(g) : nullptr; }, nullptr); }
ACTION(set_grad, (T t, T grad), t->mutable_grad() = maybe(grad))
TENSOR(detach, (T t), t->detach())
INPLACE(detach_, (T t), t->detach_())

ACTION(backward, (const T* outputs, int64_t k, const T* grads, int64_t n, int retain_graph, int create_graph, const T* inputs, int64_t m),
    torch::autograd::backward(list(outputs, k), optional_list(grads, n), c10::optional<bool>(retain_graph != 0), create_graph != 0, list(inputs, m)))

LIST(autograd_grad, (const T* outputs, int64_t n, const T* inputs, int64_t m, const T* grads, int64_t k, int retain_graph, int create_graph, int allow_unused),
    torch::autograd::grad(list(outputs, n), list(inputs, m), optional_list(grads, k), c10::optional<bool>(retain_graph != 0), create_graph != 0, allow_unused != 0))

// Frees the gradients of many parameters in one call.
ACTION(zero_grad, (const T* tensors, int64_t n, int set_to_none), {
    for (int64_t i = 0; i < n; ++i) {
        auto& grad = tensors[i]->mutable_grad();
        if (!grad.defined()) continue;
        if (set_to_none) grad.reset();
        else grad.detach_().zero_();
    }
})

// modes of the calling thread

NUMBER(is_inference_mode, (), c10::InferenceMode::is_enabled())
EXPORT void* st_inference_mode_enter(int on) { return guarded([&]() -> void* { return new c10::InferenceMode(on != 0); }, nullptr); }
EXPORT void st_inference_mode_exit(void* guard) { delete static_cast<c10::InferenceMode*>(guard); }
NUMBER(is_anomaly_enabled, (), torch::autograd::AnomalyMode::is_enabled())
NUMBER(anomaly_checks_nan, (), torch::autograd::AnomalyMode::should_check_nan())
ACTION(set_anomaly, (int on, int check_nan), torch::autograd::AnomalyMode::set_enabled(on != 0, check_nan != 0))

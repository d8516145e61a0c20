// What the arguments of tensor operations are on libtorch's side, and operations that return several tensors.
#pragma once

#include "boundary.h"

#include <ATen/core/LegacyTypeDispatch.h>
#include <initializer_list>
#include <tuple>

namespace arguments {
inline at::IntArrayRef ints(Ints data, int64_t n) { return {data, static_cast<size_t>(n)}; }
inline at::OptionalIntArrayRef maybe_ints(Ints data, int64_t n) { return data ? at::OptionalIntArrayRef(ints(data, n)) : at::OptionalIntArrayRef(c10::nullopt); }

inline at::TensorOptions options(int8_t dtype) { return at::TensorOptions().dtype(boundary::type(dtype)).device(at::kCPU); }

inline c10::optional<at::Generator> random(void* g) {
    return g ? c10::optional<at::Generator>(*static_cast<at::Generator*>(g)) : c10::nullopt;
}

inline c10::optional<c10::string_view> rounding(int mode) {
    return mode == 1 ? c10::optional<c10::string_view>("trunc") : mode == 2 ? c10::optional<c10::string_view>("floor") : c10::nullopt;
}

// An integer that may be left out: INT64_MIN stands for none.
constexpr int64_t absent = INT64_MIN;
inline c10::optional<int64_t> maybe(int64_t n) { return n == absent ? c10::nullopt : c10::optional<int64_t>(n); }

inline c10::optional<double> real(const Number& n) { return n.kind == 3 ? c10::nullopt : c10::optional<double>(boundary::scalar(n).toDouble()); }

// Where no operand wants a gradient, libtorch's layers for gradients are only passed through; going around them saves a sixth of a tiny operation.
class Untracked {
    c10::optional<at::AutoDispatchBelowADInplaceOrView> around;

public:
    template <class... Tensors> explicit Untracked(const Tensors&... operands) {
        if ((... && !operands.requires_grad())) around.emplace();
    }
};

inline std::vector<Tensor> all(std::vector<Tensor>&& tensors) { return std::move(tensors); }
template <class... Tensors> std::vector<Tensor> all(const std::tuple<Tensors...>& tensors) {
    return std::apply([](const auto&... t) { return std::vector<Tensor>{t...}; }, tensors);
}
}  // namespace arguments

// A function that returns several tensors, to be taken one by one and freed by the functions of shape.cpp that begin with list_.
#define LIST(name, args, expression) \
    EXPORT void* st_##name args { return boundary::guarded([&]() -> void* { return new std::vector<Tensor>(arguments::all(expression)); }, nullptr); }

// The boundary between C# and libtorch. Every exported function is one line made by one of the macros below; none lets an
// exception pass, and the text of what went wrong waits in a slot of the calling thread (st_error).
#pragma once

#include <ATen/ATen.h>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

using Tensor = at::Tensor;
using T = Tensor*;            // owned by the C# object that holds it; null stands for "no tensor"
using Ints = const int64_t*;  // followed by its length

struct Number { int64_t kind; int64_t integer; double real; };  // kind: 0 integer, 1 real, 2 bool, 3 none

namespace boundary {
void set_error(const char* text) noexcept;

inline at::Scalar scalar(const Number& n) {
    switch (n.kind) {
        case 0: return at::Scalar(n.integer);
        case 1: return at::Scalar(n.real);
        default: return at::Scalar(n.integer != 0);
    }
}
inline c10::optional<at::Scalar> maybe(const Number& n) { return n.kind == 3 ? c10::nullopt : c10::optional<at::Scalar>(scalar(n)); }
inline at::ScalarType type(int8_t t) { return static_cast<at::ScalarType>(t); }
inline c10::optional<at::ScalarType> maybe_type(int8_t t) { return t < 0 ? c10::nullopt : c10::optional<at::ScalarType>(type(t)); }
inline Tensor maybe(T t) { return t ? *t : Tensor(); }
inline c10::optional<Tensor> optional(T t) { return t ? c10::optional<Tensor>(*t) : c10::nullopt; }
inline std::vector<Tensor> list(const T* tensors, int64_t n) {
    std::vector<Tensor> result;
    result.reserve(n);
    for (int64_t i = 0; i < n; ++i) {
        TORCH_CHECK(tensors[i], "Tensor ", i, " of a list is null.");
        result.push_back(*tensors[i]);
    }
    return result;
}

template <class F> auto guarded(F&& body, decltype(body()) failed) noexcept -> decltype(body()) {
    try {
        return body();
    } catch (const c10::Error& e) {
        set_error(e.what_without_backtrace());
    } catch (const std::exception& e) {
        set_error(e.what());
    } catch (...) {
        set_error("libtorch threw something that is not an exception.");
    }
    return failed;
}
}  // namespace boundary

#define EXPORT extern "C" __attribute__((visibility("default")))

// A function that returns a new tensor, or null with the error set.
#define TENSOR(name, args, expression) \
    EXPORT T st_##name args { return boundary::guarded([&]() -> T { return new Tensor(expression); }, nullptr); }

// A function that returns a number which is -1 when the call failed.
#define NUMBER(name, args, expression) \
    EXPORT int64_t st_##name args { return boundary::guarded([&]() -> int64_t { return expression; }, -1); }

// A function that returns 0, or -1 with the error set. Its body may be several statements.
#define ACTION(name, args, ...) \
    EXPORT int st_##name args { return boundary::guarded([&]() -> int { __VA_ARGS__; return 0; }, -1); }

// A function that changes its first tensor.
#define INPLACE(name, args, expression) ACTION(name, args, static_cast<void>(expression))

// A function that returns two tensors, or none with the error set.
#define PAIR(name, args, expression)                                            \
    EXPORT int st_##name args {                                                 \
        return boundary::guarded([&]() -> int {                                 \
            auto result = expression;                                           \
            auto a = std::make_unique<Tensor>(std::move(std::get<0>(result)));  \
            auto b = std::make_unique<Tensor>(std::move(std::get<1>(result)));  \
            *first = a.release();                                               \
            *second = b.release();                                              \
            return 0;                                                           \
        }, -1);                                                                 \
    }

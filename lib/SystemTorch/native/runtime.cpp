// What concerns the process, not a tensor: errors, version, threads, random numbers, autocast.
#include "boundary.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <ATen/autocast_mode.h>
#include <c10/core/GradMode.h>
#include <dlfcn.h>
#include <torch/version.h>

namespace {
thread_local std::string error;

at::Generator& generator(void* g) { return *static_cast<at::Generator*>(g); }
}  // namespace

void boundary::set_error(const char* text) noexcept {
    try { error = text; } catch (...) { error.clear(); }
}

EXPORT const char* st_error() { return error.c_str(); }
EXPORT const char* st_version() { return TORCH_VERSION; }

EXPORT const char* st_config() {
    return boundary::guarded([]() -> const char* {
        static const std::string text = at::show_config();
        return text.c_str();
    }, nullptr);
}

NUMBER(deterministic, (), at::globalContext().deterministicAlgorithms())
ACTION(set_deterministic, (int mode), at::globalContext().setDeterministicAlgorithms(mode != 0, false))
NUMBER(get_num_threads, (), at::get_num_threads())
ACTION(set_num_threads, (int64_t n), at::set_num_threads(static_cast<int>(n)))
NUMBER(get_num_interop_threads, (), at::get_num_interop_threads())
ACTION(set_num_interop_threads, (int64_t n), at::set_num_interop_threads(static_cast<int>(n)))

// OpenBLAS keeps a pool of its own beside OpenMP's; on the same cores the two only wait for each other.
NUMBER(hold_blas_to_one_thread, (), [] {
    auto* hold = reinterpret_cast<void (*)(int)>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads"));
    if (hold) hold(1);
    return hold ? 1 : 0;
}())

// autograd

NUMBER(is_grad_enabled, (), at::GradMode::is_enabled())
ACTION(set_grad_enabled, (int on), at::GradMode::set_enabled(on != 0))

// autocast: inside it, convolutions and matrix products take the lower precision and everything delicate stays in float.
// Without libtorch's cache of cast weights, which serves weights used twice in a forward pass, and holds every cast one until the end.

namespace {
// How this thread computes.
struct Autocast {
    bool on;
    at::ScalarType dtype;
    bool cached;

    // What was before, in one number for go_back.
    static int64_t enter(at::ScalarType dtype) {
        const Autocast before = now();
        Autocast{true, dtype, false}.set();
        return static_cast<int64_t>(before.dtype) * 4 + before.on * 2 + before.cached;
    }
    static void go_back(int64_t before) { Autocast{(before & 2) != 0, static_cast<at::ScalarType>(before / 4), (before & 1) != 0}.set(); }

private:
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
    static Autocast now() { return {at::autocast::is_autocast_enabled(at::kCPU), at::autocast::get_autocast_dtype(at::kCPU), at::autocast::is_autocast_cache_enabled()}; }
    void set() const {
        at::autocast::set_autocast_dtype(at::kCPU, dtype);  // first, because it may refuse
        at::autocast::set_autocast_enabled(at::kCPU, on);
        at::autocast::set_autocast_cache_enabled(cached);
    }
#else
    static Autocast now() { return {at::autocast::is_cpu_enabled(), at::autocast::get_autocast_cpu_dtype(), at::autocast::is_autocast_cache_enabled()}; }
    void set() const {
        at::autocast::set_autocast_cpu_dtype(dtype);  // first, because it may refuse
        at::autocast::set_cpu_enabled(on);
        at::autocast::set_autocast_cache_enabled(cached);
    }
#endif
};
}  // namespace

NUMBER(autocast_enter, (int8_t dtype), Autocast::enter(boundary::type(dtype)))
ACTION(autocast_exit, (int64_t before), Autocast::go_back(before))

// random numbers

EXPORT void* st_generator_new(int64_t seed) {
    return boundary::guarded([&]() -> void* { return new at::Generator(at::detail::createCPUGenerator(static_cast<uint64_t>(seed))); }, nullptr);
}
EXPORT void* st_generator_default() {
    return boundary::guarded([&]() -> void* { return new at::Generator(at::detail::getDefaultCPUGenerator()); }, nullptr);
}
EXPORT void st_generator_delete(void* g) { delete static_cast<at::Generator*>(g); }
ACTION(generator_set_seed, (void* g, int64_t seed), { std::lock_guard<std::mutex> lock(generator(g).mutex()); generator(g).set_current_seed(static_cast<uint64_t>(seed)); })
EXPORT int64_t st_generator_seed(void* g) { return static_cast<int64_t>(generator(g).current_seed()); }
TENSOR(generator_get_state, (void* g), generator(g).get_state())
ACTION(generator_set_state, (void* g, T state), { std::lock_guard<std::mutex> lock(generator(g).mutex()); generator(g).set_state(*state); })

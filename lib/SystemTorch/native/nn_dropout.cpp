// Dropout, with the numbers that PyTorch draws for it and 15 times as fast.
//
// PyTorch draws each element's number alone: two calls of a Mersenne Twister, a double, a comparison. That is 9 ns an element on one thread,
// more than a quarter of a small network's training step in bfloat16. Here whole states of the same twister are made, tempered and compared
// as vectors, and the generator is left where PyTorch would have left it.
#include "nn.h"
#include "widest.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>
#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <mutex>

using namespace boundary;

// MT19937 (Matsumoto and Nishimura 1998): a state of 624 words, each made of its successor and of the word 397 further on.
namespace {
constexpr int words = at::MERSENNE_STATE_N, far = at::MERSENNE_STATE_M;

INLINED uint32_t twisted(uint32_t word, uint32_t next, uint32_t distant) {
    return distant ^ (((word & at::UMASK) | (next & at::LMASK)) >> 1) ^ (-(next & 1) & at::MATRIX_A);
}

WIDEST void twist(uint32_t* state) {
    for (int i = 0; i < words - far; ++i) state[i] = twisted(state[i], state[i + 1], state[i + far]);
    for (int i = words - far; i < words - 1; ++i) state[i] = twisted(state[i], state[i + 1], state[i + far - words]);
    state[words - 1] = twisted(state[words - 1], state[0], state[far - 1]);
}

WIDEST void temper(const uint32_t* state, uint32_t* to, int64_t n) {
    for (int64_t i = 0; i < n; ++i) {
        uint32_t y = state[i];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        to[i] = y ^ (y >> 18);
    }
}

// at::mt19937, many words at a time.
class Twister {
    at::mt19937_data_pod data;

public:
    explicit Twister(const at::mt19937& engine) : data(engine.data()) {}

    void draw(uint32_t* to, int64_t n) {
        while (n > 0) {
            if (data.left_ == 1) {  // the state is used up
                twist(data.state_.data());
                data.left_ = words + 1;
                data.next_ = 0;
            }
            const auto taken = std::min<int64_t>(n, data.left_ - 1);
            temper(data.state_.data() + data.next_, to, taken);
            data.left_ -= static_cast<int>(taken);
            data.next_ += static_cast<uint32_t>(taken);
            to += taken;
            n -= taken;
        }
    }

    at::mt19937 engine() const {
        at::mt19937 result;
        result.set_data(data);
        return result;
    }
};

// An element's number is the last 53 bits of two words, the first the higher, over 2^53. It lies below p where those bits lie below p * 2^53 rounded up.
template <class Bits> WIDEST void keep_below(uint64_t limit, const uint32_t* drawn, Bits kept, Bits* to, int64_t n) {
    const auto limit_high = static_cast<uint32_t>(limit >> 32), limit_low = static_cast<uint32_t>(limit);
    for (int64_t i = 0; i < n; ++i) {
        const uint32_t high = drawn[2 * i] & 0x1fffff, low = drawn[2 * i + 1];
        to[i] = (high < limit_high) | ((high == limit_high) & (low < limit_low)) ? kept : Bits(0);
    }
}

template <class Bits> void fill(const Tensor& noise, double p, const Tensor& kept, Twister& twister) {
    constexpr int64_t at_once = 4 * words;  // two words each: 20 kB, which stay in the first cache
    std::array<uint32_t, 2 * at_once> drawn;
    Bits value;
    std::memcpy(&value, kept.data_ptr(), sizeof(Bits));
    const auto limit = static_cast<uint64_t>(std::ceil(std::ldexp(p, 53)));
    auto* to = static_cast<Bits*>(noise.data_ptr());
    for (int64_t i = 0; i < noise.numel(); i += at_once) {
        const auto n = std::min(at_once, noise.numel() - i);
        twister.draw(drawn.data(), 2 * n);
        keep_below(limit, drawn.data(), value, to + i, n);
    }
}
}  // namespace

namespace {
// A libtorch built with MKL draws other numbers, libtorch 1.13 refuses half, and what is not a dense tensor of the processor's memory has ways of its own.
bool ours(const Tensor& x) {
    const auto type = x.scalar_type();
    return (type == at::kFloat || type == at::kBFloat16 || type == at::kDouble) && x.device().is_cpu() && x.layout() == at::kStrided && !at::hasMKL();
}

// What dropout multiplies by: 0, or what makes up for the dropped. Undefined where dropout is libtorch's own affair.
Tensor noise_for(const Tensor& x, double p, bool training) {
    if (!training || !(p > 0 && p < 1) || x.numel() == 0 || !ours(x)) return {};
    const Tensor noise = at::empty_like(x);  // dense, and filled in the order of memory as PyTorch fills it
    const Tensor kept = at::ones({}, noise.options()).div_(1 - p);  // rounded as PyTorch rounds it
    auto& generator = *at::check_generator<at::CPUGeneratorImpl>(at::detail::getDefaultCPUGenerator());
    const std::lock_guard<std::mutex> lock(generator.mutex_);
    Twister twister(generator.engine());
    switch (noise.element_size()) {
        case 2: fill<uint16_t>(noise, 1 - p, kept, twister); break;
        case 4: fill<uint32_t>(noise, 1 - p, kept, twister); break;
        default: fill<uint64_t>(noise, 1 - p, kept, twister);
    }
    generator.set_engine(twister.engine());
    return noise;
}
}  // namespace

TENSOR(dropout, (T x, double p, int training), [&] {
    const Tensor noise = noise_for(*x, p, training != 0);
    return noise.defined() ? x->mul(noise) : at::dropout(*x, p, training != 0);
}())
INPLACE(dropout_, (T x, double p, int training), [&] {
    const Tensor noise = noise_for(*x, p, training != 0);
    return noise.defined() ? x->mul_(noise) : at::dropout_(*x, p, training != 0);
}())
TENSOR(feature_dropout, (T x, double p, int training), at::feature_dropout(*x, p, training != 0))
INPLACE(feature_dropout_, (T x, double p, int training), at::feature_dropout_(*x, p, training != 0))
TENSOR(alpha_dropout, (T x, double p, int training), at::alpha_dropout(*x, p, training != 0))
INPLACE(alpha_dropout_, (T x, double p, int training), at::alpha_dropout_(*x, p, training != 0))
TENSOR(feature_alpha_dropout, (T x, double p, int training), at::feature_alpha_dropout(*x, p, training != 0))
INPLACE(feature_alpha_dropout_, (T x, double p, int training), at::feature_alpha_dropout_(*x, p, training != 0))

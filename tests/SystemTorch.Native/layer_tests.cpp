// The layers whose loops are our own: what they read and write lies within their tensors, whatever the sizes.
#include "shim.h"

#include <gtest/gtest.h>
#include <numeric>

namespace {
// Images [N, C, H, W] in bfloat16, a pixel's channels beside each other in memory, of the numbers 1, 2, ... up to 100 and again from 1.
Tensor images(const Shape& shape) {
    std::vector<float> values(static_cast<size_t>(shape[0] * shape[1] * shape[2] * shape[3]));
    for (size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i % 100 + 1);
    const Tensor rounded(st_to_type(floats(shape, values).get(), bfloat16, 1));
    return Tensor(st_contiguous(rounded.get(), 1));
}

std::vector<float> floats_of(const Tensor& t) {
    const Tensor single(st_to_type(t.get(), float32, 1)), plain(st_contiguous(single.get(), 0));
    return values_of(plain);
}
}  // namespace

TEST(Layers, Max_pooling_stays_within_images_that_its_windows_do_not_fill) {
    const Shape one_by_one{1, 1}, none_at_all{0, 0};
    for (const int64_t channels : {2, 31, 32, 70})
        for (const Shape& window : {Shape{2, 2}, Shape{3, 4}, Shape{1, 5}})
            for (const int ceil : {0, 1}) {
                const auto x = images({2, channels, 7, 9});
                st_set_requires_grad(x.get(), 1);
                const Tensor y(st_max_pool(x.get(), 2, window.data(), window.data(), none_at_all.data(), one_by_one.data(), ceil));
                ASSERT_TRUE(y) << st_error();
                const Tensor sum(st_sum(y.get(), float32));
                const T root[] = {sum.get()};
                ASSERT_EQ(st_backward(root, 1, nullptr, 0, 0, 0, nullptr, 0), 0) << st_error();
                const Tensor gradient(st_grad(x.get()));
                const auto ones = floats_of(gradient);
                EXPECT_EQ(std::accumulate(ones.begin(), ones.end(), 0.0), static_cast<double>(st_numel(y.get())));
            }
}

TEST(Layers, Dropout_fills_tensors_of_every_size_and_type) {
    const Random generator(st_generator_default());
    st_generator_set_seed(generator.get(), 1);
    for (const Type type : {float32, bfloat16, float64})
        for (const int64_t n : {1, 2, 311, 312, 313, 2496, 2497, 10000}) {
            const auto x = full({n}, 1, type);
            const Tensor y(st_dropout(x.get(), 0.5, 1));
            ASSERT_TRUE(y) << st_error();
            int64_t kept = 0;
            for (const float value : floats_of(y)) {
                EXPECT_TRUE(value == 0 || value == 2) << value;
                kept += value != 0;
            }
            if (n > 1000) {
                EXPECT_NEAR(static_cast<double>(kept), n / 2.0, n / 20.0);
            }
            ASSERT_EQ(st_dropout_(x.get(), 1.0 / 3, 1), 0) << st_error();
        }
}

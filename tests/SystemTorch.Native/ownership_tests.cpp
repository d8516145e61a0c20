// Memory that C# lends to libtorch, and functions whose backward pass is C#'s: each is given back once, however the call ends.
#include "shim.h"

#include <gtest/gtest.h>

namespace {
void count_down(void* owner) { --*static_cast<int*>(owner); }

TensorList* no_tensors() { return st_list_new(nullptr, 0); }

// A function that doubles x, remembers x, and has this backward pass.
List doubled(const Tensor& x, int* owner, TensorList* (*backward)(void*, void*, const T*, int64_t)) {
    const Tensor y(st_mul_scalar(x.get(), {1, 0, 2}));
    const T inputs[] = {x.get()}, outputs[] = {y.get()};
    return List(st_function_apply(inputs, 1, st_list_new(outputs, 1), st_list_new(inputs, 1), no_tensors(), no_tensors(), 1, owner, backward, count_down));
}

// Ten times the gradient times what was remembered.
TensorList* times_saved(void*, void* context, const T* gradients, int64_t) {
    const Tensor gradient(gradients[0]);
    const List saved(st_function_saved(context));
    const Tensor x(st_list_get(saved.get(), 0)), tenth(st_mul_scalar(gradient.get(), {1, 0, 10}));
    const Tensor product(st_add(tenth.get(), x.get(), one));
    const T result[] = {product.get()};
    return st_list_new(result, 1);
}

TensorList* refuse(void*, void*, const T* gradients, int64_t) {
    st_delete(gradients[0]);
    st_fail("not today");
    return nullptr;
}

int backward(const List& outputs) {
    const Tensor y(st_list_get(outputs.get(), 0)), sum(st_sum(y.get(), -1));
    const T root[] = {sum.get()};
    return st_backward(root, 1, nullptr, 0, 0, 0, nullptr, 0);
}
}  // namespace

TEST(Ownership, Lent_memory_is_given_back_with_the_last_tensor_that_lies_in_it) {
    float numbers[] = {1, 2, 3};
    const Shape three{3};
    int lent = 1;
    Tensor t(st_share(numbers, three.data(), 1, float32, &lent, count_down)), alias(st_alias(t.get()));
    numbers[1] = 7;
    t.reset();
    EXPECT_EQ(lent, 1);
    EXPECT_EQ(values_of(alias), (std::vector<float>{1, 7, 3}));
    alias.reset();
    EXPECT_EQ(lent, 0);
}

TEST(Ownership, A_function_has_the_gradient_that_it_is_given) {
    int kept = 1;
    const auto x = floats({2}, {3, 4});
    st_set_requires_grad(x.get(), 1);
    auto y = doubled(x, &kept, times_saved);
    EXPECT_EQ(values_of(Tensor(st_list_get(y.get(), 0))), (std::vector<float>{6, 8}));
    ASSERT_EQ(backward(y), 0) << st_error();
    EXPECT_EQ(values_of(Tensor(st_grad(x.get()))), (std::vector<float>{13, 14}));
    EXPECT_EQ(kept, 1);
    y.reset();
    EXPECT_EQ(kept, 0);
}

TEST(Ownership, A_backward_pass_that_fails_says_why_and_keeps_nothing) {
    int kept = 1;
    const auto x = floats({2}, {3, 4});
    st_set_requires_grad(x.get(), 1);
    auto y = doubled(x, &kept, refuse);
    EXPECT_EQ(backward(y), -1);
    EXPECT_STREQ(st_error(), "not today");
    y.reset();
    EXPECT_EQ(kept, 0);
}

TEST(Ownership, A_function_without_gradients_keeps_nothing) {
    int kept = 1;
    const auto y = doubled(floats({2}, {3, 4}), &kept, refuse);
    EXPECT_EQ(kept, 0);
    EXPECT_EQ(st_list_size(y.get()), 1);
}

TEST(Ownership, A_list_that_fails_is_null) {
    EXPECT_EQ(st_unique_dim(full({2}, 1).get(), 5, 1, 1, 1), nullptr);
    EXPECT_NE(std::string(st_error()).find("Dimension out of range"), std::string::npos) << st_error();
}

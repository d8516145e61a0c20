// The native steps of the optimizers: what they keep of each parameter, and that they stay inside its memory.
#include "shim.h"

#include <gtest/gtest.h>

namespace {
void give_gradient(const Tensor& p, const Tensor& gradient) { ASSERT_EQ(st_set_grad(p.get(), gradient.get()), 0); }

Tensor parameter(const Shape& shape, double value, double gradient, Type type = float32) {
    auto p = full(shape, value, type);
    give_gradient(p, full(shape, gradient, type));
    return p;
}

double last_of(const Tensor& t) {
    const std::vector<Index> last(static_cast<size_t>(st_dim(t.get())), {2, -1, 0, 0, nullptr});
    const Tensor element(st_index(t.get(), last.data(), static_cast<int64_t>(last.size())));
    Number n{};
    EXPECT_EQ(st_item(element.get(), &n), 0);
    return n.real;
}

struct Optimizer {
    const char* name;
    StepFunction* step;
    size_t tensors, numbers;  // of state, for each parameter
    std::vector<double> options;
};

const std::vector<Optimizer> optimizers{
    {"sgd", st_sgd_step, 1, 0, {1, 0.9, 0, 0, 1, 0}},
    {"sgd_plain", st_sgd_step, 1, 0, {1, 0, 0, 0.1, 0, 0}},
    {"adam", st_adam_step, 3, 1, {1, 0.9, 0.999, 1e-8, 0, 0, 0}},
    {"adam_amsgrad", st_adam_step, 3, 1, {1, 0.9, 0.999, 1e-8, 0, 1, 0}},
    {"adamw", st_adamw_step, 3, 1, {1, 0.9, 0.999, 1e-8, 0.1, 0, 0}},
    {"adamw_amsgrad", st_adamw_step, 3, 1, {1, 0.9, 0.999, 1e-8, 0.1, 1, 0}},
    {"rmsprop", st_rmsprop_step, 3, 1, {1, 0, 0, 0.99, 1e-8, 0, 0}},
    {"rmsprop_momentum", st_rmsprop_step, 3, 1, {1, 0, 0.9, 0.99, 1e-8, 0, 0}},
    {"rmsprop_centered", st_rmsprop_step, 3, 1, {1, 0, 0, 0.99, 1e-8, 0, 1}},
    {"rmsprop_both", st_rmsprop_step, 3, 1, {1, 0, 0.9, 0.99, 1e-8, 0, 1}},
    {"adagrad", st_adagrad_step, 1, 1, {1, 0, 0, 1e-10, 0}},
    {"adadelta", st_adadelta_step, 2, 1, {1, 0.9, 1e-6, 0, 0}},
    {"adamax", st_adamax_step, 2, 1, {1, 0.9, 0.999, 1e-8, 0}},
    {"nadam", st_nadam_step, 2, 2, {1, 0.9, 0.999, 1e-8, 0, 4e-3}},
    {"radam", st_radam_step, 2, 1, {1, 0.9, 0.9, 1e-8, 0}},
    {"asgd", st_asgd_step, 1, 3, {1, 0, 1e-4, 0.75, 0, 1}},
    {"rprop", st_rprop_step, 2, 1, {1, 0, 0.5, 1.2, 0.1, 50}},
};

class EveryOptimizer : public testing::TestWithParam<Optimizer> {};
}  // namespace

TEST_P(EveryOptimizer, Takes_weights_of_any_type_and_size_downhill) {
    const auto& o = GetParam();
    for (const Type type : {float32, float64, bfloat16, float16}) {
        // Blocks of 32768 elements are shared out to the threads: none, a part of one, and one and a bit.
        const Tensor p[] = {parameter({0}, 1, 1, type), parameter({5}, 1, 1, type), parameter({3, 11000}, 1, 1, type)};
        const T handles[] = {p[0].get(), p[1].get(), p[2].get()};
        std::vector<T> state(3 * o.tensors, nullptr);
        std::vector<double> numbers(3 * o.numbers, 1);
        for (int i = 0; i < 2; ++i) ASSERT_EQ(o.step(handles, state.data(), numbers.data(), 3, o.options.data()), 0) << st_error();
        const std::vector<Tensor> kept(state.begin(), state.end());
        EXPECT_LT(last_of(p[1]), 1) << "in type " << type;
        EXPECT_EQ(last_of(p[1]), last_of(p[2])) << "in type " << type;
    }
}

INSTANTIATE_TEST_SUITE_P(Optimizers, EveryOptimizer, testing::ValuesIn(optimizers), [](const auto& info) { return std::string(info.param.name); });

TEST(OptimizerState, Momentum_begins_with_the_first_gradient_and_is_the_callers) {
    const auto p = parameter({2}, 1, 1);
    const T handle = p.get();
    T velocity = nullptr;
    const double options[] = {0.5, 0.5, 0.25, 0, 0, 0};  // lr, momentum, dampening, weight_decay, nesterov, maximize
    ASSERT_EQ(st_sgd_step(&handle, &velocity, nullptr, 1, options), 0);
    const Tensor kept(velocity);
    EXPECT_EQ(values_of(kept), (std::vector<float>{1, 1}));
    ASSERT_EQ(st_sgd_step(&handle, &velocity, nullptr, 1, options), 0);
    EXPECT_EQ(velocity, kept.get());
    EXPECT_EQ(values_of(kept), (std::vector<float>{1.25, 1.25}));
    EXPECT_EQ(values_of(p), (std::vector<float>{-0.125, -0.125}));
}

TEST(OptimizerState, Steps_are_counted_of_parameters_with_a_gradient_only) {
    const auto used = parameter({2}, 1, 1), unused = full({2}, 1);
    const T handles[] = {unused.get(), used.get()};
    T state[6] = {};
    double steps[] = {0, 0};
    const double options[] = {0.1, 0.9, 0.999, 1e-8, 0, 0, 0};
    ASSERT_EQ(st_adam_step(handles, state, steps, 2, options), 0);
    const std::vector<Tensor> kept(state, state + 6);
    EXPECT_EQ(steps[0], 0);
    EXPECT_EQ(steps[1], 1);
    for (int i : {0, 1, 2, 5}) EXPECT_EQ(state[i], nullptr) << i;  // the last one is AMSGrad's
    EXPECT_EQ(values_of(unused), (std::vector<float>{1, 1}));
}

TEST(OptimizerState, A_step_that_cannot_be_taken_changes_nothing) {
    const auto good = parameter({2}, 1, 1), bad = full({2}, 1), whole = full({2}, 1, int64);
    const T handles[] = {good.get(), bad.get()};
    T state[2] = {};
    double steps[] = {0, 0};
    const double options[] = {0.1, 0, 0, 1e-10, 0};
    const auto refused = [&](const char* reason) {
        EXPECT_EQ(st_adagrad_step(handles, state, steps, 2, options), -1);
        EXPECT_NE(std::string(st_error()).find(reason), std::string::npos) << st_error();
        EXPECT_EQ(steps[0], 0);
        EXPECT_EQ(values_of(good), (std::vector<float>{1, 1}));
    };
    give_gradient(bad, full({3}, 1));
    refused("The gradient has shape [3], and its parameter [2].");
    const Tensor first(state[0]), other = full({5}, 0);
    give_gradient(bad, full({2}, 1));
    state[1] = other.get();
    refused("The optimizer's state has shape [5], and its parameter [2].");
    give_gradient(whole, full({2}, 1, int64));
    const T integer = whole.get();
    EXPECT_EQ(st_adagrad_step(&integer, state, steps, 1, options), -1);
}

TEST(OptimizerState, Weights_may_lie_in_memory_as_they_like) {
    const auto dense = full({2, 3}, 1), wide = full({2, 3}, 1);
    const Tensor turned(st_t(dense.get())), column(st_select(wide.get(), 1, 1));
    give_gradient(turned, floats({3, 2}, {1, 2, 3, 4, 5, 6}));
    give_gradient(column, floats({2}, {1, 2}));
    const T handles[] = {turned.get(), column.get()};
    T state[2] = {};
    const double options[] = {0.5, 0, 0, 0, 0, 0};
    ASSERT_EQ(st_sgd_step(handles, state, nullptr, 2, options), 0) << st_error();
    EXPECT_EQ(values_of(dense), (std::vector<float>{0.5, -0.5, -1.5, 0, -1, -2}));
    EXPECT_EQ(values_of(wide), (std::vector<float>{1, 0.5, 1, 1, 0, 1}));
}

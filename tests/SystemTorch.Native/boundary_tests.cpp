// One test for each kind of function in native/boundary.h, for what it does when it fails, and for what crosses threads.
#include "shim.h"

#include <gtest/gtest.h>
#include <thread>

namespace {
std::string error() { return st_error(); }
bool says(const char* text) { return error().find(text) != std::string::npos; }
}  // namespace

TEST(Boundary, A_tensor_is_made_read_and_deleted) {
    const auto t = floats({2, 3}, {1, 2, 3, 4, 5, 6});
    EXPECT_EQ(shape_of(t), (Shape{2, 3}));
    EXPECT_EQ(st_numel(t.get()), 6);
    EXPECT_EQ(st_dtype(t.get()), float32);
    const Tensor sum(st_add(t.get(), t.get(), one));
    EXPECT_EQ(values_of(sum), (std::vector<float>{2, 4, 6, 8, 10, 12}));
    st_delete(nullptr);
}

TEST(Boundary, An_alias_lives_on_when_its_tensor_is_deleted) {
    auto t = floats({2}, {1, 2});
    const Tensor alias(st_alias(t.get()));
    t.reset();
    EXPECT_EQ(values_of(alias), (std::vector<float>{1, 2}));
}

TEST(Boundary, A_number_comes_out_as_the_kind_it_is) {
    Number n{};
    ASSERT_EQ(st_item(full({}, 2.5).get(), &n), 0);
    EXPECT_EQ(n.kind, 1);
    EXPECT_EQ(n.real, 2.5);
    ASSERT_EQ(st_item(full({1}, 3, int64).get(), &n), 0);
    EXPECT_EQ(n.kind, 0);
    EXPECT_EQ(n.integer, 3);
    ASSERT_EQ(st_item(full({1, 1}, 1, boolean).get(), &n), 0);
    EXPECT_EQ(n.kind, 2);
    EXPECT_EQ(n.integer, 1);
}

TEST(Boundary, A_failed_tensor_is_null_and_the_reason_waits) {
    const auto a = full({2, 3}, 1);
    EXPECT_EQ(st_matmul(a.get(), a.get()), nullptr);
    EXPECT_TRUE(says("mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)")) << error();
    EXPECT_FALSE(says("Exception raised from")) << "A stack of C++ frames helps nobody in C#.";
    const Shape negative{-1};
    EXPECT_EQ(st_zeros(negative.data(), 1, float32), nullptr);
    EXPECT_TRUE(says("negative")) << error();
}

TEST(Boundary, A_failed_number_is_minus_one) {
    EXPECT_EQ(st_allclose(full({2}, 1).get(), full({3}, 1).get(), 1e-5, 1e-8, 0), -1);
    EXPECT_TRUE(says("must match")) << error();
    EXPECT_EQ(st_equal(full({2}, 1).get(), full({3}, 1).get()), 0);
}

TEST(Boundary, A_failed_action_is_minus_one_and_changes_nothing) {
    const auto t = full({2}, 1);
    EXPECT_EQ(st_add_(t.get(), full({3}, 1).get(), one), -1);
    EXPECT_EQ(st_copy_(t.get(), full({3}, 1).get(), 0), -1);
    EXPECT_EQ(values_of(t), (std::vector<float>{1, 1}));
    Number n{};
    EXPECT_EQ(st_item(t.get(), &n), -1);
    EXPECT_EQ(st_add_(t.get(), t.get(), one), 0);
    EXPECT_EQ(values_of(t), (std::vector<float>{2, 2}));
}

TEST(Boundary, A_pair_comes_whole_or_not_at_all) {
    const auto t = floats({2, 2}, {1, 4, 3, 2});
    T first = nullptr;
    T second = nullptr;
    EXPECT_EQ(st_max_dim(t.get(), 7, 0, &first, &second), -1);
    EXPECT_EQ(first, nullptr);
    EXPECT_EQ(second, nullptr);
    ASSERT_EQ(st_max_dim(t.get(), 1, 0, &first, &second), 0);
    const Tensor values(first), places(second);
    EXPECT_EQ(values_of(values), (std::vector<float>{4, 3}));
    EXPECT_EQ(st_dtype(places.get()), int64);
}

TEST(Boundary, A_tensor_that_may_be_missing_is_null) {
    const auto t = floats({3}, {1, 5, 9});
    const Tensor clamped(st_clamp_tensor(t.get(), nullptr, full({}, 4).get()));
    EXPECT_EQ(values_of(clamped), (std::vector<float>{1, 4, 4}));
    EXPECT_EQ(st_clamp_tensor(t.get(), nullptr, nullptr), nullptr);
    EXPECT_TRUE(says("At least one of 'min' or 'max' must not be None")) << error();
    EXPECT_EQ(st_grad(t.get()), nullptr);
}

TEST(Boundary, A_list_goes_in) {
    const auto a = floats({1}, {1}), b = floats({2}, {2, 3});
    const T all[] = {a.get(), b.get()};
    const Tensor joined(st_cat(all, 2, 0));
    EXPECT_EQ(values_of(joined), (std::vector<float>{1, 2, 3}));
    const T holed[] = {a.get(), nullptr};
    EXPECT_EQ(st_cat(holed, 2, 0), nullptr);
    EXPECT_TRUE(says("Tensor 1 of a list is null.")) << error();
    EXPECT_EQ(st_cat(nullptr, 0, 0), nullptr);
}

TEST(Boundary, A_list_comes_out_and_its_tensors_outlive_it) {
    auto t = floats({2, 2}, {1, 2, 3, 4});
    List rows(st_unbind(t.get(), 0));
    ASSERT_EQ(st_list_size(rows.get()), 2);
    EXPECT_EQ(st_list_get(rows.get(), 2), nullptr);
    EXPECT_TRUE(says("range")) << "An exception that is not libtorch's has its text too: " << error();
    const Tensor last(st_list_get(rows.get(), 1));
    rows.reset();
    t.reset();
    EXPECT_EQ(values_of(last), (std::vector<float>{3, 4}));
    EXPECT_EQ(st_unbind(last.get(), 5), nullptr);
}

TEST(Boundary, Every_kind_of_index) {
    const auto t = floats({2, 3}, {1, 2, 3, 4, 5, 6});
    const auto pick = [&](std::vector<Index> index) { return Tensor(st_index(t.get(), index.data(), static_cast<int64_t>(index.size()))); };
    EXPECT_EQ(shape_of(pick({{0, 0, 0, 0, nullptr}, {1, 0, 0, 0, nullptr}})), (Shape{1, 2, 3}));
    EXPECT_EQ(shape_of(pick({{3, 1, 0, 0, nullptr}})), (Shape{1, 2, 3}));
    EXPECT_EQ(shape_of(pick({{2, -1, 0, 0, nullptr}})), (Shape{3}));
    EXPECT_EQ(shape_of(pick({{1, 0, 0, 0, nullptr}, {4, 1, absent, absent, nullptr}})), (Shape{2, 2}));
    const int64_t places[] = {1, 1, 0, 1};
    const Shape four{4};
    const Tensor tensor(st_from_bytes(places, four.data(), 1, int64));
    EXPECT_EQ(shape_of(pick({{5, 0, 0, 0, tensor.get()}})), (Shape{4, 3}));
    EXPECT_EQ(pick({{2, 2, 0, 0, nullptr}}), nullptr);
    EXPECT_TRUE(says("out of bounds")) << error();
    const Index first[] = {{2, 0, 0, 0, nullptr}};
    ASSERT_EQ(st_index_put_(t.get(), first, 1, full({}, 9).get()), 0);
    EXPECT_EQ(values_of(t), (std::vector<float>{9, 9, 9, 4, 5, 6}));
}

TEST(Threads, Each_has_an_error_of_its_own) {
    EXPECT_EQ(st_matmul(full({2, 3}, 1).get(), full({2, 3}, 1).get()), nullptr);
    const auto fails_with = [](int64_t size) {
        for (int i = 0; i < 200; ++i) {
            if (st_add(full({size}, 1).get(), full({size + 1}, 1).get(), one)) return std::string("no error");
            if (!says(("size of tensor a (" + std::to_string(size) + ")").c_str())) return error();
        }
        return std::string();
    };
    std::string first, second;
    std::thread a([&] { first = fails_with(2); }), b([&] { second = fails_with(7); });
    a.join();
    b.join();
    EXPECT_EQ(first, "");
    EXPECT_EQ(second, "");
    EXPECT_TRUE(says("2x3 and 2x3")) << error();
    std::thread([] { EXPECT_EQ(error(), ""); }).join();
}

TEST(Threads, A_finalizer_may_delete_what_another_thread_made) {
    std::vector<Tensor> tensors, aliases;
    for (int i = 0; i < 100; ++i) {
        tensors.push_back(full({1000}, i));
        aliases.emplace_back(st_alias(tensors.back().get()));
    }
    std::thread finalizer([&] { tensors.clear(); });
    for (int i = 0; i < 100; i += 2) aliases[static_cast<size_t>(i)].reset();
    finalizer.join();
    for (size_t i = 1; i < 100; i += 2) EXPECT_EQ(values_of(aliases[i]).at(999), static_cast<float>(i));
}

TEST(Threads, Gradients_are_switched_off_for_one_thread) {
    ASSERT_EQ(st_set_grad_enabled(0), 0);
    std::thread([] { EXPECT_EQ(st_is_grad_enabled(), 1); }).join();
    EXPECT_EQ(st_is_grad_enabled(), 0);
    ASSERT_EQ(st_set_grad_enabled(1), 0);
}

TEST(RandomNumbers, A_seed_gives_the_same_numbers_and_a_state_goes_on) {
    const auto draw = [](const Random& g) {
        const Shape five{5};
        return values_of(Tensor(st_rand(five.data(), 1, float32, g.get())));
    };
    const Random a(st_generator_new(7)), b(st_generator_new(7)), common(st_generator_default());
    const auto first = draw(a);
    EXPECT_EQ(first, draw(b));
    const Tensor state(st_generator_get_state(a.get()));
    const auto second = draw(a);
    EXPECT_NE(first, second);
    ASSERT_EQ(st_generator_set_state(b.get(), state.get()), 0);
    EXPECT_EQ(second, draw(b));
    EXPECT_EQ(st_generator_set_state(b.get(), full({3}, 1).get()), -1);
    ASSERT_EQ(st_generator_set_seed(common.get(), 7), 0);
    EXPECT_EQ(first, draw(common));
    ASSERT_EQ(st_generator_set_seed(common.get(), 7), 0);
    EXPECT_EQ(first, draw(Random())) << "No generator is the default one.";
}

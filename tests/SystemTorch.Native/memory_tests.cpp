// Blocks of small tensors that a thread keeps for the next ones. What these tests switch on stays on for those that run after them.
#include "shim.h"

#include <gtest/gtest.h>
#include <thread>

namespace {
// 1, or 0 where the process's malloc is not glibc's, as under AddressSanitizer; the small blocks are kept all the same.
bool keeps_freed_memory() { return st_keep_freed_memory() != -1; }

std::vector<Tensor> tensors_of_every_small_size() {
    std::vector<Tensor> result;
    for (int64_t n = 0; n < 600; ++n) result.push_back(full({n}, static_cast<double>(n)));
    return result;
}

void expect_untouched(const std::vector<Tensor>& tensors) {
    for (size_t n = 0; n < tensors.size(); ++n) {
        const auto values = values_of(tensors[n]);
        EXPECT_EQ(values, std::vector<float>(n, static_cast<float>(n)));
        EXPECT_EQ(reinterpret_cast<uintptr_t>(st_data(tensors[n].get())) % 64, 0u) << n << " numbers";
    }
}
}  // namespace

TEST(Memory, A_freed_block_serves_the_next_tensor_of_its_size_and_only_that) {
    ASSERT_TRUE(keeps_freed_memory());
    auto t = full({16}, 1);
    void* const block = st_data(t.get());
    t.reset();
    const auto larger = full({17}, 2);
    EXPECT_NE(st_data(larger.get()), block);
    const auto next = full({3}, 3);
    EXPECT_EQ(st_data(next.get()), block);
}

TEST(Memory, Tensors_keep_their_numbers_while_others_of_all_sizes_come_and_go) {
    ASSERT_TRUE(keeps_freed_memory());
    auto first = tensors_of_every_small_size();
    expect_untouched(first);
    first.clear();
    const auto second = tensors_of_every_small_size(), third = tensors_of_every_small_size();
    expect_untouched(second);
    expect_untouched(third);
}

TEST(Memory, Tensors_freed_on_another_thread_do_not_pile_up_there) {
    ASSERT_TRUE(keeps_freed_memory());
    const auto before = st_allocated_bytes();
    for (int i = 0; i < 20; ++i) {
        std::vector<Tensor> tensors;
        std::thread([&tensors] {
            tensors_of_every_small_size();
            tensors = tensors_of_every_small_size();
        }).join();
        expect_untouched(tensors);
    }
    // The small ones of each round, on either thread, are 150 KB.
    EXPECT_LT(st_allocated_bytes() - before, 1 << 20);
}

// What the files behind torch.nn share. libtorch's headers come first: one of them leaves no macro called TENSOR behind.
#pragma once

#include <torch/nn/functional.h>
#include <torch/nn/init.h>
#include <torch/nn/utils.h>
#include <torch/serialize.h>

#include "boundary.h"

namespace F = torch::nn::functional;

namespace nn {
inline at::IntArrayRef ints(Ints data, int64_t n) { return {data, static_cast<size_t>(n)}; }

// libtorch names the operations on signals, images and volumes apart; here the number of spatial dimensions chooses.
template <class One, class Two, class Three> Tensor by_rank(int64_t rank, One&& one, Two&& two, Three&& three) {
    TORCH_CHECK(rank >= 1 && rank <= 3, "torch.nn has operations on 1 to 3 spatial dimensions, and ", rank, " were given.");
    return rank == 1 ? one() : rank == 2 ? two() : three();
}

// 0 none, 1 mean, 2 sum
template <class Options> Options reduced(Options options, int reduction) {
    if (reduction == 0) options.reduction(torch::kNone);
    else if (reduction == 1) options.reduction(torch::kMean);
    else options.reduction(torch::kSum);
    return options;
}
}  // namespace nn

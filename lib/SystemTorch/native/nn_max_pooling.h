// Max pooling that moves fewer bytes than libtorch's.
#pragma once

#include <ATen/ATen.h>

namespace pooling {
// max_pool2d over windows of height x width that lie side by side, on images [N, C, H, W] of bfloat16 that have their channels last in memory.
at::Tensor max_of_tiles(const at::Tensor& x, int64_t height, int64_t width, bool ceil_mode);
}  // namespace pooling

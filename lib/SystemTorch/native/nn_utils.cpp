// torch.nn.utils, on many parameters at once, and tensors in libtorch's own file format.
#include "nn.h"

using namespace boundary;
namespace utils = torch::nn::utils;

namespace {
Tensor load(const char* path) {
    Tensor t;
    torch::load(t, path);
    return t;
}
}  // namespace

ACTION(clip_grad_norm_, (const T* tensors, int64_t n, double max_norm, double norm_type, double* norm), *norm = utils::clip_grad_norm_(list(tensors, n), max_norm, norm_type))
ACTION(clip_grad_value_, (const T* tensors, int64_t n, double limit), utils::clip_grad_value_(list(tensors, n), limit))
TENSOR(parameters_to_vector, (const T* tensors, int64_t n), utils::parameters_to_vector(list(tensors, n)))
ACTION(vector_to_parameters, (T vector, const T* tensors, int64_t n), utils::vector_to_parameters(*vector, list(tensors, n)))

ACTION(save, (T t, const char* path), torch::save(*t, path))
TENSOR(load, (const char* path), load(path))

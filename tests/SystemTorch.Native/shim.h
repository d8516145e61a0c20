// The exported functions that the tests call, as their files in lib/SystemTorch/native declare them, and a few words to call them in.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

struct TensorHandle;
struct TensorList;
struct Generator;
using T = TensorHandle*;
using Ints = const int64_t*;

struct Number { int64_t kind; int64_t integer; double real; };  // kind: 0 integer, 1 real, 2 bool, 3 none
struct Index { int64_t kind, start, stop, step; T tensor; };    // kind: 0 new axis, 1 ellipsis, 2 integer, 3 bool, 4 slice, 5 tensor

enum Type : int8_t { int64 = 4, float16 = 5, float32 = 6, float64 = 7, boolean = 11, bfloat16 = 15 };
constexpr Number none{3, 0, 0}, one{0, 1, 1};
constexpr int64_t absent = INT64_MIN;  // an end of a slice that is left open

extern "C" {
const char* st_error();

void st_delete(T t);
T st_alias(T t);
int64_t st_dim(T t);
int64_t st_numel(T t);
int64_t st_dtype(T t);
int st_sizes(T t, int64_t* out);
int st_item(T t, Number* out);
void* st_data(T t);
T st_zeros(Ints size, int64_t n, int8_t dtype);
T st_full(Ints size, int64_t n, Number value, int8_t dtype);
T st_rand(Ints size, int64_t n, int8_t dtype, Generator* g);
T st_from_bytes(const void* data, Ints size, int64_t n, int8_t dtype);
T st_t(T t);
T st_select(T t, int64_t dim, int64_t index);

T st_add(T a, T b, Number alpha);
T st_matmul(T a, T b);
T st_clamp_tensor(T a, T low, T high);
int64_t st_equal(T a, T b);
int64_t st_allclose(T a, T b, double rtol, double atol, int equal_nan);
int st_add_(T a, T b, Number alpha);
int st_copy_(T t, T source, int non_blocking);
int st_max_dim(T a, int64_t dim, int keepdim, T* first, T* second);

T st_index(T t, const Index* index, int64_t n);
int st_index_put_(T t, const Index* index, int64_t n, T value);
T st_cat(const T* tensors, int64_t n, int64_t dim);
TensorList* st_unbind(T t, int64_t dim);
int64_t st_list_size(TensorList* l);
T st_list_get(TensorList* l, int64_t i);
void st_list_delete(TensorList* l);

T st_share(void* data, Ints size, int64_t n, int8_t dtype, void* owner, void (*release)(void*));
TensorList* st_unique_dim(T a, int64_t dim, int sorted, int inverse, int counts);
T st_mul_scalar(T a, Number b);
T st_sum(T a, int8_t dtype);

int st_set_requires_grad(T t, int on);
int st_backward(const T* outputs, int64_t k, const T* grads, int64_t n, int retain_graph, int create_graph, const T* inputs, int64_t m);
TensorList* st_list_new(const T* tensors, int64_t n);
void st_fail(const char* message);
TensorList* st_function_apply(const T* inputs, int64_t n, TensorList* outputs, TensorList* saved, TensorList* dirty, TensorList* constant, int materialize, void* owner,
                              TensorList* (*backward)(void* owner, void* context, const T* gradients, int64_t n), void (*release)(void* owner));
TensorList* st_function_saved(void* context);
int st_set_grad(T t, T grad);
T st_grad(T t);
int64_t st_is_grad_enabled();
int st_set_grad_enabled(int on);

T st_max_pool(T x, int64_t n, Ints kernel, Ints stride, Ints padding, Ints dilation, int ceil_mode);
T st_dropout(T x, double p, int training);
int st_dropout_(T x, double p, int training);
T st_to_type(T t, int8_t dtype, int copy);
T st_contiguous(T t, int channels_last);

int64_t st_keep_freed_memory();
int64_t st_allocated_bytes();

Generator* st_generator_new(int64_t seed);
Generator* st_generator_default();
void st_generator_delete(Generator* g);
int st_generator_set_seed(Generator* g, int64_t seed);
T st_generator_get_state(Generator* g);
int st_generator_set_state(Generator* g, T state);

using StepFunction = int(const T* p, T* state, double* numbers, int64_t n, const double* options);
StepFunction st_sgd_step, st_adam_step, st_adamw_step, st_rmsprop_step, st_adagrad_step, st_adadelta_step, st_adamax_step, st_nadam_step, st_radam_step, st_asgd_step, st_rprop_step;
}

struct Delete {
    void operator()(T t) const { st_delete(t); }
    void operator()(TensorList* l) const { st_list_delete(l); }
    void operator()(Generator* g) const { st_generator_delete(g); }
};
using Tensor = std::unique_ptr<TensorHandle, Delete>;
using List = std::unique_ptr<TensorList, Delete>;
using Random = std::unique_ptr<Generator, Delete>;
using Shape = std::vector<int64_t>;

inline Tensor full(const Shape& shape, double value, Type type = float32) {
    return Tensor(st_full(shape.data(), static_cast<int64_t>(shape.size()), {1, 0, value}, type));
}
inline Tensor floats(const Shape& shape, const std::vector<float>& values) {
    return Tensor(st_from_bytes(values.data(), shape.data(), static_cast<int64_t>(shape.size()), float32));
}
inline Shape shape_of(const Tensor& t) {
    Shape shape(static_cast<size_t>(st_dim(t.get())));
    st_sizes(t.get(), shape.data());
    return shape;
}
inline std::vector<float> values_of(const Tensor& t) {
    const auto* data = static_cast<const float*>(st_data(t.get()));
    return {data, data + st_numel(t.get())};
}

// Tensors as objects: making, reading, copying and indexing them.
#include "boundary.h"

#include <ATen/TensorIndexing.h>

using namespace boundary;

namespace {
at::IntArrayRef ints(Ints data, int64_t n) { return {data, static_cast<size_t>(n)}; }

at::TensorOptions options(int8_t dtype) { return at::TensorOptions().dtype(type(dtype)).device(at::kCPU); }

c10::optional<at::Generator> random(void* g) {
    return g ? c10::optional<at::Generator>(*static_cast<at::Generator*>(g)) : c10::nullopt;
}

// One index of several: kind 0 none (new axis), 1 ellipsis, 2 integer, 3 bool, 4 slice, 5 tensor. `absent` marks an open end of a slice.
struct Index { int64_t kind, start, stop, step; T tensor; };
constexpr int64_t absent = INT64_MIN;

std::vector<at::indexing::TensorIndex> indices(const Index* index, int64_t n) {
    std::vector<at::indexing::TensorIndex> result;
    auto end = [](int64_t i) { return i == absent ? c10::nullopt : c10::optional<int64_t>(i); };
    for (int64_t i = 0; i < n; ++i) {
        const auto& x = index[i];
        switch (x.kind) {
            case 0: result.emplace_back(at::indexing::None); break;
            case 1: result.emplace_back(at::indexing::Ellipsis); break;
            case 2: result.emplace_back(x.start); break;
            case 3: result.emplace_back(x.start != 0); break;
            case 4: result.emplace_back(at::indexing::Slice(end(x.start), end(x.stop), end(x.step))); break;
            default: result.emplace_back(*x.tensor);
        }
    }
    return result;
}
}  // namespace

// life

EXPORT void st_delete(T t) { delete t; }
TENSOR(alias, (T t), *t)

// shape and type

NUMBER(dim, (T t), t->dim())
NUMBER(numel, (T t), t->numel())
NUMBER(element_size, (T t), t->element_size())
NUMBER(dtype, (T t), static_cast<int64_t>(t->scalar_type()))
ACTION(sizes, (T t, int64_t* out), { for (auto s : t->sizes()) *out++ = s; })
ACTION(strides, (T t, int64_t* out), { for (auto s : t->strides()) *out++ = s; })
NUMBER(is_contiguous, (T t, int channels_last), t->is_contiguous(channels_last ? at::MemoryFormat::ChannelsLast : at::MemoryFormat::Contiguous))
EXPORT void* st_data(T t) { return guarded([&]() -> void* { return t->data_ptr(); }, nullptr); }

// factories

TENSOR(empty, (Ints size, int64_t n, int8_t dtype), at::empty(ints(size, n), options(dtype)))
TENSOR(zeros, (Ints size, int64_t n, int8_t dtype), at::zeros(ints(size, n), options(dtype)))
TENSOR(ones, (Ints size, int64_t n, int8_t dtype), at::ones(ints(size, n), options(dtype)))
TENSOR(full, (Ints size, int64_t n, Number value, int8_t dtype), at::full(ints(size, n), scalar(value), options(dtype)))
TENSOR(rand, (Ints size, int64_t n, int8_t dtype, void* g), at::rand(ints(size, n), random(g), options(dtype)))
TENSOR(randn, (Ints size, int64_t n, int8_t dtype, void* g), at::randn(ints(size, n), random(g), options(dtype)))
TENSOR(randint, (int64_t low, int64_t high, Ints size, int64_t n, int8_t dtype, void* g), at::randint(low, high, ints(size, n), random(g), options(dtype)))
TENSOR(randperm, (int64_t n, int8_t dtype, void* g), at::randperm(n, random(g), options(dtype)))
TENSOR(arange, (Number start, Number stop, Number step, int8_t dtype), at::arange(scalar(start), scalar(stop), scalar(step), options(dtype)))
TENSOR(linspace, (double start, double stop, int64_t steps, int8_t dtype), at::linspace(start, stop, steps, options(dtype)))
TENSOR(eye, (int64_t rows, int64_t columns, int8_t dtype), at::eye(rows, columns, options(dtype)))
TENSOR(empty_like, (T t, int8_t dtype), at::empty_like(*t, t->options().dtype(type(dtype))))
TENSOR(zeros_like, (T t, int8_t dtype), at::zeros_like(*t, t->options().dtype(type(dtype))))
TENSOR(ones_like, (T t, int8_t dtype), at::ones_like(*t, t->options().dtype(type(dtype))))
TENSOR(full_like, (T t, Number value, int8_t dtype), at::full_like(*t, scalar(value), t->options().dtype(type(dtype))))
TENSOR(from_bytes, (const void* data, Ints size, int64_t n, int8_t dtype), at::from_blob(const_cast<void*>(data), ints(size, n), options(dtype)).clone())

// copies and conversions

TENSOR(clone, (T t), t->clone())
TENSOR(to_type, (T t, int8_t dtype, int copy), t->to(type(dtype), /*non_blocking=*/false, copy != 0))
TENSOR(contiguous, (T t, int channels_last), t->contiguous(channels_last ? at::MemoryFormat::ChannelsLast : at::MemoryFormat::Contiguous))
INPLACE(copy_, (T t, T source, int non_blocking), t->copy_(*source, non_blocking != 0))
ACTION(set_data, (T t, T source), t->set_data(*source))
ACTION(item, (T t, Number* out), {
    const auto value = t->item();
    if (value.isBoolean()) *out = {2, value.toBool() ? 1 : 0, 0};
    else if (value.isIntegral(false)) *out = {0, value.toLong(), static_cast<double>(value.toLong())};
    else *out = {1, static_cast<int64_t>(value.toDouble()), value.toDouble()};
})

// indexing

TENSOR(index, (T t, const Index* index, int64_t n), t->index(indices(index, n)))
INPLACE(index_put_, (T t, const Index* index, int64_t n, T value), t->index_put_(indices(index, n), *value))
TENSOR(index_select, (T t, int64_t dim, T index), t->index_select(dim, *index))
TENSOR(gather, (T t, int64_t dim, T index), t->gather(dim, *index))
TENSOR(scatter, (T t, int64_t dim, T index, T source), t->scatter(dim, *index, *source))
INPLACE(scatter_, (T t, int64_t dim, T index, T source), t->scatter_(dim, *index, *source))
INPLACE(scatter_add_, (T t, int64_t dim, T index, T source), t->scatter_add_(dim, *index, *source))
TENSOR(masked_select, (T t, T mask), t->masked_select(*mask))
TENSOR(masked_fill, (T t, T mask, Number value), t->masked_fill(*mask, scalar(value)))
INPLACE(masked_fill_, (T t, T mask, Number value), t->masked_fill_(*mask, scalar(value)))
TENSOR(where, (T condition, T x, T y), at::where(*condition, *x, *y))
TENSOR(nonzero, (T t), t->nonzero())
TENSOR(narrow, (T t, int64_t dim, int64_t start, int64_t length), t->narrow(dim, start, length))
TENSOR(select, (T t, int64_t dim, int64_t index), t->select(dim, index))

// shape

TENSOR(reshape, (T t, Ints size, int64_t n), t->reshape(ints(size, n)))
TENSOR(view, (T t, Ints size, int64_t n), t->view(ints(size, n)))
TENSOR(expand, (T t, Ints size, int64_t n), t->expand(ints(size, n)))
TENSOR(permute, (T t, Ints order, int64_t n), t->permute(ints(order, n)))
TENSOR(flip, (T t, Ints dims, int64_t n), t->flip(ints(dims, n)))
TENSOR(roll, (T t, Ints shifts, int64_t n, Ints dims, int64_t m), t->roll(ints(shifts, n), ints(dims, m)))
TENSOR(repeat, (T t, Ints times, int64_t n), t->repeat(ints(times, n)))
TENSOR(transpose, (T t, int64_t a, int64_t b), t->transpose(a, b))
TENSOR(t, (T t), t->t())
TENSOR(squeeze, (T t), t->squeeze())
TENSOR(squeeze_dim, (T t, int64_t dim), t->squeeze(dim))
TENSOR(unsqueeze, (T t, int64_t dim), t->unsqueeze(dim))
TENSOR(flatten, (T t, int64_t start, int64_t end), t->flatten(start, end))
TENSOR(unflatten, (T t, int64_t dim, Ints size, int64_t n), t->unflatten(dim, ints(size, n)))
TENSOR(cat, (const T* tensors, int64_t n, int64_t dim), at::cat(list(tensors, n), dim))
TENSOR(stack, (const T* tensors, int64_t n, int64_t dim), at::stack(list(tensors, n), dim))

// a list of tensors that libtorch returned: taken one by one, then freed

EXPORT void* st_chunk(T t, int64_t chunks, int64_t dim) { return guarded([&]() -> void* { return new std::vector<Tensor>(t->chunk(chunks, dim)); }, nullptr); }
EXPORT void* st_split(T t, int64_t size, int64_t dim) { return guarded([&]() -> void* { return new std::vector<Tensor>(t->split(size, dim)); }, nullptr); }
EXPORT void* st_unbind(T t, int64_t dim) { return guarded([&]() -> void* { return new std::vector<Tensor>(t->unbind(dim)); }, nullptr); }
EXPORT int64_t st_list_size(void* l) { return static_cast<int64_t>(static_cast<std::vector<Tensor>*>(l)->size()); }
EXPORT int64_t st_list_has(void* l, int64_t i) { return static_cast<std::vector<Tensor>*>(l)->at(static_cast<size_t>(i)).defined(); }
TENSOR(list_get, (void* l, int64_t i), static_cast<std::vector<Tensor>*>(l)->at(static_cast<size_t>(i)))
EXPORT void st_list_delete(void* l) { delete static_cast<std::vector<Tensor>*>(l); }

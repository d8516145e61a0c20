// A tensor as an object: its life, type, memory, copies and one value.
#include "arguments.h"

using namespace boundary;

namespace {
at::MemoryFormat order(int channels_last) { return channels_last ? at::MemoryFormat::ChannelsLast : at::MemoryFormat::Contiguous; }
}  // namespace

// life

EXPORT void st_delete(T t) { delete t; }
TENSOR(alias, (T t), *t)

// shape and type

NUMBER(dim, (T t), t->dim())
NUMBER(numel, (T t), t->numel())
NUMBER(element_size, (T t), t->element_size())
NUMBER(dtype, (T t), static_cast<int64_t>(t->scalar_type()))
NUMBER(size, (T t, int64_t dim), t->size(dim))
ACTION(sizes, (T t, int64_t* out), { for (auto s : t->sizes()) *out++ = s; })
NUMBER(stride, (T t, int64_t dim), t->stride(dim))
ACTION(strides, (T t, int64_t* out), { for (auto s : t->strides()) *out++ = s; })
NUMBER(storage_offset, (T t), t->storage_offset())
NUMBER(is_contiguous, (T t, int channels_last), t->is_contiguous(order(channels_last)))
NUMBER(is_nonzero, (T t), t->is_nonzero())
NUMBER(promote_types, (int8_t a, int8_t b), static_cast<int64_t>(at::promote_types(type(a), type(b))))
NUMBER(result_type, (T a, T b), static_cast<int64_t>(at::result_type(*a, *b)))
NUMBER(can_cast, (int8_t from, int8_t to), at::can_cast(type(from), type(to)))

// A gradient of nothing but zeros may have no memory before it is copied.
EXPORT void* st_data(T t) {
    return guarded([&]() -> void* {
        if (t->_is_zerotensor()) *t = t->clone();
        return t->data_ptr();
    }, nullptr);
}

// copies and conversions

TENSOR(clone, (T t), t->clone())
TENSOR(to_type, (T t, int8_t dtype, int copy), t->to(type(dtype), /*non_blocking=*/false, copy != 0))
TENSOR(contiguous, (T t, int channels_last), t->contiguous(order(channels_last)))
INPLACE(copy_, (T t, T source, int non_blocking), t->copy_(*source, non_blocking != 0))
INPLACE(fill_, (T t, Number value), t->fill_(scalar(value)))
INPLACE(zero_, (T t), t->zero_())
INPLACE(set_, (T t, T source), t->set_(*source))
ACTION(set_data, (T t, T source), t->set_data(*source))
ACTION(item, (T t, Number* out), {
    const auto value = t->item();
    if (value.isBoolean()) *out = {2, value.toBool() ? 1 : 0, 0};
    else if (value.isIntegral(false)) *out = {0, value.toLong(), 0};
    else *out = {1, 0, value.toDouble()};
})

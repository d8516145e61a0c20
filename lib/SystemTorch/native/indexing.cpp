// Elements picked out, put in and added by index or mask.
#include "arguments.h"

#include <ATen/TensorIndexing.h>

using namespace boundary;
using arguments::maybe;

namespace {
// One index of several: kind 0 none (new axis), 1 ellipsis, 2 integer, 3 bool, 4 slice, 5 tensor.
struct Index { int64_t kind, start, stop, step; T tensor; };

std::vector<at::indexing::TensorIndex> indices(const Index* index, int64_t n) {
    std::vector<at::indexing::TensorIndex> result;
    for (int64_t i = 0; i < n; ++i) {
        const auto& x = index[i];
        switch (x.kind) {
            case 0: result.emplace_back(at::indexing::None); break;
            case 1: result.emplace_back(at::indexing::Ellipsis); break;
            case 2: result.emplace_back(x.start); break;
            case 3: result.emplace_back(x.start != 0); break;
            case 4: result.emplace_back(at::indexing::Slice(maybe(x.start), maybe(x.stop), maybe(x.step))); break;
            default: result.emplace_back(*x.tensor);
        }
    }
    return result;
}

c10::List<c10::optional<Tensor>> positions(const T* tensors, int64_t n) {
    c10::List<c10::optional<Tensor>> result;
    for (int64_t i = 0; i < n; ++i) result.push_back(*tensors[i]);
    return result;
}
}  // namespace

TENSOR(index, (T t, const Index* index, int64_t n), t->index(indices(index, n)))
INPLACE(index_put_, (T t, const Index* index, int64_t n, T value), t->index_put_(indices(index, n), *value))
INPLACE(index_put_scalar_, (T t, const Index* index, int64_t n, Number value), t->index_put_(indices(index, n), scalar(value)))
INPLACE(index_accumulate_, (T t, const T* index, int64_t n, T value), t->index_put_(positions(index, n), *value, /*accumulate=*/true))
TENSOR(index_select, (T t, int64_t dim, T index), t->index_select(dim, *index))
TENSOR(index_add, (T t, int64_t dim, T index, T source, Number alpha), t->index_add(dim, *index, *source, scalar(alpha)))
INPLACE(index_add_, (T t, int64_t dim, T index, T source, Number alpha), t->index_add_(dim, *index, *source, scalar(alpha)))
TENSOR(index_copy, (T t, int64_t dim, T index, T source), t->index_copy(dim, *index, *source))
INPLACE(index_copy_, (T t, int64_t dim, T index, T source), t->index_copy_(dim, *index, *source))
TENSOR(index_fill, (T t, int64_t dim, T index, Number value), t->index_fill(dim, *index, scalar(value)))
INPLACE(index_fill_, (T t, int64_t dim, T index, Number value), t->index_fill_(dim, *index, scalar(value)))
TENSOR(gather, (T t, int64_t dim, T index), t->gather(dim, *index))
TENSOR(scatter, (T t, int64_t dim, T index, T source), t->scatter(dim, *index, *source))
INPLACE(scatter_, (T t, int64_t dim, T index, T source), t->scatter_(dim, *index, *source))
TENSOR(scatter_add, (T t, int64_t dim, T index, T source), t->scatter_add(dim, *index, *source))
INPLACE(scatter_add_, (T t, int64_t dim, T index, T source), t->scatter_add_(dim, *index, *source))
TENSOR(select_scatter, (T t, T source, int64_t dim, int64_t index), at::select_scatter(*t, *source, dim, index))
TENSOR(slice_scatter, (T t, T source, int64_t dim, int64_t start, int64_t end, int64_t step), at::slice_scatter(*t, *source, dim, maybe(start), maybe(end), step))
TENSOR(diagonal_scatter, (T t, T source, int64_t offset, int64_t a, int64_t b), at::diagonal_scatter(*t, *source, offset, a, b))
TENSOR(take, (T t, T index), t->take(*index))
TENSOR(take_along_dim, (T t, T index, int64_t dim), at::take_along_dim(*t, *index, maybe(dim)))
TENSOR(masked_select, (T t, T mask), t->masked_select(*mask))
TENSOR(masked_fill, (T t, T mask, Number value), t->masked_fill(*mask, scalar(value)))
INPLACE(masked_fill_, (T t, T mask, Number value), t->masked_fill_(*mask, scalar(value)))
TENSOR(masked_scatter, (T t, T mask, T source), t->masked_scatter(*mask, *source))
INPLACE(masked_scatter_, (T t, T mask, T source), t->masked_scatter_(*mask, *source))
TENSOR(where, (T condition, T x, T y), at::where(*condition, *x, *y))
LIST(where_list, (T condition), at::where(*condition))
TENSOR(nonzero, (T t), t->nonzero())
TENSOR(argwhere, (T t), t->argwhere())

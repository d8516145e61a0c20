// The same elements in another shape or order, and tensors joined, taken apart and repeated.
#include "arguments.h"

using namespace boundary;
using arguments::ints;
using arguments::maybe;

// views of one tensor

TENSOR(reshape, (T t, Ints size, int64_t n), t->reshape(ints(size, n)))
TENSOR(view, (T t, Ints size, int64_t n), t->view(ints(size, n)))
TENSOR(as_strided, (T t, Ints size, int64_t n, Ints strides, int64_t m, int64_t offset), t->as_strided(ints(size, n), ints(strides, m), offset))
TENSOR(expand, (T t, Ints size, int64_t n, int is_implicit), t->expand(ints(size, n), is_implicit != 0))
TENSOR(broadcast_to, (T t, Ints size, int64_t n), t->broadcast_to(ints(size, n)))
TENSOR(permute, (T t, Ints order, int64_t n), t->permute(ints(order, n)))
TENSOR(movedim, (T t, Ints from, int64_t n, Ints to, int64_t m), t->movedim(ints(from, n), ints(to, m)))
TENSOR(transpose, (T t, int64_t a, int64_t b), t->transpose(a, b))
INPLACE(transpose_, (T t, int64_t a, int64_t b), t->transpose_(a, b))
TENSOR(t, (T t), t->t())
TENSOR(mT, (T t), t->mT())
TENSOR(mH, (T t), t->mH())
TENSOR(adjoint, (T t), t->adjoint())
TENSOR(squeeze, (T t), t->squeeze())
INPLACE(squeeze_, (T t), t->squeeze_())
TENSOR(squeeze_dim, (T t, int64_t dim), t->squeeze(dim))
INPLACE(squeeze_dim_, (T t, int64_t dim), t->squeeze_(dim))
TENSOR(unsqueeze, (T t, int64_t dim), t->unsqueeze(dim))
INPLACE(unsqueeze_, (T t, int64_t dim), t->unsqueeze_(dim))
TENSOR(flatten, (T t, int64_t start, int64_t end), t->flatten(start, end))
TENSOR(ravel, (T t), t->ravel())
TENSOR(unflatten, (T t, int64_t dim, Ints size, int64_t n), t->unflatten(dim, ints(size, n)))
TENSOR(unfold_dim, (T t, int64_t dim, int64_t size, int64_t step), t->unfold(dim, size, step))
TENSOR(narrow, (T t, int64_t dim, int64_t start, int64_t length), t->narrow(dim, start, length))
TENSOR(select, (T t, int64_t dim, int64_t index), t->select(dim, index))
TENSOR(slice, (T t, int64_t dim, int64_t start, int64_t end, int64_t step), t->slice(dim, start, end, step))
TENSOR(diagonal, (T t, int64_t offset, int64_t a, int64_t b), t->diagonal(offset, a, b))
TENSOR(atleast_1d, (T t), at::atleast_1d(*t))
TENSOR(atleast_2d, (T t), at::atleast_2d(*t))
TENSOR(atleast_3d, (T t), at::atleast_3d(*t))

// the elements in another order, repeated, or on a diagonal

TENSOR(flip, (T t, Ints dims, int64_t n), t->flip(ints(dims, n)))
TENSOR(fliplr, (T t), t->fliplr())
TENSOR(flipud, (T t), t->flipud())
TENSOR(roll, (T t, Ints shifts, int64_t n, Ints dims, int64_t m), t->roll(ints(shifts, n), ints(dims, m)))
TENSOR(rot90, (T t, int64_t k, int64_t a, int64_t b), t->rot90(k, {a, b}))
TENSOR(repeat, (T t, Ints times, int64_t n), t->repeat(ints(times, n)))
TENSOR(tile, (T t, Ints times, int64_t n), t->tile(ints(times, n)))
TENSOR(repeat_interleave, (T t, int64_t times, int64_t dim, int64_t size), t->repeat_interleave(times, maybe(dim), maybe(size)))
TENSOR(repeat_interleave_tensor, (T t, T times, int64_t dim, int64_t size), t->repeat_interleave(*times, maybe(dim), maybe(size)))
TENSOR(diag, (T t, int64_t diagonal), t->diag(diagonal))
TENSOR(diag_embed, (T t, int64_t offset, int64_t a, int64_t b), t->diag_embed(offset, a, b))
TENSOR(diagflat, (T t, int64_t offset), t->diagflat(offset))
TENSOR(tril, (T t, int64_t diagonal), t->tril(diagonal))
INPLACE(tril_, (T t, int64_t diagonal), t->tril_(diagonal))
TENSOR(triu, (T t, int64_t diagonal), t->triu(diagonal))
INPLACE(triu_, (T t, int64_t diagonal), t->triu_(diagonal))
TENSOR(vander, (T t, int64_t columns, int increasing), at::vander(*t, columns, increasing != 0))
TENSOR(combinations, (T t, int64_t r, int with_replacement), at::combinations(*t, r, with_replacement != 0))

// several tensors joined

TENSOR(cat, (const T* tensors, int64_t n, int64_t dim), at::cat(list(tensors, n), dim))
TENSOR(stack, (const T* tensors, int64_t n, int64_t dim), at::stack(list(tensors, n), dim))
TENSOR(hstack, (const T* tensors, int64_t n), at::hstack(list(tensors, n)))
TENSOR(vstack, (const T* tensors, int64_t n), at::vstack(list(tensors, n)))
TENSOR(dstack, (const T* tensors, int64_t n), at::dstack(list(tensors, n)))
TENSOR(column_stack, (const T* tensors, int64_t n), at::column_stack(list(tensors, n)))
TENSOR(block_diag, (const T* tensors, int64_t n), at::block_diag(list(tensors, n)))
TENSOR(cartesian_prod, (const T* tensors, int64_t n), at::cartesian_prod(list(tensors, n)))
LIST(meshgrid, (const T* tensors, int64_t n, const char* indexing), at::meshgrid(list(tensors, n), indexing))
LIST(broadcast_tensors, (const T* tensors, int64_t n), at::broadcast_tensors(list(tensors, n)))

// one tensor taken apart

LIST(chunk, (T t, int64_t chunks, int64_t dim), t->chunk(chunks, dim))
LIST(split, (T t, int64_t size, int64_t dim), t->split(size, dim))
LIST(split_sizes, (T t, Ints sizes, int64_t n, int64_t dim), t->split_with_sizes(ints(sizes, n), dim))
LIST(tensor_split, (T t, int64_t sections, int64_t dim), t->tensor_split(sections, dim))
LIST(tensor_split_at, (T t, Ints indices, int64_t n, int64_t dim), t->tensor_split(ints(indices, n), dim))
LIST(tensor_split_tensor, (T t, T indices, int64_t dim), t->tensor_split(*indices, dim))
LIST(hsplit, (T t, int64_t sections), t->hsplit(sections))
LIST(hsplit_at, (T t, Ints indices, int64_t n), t->hsplit(ints(indices, n)))
LIST(vsplit, (T t, int64_t sections), t->vsplit(sections))
LIST(vsplit_at, (T t, Ints indices, int64_t n), t->vsplit(ints(indices, n)))
LIST(dsplit, (T t, int64_t sections), t->dsplit(sections))
LIST(dsplit_at, (T t, Ints indices, int64_t n), t->dsplit(ints(indices, n)))
LIST(unbind, (T t, int64_t dim), t->unbind(dim))

// a list of tensors that libtorch returned: taken one by one, then freed

EXPORT int64_t st_list_size(void* l) { return static_cast<int64_t>(static_cast<std::vector<Tensor>*>(l)->size()); }
EXPORT int64_t st_list_has(void* l, int64_t i) { return static_cast<std::vector<Tensor>*>(l)->at(static_cast<size_t>(i)).defined(); }
TENSOR(list_get, (void* l, int64_t i), static_cast<std::vector<Tensor>*>(l)->at(static_cast<size_t>(i)))
EXPORT void st_list_delete(void* l) { delete static_cast<std::vector<Tensor>*>(l); }

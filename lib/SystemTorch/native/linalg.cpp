// Products of matrices and vectors, and linear algebra.
#include "arguments.h"

using namespace boundary;
using arguments::ints;
using arguments::maybe_ints;
using arguments::real;

// products

TENSOR(matmul, (T a, T b), a->matmul(*b))
TENSOR(mm, (T a, T b), a->mm(*b))
TENSOR(mv, (T a, T b), a->mv(*b))
TENSOR(bmm, (T a, T b), a->bmm(*b))
TENSOR(dot, (T a, T b), a->dot(*b))
TENSOR(vdot, (T a, T b), a->vdot(*b))
TENSOR(inner, (T a, T b), a->inner(*b))
TENSOR(outer, (T a, T b), a->outer(*b))
TENSOR(kron, (T a, T b), a->kron(*b))
TENSOR(addmm, (T a, T b, T c, double beta, double alpha), a->addmm(*b, *c, beta, alpha))
INPLACE(addmm_, (T a, T b, T c, double beta, double alpha), a->addmm_(*b, *c, beta, alpha))
TENSOR(addmv, (T a, T b, T c, double beta, double alpha), a->addmv(*b, *c, beta, alpha))
INPLACE(addmv_, (T a, T b, T c, double beta, double alpha), a->addmv_(*b, *c, beta, alpha))
TENSOR(addbmm, (T a, T b, T c, double beta, double alpha), a->addbmm(*b, *c, beta, alpha))
INPLACE(addbmm_, (T a, T b, T c, double beta, double alpha), a->addbmm_(*b, *c, beta, alpha))
TENSOR(addr, (T a, T b, T c, double beta, double alpha), a->addr(*b, *c, beta, alpha))
INPLACE(addr_, (T a, T b, T c, double beta, double alpha), a->addr_(*b, *c, beta, alpha))
TENSOR(baddbmm, (T a, T b, T c, double beta, double alpha), a->baddbmm(*b, *c, beta, alpha))
TENSOR(einsum, (const char* equation, const T* tensors, int64_t n), at::einsum(equation, list(tensors, n)))
TENSOR(tensordot, (T a, T b, Ints x, int64_t n, Ints y, int64_t m), at::tensordot(*a, *b, ints(x, n), ints(y, m)))
TENSOR(multi_dot, (const T* tensors, int64_t n), at::linalg_multi_dot(list(tensors, n)))
TENSOR(linalg_cross, (T a, T b, int64_t dim), at::linalg_cross(*a, *b, dim))
TENSOR(linalg_vecdot, (T a, T b, int64_t dim), at::linalg_vecdot(*a, *b, dim))

// functions of a matrix

TENSOR(trace, (T a), a->trace())
TENSOR(det, (T a), a->det())
TENSOR(logdet, (T a), a->logdet())
PAIR(slogdet, (T a, T* first, T* second), at::linalg_slogdet(*a))
TENSOR(matrix_power, (T a, int64_t n), a->matrix_power(n))
TENSOR(matrix_exp, (T a), a->matrix_exp())
TENSOR(linalg_inv, (T a), at::linalg_inv(*a))
PAIR(linalg_inv_ex, (T a, int check, T* first, T* second), at::linalg_inv_ex(*a, check != 0))
TENSOR(linalg_pinv, (T a, Number atol, Number rtol, int hermitian), at::linalg_pinv(*a, real(atol), real(rtol), hermitian != 0))
TENSOR(linalg_pinv_tensor, (T a, T atol, T rtol, int hermitian), at::linalg_pinv(*a, optional(atol), optional(rtol), hermitian != 0))
TENSOR(linalg_matrix_rank, (T a, Number atol, Number rtol, int hermitian), at::linalg_matrix_rank(*a, real(atol), real(rtol), hermitian != 0))
TENSOR(linalg_matrix_rank_tensor, (T a, T atol, T rtol, int hermitian), at::linalg_matrix_rank(*a, optional(atol), optional(rtol), hermitian != 0))
TENSOR(linalg_cond, (T a, Number p), at::linalg_cond(*a, maybe(p)))
TENSOR(linalg_cond_named, (T a, const char* p), at::linalg_cond(*a, p))
TENSOR(linalg_vander, (T a, int64_t columns), at::linalg_vander(*a, columns))
TENSOR(linalg_tensorinv, (T a, int64_t ind), at::linalg_tensorinv(*a, ind))

// norms

TENSOR(linalg_norm, (T a, Number order, Ints dims, int64_t n, int keepdim), at::linalg_norm(*a, maybe(order), maybe_ints(dims, n), keepdim != 0, c10::nullopt))
TENSOR(linalg_norm_named, (T a, const char* order, Ints dims, int64_t n, int keepdim), at::linalg_norm(*a, order, maybe_ints(dims, n), keepdim != 0, c10::nullopt))
TENSOR(linalg_vector_norm, (T a, double order, Ints dims, int64_t n, int keepdim), at::linalg_vector_norm(*a, order, maybe_ints(dims, n), keepdim != 0, c10::nullopt))
TENSOR(linalg_matrix_norm, (T a, double order, Ints dims, int64_t n, int keepdim), at::linalg_matrix_norm(*a, order, ints(dims, n), keepdim != 0, c10::nullopt))
TENSOR(linalg_matrix_norm_named, (T a, const char* order, Ints dims, int64_t n, int keepdim), at::linalg_matrix_norm(*a, order, ints(dims, n), keepdim != 0, c10::nullopt))

// decompositions and solutions

TENSOR(linalg_cholesky, (T a, int upper), at::linalg_cholesky(*a, upper != 0))
PAIR(linalg_cholesky_ex, (T a, int check, T* first, T* second), at::linalg_cholesky_ex(*a, /*upper=*/false, check != 0))
TENSOR(cholesky_inverse, (T a, int upper), a->cholesky_inverse(upper != 0))
TENSOR(cholesky_solve, (T b, T a, int upper), b->cholesky_solve(*a, upper != 0))
PAIR(linalg_qr, (T a, const char* mode, T* first, T* second), at::linalg_qr(*a, mode))
PAIR(geqrf, (T a, T* first, T* second), a->geqrf())
TENSOR(ormqr, (T a, T tau, T other, int left, int transpose), a->ormqr(*tau, *other, left != 0, transpose != 0))
TENSOR(householder_product, (T a, T tau), at::linalg_householder_product(*a, *tau))
LIST(linalg_svd, (T a, int full), at::linalg_svd(*a, full != 0))
TENSOR(linalg_svdvals, (T a), at::linalg_svdvals(*a))
PAIR(linalg_eigh, (T a, const char* uplo, T* first, T* second), at::linalg_eigh(*a, uplo))
TENSOR(linalg_eigvalsh, (T a, const char* uplo), at::linalg_eigvalsh(*a, uplo))
LIST(linalg_lu, (T a, int pivot), at::linalg_lu(*a, pivot != 0))
PAIR(linalg_lu_factor, (T a, int pivot, T* first, T* second), at::linalg_lu_factor(*a, pivot != 0))
TENSOR(linalg_lu_solve, (T lu, T pivots, T b, int left, int adjoint), at::linalg_lu_solve(*lu, *pivots, *b, left != 0, adjoint != 0))
LIST(lu_unpack, (T lu, T pivots, int data, int unpack_pivots), at::lu_unpack(*lu, *pivots, data != 0, unpack_pivots != 0))
LIST(linalg_lu_factor_ex, (T a, int pivot), at::linalg_lu_factor_ex(*a, pivot != 0))
TENSOR(linalg_solve, (T a, T b, int left), at::linalg_solve(*a, *b, left != 0))
PAIR(linalg_solve_ex, (T a, T b, int left, int check, T* first, T* second), at::linalg_solve_ex(*a, *b, left != 0, check != 0))
TENSOR(linalg_solve_triangular, (T a, T b, int upper, int left, int unitriangular), at::linalg_solve_triangular(*a, *b, upper != 0, left != 0, unitriangular != 0))
TENSOR(linalg_tensorsolve, (T a, T b, Ints dims, int64_t n), at::linalg_tensorsolve(*a, *b, maybe_ints(dims, n)))
LIST(linalg_lstsq, (T a, T b, Number rcond), at::linalg_lstsq(*a, *b, real(rcond), c10::nullopt))

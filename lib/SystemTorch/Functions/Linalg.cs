using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static class linalg
    {
        public enum QRMode { Reduced, Complete, R }

        // norms

        public static Tensor norm(Tensor input, long[]? dims = null, bool keepdim = false) => st_linalg_norm(input, Number.None, dims, dims?.Length ?? 0, keepdim.Int());
        public static Tensor norm(Tensor input, int ord, long[]? dims = null, bool keepdim = false) => norm(input, (double)ord, dims, keepdim);
        public static Tensor norm(Tensor input, double ord, long[]? dims = null, bool keepdim = false) => st_linalg_norm(input, ord, dims, dims?.Length ?? 0, keepdim.Int());
        public static Tensor norm(Tensor input, string ord, long[]? dims = null, bool keepdim = false) => st_linalg_norm_named(input, ord, dims, dims?.Length ?? 0, keepdim.Int());
        public static Tensor vector_norm(Tensor input, double ord = 2, long[]? dims = null, bool keepdim = false) => st_linalg_vector_norm(input, ord, dims, dims?.Length ?? 0, keepdim.Int());
        public static Tensor matrix_norm(Tensor input, double ord, long[]? dims = null, bool keepdim = false) => st_linalg_matrix_norm(input, ord, dims ?? [-2, -1], dims?.Length ?? 2, keepdim.Int());
        public static Tensor matrix_norm(Tensor input, string ord = "fro", long[]? dims = null, bool keepdim = false) => st_linalg_matrix_norm_named(input, ord, dims ?? [-2, -1], dims?.Length ?? 2, keepdim.Int());
        public static Tensor cond(Tensor input) => st_linalg_cond(input, Number.None);
        public static Tensor cond(Tensor input, int p) => st_linalg_cond(input, (double)p);
        public static Tensor cond(Tensor input, double p) => st_linalg_cond(input, p);
        public static Tensor cond(Tensor input, string p) => st_linalg_cond_named(input, p);

        // products and diagonals

        public static Tensor cross(Tensor input, Tensor other, long dim = -1) => st_linalg_cross(input, other, dim);
        public static Tensor vecdot(Tensor x, Tensor y, long dim = -1, Tensor? @out = null) => Into(@out, st_linalg_vecdot(x, y, dim));
        public static Tensor diagonal(Tensor input, int offset = 0, int dim1 = -2, int dim2 = -1) => input.diagonal(offset, dim1, dim2);
        public static Tensor vander(Tensor input, long? N = null) => st_linalg_vander(input, N ?? input.size(-1));
        public static Tensor matrix_exp(Tensor input) => input.matrix_exp();

        public static Tensor multi_dot(IList<Tensor> tensors) => tensors.Count switch
        {
            0 => throw new ArgumentException("multi_dot() multiplies at least one matrix, and none was given.", nameof(tensors)),
            1 => tensors[0].alias(),
            _ => With([.. tensors], handles => st_multi_dot(handles, handles.Length)),
        };

        // inverses and determinants

        public static Tensor det(Tensor input) => input.det();
        public static Tensor inv(Tensor input) => st_linalg_inv(input);
        public static Tensor pinv(Tensor input, double? atol = null, double? rtol = null, bool hermitian = false) => st_linalg_pinv(input, Number.OrNone(atol), Number.OrNone(rtol), hermitian.Int());
        public static Tensor pinv(Tensor input, Tensor atol, Tensor? rtol = null, bool hermitian = false) => st_linalg_pinv_tensor(input, atol, rtol, hermitian.Int());
        public static Tensor matrix_rank(Tensor input, double? atol = null, double? rtol = null, bool hermitian = false) => st_linalg_matrix_rank(input, Number.OrNone(atol), Number.OrNone(rtol), hermitian.Int());
        public static Tensor matrix_rank(Tensor input, Tensor atol, Tensor? rtol = null, bool hermitian = false) => st_linalg_matrix_rank_tensor(input, atol, rtol, hermitian.Int());
        public static Tensor tensorinv(Tensor input, long ind) => st_linalg_tensorinv(input, ind);

        public static (Tensor, Tensor) slogdet(Tensor input)
        {
            st_slogdet(input, out var sign, out var logarithm);
            return (sign, logarithm);
        }

        public static (Tensor L, Tensor info) inv_ex(Tensor input, bool check_errors = false)
        {
            st_linalg_inv_ex(input, check_errors.Int(), out var inverse, out var info);
            return (inverse, info);
        }

        // decompositions

        public static Tensor cholesky(Tensor input) => st_linalg_cholesky(input, 0);
        public static Tensor svdvals(Tensor input) => st_linalg_svdvals(input);
        public static Tensor eigvalsh(Tensor input, char UPLO = 'L') => st_linalg_eigvalsh(input, UPLO.ToString());
        public static Tensor householder_product(Tensor A, Tensor tau) => st_householder_product(A, tau);
        public static (Tensor U, Tensor S, Tensor Vh) svd(Tensor input, bool fullMatrices = true) => TakeThree(st_linalg_svd(input, fullMatrices.Int()));
        public static (Tensor P, Tensor L, Tensor U) lu(Tensor input, bool pivot = true) => TakeThree(st_linalg_lu(input, pivot.Int()));

        public static (Tensor L, Tensor info) cholesky_ex(Tensor input, bool check_errors = false)
        {
            st_linalg_cholesky_ex(input, check_errors.Int(), out var factor, out var info);
            return (factor, info);
        }

        public static (Tensor Q, Tensor R) qr(Tensor input, QRMode mode = QRMode.Reduced)
        {
            st_linalg_qr(input, mode switch { QRMode.Reduced => "reduced", QRMode.Complete => "complete", _ => "r" }, out var q, out var r);
            return (q, r);
        }

        public static (Tensor, Tensor) eigh(Tensor input, char UPLO = 'L')
        {
            st_linalg_eigh(input, UPLO.ToString(), out var values, out var vectors);
            return (values, vectors);
        }

        public static (Tensor LU, Tensor? Pivots) lu_factor(Tensor input, bool pivot = true)
        {
            st_linalg_lu_factor(input, pivot.Int(), out var factors, out var pivots);
            return (factors, pivots);
        }

        // equations

        public static Tensor solve(Tensor A, Tensor B, bool left = true) => st_linalg_solve(A, B, left.Int());
        public static Tensor solve_triangular(Tensor A, Tensor B, bool upper, bool left = true, bool unitriangular = false, Tensor? @out = null) => Into(@out, st_linalg_solve_triangular(A, B, upper.Int(), left.Int(), unitriangular.Int()));
        public static Tensor lu_solve(Tensor LU, Tensor pivots, Tensor B, bool left = true, bool adjoint = false, Tensor? @out = null) => Into(@out, st_linalg_lu_solve(LU, pivots, B, left.Int(), adjoint.Int()));
        public static Tensor tensorsolve(Tensor A, Tensor B, long[] dims) => st_linalg_tensorsolve(A, B, dims, dims.Length);
        public static (Tensor Solution, Tensor Residuals, Tensor Rank, Tensor SingularValues) lstsq(Tensor input, Tensor other) => LeastSquares(input, other, Number.None);
        public static (Tensor Solution, Tensor Residuals, Tensor Rank, Tensor SingularValues) lstsq(Tensor input, Tensor other, double rcond) => LeastSquares(input, other, rcond);

        private static (Tensor, Tensor, Tensor, Tensor) LeastSquares(Tensor a, Tensor b, Number rcond)
        {
            var found = TakeList(st_linalg_lstsq(a, b, rcond));
            return (found[0], found[1], found[2], found[3]);
        }

        public static (Tensor result, Tensor info) solve_ex(Tensor A, Tensor B, bool left = true, bool check_errors = false)
        {
            st_linalg_solve_ex(A, B, left.Int(), check_errors.Int(), out var result, out var info);
            return (result, info);
        }

        /// <summary>Puts a result where it was asked to go.</summary>
        private static Tensor Into(Tensor? place, Tensor result)
        {
            if (place is null) return result;
            using (result) return place.set_(result).alias();
        }
    }
}

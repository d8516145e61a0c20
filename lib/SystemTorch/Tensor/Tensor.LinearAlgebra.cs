using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        // products

        public Tensor matmul(Tensor target) => st_matmul(this, target);
        public Tensor mm(Tensor target) => st_mm(this, target);
        public Tensor mv(Tensor target) => st_mv(this, target);
        public Tensor bmm(Tensor batch2) => st_bmm(this, batch2);
        public Tensor dot(Tensor target) => st_dot(this, SameVector(target));
        public Tensor vdot(Tensor target) => st_vdot(this, SameVector(target));
        public Tensor inner(Tensor vec2) => st_inner(this, vec2);
        public Tensor outer(Tensor vec2) => st_outer(this, vec2);
        public Tensor ger(Tensor vec2) => outer(vec2);
        public Tensor kron(Tensor other) => st_kron(this, other);
        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) => st_addmm(this, mat1, mat2, beta, alpha);
        public Tensor addmm_(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) => After(st_addmm_(this, mat1, mat2, beta, alpha));
        public Tensor addmv(Tensor mat, Tensor vec, float beta = 1, float alpha = 1) => st_addmv(this, mat, vec, beta, alpha);
        public Tensor addmv_(Tensor mat, Tensor vec, float beta = 1, float alpha = 1) => After(st_addmv_(this, mat, vec, beta, alpha));
        public Tensor addbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) => st_addbmm(this, batch1, batch2, beta, alpha);
        public Tensor addbmm_(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) => After(st_addbmm_(this, batch1, batch2, beta, alpha));
        public Tensor addr(Tensor vec1, Tensor vec2, float beta = 1, float alpha = 1) => st_addr(this, vec1, vec2, beta, alpha);
        public Tensor addr_(Tensor vec1, Tensor vec2, float beta = 1, float alpha = 1) => After(st_addr_(this, vec1, vec2, beta, alpha));
        public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) => st_baddbmm(this, batch1, batch2, beta, alpha);

        private Tensor SameVector(Tensor other) =>
            ndim == 1 && other.ndim == 1 && numel() == other.numel()
                ? other
                : throw new InvalidOperationException($"A dot product takes two vectors of the same length, and these have shapes [{string.Join(", ", shape)}] and [{string.Join(", ", other.shape)}].");

        public Tensor tensordot(Tensor b, long dims = 2)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(dims);
            return tensordot(b, [.. Enumerable.Range(0, (int)dims).Select(d => d + ndim - dims)], [.. Enumerable.Range(0, (int)dims).Select(d => (long)d)]);
        }

        public Tensor tensordot(Tensor b, (long, long)[] dims) => tensordot(b, Array.ConvertAll(dims, d => d.Item1), Array.ConvertAll(dims, d => d.Item2));
        public Tensor tensordot(Tensor b, long[] dims1, long[] dims2) => st_tensordot(this, b, dims1, dims1.Length, dims2, dims2.Length);

        // functions of a matrix

        public Tensor trace() => ndim == 2 ? st_trace(this) : throw new ArgumentException($"trace() takes a matrix, and this tensor has {ndim} dimensions.");
        public Tensor det() => st_det(this);

        public Tensor logdet() =>
            size(-1) == size(-2) ? st_logdet(this) : throw new ArgumentException($"logdet() takes square matrices, and these are {size(-2)}x{size(-1)}.");

        public Tensor inverse() => st_linalg_inv(this);
        public Tensor pinverse(double rcond = 1e-15, bool hermitian = false) => st_linalg_pinv(this, Number.None, rcond, hermitian.Int());
        public Tensor matrix_power(int n) => st_matrix_power(this, n);
        public Tensor matrix_exp() => st_matrix_exp(this);

        [Obsolete("torch.linalg.cholesky takes the place of torch.cholesky.")]
        public Tensor cholesky(bool upper = false) => st_linalg_cholesky(this, upper.Int());

        public Tensor cholesky_inverse(bool upper = false) => st_cholesky_inverse(this, upper.Int());
        public Tensor cholesky_solve(Tensor input2, bool upper = false) => st_cholesky_solve(this, input2, upper.Int());
        public Tensor ormqr(Tensor tau, Tensor other, bool left = true, bool transpose = false) => st_ormqr(this, tau, other, left.Int(), transpose.Int());

        public (Tensor a, Tensor tau) geqrf()
        {
            st_geqrf(this, out var a, out var tau);
            return (a, tau);
        }
    }
}
